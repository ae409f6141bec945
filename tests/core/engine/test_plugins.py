"""Plugins among themselves: state, timers, failures, who uses what."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import field, frozen

from coterie.core.api import Card, Choice, Context, MemberJoined, MessagePosted, PersonRef, Plugin, UserError
from coterie.core.engine.definitions import Definitions
from coterie.core.engine.isolation import Isolation
from coterie.core.engine.lineup import add_plugins
from coterie.core.engine.outlook import Outlook
from coterie.core.engine.plugins import Plugins, missing_needs
from coterie.core.engine.router import Router
from coterie.core.errors import ConfigError
from coterie.core.model.community import Community, Group
from coterie.core.model.content import Capability
from coterie.core.ports import Json
from coterie.core.refs import GroupRef, MessageRef
from coterie.core.testing import BEGINS, StageFactory


@frozen
class Notes:
    """What was noted."""

    count: int = 0
    people: tuple[PersonRef, ...] = field(default=())


def noting() -> Plugin:
    plugin = Plugin("noting")

    @plugin.command("note")
    async def note(ctx: Context) -> None:
        """Count."""
        notes = await ctx.load(Notes)
        await ctx.save(Notes(notes.count + 1, (*notes.people, ctx.person)))
        ctx.reply(f"{notes.count + 1}")

    @plugin.command("mine")
    async def mine(ctx: Context) -> None:
        """Count for oneself."""
        notes = await ctx.load(Notes, scope="person")
        await ctx.save(Notes(notes.count + 1), scope="person")
        ctx.reply(f"mine {notes.count + 1}")

    @plugin.command("zero")
    async def zero(ctx: Context) -> None:
        """Save nothing, which is something."""
        await ctx.save(Notes(0))
        ctx.reply(repr(await ctx.load(Notes)))

    @plugin.command("fail")
    async def fail(ctx: Context) -> None:
        """Fail after everything else."""
        await ctx.save(Notes(99))
        ctx.reply("never said")
        raise RuntimeError("a fault")

    @plugin.command("refuse")
    async def refuse(ctx: Context) -> None:
        """Refuse."""
        await ctx.save(Notes(99))
        raise UserError("Not today.")

    @plugin.command("later")
    async def later(ctx: Context, length: timedelta) -> None:
        """Say something later."""
        ctx.timer(length, then="ring", value=ctx.person)

    @plugin.command("never")
    async def never(ctx: Context) -> None:
        """Take that back."""
        ctx.cancel_timer("ring")

    @plugin.timer("ring")
    async def ring(ctx: Context, who: PersonRef) -> None:
        ctx.reply(f"ring, {who.id}")

    @plugin.on(MessagePosted)
    async def hear(ctx: Context, posted: MessagePosted) -> None:
        ctx.reply(f"heard {posted.text}")

    @plugin.on(MemberJoined)
    async def greet(ctx: Context, joined: MemberJoined) -> None:
        raise RuntimeError("a fault of the greeting")

    return plugin


def polling() -> Plugin:
    plugin = Plugin("polling")

    @plugin.command("poll")
    async def poll(ctx: Context) -> None:
        """Ask."""
        ctx.reply(Card("Which?", choices=[Choice("red", "Red", {"hue": 0}), Choice("blue", "🔵", 7)]))

    @plugin.choice("red")
    async def red(ctx: Context, value: object) -> None:
        ctx.reply(f"red {value}")

    @plugin.choice("blue", who="leader")
    async def blue(ctx: Context, value: object) -> None:
        ctx.reply(f"blue {value}")

    return plugin


async def test_state_is_kept_for_a_group_and_for_a_person(stage: StageFactory) -> None:
    room = await stage(noting())
    for who in ("ana", "bo"):
        await room.say(who, "!note")
        await room.say(who, "!mine")
    assert room.said == ("1", "mine 1", "2", "mine 1")


async def test_zero_and_nothing_are_values(stage: StageFactory) -> None:
    room = await stage(noting())
    await room.say("ana", "!note")
    await room.say("ana", "!zero")
    assert room.last == "Notes(count=0, people=())"


@frozen
class Talk:
    """One of many."""

    title: str
    by: tuple[PersonRef, ...] = ()


@frozen
class Title:
    """What a list tells of it."""

    title: str


def talking() -> Plugin:
    plugin = Plugin("talking")

    @plugin.command("talk")
    async def talk(ctx: Context, key: str, title: str) -> None:
        """Keep one."""
        await ctx.save(Talk(title, (ctx.person,)), key=key)
        await ctx.save(Talk("of the person"), key=key, scope="person")

    @plugin.command("drop")
    async def drop(ctx: Context, key: str) -> None:
        """Let go of one."""
        await ctx.delete(Talk, key=key)

    @plugin.command("talks")
    async def talks(ctx: Context, prefix: str) -> None:
        """Say which there are."""
        found = await ctx.load_all(Talk, prefix=prefix)
        assert tuple(found) == await ctx.keys(Talk, prefix=prefix)
        titles = await ctx.load_all(Title, prefix=prefix, saved_as=Talk)
        assert titles == {key: Title(one.title) for key, one in found.items()}
        there = await ctx.find(Talk, key="27-b")
        ctx.reply(", ".join(f"{key} {one.title}" for key, one in found.items()) + ("" if there else "; no 27-b"))

    return plugin


async def test_many_values_of_a_class_are_kept_each_under_its_key(stage: StageFactory) -> None:
    room = await stage(talking())
    for key, title in (("27-b", "two"), ("26-a", "one"), ("27-c", "three"), ("27-c", "four")):
        await room.say("bo", f"!talk {key} {title}")
    assert (await room.say("ana", "!talks 27")).text == "27-b two, 27-c four"
    await room.say("ana", "!drop 27-b")
    assert (await room.say("ana", "!talks 2")).text == "26-a one, 27-c four; no 27-b"


def voting() -> Plugin:
    plugin = Plugin("voting")

    @plugin.command("vote")
    async def vote(ctx: Context, person: PersonRef) -> None:
        """Send a ballot."""
        choices = [Choice(f"vote:{number}", f"No. {number}", [ctx.group.id, number]) for number in (1, 2)]
        ctx.post(person, Card("Which?", choices=choices), secret=True)

    @plugin.choice("vote")
    async def voted(ctx: Context, value: list[str]) -> None:
        ctx.enter(GroupRef(value[0]))
        notes = await ctx.load(Notes)
        await ctx.save(Notes(notes.count + 1))
        ctx.quietly(f"{value[1]}, thank you")
        ctx.post(ctx.room, f"{notes.count + 1} votes")
        ctx.timer(timedelta(hours=1), then="close")

    @plugin.timer("close")
    async def close(ctx: Context) -> None:
        ctx.reply("it is over")
        done = await ctx.call("noting.shout", words="closed")
        ctx.reply(f"{done} and {await ctx.call('nobody.there')}")

    return plugin


def shouting() -> Plugin:
    plugin = noting()

    @plugin.action("shout")
    async def shout(ctx: Context, words: str) -> str:
        """Say it loud."""
        ctx.reply(words.upper())
        return "shouted"

    return plugin


async def test_what_is_chosen_in_a_direct_message_can_be_about_a_group(stage: StageFactory) -> None:
    room = await stage(voting(), shouting())
    await room.say("ana", "!vote @bo")
    await room.press("bo", room.alone("bo")[0], "No. 2")
    assert room.told("bo")[1:] == ("2, thank you",)
    await room.wait("1h")
    assert room.said == ("1 votes", "it is over", "CLOSED", "shouted and None")


async def test_what_belongs_to_a_group_is_refused_elsewhere(stage: StageFactory) -> None:
    room = await stage(noting())
    told = await room.say("dee", "note", dm=True)
    assert (
        told.text
        == "!coterie note belongs to a group, and you are in none yet. groups shows those that you could come into."
    )


async def test_a_handler_that_raises_leaves_nothing_but_an_apology(stage: StageFactory) -> None:
    room = await stage(noting())
    told = await room.say("bo", "!fail")
    assert told.text.startswith("Sorry, that went wrong on my side")
    await room.say("bo", "!note")
    assert room.said == ("1",)


async def test_a_refusal_is_told_to_the_person_alone_and_counts_as_no_failure(stage: StageFactory) -> None:
    room = await stage(noting())
    for _ in range(5):
        assert (await room.say("bo", "!refuse")).text == "Not today."
    await room.say("bo", "!note")
    assert room.said == ("1",)


async def test_after_three_failures_a_plugin_is_set_aside_and_the_managers_hear_of_it(stage: StageFactory) -> None:
    room = await stage(noting(), polling())
    for _ in range(3):
        await room.say("bo", "!fail")
    assert room.plugins.isolation.aside == {"noting"}
    assert "set it aside until I am started again" in room.told("ana")[-1]
    assert (await room.say("bo", "!note")).text == "noting does not work at the moment; whoever runs me knows."
    await room.say("bo", "hello")
    await room.say("bo", "!poll")
    assert room.said == ("Which?",)


async def test_a_failure_in_hearing_is_told_to_nobody_and_others_still_hear(stage: StageFactory) -> None:
    room = await stage(noting())
    await room.join("dee")
    assert (room.told("dee"), room.said) == ((), ())
    await room.say("dee", "hello")
    assert room.said == ("heard hello",)


async def test_who_only_counts_messages_gets_none_of_their_words(stage: StageFactory) -> None:
    counting, heard = Plugin("counting"), list[str]()

    @counting.on(MessagePosted, words=False)
    async def count(ctx: Context, posted: MessagePosted) -> None:
        heard.append(posted.text)

    room = await stage(counting)
    await room.say("bo", "Nobody's business")
    assert heard == [""]


async def test_a_group_that_does_not_use_a_plugin_hears_nothing_of_it_unasked(stage: StageFactory) -> None:
    room = await stage(noting(), used=False)
    await room.say("bo", "hello")
    await room.say("bo", "!note")
    assert room.said == ("1",)


async def test_what_timers_say_at_one_instant_are_messages_of_their_own(stage: StageFactory) -> None:
    plugin = Plugin("ringing")

    @plugin.command("set")
    async def set_(ctx: Context) -> None:
        """Let several timers come together, and one of them again."""
        for name in ("", "tea", "tea:2"):
            ctx.timer(timedelta(hours=1), then="ring", value=name, name=name)
            ctx.timer(timedelta(hours=1), then="bell", value=name, name=name)

    @plugin.timer("ring")
    async def ring(ctx: Context, name: str) -> None:
        ctx.reply(f"ring {name or 'again'}")
        if not name:
            ctx.timer(timedelta(minutes=1, microseconds=10), then="ring", value="at last")

    @plugin.timer("bell")
    async def bell(ctx: Context, name: str) -> None:
        ctx.reply(f"bell {name or 'alone'}")

    @plugin.every("monday 09:00")
    async def every(ctx: Context) -> None:
        ctx.reply("monday")

    room = await stage(plugin)
    await room.say("ana", "!set")
    await room.wait("15d")
    assert sorted(room.said) == sorted(
        [f"{one} {name}" for one, alone in (("ring", "again"), ("bell", "alone")) for name in (alone, "tea", "tea:2")]
        + ["ring at last"]
        + ["monday"] * room.said.count("monday")
    )
    assert room.said.count("monday") >= 2


async def test_a_timer_comes_once_with_its_value_and_can_be_taken_back(stage: StageFactory) -> None:
    room = await stage(noting())
    await room.say("bo", "!later 2h")
    await room.wait("1h")
    assert room.last is None
    await room.wait("1h")
    await room.wait("1d")
    assert room.said == ("ring, bo",)
    await room.say("bo", "!later 2h")
    await room.say("ana", "!never")
    await room.wait("1d")
    assert room.said == ("ring, bo",)


async def test_a_choice_brings_the_value_that_was_kept_for_it(stage: StageFactory) -> None:
    room = await stage(polling())
    card = await room.say("ana", "!poll")
    await room.press("bo", card, "Red")
    assert room.last == "red {'hue': 0}"


async def test_who_may_choose_is_checked_when_somebody_chooses(stage: StageFactory) -> None:
    room = await stage(polling())
    card = await room.say("bo", "!poll")
    await room.press("bo", card, "🔵")
    assert room.told("bo") == ("That takes a leader of this group.",)
    await room.press("ana", card, "🔵")
    assert room.said == ("Which?", "blue 7")


async def test_an_emoji_that_is_the_label_chooses(stage: StageFactory) -> None:
    room = await stage(polling())
    card = await room.say("bo", "!poll")
    await room.react("ana", card, "🔵")
    assert room.last == "blue 7"


async def test_a_number_that_is_not_on_the_card_chooses_nothing(stage: StageFactory) -> None:
    room = await stage(polling())
    card = await room.say("bo", "!poll")
    await room.say("bo", "3", to=card)
    await room.say("bo", "redd", to=card)
    assert room.said == ("Which?",)


@frozen
class Counted:
    """What is counted of notes."""

    count: int


def versioned(*, from_: tuple[int, ...] = (1, 2)) -> Plugin:
    plugin = Plugin("noting")

    @plugin.command("note")
    async def note(ctx: Context) -> None:
        """Tell."""
        ctx.reply(repr(await ctx.load(Notes)))

    def doubled(kept: Json) -> Json:
        return {**kept, "count": kept["count"] * 2}

    for version in from_:
        plugin.migrate(from_=version)(doubled)
    return plugin


async def test_state_of_an_older_version_is_brought_to_the_present_one(stage: StageFactory) -> None:
    room = await stage(versioned())
    async with room.house.app.store.unit() as unit:
        unit.put("state", "noting Notes group python", {"version": 1, "value": {"count": 3, "people": []}})
    await room.say("ana", "!note")
    assert room.last == "Notes(count=12, people=())"


async def test_whoever_reads_a_part_reads_it_of_the_present_version(stage: StageFactory) -> None:
    plugin = versioned()

    @plugin.command("counts")
    async def counts(ctx: Context) -> None:
        ctx.reply(repr(await ctx.load_all(Counted, saved_as=Notes)))

    room = await stage(plugin)
    async with room.house.app.store.unit() as unit:
        unit.put("state", "noting Notes group python a", {"version": 1, "value": {"count": 3, "people": []}})
    await room.say("ana", "!counts")
    assert room.last == "{'a': Counted(count=12)}"


async def test_state_of_a_newer_version_is_left_alone(stage: StageFactory) -> None:
    room = await stage(versioned(from_=()))
    kept = {"version": 2, "value": {"count": 3, "people": []}}
    async with room.house.app.store.unit() as unit:
        unit.put("state", "noting Notes group python", kept)
    assert (await room.say("ana", "!note")).text.startswith("Sorry")
    async with room.house.app.store.unit() as unit:
        assert await unit.get("state", "noting Notes group python") == kept


def test_a_version_that_no_migration_leads_from_is_an_error_at_load() -> None:
    with pytest.raises(ConfigError, match="migrations of the plugin are from"):
        versioned(from_=(2,)).load()


def test_a_message_that_no_plugin_wants_costs_the_same_with_one_plugin_and_with_a_hundred() -> None:
    def asked(count: int) -> int:
        made = [Plugin(f"plugin-{number}") for number in range(count)]
        for number, plugin in enumerate(made):

            @plugin.command(f"command-{number}")
            async def command(ctx: Context) -> None:
                """Nothing."""

        router = Router()
        loaded = [plugin.load() for plugin in made]
        add_plugins(router, Plugins(loaded, Outlook(), Isolation(), lambda definitions, group: frozenset()))
        return len(
            router.route(MessagePosted(id="1", at=BEGINS, platform="simulator", message=MessageRef("m"), text="hi"))
        )

    assert asked(1) == asked(100) == 3


def test_what_plugins_need_and_is_not_there_is_told_by_name() -> None:
    plugin = Plugin("charts", needs={Capability.UPLOAD, "role:leader", "plugin:pulse"}).load()
    group = Group("python", "Python", "Learn.")
    definitions = Definitions((Community("town", "Town", groups={"python": group}),))
    here = {"matrix": frozenset({Capability.UPLOAD}), "slack": frozenset[Capability]()}
    assert set(missing_needs([plugin], here, definitions, lambda definitions, group: frozenset({"charts"}))) == {
        "plugin charts needs upload, which slack does not have",
        "plugin charts needs the plugin pulse, which is not loaded",
        "plugin charts needs a leader, and the group python has none",
    }


async def test_a_step_that_fails_in_runs_counts_like_any_other_failure(stage: StageFactory, tmp_path: Path) -> None:
    plugin = Plugin("brittle", playbooks="playbooks")
    plugin.file = str(tmp_path / "brittle.py")

    @plugin.step("crack")
    async def crack(ctx: Context) -> None:
        """Fail."""
        raise RuntimeError("cracked")

    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "cracking.yaml").write_text(
        "playbook: cracking\none_per: none\nsteps: [{crack: {}}]\n", encoding="utf-8"
    )
    room = await stage(plugin)
    for _ in range(3):
        assert not room.plugins.isolation.aside
        await room.start("cracking")
    assert room.plugins.isolation.aside == {"brittle"}
    assert "set it aside until I am started again" in "".join(room.told("ana"))


async def test_a_timer_of_the_whole_community_is_forgotten_wherever_that_is_said(stage: StageFactory) -> None:
    plugin = Plugin("bells")

    @plugin.command("set")
    async def set_it(ctx: Context) -> None:
        """Ring later."""
        ctx.timer(timedelta(hours=1), then="ring", value=ctx.person, name="noon", scope="community")

    @plugin.command("unset")
    async def unset(ctx: Context) -> None:
        """Do not."""
        ctx.cancel_timer("ring", "noon", scope="community")

    @plugin.timer("ring")
    async def ring(ctx: Context, who: PersonRef) -> None:
        ctx.post(who, "ring")

    room = await stage(plugin)
    await room.say("bo", "!set")
    await room.say("cy", "unset", dm=True)
    await room.wait("2h")
    assert room.told("bo") == ()
    await room.say("bo", "!set")
    await room.wait("2h")
    assert room.told("bo") == ("ring",)
