"""What a platform refuses for good is told to whom it concerns, in words and with what to do: once, not once a message.

Record: `refused`: "GROUP PLATFORM EFFECT" → the instant it was told; `@` for a group where it concerned none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..model.community import GroupState
from ..model.content import Card
from ..model.effect import Post
from ..model.event import EffectFailed
from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from ..texts import Reader, core_texts, paragraphs
from ..values import frozen
from . import aside, bindings
from .accounts import platform_name
from .directory import group_in
from .runs import store as run_store
from .scene import Scene

REFUSED = "refused"
OWNERS = ("core.homes:", "core.refusals:")
"""The keys of what is told here begin so: nobody is told that they could not be told."""

TOLD_AGAIN = timedelta(days=7)


@frozen
class Refusals:
    """Tells the leaders of the group, or the managers, of what was refused; what was to be said in a home of a group, `Homes` tells of."""

    name: str = "core.refusals"

    async def __call__(self, scene: Scene) -> bool:
        event = scene.event
        if isinstance(event, EffectFailed) and event.platform != "core" and scene.group is None:
            kept = await refused(scene, event)
            if kept is not None and kept.body is not None and not event.key.startswith(OWNERS):
                if not await _is_of_what_never_stood(scene, kept):
                    await self._tell(scene, event, kept)
        return False

    async def _tell(self, scene: Scene, event: EffectFailed, kept: aside.Aside) -> None:
        group, kind = await _group_of(scene, event, kept), str(kept.body["effect"]["type"])
        key = f"{group.id if group else '@'} {event.platform} {kind}"
        before = await scene.unit.get(REFUSED, key)
        if before is not None and scene.now - datetime.fromisoformat(before) < TOLD_AGAIN:
            return
        scene.unit.put(REFUSED, key, scene.now.isoformat())
        found = scene.directory.definitions.group(group.id) if group else None
        if found is not None and found.state is GroupState.ARCHIVED:
            return  # its rooms are closed because people decided so
        about = {"group": found.name if found else "", "platform": platform_name(event.platform), "effect": kind}
        await tell(scene, event, group, "refused" if group else "refused-anywhere", **about)


async def _is_of_what_never_stood(scene: Scene, kept: aside.Aside) -> bool:
    """Whether it was to change a message that stands nowhere: that it could not be said was told, or it was forgotten long ago."""
    message = kept.body["effect"].get("message")  # read so, as of what can't be read it must be told as well
    return isinstance(message, str) and not await bindings.natives(scene.unit, MessageRef(message))


async def refused(scene: Scene, event: EffectFailed) -> aside.Aside | None:
    """What was set aside when this failed; None where nothing was."""
    return await aside.standing(scene.unit, f"outbox {event.id.removeprefix('failed:')}")


async def tell(scene: Scene, event: EffectFailed, whose: GroupRef | None, id: str, **about: str) -> None:
    """Say it to the leaders of the group whose affair it is, or to the managers where nobody leads, with what can be done about it."""
    kept = await refused(scene, event)
    people = scene.directory.leaders(whose) if whose else ()
    for person in people or _managers(scene, kept, whose):
        reader = Reader(await scene.directory.locale_of(person, whose), scene.directory.zone(whose))
        parts = [core_texts().text(id, reader, reason=event.reason, **about)]
        if kept is not None and kept.cure is not None:
            parts.append(core_texts().text(f"cure-{kept.cure.value}", reader, platform=about["platform"]))
        if kept is not None:
            parts.append(core_texts().text("refused-kept", reader))
        scene.effect(Post(key=scene.new_key("told"), to=person, card=Card(str(paragraphs(*parts)))))


def _managers(scene: Scene, kept: aside.Aside | None, group: GroupRef | None) -> tuple[PersonRef, ...]:
    """Who manages the community that it concerns: the group's, else that of the person for whom it was."""
    if group is not None or kept is None:
        return scene.directory.managers(group)
    person = PersonRef(kept.lane.partition("@")[0])
    communities = scene.directory.definitions.communities
    named_in = next((one for one in communities if person.id in one.people), scene.directory.community())
    return tuple(PersonRef(id) for id in named_in.managers)


async def _group_of(scene: Scene, event: EffectFailed, kept: aside.Aside) -> GroupRef | None:
    """The group for which it was: that of the room in whose lane it left, else that of the run which asked for it."""
    group = group_in(RoomRef(kept.lane.removesuffix(f"@{event.platform}")))
    if group is None and (id := run_store.run_of(event.key)) is not None:
        run = await run_store.load(scene.unit, id)
        group = run.group if run else None
    return group
