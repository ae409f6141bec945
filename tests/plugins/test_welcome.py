"""Newcomers are greeted by name."""

from __future__ import annotations

from coterie.core.api import Capability, Context, Plugin, Rest
from coterie.core.testing import StageFactory
from coterie.plugins.welcome import plugin


async def test_a_leader_greets_by_hand_with_the_purpose_of_the_group(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.join("dee")
    await room.say("ana", "!welcome @dee")
    assert room.last == "👋 Welcome @dee to Python! Learn. If anything is unclear, ask @ana."


async def test_only_leaders_greet_by_hand(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", "!welcome @cy")
    assert room.said == ()
    assert room.told("bo") == ("That takes a leader of this group.",)


async def test_a_join_alone_is_greeted_by_no_plugin_but_by_the_playbook(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.join("dee")
    assert room.said == ()


async def test_the_playbook_greets_lets_the_leader_meet_and_asks_after_a_week(stage: StageFactory) -> None:
    room = await stage(plugin, playbooks=["welcome"], lacks=(Capability.MODALS,))
    await room.join("dee")
    assert room.said == ("👋 Welcome @dee to Python! Learn. If anything is unclear, ask @ana.",)
    assert "@dee is new in Python. Say hello in person?" in room.told("ana")[-1]
    await room.wait("9d")
    assert "How was your first week?" in room.told("dee")[-1]
    assert "Still arriving" in room.told("dee")[-1]


async def test_a_newcomer_in_a_german_group_is_greeted_in_german(stage: StageFactory) -> None:
    room = await stage(plugin, playbooks=["welcome"], locale="de")
    await room.join("dee")
    assert room.last == "👋 Willkommen @dee in Python! Learn. Wenn etwas unklar ist, frag @ana."


async def test_where_nobody_leads_the_group_the_first_14_days_go_on_all_the_same(stage: StageFactory) -> None:
    other = Plugin("leaderless")

    @other.command("lead-yourselves")
    async def lead_yourselves(ctx: Context) -> None:
        """Have nobody lead the group."""
        await ctx.groups.amend(ctx.group, leaders=())

    room = await stage(plugin, other, playbooks=["first-14-days"])
    await room.say("ana", "!lead-yourselves")
    await room.join("dee")
    for _ in range(8):
        await room.wait("1d")
    assert room.told("dee")[-1] == "How was your first week in Python?"
    await room.press("dee", room.alone("dee")[-1], "I feel lost")
    for _ in range(7):
        await room.wait("1d")
    assert room.told("dee")[-1].endswith("if something is missing, tell the group.")


async def test_a_purpose_that_a_member_typed_mentions_nobody_and_hides_no_address(stage: StageFactory) -> None:
    changing = Plugin("changing")

    @changing.command("purpose")
    async def change(ctx: Context, *, words: Rest) -> None:
        """Give the group another purpose."""
        await ctx.groups.amend(ctx.group, purpose=str(words))

    room = await stage(plugin, changing)
    await room.say("ana", "!purpose Meet <@bo> at [the bank](https://evil.example)")
    await room.say("ana", "!welcome @cy")
    assert "[the bank](https://evil.example)" in (room.last or "")
    assert "bo" not in room.cards[-1].pings
