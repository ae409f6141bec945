"""By which lane a message of coterie's leaves, and where it is on its way still: one record, which every message has that is remembered.

Records:
    lane        key of a message → its lane; {lane, on: the platforms} while it is queued and not yet done there. What waits to be said has a lane
                of `held:PERSON`, what is said within another message one of `folded:KEY`
    on the way  key of a room that is to be opened → the platforms where it is not yet done; until 0.2 of a message, too
    sought on   platform → true, from when homes are looked for there until somebody asked and none is any more
"""

from __future__ import annotations

from collections.abc import Sequence

from ..ports import Json, Made, Unit

LANE, ON_THE_WAY, SOUGHT = "lane", "on the way", "sought on"

HOME = "home:"
"""The keys of the effects that look for a home begin so; the group's id follows, or `@` (for its managers' room `%`) and the community's."""


async def lane_of(unit: Unit, key: str) -> str | None:
    """The lane by which the message left; None of one that is not known."""
    kept = await unit.get(LANE, key)
    lane: str | None = kept["lane"] if isinstance(kept, dict) else kept
    return lane


def leaves(unit: Unit, key: str, lane: str, platforms: Sequence[str] = ()) -> None:
    """The message leaves by this lane: it is on its way to these platforms. What is said about it meanwhile queues up behind it there."""
    unit.put(LANE, key, Made(lane=lane, on=list(platforms)) if platforms else lane)


def opens(unit: Unit, key: str, platforms: Sequence[str]) -> None:
    """A room is to be opened on these platforms, or the home of a group to be found there."""
    unit.put(ON_THE_WAY, key, list(platforms))
    for platform in platforms if key.startswith(HOME) else ():
        unit.put(SOUGHT, platform, True)


async def on_the_way(unit: Unit, key: str) -> Sequence[str]:
    """The platforms to which it is on its way."""
    kept = await unit.get(LANE, key)
    if isinstance(kept, dict):
        return tuple(kept["on"])
    return await opening_on(unit, key)


async def opening_on(unit: Unit, key: str) -> Sequence[str]:
    """The platforms on which a room is to be opened still."""
    return tuple(await unit.get(ON_THE_WAY, key) or ())


async def sought_on(unit: Unit, platform: str) -> Sequence[str]:
    """The keys of the effects that look for homes on this platform still.

    Whatever is said in a room that is nobody's asks for it: one record says no, long after the first start, where going through them is a
    query of its own in a database.
    """
    if await unit.get(SOUGHT, platform) is None:
        return []
    found = [key for key in await unit.keys(ON_THE_WAY, HOME) if platform in await opening_on(unit, key)]
    if not found:
        unit.delete(SOUGHT, platform)
    return found


async def seek_anew(unit: Unit) -> None:
    """Homes are about to be looked for: what looked for them before counts no more, whatever became of it."""
    for key in await unit.keys(ON_THE_WAY, HOME):
        unit.delete(ON_THE_WAY, key)


async def arrived(unit: Unit, key: str, platform: str) -> None:
    """What was on the way to a platform is there now."""
    kept = await unit.get(LANE, key)
    if isinstance(kept, dict):
        leaves(unit, key, kept["lane"], _without(kept["on"], platform))
    elif (waiting := await unit.get(ON_THE_WAY, key)) is not None:
        if left := _without(waiting, platform):
            opens(unit, key, left)
        else:
            unit.delete(ON_THE_WAY, key)


def _without(platforms: Json, platform: str) -> list[str]:
    return [one for one in platforms if one != platform]
