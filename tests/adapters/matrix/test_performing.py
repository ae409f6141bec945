"""What effects ask for is there afterwards, once, as people on a real homeserver see it."""

import base64
from collections.abc import Callable

import pytest

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, listening
from coterie.core.clock import SystemClock
from coterie.core.errors import Refused, Unsupported
from coterie.core.model.content import Card, Choice, Field, FieldKind, Form, escape
from coterie.core.model.effect import (
    Archive,
    AskForm,
    Edit,
    Effect,
    EndPoll,
    Expel,
    GrantRole,
    Invite,
    OpenRoom,
    OpenSpace,
    Pin,
    PlaceInSpace,
    Post,
    React,
    Remove,
    RevokeRole,
    SetTopic,
    ShowHome,
    Unreact,
    Upload,
)
from coterie.core.model.event import MemberLeft, MessagePosted, RoomOpened
from coterie.core.ports import Performed
from coterie.core.refs import MessageRef, PersonRef, RoomRef


def person(who: MatrixPerson) -> PersonRef:
    return PersonRef(f"matrix/{who.user}")


def room_ref(room: str) -> RoomRef:
    return RoomRef(f"matrix/{room}")


def event_in(performed: Performed) -> str:
    assert performed.native is not None
    return "$" + performed.native.rpartition("/$")[2]


def message(performed: Performed) -> MessageRef:
    assert performed.native is not None
    return MessageRef(performed.native)


@pytest.fixture
async def room(ana: MatrixPerson, bot: MatrixPerson) -> str:
    """A room of Ana's in which coterie is."""
    opened = await ana.open_room("Python", invite=[bot.user])
    await bot.join(opened)
    return opened


async def test_a_post_reads_and_pings_as_it_was_meant(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    text = f"**Welcome** <@{person(bo)}>, says {escape('@room <b>*Ana*</b>')}"
    posted = await adapter.perform(Post(key="k1", to=room_ref(room), card=Card(text)))
    (seen,) = await ana.read(room, {bo.user: "bo"})
    assert seen.text == "Welcome @bo, says @room <b>*Ana*</b>"
    assert (seen.event, seen.sender, seen.kind) == (event_in(posted), bot.user, "m.text")
    assert seen.pings == {bo.user} and not seen.pings_room
    assert seen.content["body"] == "Welcome @Bo, says @\u2060room <b>*Ana*</b>"
    assert posted.room is None


async def test_a_post_stands_in_its_thread_and_is_edited_and_removed(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    root = await adapter.perform(Post(key="root", to=room_ref(room), card=Card("Question"), pin=True))
    reply = await adapter.perform(Post(key="reply", to=room_ref(room), card=Card("Answer"), thread=message(root)))
    await adapter.perform(Edit(key="edit", message=message(root), card=Card("A *better* question")))
    first, second = await ana.read(room)
    assert (first.text, first.edited, second.thread) == ("A better question", True, event_in(root))
    # Ana made the room: what coterie may not do there does not undo what it may.
    with pytest.raises(Refused, match="M_FORBIDDEN"):
        await adapter.perform(Pin(key="pin", message=message(reply)))
    await adapter.perform(Remove(key="remove", message=message(reply)))
    assert [seen.text for seen in await ana.read(room)] == ["A better question"]


async def test_what_was_performed_is_not_performed_twice(
    ana: MatrixPerson, new_adapter: Callable[[], MatrixAdapter], room: str
) -> None:
    post = Post(key="only once", to=room_ref(room), card=Card("Hello"))
    first = await new_adapter().perform(post)
    again = await new_adapter().perform(post, again=True)
    assert first == again
    react = React(key="react once", message=message(first), emoji="🎉")
    assert await new_adapter().perform(react) == await new_adapter().perform(react, again=True)
    assert [seen.text for seen in await ana.read(room)] == ["Hello"]


async def test_a_homeserver_that_forgot_the_transaction_gets_no_second_message(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    post = Post(key="once", to=room_ref(room), card=Card("Hello"))
    first = await adapter.perform(post)
    # Another device has other transaction ids: to the homeserver this is a new send.
    device = await bot.call("POST", "/login", {"type": "m.login.password", "user": bot.user, "password": bot.password})
    other = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: str(device["access_token"])}, SystemClock())
    assert await other.perform(post, again=True) == first
    await other.close()
    assert len(await ana.read(room)) == 1


async def test_a_password_logs_in_as_the_same_device_each_time(bot: MatrixPerson, room: str, ana: MatrixPerson) -> None:
    for _ in range(2):
        secrets = {"COTERIE_MATRIX_PASSWORD": bot.password}
        adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), secrets, SystemClock())
        await adapter.perform(Post(key="once", to=room_ref(room), card=Card("Hello")))
        await adapter.close()
    assert len(await ana.read(room)) == 1


async def test_a_reaction_is_put_once_and_can_be_taken_back_by_its_reference(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    said = MessageRef(f"matrix/{room}/{await ana.say(room, 'Hi')}")
    reaction = await adapter.perform(React(key="a", message=said, emoji="👍"))
    assert await adapter.perform(React(key="b", message=said, emoji="👍")) == Performed()
    event = said.native.rpartition("/")[2]
    assert await ana.reactions(room, event) == {"👍": (bot.user,)}
    await adapter.perform(Remove(key="c", message=message(reaction)))
    assert await ana.reactions(room, event) == {}


async def test_a_direct_message_opens_one_conversation_and_uses_it_again(
    ana: MatrixPerson, bot: MatrixPerson, new_adapter: Callable[[], MatrixAdapter]
) -> None:
    first = await new_adapter().perform(Post(key="one", to=person(ana), card=Card("Hello")))
    second = await new_adapter().perform(Post(key="two", to=person(ana), card=Card("Again")))
    (room,) = await ana.direct_rooms(bot.user)
    assert first.room == second.room == f"matrix/{room}"
    assert [seen.text for seen in await ana.read(room)] == ["Hello", "Again"]
    assert await ana.dm(bot.user) == room


async def test_a_conversation_that_the_person_left_is_not_spoken_into(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    await adapter.perform(Post(key="one", to=person(ana), card=Card("Hello")))
    (old,) = await ana.direct_rooms(bot.user)
    await ana.leave(old)
    second = await adapter.perform(Post(key="two", to=person(ana), card=Card("Still there?")))
    assert second.room != f"matrix/{old}"
    assert [seen.text for seen in await ana.read((await ana.direct_rooms(bot.user))[-1])] == ["Still there?"]


async def test_a_conversation_that_the_person_left_is_left_and_forgotten(
    ana: MatrixPerson,
    bo: MatrixPerson,
    bot: MatrixPerson,
    adapter: MatrixAdapter,
    new_adapter: Callable[[], MatrixAdapter],
    room: str,
) -> None:
    async with listening(adapter) as inbox:
        said = await adapter.perform(Post(key="one", to=person(ana), card=Card("Hello")))
        await adapter.perform(Post(key="two", to=person(bo), card=Card("Hello")))  # who has not come in yet
        (left,) = await ana.direct_rooms(bot.user)
        await ana.leave(left)
        await inbox.until(MemberLeft)
    # Nobody is there to read it: that is no failure, after the next start and in another worker either.
    old = message(said)
    for effect in (
        Edit(key="over", message=old, card=Card("Over")),
        EndPoll(key="ended", message=old, text="Over"),
        React(key="react", message=old, emoji="🎉"),
        Unreact(key="unreact", message=old, emoji="🎉"),
        Remove(key="gone", message=old),
    ):
        assert await new_adapter().perform(effect) == Performed()
    elsewhere = await adapter.perform(Post(key="three", to=room_ref(room), card=Card("Hello")))
    await ana.expel(room, bot.user)
    with pytest.raises(Refused):
        await adapter.perform(Edit(key="put out", message=message(elsewhere), card=Card("Over")))
    (kept,) = (await bot.call("GET", "/joined_rooms"))["joined_rooms"]
    assert kept != left and await bot.call("GET", f"/user/{bot.user}/account_data/m.direct") == {bo.user: [kept]}
    with_left = {"filter": '{"room":{"include_leave":true}}'}
    assert left not in str((await bot.call("GET", "/sync", query=with_left)).get("rooms"))


async def test_a_conversation_made_without_being_written_down_is_found_again(
    ana: MatrixPerson, bot: MatrixPerson, new_adapter: Callable[[], MatrixAdapter]
) -> None:
    first = await new_adapter().perform(Post(key="one", to=person(ana), card=Card("Hello")))
    await bot.call("PUT", f"/user/{bot.user}/account_data/m.direct", {})
    again = await new_adapter().perform(Post(key="two", to=person(ana), card=Card("Again")), again=True)
    assert again.room == first.room


async def test_workers_of_one_account_use_one_conversation_and_forget_no_other(
    new_adapter: Callable[[], MatrixAdapter], server: Homeserver, ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson
) -> None:
    one, other, cleo = new_adapter(), new_adapter(), await server.person("Cleo")
    acts = [(one, ana), (other, bo), (one, cleo), (one, bo), (other, cleo), (other, ana), (new_adapter(), bo)]
    for number, (worker, who) in enumerate(acts):
        await worker.perform(Post(key=str(number), to=person(who), card=Card(f"number {number}")))
    for who, numbers in ((ana, (0, 5)), (bo, (1, 3, 6)), (cleo, (2, 4))):
        (room,) = await who.direct_rooms(bot.user)
        assert [seen.text for seen in await who.read(room)] == [f"number {number}" for number in numbers]


async def test_the_answer_in_a_conversation_that_coterie_opened_is_direct(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    async with listening(adapter) as inbox:
        await adapter.perform(Post(key="one", to=person(ana), card=Card("How was it?")))
        (room,) = await ana.direct_rooms(bot.user)
        await ana.say(room, "Good")
        said = await inbox.until(MessagePosted)
    assert said.direct and said.text == "Good"


async def test_a_room_is_opened_once_with_everything_and_in_its_space(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, new_adapter: Callable[[], MatrixAdapter]
) -> None:
    name = f"py-{bot.localpart}"
    wish = OpenRoom(key="r", name=name, title="Python Evenings", topic="Every Monday", invite=(person(ana),))
    opened = await new_adapter().perform(wish)
    assert await new_adapter().perform(wish, again=True) == opened
    assert opened.native is not None
    room = RoomRef(opened.native).native
    space = await new_adapter().perform(OpenSpace(key="s", name=f"{name}-space", title="Community"))
    assert space.native is not None
    adapter = new_adapter()
    await adapter.perform(PlaceInSpace(key="p", room=room_ref(room), space=RoomRef(space.native)))
    await adapter.perform(SetTopic(key="t", room=room_ref(room), topic="Every Tuesday"))
    await adapter.perform(Invite(key="i", room=room_ref(room), person=person(bo)))
    await adapter.perform(Invite(key="i2", room=room_ref(room), person=person(bo)))

    await ana.join(f"#{name}:coterie.test")
    assert (await ana.state(room, "m.room.name"), await ana.state(room, "m.room.topic"))[0] == {
        "name": "Python Evenings"
    }
    assert (await ana.state(room, "m.room.topic"))["topic"] == "Every Tuesday"
    assert (await ana.members(room))[bo.user] == "invite"
    await bo.join(f"#{name}-space:coterie.test")
    assert await bo.children(RoomRef(space.native).native) == (room,)


async def test_a_room_that_is_there_is_entered_and_not_made(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    alias = f"py-{ana.localpart}"
    room = await ana.open_room("Python", alias=alias)
    wish = OpenRoom(key="r", name=f"#{alias}:coterie.test", create=False, invite=(person(bo),))
    with pytest.raises(Refused):
        # Coterie comes in, but may not ask others in where the room does not let members do so.
        await ana.set_state(room, "m.room.power_levels", await ana.state(room, "m.room.power_levels") | {"invite": 50})
        await adapter.perform(wish)
    assert (await ana.members(room))[bot.user] == "join"
    assert (await adapter.perform(OpenRoom(key="q", name=room, create=False))).native == f"matrix/{room}"


@pytest.mark.parametrize("name", ["#nowhere:coterie.test", "nowhere", "!gone:coterie.test"])
async def test_a_room_that_is_not_there_is_refused(adapter: MatrixAdapter, name: str) -> None:
    with pytest.raises(Refused):
        await adapter.perform(OpenRoom(key="r", name=name, create=False))


async def test_a_private_room_that_coterie_is_not_asked_into_is_refused_in_words(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    alias = f"board-{ana.localpart}"
    await ana.open_room("Board", alias=alias, public=False)
    with pytest.raises(Refused, match=f"invite {bot.user}"):
        await adapter.perform(OpenRoom(key="r", name=f"#{alias}:coterie.test"))


async def test_rights_are_given_and_withdrawn(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await bot.open_room("Python", version=version)
    await ana.join(room)
    for role, level in (("host", 25), ("leader", 75), ("moderator", 75)):
        await adapter.perform(GrantRole(key=role, room=room_ref(room), person=person(ana), role=role))
        assert (await ana.state(room, "m.room.power_levels"))["users"][ana.user] == level
    await adapter.perform(RevokeRole(key="x", room=room_ref(room), person=person(ana), role="moderator"))
    assert ana.user in (await ana.state(room, "m.room.power_levels"))["users"]
    await adapter.perform(RevokeRole(key="y", room=room_ref(room), person=person(ana), role="leader"))
    assert ana.user not in (await ana.state(room, "m.room.power_levels"))["users"]


async def test_rights_that_coterie_does_not_have_are_named(
    adapter: MatrixAdapter, ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, version: str
) -> None:
    room = await ana.open_room("Python", version=version, invite=[bot.user])
    await bot.join(room)
    with pytest.raises(Refused, match="has power 0 and needs"):
        await adapter.perform(GrantRole(key="g", room=room_ref(room), person=person(bo), role="leader"))
    with pytest.raises(Refused, match="M_FORBIDDEN"):
        await adapter.perform(SetTopic(key="t", room=room_ref(room), topic="Mine"))
    with pytest.raises(Refused, match="no rights on Matrix go with"):
        await adapter.perform(GrantRole(key="m", room=room_ref(room), person=person(ana), role="treasurer"))


async def test_a_person_is_made_to_leave(
    ana: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await bot.open_room("Python", version=version)
    await ana.join(room)
    for key in ("first", "second"):
        await adapter.perform(Expel(key=key, room=room_ref(room), person=person(ana), reason="Enough"))
    assert (await bot.members(room))[ana.user] == "leave"


async def test_an_archived_room_is_read_and_not_written(
    ana: MatrixPerson, bo: MatrixPerson, bot: MatrixPerson, adapter: MatrixAdapter, version: str
) -> None:
    room = await bot.open_room("Python", version=version)
    await ana.join(room)
    await ana.say(room, "Remember this")
    await adapter.perform(Archive(key="a", room=room_ref(room)))
    with pytest.raises(Exception, match="M_FORBIDDEN"):
        await ana.say(room, "One more thing")
    with pytest.raises(Exception, match="M_FORBIDDEN"):
        await bo.join(room)
    assert [seen.text for seen in await ana.read(room)] == ["Remember this"]


async def test_pins_are_added_to_those_that_are_there(bot: MatrixPerson, adapter: MatrixAdapter) -> None:
    room = await bot.open_room("Python")
    first = await adapter.perform(Post(key="1", to=room_ref(room), card=Card("one"), pin=True))
    second = await adapter.perform(Post(key="2", to=room_ref(room), card=Card("two")))
    for key in ("a", "b"):
        await adapter.perform(Pin(key=key, message=message(second)))
    assert await bot.state(room, "m.room.pinned_events") == {"pinned": [event_in(first), event_in(second)]}


async def test_a_file_arrives_with_its_caption(ana: MatrixPerson, adapter: MatrixAdapter, room: str) -> None:
    upload = Upload(
        key="u", to=room_ref(room), name="chart.svg", media_type="image/svg+xml",
        content=base64.b64encode(b"<svg/>").decode(), text="The *week*",
    )  # fmt: skip
    await adapter.perform(upload)
    await adapter.perform(upload, again=True)
    (seen,) = await ana.read(room)
    assert (seen.kind, seen.text, seen.content["filename"]) == ("m.image", "The week", "chart.svg")
    assert seen.content["url"].startswith("mxc://coterie.test/")


async def test_a_text_too_long_for_one_event_becomes_several_in_order(
    ana: MatrixPerson, adapter: MatrixAdapter, room: str
) -> None:
    words = " ".join(f"word{number}" for number in range(12_000))
    posted = await adapter.perform(Post(key="long", to=room_ref(room), card=Card(f"# Long\n\n{words}\n\n**end**")))
    seen = await ana.read(room)
    assert len(seen) > 1 and seen[0].event == event_in(posted)
    read = " ".join(one.text for one in seen).split()
    assert read == ["Long", *words.split(), "end"]


@pytest.mark.parametrize(
    "effect",
    [
        Post(key="a", to=RoomRef("matrix/!r"), card=Card("?", choices=(Choice("yes", "Yes"),))),
        Post(key="b", to=RoomRef("matrix/!r"), card=Card("?", form=Form("F", ()))),
        Post(key="c", to=RoomRef("matrix/!r"), card=Card("?"), quietly=PersonRef("matrix/@a:x")),
        AskForm(
            key="d", person=PersonRef("matrix/@a:x"), form=Form("F", (Field("f", FieldKind.TEXT, "F"),)), form_key="f"
        ),
        ShowHome(key="e", person=PersonRef("matrix/@a:x"), cards=(Card("Home"),)),
    ],
    ids=lambda effect: type(effect).__name__,
)
async def test_what_was_not_declared_is_unsupported(adapter: MatrixAdapter, effect: Effect) -> None:
    with pytest.raises(Unsupported):
        await adapter.perform(effect)


async def test_speaking_where_coterie_is_not_is_refused_in_words(adapter: MatrixAdapter, ana: MatrixPerson) -> None:
    room = await ana.open_room("Elsewhere")
    with pytest.raises(Refused, match="M_FORBIDDEN"):
        await adapter.perform(Post(key="k", to=room_ref(room), card=Card("Hello")))
    with pytest.raises(Refused):
        await adapter.perform(Post(key="k", to=RoomRef("slack/C1"), card=Card("Hello")))


async def test_a_room_that_coterie_opened_is_told_of_once(bot: MatrixPerson, adapter: MatrixAdapter) -> None:
    async with listening(adapter) as inbox:
        opened = await adapter.perform(OpenRoom(key="r", name=f"py-{bot.localpart}", title="Python"))
        told = await inbox.until(RoomOpened)
    assert told.room is not None and told.room.id == opened.native
