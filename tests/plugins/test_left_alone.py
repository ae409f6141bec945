"""Whatever plugins say to people unasked waits for when they may be disturbed, and is not said at all to who is left alone."""

from __future__ import annotations

from coterie.core.discovery import PLUGINS, load
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.testing import StageFactory, StageRoom

NAMES = "brief challenges coffee digest escort gatherings profiles projects prompts quiet welcome wins".split()
ALL = [load(PLUGINS, name) for name in NAMES]


async def a_busy_group(stage: StageFactory, *, common: Quiet | None = None) -> StageRoom:
    """A group in which bo leads nothing, and takes part in everything."""
    room = await stage(*ALL, quiet=common, crowd=3)
    for command, answers in (
        ("challenge new", {"title": "Outside", "first": "2026-11-24", "days": "9", "hour": "22"}),
        ("gathering new", {"title": "Talk", "day": "2026-11-26", "time": "23:00"}),
        ("project new", {"title": "Shelf", "wanted": "painter"}),
    ):
        await room.say("ana", f"!{command}")
        await room.open_form("ana", room.alone("ana")[-1])
        assert await room.fill("ana", answers) == {}
    for card, choice in zip(room.cards, ("I'm in", "I'm coming", "Count me in: painter"), strict=True):
        await room.press("bo", card, choice)
    for words in ("ask-me", "digest daily 23:30", "coffee on", "profile topics bees; asked yes; monthly yes"):
        await room.say("bo", f"!{words}")
    await room.say("cy", "!profile topics bees; monthly yes")
    return room


async def much_happens(room: StageRoom) -> None:
    """Two weeks of all that comes unasked."""
    await room.say("ana", "!project task 1 @bo 2026-11-25 Draw")
    await room.say("ana", "!win @bo drew the board")
    await room.say("cy", "Does anybody know?")
    await room.say("ana", "!coffee every 1w")
    await room.say("p1", "!introduce-me bees")
    await room.wait("16d")


async def test_who_is_left_alone_hears_of_nothing_though_they_take_part_in_everything(stage: StageFactory) -> None:
    room = await a_busy_group(stage)
    await room.say("bo", "!leave-me-alone")
    before = room.told("bo")
    await much_happens(room)
    assert room.told("bo") == before
    assert not any("bo" in one.pings for one in room.cards)


async def test_nobody_is_told_anything_at_night_but_what_can_not_wait(stage: StageFactory) -> None:
    room = await a_busy_group(stage, common=Quiet(Hours.parse("21-8")))
    before = len(room.told("bo"))
    await room.wait("day 21:30")
    for _ in range(10):
        told = room.told("bo")
        await room.wait("day 07:59")
        assert all("Soon: Talk" in one for one in room.told("bo")[len(told) :])
        await room.wait("day 21:30")
    assert len(room.told("bo")) > before


async def test_nobody_is_addressed_oftener_than_the_community_takes_over_all_plugins_together(
    stage: StageFactory,
) -> None:
    room = await a_busy_group(stage, common=Quiet(most_per_week=3))
    before = len(room.told("bo"))
    await much_happens(room)
    asked_for = ("Soon: Talk", "done?", "Your groups")  # which bo said they would come to, takes part in, and ordered
    unasked = [one for one in room.told("bo")[before:] if not any(words in one for words in asked_for)]
    assert 0 < len(unasked) <= 3 * 3
