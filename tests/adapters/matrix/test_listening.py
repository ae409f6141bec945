"""What people do on a real homeserver arrives as events: complete, in order, and once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, RecordingInbox, listening
from coterie.core.clock import ManualClock, SystemClock
from coterie.core.errors import LoggedOut, Refused
from coterie.core.model.effect import Expel, OpenRoom
from coterie.core.model.event import (
    Closing,
    Departure,
    Knocked,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionAdded,
    ReactionRemoved,
    RoleChanged,
    RoomClosed,
    RoomOpened,
    RoomReplaced,
)
from coterie.core.refs import MessageRef, PersonRef, RoomRef


class WatchedClock(ManualClock):
    """A clock that says when somebody begins to sleep by it, and lets the first sleeper wake."""

    def __init__(self) -> None:
        super().__init__(SystemClock().now())
        self._asleep = asyncio.Event()

    async def sleep_until(self, instant: datetime) -> None:
        self._asleep.set()
        await super().sleep_until(instant)

    async def wake(self, meanwhile: Callable[[], Awaitable[None]] | None = None) -> timedelta:
        """Waits for the sleeper, then for what happens meanwhile, then wakes them; how long they would have slept."""
        async with asyncio.timeout(20):
            await self._asleep.wait()
        self._asleep.clear()
        if meanwhile is not None:
            await meanwhile()
        until = self.next_sleeper()
        assert until is not None
        pause = until - self.now()
        self.jump(until)
        return pause


def person(who: MatrixPerson) -> PersonRef:
    return PersonRef(f"matrix/{who.user}")


def message(room: str, event: str) -> MessageRef:
    return MessageRef(f"matrix/{room}/{event}")


async def test_an_invitation_is_taken_and_the_room_is_told_with_its_names_and_members(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    alias = f"py-{ana.localpart}"
    room = await ana.open_room("Python", alias=alias)
    await bo.join(room)
    async with listening(adapter) as inbox:
        await ana.invite(room, bot.user)
        opened = await inbox.until(RoomOpened)
    assert opened.room == RoomRef(f"matrix/{room}") and opened.names == (f"#{alias}:coterie.test", "Python", room)
    assert {account.person for account in opened.members} == {person(ana), person(bo)}
    assert {account.name for account in opened.members} == {"Ana", "Bo"}
    assert not opened.direct


async def test_a_room_that_gets_a_name_later_is_told_again_with_its_members(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("", invite=[bot.user])
    async with listening(adapter) as inbox:
        assert (await inbox.until(RoomOpened)).names == (room,)
        await ana.set_state(room, "m.room.name", {"name": "Python"})
        named = await inbox.until(RoomOpened, lambda event: "Python" in event.names)
    assert [account.person for account in named.members] == [person(ana)]


async def test_what_is_said_in_a_room_arrives_with_thread_edit_reaction_and_removal(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        root = await ana.say(room, "Who is here?")
        link = f'<a href="https://matrix.to/#/{bot.user}">coterie</a>: help'
        reply = await ana.say(room, "coterie: help", thread=root, html=link)
        await ana.edit(room, root, "Who is there?")
        await ana.react(room, root, "👍🏽")
        await ana.unreact(room, root, "👍🏽")
        await ana.redact(room, reply)
        removed = await inbox.until(MessageRemoved)

    said, answered = inbox.of(MessagePosted)
    assert (said.text, said.message, said.person, said.direct) == (
        "Who is here?",
        message(room, root),
        person(ana),
        False,
    )
    assert (answered.text, answered.thread, answered.addressed) == ("help", message(room, root), True)
    assert answered.reply_to is None
    assert [(edit.message, edit.text) for edit in inbox.of(MessageEdited)] == [(message(room, root), "Who is there?")]
    added, taken_back = inbox.of(ReactionAdded)[0], inbox.of(ReactionRemoved)[0]
    assert (added.emoji, added.message) == (taken_back.emoji, taken_back.message) == ("👍", message(room, root))
    assert removed.message == message(room, reply) and removed.thread == message(room, root)


async def test_somebody_elses_edit_of_a_message_changes_nothing(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    await bo.join(room)
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        said = await ana.say(room, "I promise nothing")
        await bo.edit(room, said, "I promise everything")
        await bo.say(room, "done")
        await inbox.until(MessagePosted, lambda event: event.text == "done")
    assert inbox.of(MessageEdited) == []


async def test_a_direct_conversation_begins_with_the_first_message_even_if_it_came_before_coterie(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.dm(bot.user)
    await ana.say(room, "help")
    async with listening(adapter) as inbox:
        said = await inbox.until(MessagePosted)
    assert (said.text, said.direct, said.room) == ("help", True, RoomRef(f"matrix/{room}"))


async def test_a_direct_conversation_with_a_third_person_is_none(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.dm(bot.user)
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        await ana.invite(room, bo.user)
        await bo.join(room)
        await ana.say(room, "psst")
        said = await inbox.until(MessagePosted)
    assert not said.direct


async def test_people_come_go_and_change_their_role(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await ana.open_room("Python", version=version, invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        await bo.join(room)
        joined = await inbox.until(MemberJoined)
        await bo.rename("Bo the Great")
        levels = await ana.state(room, "m.room.power_levels")
        with_bo = levels | {"users": levels["users"] | {bo.user: 50}}
        await ana.set_state(room, "m.room.power_levels", with_bo)
        await ana.set_state(room, "m.room.power_levels", levels)
        await bo.leave(room)
        left = await inbox.until(MemberLeft)
    assert (joined.person, joined.name, joined.handle, joined.bot) == (
        person(bo),
        "Bo",
        bo.user.removeprefix("@"),
        False,
    )
    assert (left.person, left.how) == (person(bo), Departure.LEFT) and len(inbox.of(MemberJoined)) == 1
    assert [(change.person, change.role) for change in inbox.of(RoleChanged)] == [
        (person(bo), "moderator"),
        (person(bo), None),
    ]


async def test_who_is_kicked_or_banned_did_not_leave_by_themselves(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await ana.open_room("Python", version=version, invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        await bo.join(room)
        await ana.expel(room, bo.user)
        kicked = await inbox.until(MemberLeft)
        await bo.join(room)
        await ana.expel(room, bo.user, ban=True)
        banned = await inbox.until(MemberLeft, lambda event: event is not kicked)
        await ana.expel(room, bo.user)  # which lifts the ban: nobody leaves thereby
        await bo.join(room)
        await inbox.until(MemberJoined, lambda _: len(inbox.of(MemberJoined)) == 3)
    assert [(one.person, one.how) for one in inbox.of(MemberLeft)] == [(person(bo), Departure.REMOVED)] * 2
    assert banned is inbox.of(MemberLeft)[1]


async def test_that_coterie_was_made_to_leave_is_told_and_what_was_said_before(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await ana.open_room("Python", version=version, invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        await ana.say(room, "Good bye")
        await ana.expel(room, bot.user)
        left = await inbox.until(RoomClosed)
        await ana.say(room, "Gone")
        await ana.invite(room, bot.user)
        await inbox.until(RoomOpened, lambda event: event is not inbox.of(RoomOpened)[0])
    assert (left.person, left.how) == (person(ana), Closing.LEFT)
    assert [event.text for event in inbox.of(MessagePosted)] == ["Good bye"]


async def test_a_room_that_was_replaced_is_followed(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", version="11", invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        successor = await ana.upgrade(room, "12")
        replaced = await inbox.until(RoomReplaced)
        opened = await inbox.until(RoomOpened, lambda event: event.room == RoomRef(f"matrix/{successor}"))
    assert (replaced.room, replaced.successor) == (RoomRef(f"matrix/{room}"), RoomRef(f"matrix/{successor}"))
    assert {account.person for account in opened.members} >= {person(ana)}


async def test_what_was_said_while_coterie_was_away_arrives_complete_and_in_order(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, new_adapter: Callable[[], MatrixAdapter]
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    inbox = RecordingInbox()
    async with listening(new_adapter(), inbox):
        await inbox.until(RoomOpened)
    await bo.join(room)
    said = [f"message {number}" for number in range(105)]  # a sync brings a hundred
    for text in said:
        await ana.say(room, text)
    async with listening(new_adapter(), inbox):
        await inbox.until(MessagePosted, lambda event: event.text == said[-1])
    assert [event.text for event in inbox.of(MessagePosted)] == said
    assert len(inbox.of(RoomOpened)) == 1 and [event.person for event in inbox.of(MemberJoined)] == [person(bo)]


async def test_a_reaction_taken_back_while_coterie_was_away_names_its_owner(
    ana: MatrixPerson, bot: MatrixPerson, new_adapter: Callable[[], MatrixAdapter]
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    inbox = RecordingInbox()
    async with listening(new_adapter(), inbox):
        await inbox.until(RoomOpened)
        said = await ana.say(room, "Hello")
        reaction = await ana.react(room, said, "🎉")
        await inbox.until(ReactionAdded)
    await ana.unreact(room, said, "🎉")
    async with listening(new_adapter(), inbox):
        taken_back = await inbox.until(ReactionRemoved)
    assert (taken_back.person, taken_back.emoji) == (person(ana), "")
    assert taken_back.message == message(room, reaction)


async def test_nothing_that_was_said_before_the_first_start_is_an_event(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    room = await ana.open_room("Python", invite=[bot.user])
    await bot.join(room)
    await ana.say(room, "long ago")
    async with listening(adapter) as inbox:
        assert [event.room for event in inbox.of(RoomOpened)] == [RoomRef(f"matrix/{room}")]
        await ana.say(room, "now")
        await inbox.until(MessagePosted)
    assert [event.text for event in inbox.of(MessagePosted)] == ["now"]


async def test_events_that_could_not_be_saved_come_again(ana: MatrixPerson, bot: MatrixPerson) -> None:
    clock = WatchedClock()
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, clock)
    room = await ana.open_room("Python", invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        inbox.broken = 1
        await ana.say(room, "do not lose me")
        await clock.wake()
        said = await inbox.until(MessagePosted)
    assert said.text == "do not lose me"


@pytest.mark.asyncio(loop_scope="session")  # the one in which the homeserver was started
async def test_a_homeserver_that_went_away_is_waited_for(mortal_server: Homeserver) -> None:
    clock = WatchedClock()
    bot, ana = await mortal_server.person("coterie"), await mortal_server.person("Ana")
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, clock)
    room = await ana.open_room("Python", invite=[bot.user])
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        await mortal_server.stop()
        assert await clock.wake() == timedelta(seconds=1)
        assert not inbox.connected.is_set()
        assert await clock.wake(mortal_server.start) == timedelta(seconds=2)
        await ana.say(room, "back again")
        await inbox.until(MessagePosted)
        assert inbox.connected.is_set()


async def test_a_void_token_ends_the_listening_at_once(server: Homeserver, bot: MatrixPerson) -> None:
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: "gone"}, SystemClock())
    with pytest.raises(LoggedOut, match="M_UNKNOWN_TOKEN"):
        await adapter.listen(RecordingInbox())


async def test_a_token_revoked_while_listening_ends_it(bot: MatrixPerson, adapter: MatrixAdapter) -> None:
    with pytest.raises(ExceptionGroup) as ended:
        async with listening(adapter):
            await bot.call("POST", "/logout", {})
            await asyncio.Event().wait()
    assert ended.group_contains(LoggedOut)


async def test_a_token_of_another_account_is_told_apart(ana: MatrixPerson, bot: MatrixPerson) -> None:
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: ana.token}, SystemClock())
    with pytest.raises(LoggedOut, match="belongs to"):
        await adapter.listen(RecordingInbox())


async def test_who_knocks_is_told_with_their_reason_and_that_they_wait_no_longer(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    knocking = [{"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "knock"}}]
    room = await ana.open_room("Python", public=False, version=version, invite=[bot.user], initial_state=knocking)
    async with listening(adapter) as inbox:
        await inbox.until(RoomOpened)
        await bo.call("POST", f"/knock/{room}", {"reason": "I write Python"}, query={"server_name": "coterie.test"})
        knocked = await inbox.until(Knocked)
        levels = await ana.state(room, "m.room.power_levels")
        await ana.set_state(room, "m.room.power_levels", levels | {"users": levels["users"] | {bot.user: 50}})
        assert (knocked.person, knocked.name, knocked.reason, knocked.over) == (
            person(bo),
            "Bo",
            "I write Python",
            False,
        )
        await adapter.perform(Expel(key="no", room=RoomRef(f"matrix/{room}"), person=person(bo), reason="Not now"))
        assert (await inbox.until(Knocked, lambda event: event.over)).person == person(bo)
        assert (await ana.members(room))[bo.user] == "leave" and inbox.of(MemberLeft) == []


async def test_coterie_knocks_where_it_may_not_enter_and_comes_in_when_it_is_let_in(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    knocking = [{"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "knock"}}]
    room = await ana.open_room("Den", public=False, alias=f"den-{ana.localpart}", initial_state=knocking)
    async with listening(adapter) as inbox:
        with pytest.raises(Refused, match="it knocked, let it in"):
            await adapter.perform(OpenRoom(key="o", name=f"#den-{ana.localpart}:coterie.test", create=False))
        assert (await ana.members(room))[bot.user] == "knock"
        await ana.invite(room, bot.user)
        assert (await inbox.until(RoomOpened)).room == RoomRef(f"matrix/{room}")
