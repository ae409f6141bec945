"""Groups founded, changed, moved and led by plugins."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from coterie.adapters.simulator.driver import SimulatorDriver
from coterie.core.api import (
    Context,
    Group,
    GroupMoved,
    GroupRef,
    GroupState,
    MemberJoined,
    PersonRef,
    Plugin,
    Rest,
    TermEnded,
)
from coterie.core.engine.definitions import Definitions
from coterie.core.model.community import Community
from coterie.core.model.event import Account, RoomOpened
from coterie.core.model.roles import Term
from coterie.core.refs import RoomRef
from coterie.core.testing import StageFactory, StageRoom


def works() -> Plugin:
    """A plugin that does to groups what it is told."""
    plugin = Plugin("works")

    @plugin.command("found")
    async def found(ctx: Context, id: str, *, purpose: Rest) -> None:
        """Found a group."""
        group = Group(id, id.title(), str(purpose), leaders=(ctx.person.id,), review_every="3mo", plugins=("works",))
        ref = await ctx.groups.found(group, why="asked for")
        ctx.post(ctx.groups.room(ref), "Hello from the start")

    @plugin.command("rewrite")
    async def rewrite(ctx: Context, id: str, *, purpose: Rest) -> None:
        """Give it another purpose."""
        await ctx.groups.amend(GroupRef(id), purpose=str(purpose))

    @plugin.command("move")
    async def move(ctx: Context, id: str, state: str) -> None:
        """Move it."""
        await ctx.groups.move(GroupRef(id), GroupState(state), "because")

    @plugin.command("appoint")
    async def appoint(ctx: Context, id: str, person: PersonRef, role: str, days: int) -> None:
        """Appoint somebody."""
        await ctx.groups.appoint(person, role, group=GroupRef(id), until=ctx.now + timedelta(days=days))

    @plugin.command("roles")
    async def roles(ctx: Context, id: str, role: str) -> None:
        """Who holds a role?"""
        ctx.reply(", ".join(term.person for term in ctx.groups.holders(role, GroupRef(id))) or "nobody")

    @plugin.command("life")
    async def life(ctx: Context, id: str) -> None:
        """Its life."""
        moves = await ctx.groups.moves(GroupRef(id))
        ctx.reply(" ".join(f"{one.state.value}/{one.by.id if one.by else '-'}" for one in moves))

    @plugin.on(GroupMoved)
    async def moved(ctx: Context, event: GroupMoved) -> None:
        ctx.reply(f"moved from {event.before.value} to {event.state.value}: {event.why}")

    @plugin.on(TermEnded)
    async def ended(ctx: Context, event: TermEnded) -> None:
        ctx.reply(f"{event.role} ended, ran out: {event.ran_out}")

    return plugin


def said_in(room: StageRoom, name: str) -> list[str]:
    """What coterie said in a room of this name."""
    assert isinstance(room.driver, SimulatorDriver)
    world = room.driver.world
    found = world.find_room(name)
    assert found is not None, f"no room {name}"
    return [one.text for one in world.messages.values() if one.room == found.id and one.author == "coterie"]


async def test_a_group_founded_in_chat_has_a_room_with_topic_charter_and_leader_before_anything_else_is_said(
    stage: StageFactory,
) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust together, slowly.")
    charter, hello = said_in(room, "rust")
    assert "Learn Rust together, slowly" in charter
    assert hello == "Hello from the start"
    assert isinstance(room.driver, SimulatorDriver)
    made = room.driver.world.find_room("rust")
    assert made is not None and made.topic == "Learn Rust together, slowly."
    assert "bo" in made.members


async def test_a_room_that_was_there_before_is_not_taken_by_a_group_of_its_name(stage: StageFactory) -> None:
    room = await stage(works())
    assert isinstance(room.driver, SimulatorDriver)
    room.driver.world.add_room("rust", ["ana"])
    await room.say("bo", "!found rust Learn Rust.")
    assert said_in(room, "rust") == []
    assert len(said_in(room, "rust-2")) == 2


async def test_an_amended_charter_is_read_in_the_room(stage: StageFactory) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust.")
    await room.say("bo", "!rewrite rust Write Rust for a living.")
    charter, _ = said_in(room, "rust")
    assert "Write Rust for a living" in charter and "Learn Rust" not in charter


async def test_what_was_changed_in_chat_holds_after_a_restart(stage: StageFactory) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust.")
    await room.say("bo", "!appoint rust @cy host 7")
    room.house.app.register._token = None  # as a process that has just begun
    assert (await room.say("bo", "!roles rust host")).text == "cy"


async def test_a_group_moves_along_its_life_and_no_other_way(stage: StageFactory) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust.")
    await room.say("bo", "!move rust dormant")
    assert said_in(room, "rust")[-1] == "moved from active to dormant: because"
    answer = await room.say("bo", "!move rust proposed")
    assert "can’t go on" in answer.text
    assert (await room.say("bo", "!life rust")).text == "active/bo dormant/bo"


async def test_a_term_ends_by_itself_and_says_so(stage: StageFactory) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust.")
    await room.say("bo", "!appoint rust @cy host 7")
    await room.wait(timedelta(days=6))
    assert (await room.say("bo", "!roles rust host")).text == "cy"
    await room.wait(timedelta(days=2))
    assert (await room.say("bo", "!roles rust host")).text == "nobody"
    assert said_in(room, "rust")[-1] == "host ended, ran out: True"


async def test_the_life_of_a_group_is_on_record(stage: StageFactory) -> None:
    room = await stage(works())
    await room.say("bo", "!found rust Learn Rust.")
    await room.say("bo", "!move rust sunsetting")
    await room.say("ana", "!move rust archived")
    assert (await room.say("bo", "!life rust")).text == "active/bo sunsetting/bo archived/ana"


async def test_whoever_is_invited_into_a_new_group_has_joined_once_and_nobody_else_again(stage: StageFactory) -> None:
    greeter = Plugin("greeter")

    @greeter.command("begin")
    async def begin(ctx: Context, id: str) -> None:
        """Found a group with everybody who is here."""
        group = Group(id, id.title(), "Play.", leaders=(ctx.person.id,), review_every="3mo", plugins=("greeter",))
        await ctx.groups.found(group, why="asked for", invite=await ctx.members())

    @greeter.on(MemberJoined)
    async def greet(ctx: Context, joined: MemberJoined) -> None:
        ctx.reply(f"Hello {await ctx.name(ctx.person)}")

    room = await stage(greeter)
    await room.say("bo", "!begin chess")
    assert sorted(one for one in said_in(room, "chess") if one.startswith("Hello")) == [
        "Hello Ana Ruiz",
        "Hello Bo",
        "Hello Cy 🌱",
    ]
    assert isinstance(room.driver, SimulatorDriver)
    world = room.driver.world
    chess = world.find_room("chess")
    assert chess is not None
    # However often the platform tells who is there, as it does when coterie starts.
    opened = RoomOpened(
        id="again",
        at=room.clock.now(),
        platform="simulator",
        room=RoomRef(f"simulator/{chess.id}"),
        names=("chess",),
        members=tuple(Account(PersonRef(f"simulator/{one}")) for one in ("ana", "bo", "cy", "dee")),
    )
    await room.house.app.inbox.take([opened])
    await room.wait("1m")
    assert [one for one in said_in(room, "chess") if one.startswith("Hello")][3:] == ["Hello Dee"]
    python = evolve(opened, id="there", room=RoomRef(f"simulator/{room.driver.rooms['python']}"), names=("python",))
    await room.house.app.inbox.take([python])
    await room.wait("1m")
    assert not room.said, "people who were in a room of a file are not greeted"


def test_who_serves_where_is_told_as_the_files_and_the_terms_say() -> None:
    def group(id: str, *, leaders: tuple[str, ...] = (), terms: tuple[Term, ...] = ()) -> Group:
        return Group(id, id.title(), "Tea.", leaders=leaders, terms=terms)

    groups = {
        "a": group("a", leaders=("ana", "bo")),
        "b": group("b", terms=(Term("ana", "host"), Term("ana", "deputy"))),
        "c": group("c", leaders=("bo",), terms=(Term("bo", "leader"),)),
    }
    town = Community("town", "Town", groups=groups)
    known = Definitions((town,))
    assert [[one.id for one in known.serving(who, town)] for who in ("ana", "bo", "cy")] == [["a", "b"], ["a", "c"], []]
    changed = Definitions((evolve(town, groups={**groups, "c": group("c", leaders=("cy",))}),))
    assert [one.id for one in changed.serving("cy", changed.community)] == ["c"]
