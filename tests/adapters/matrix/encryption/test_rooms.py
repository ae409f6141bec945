"""Encrypted rooms on a real homeserver, with a client that is not ours."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from nio.crypto import decrypt_attachment  # type: ignore[import-untyped]  # it ships no types

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.encryption.encryption import PATIENCE, Encrypt
from coterie.adapters.matrix.encryption.home import folder_of
from coterie.adapters.matrix.encryption.machine import Machine
from coterie.adapters.matrix.testing import MatrixPerson, RecordingInbox, listening
from coterie.adapters.matrix.testing.sealed_person import SealedPerson, sealed
from coterie.core.clock import ManualClock, SystemClock
from coterie.core.errors import Refused, Transient
from coterie.core.model.content import Card
from coterie.core.model.effect import Edit, Look, OpenRoom, Post, Upload
from coterie.core.model.event import (
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    MessageSeen,
    MessageUnreadable,
    ReactionAdded,
    RoomOpened,
)
from coterie.core.refs import MessageRef, PersonRef, RoomRef

New = Callable[..., MatrixAdapter]


def ref(room: str) -> RoomRef:
    return RoomRef(f"matrix/{room}")


def post(key: str, room: str, text: str, thread: MessageRef | None = None) -> Post:
    return Post(key=key, to=ref(room), card=Card(text), thread=thread)


async def test_all_that_is_said_in_an_encrypted_room_goes_both_ways(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New
) -> None:
    adapter = new_sealed()
    async with listening(adapter) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        said = await her.say(room, "hello")
        reply = await her.say(room, "more", **{"m.relates_to": {"rel_type": "m.thread", "event_id": said}})
        edit = {"m.new_content": {"msgtype": "m.text", "body": "hallo"}}
        await her.say(room, "* hallo", **edit, **{"m.relates_to": {"rel_type": "m.replace", "event_id": said}})
        await her.person.react(room, said, "👍")
        await inbox.until(ReactionAdded)
        await her.person.redact(room, reply)
        removed = await inbox.until(MessageRemoved)
        assert removed.message == removed.thread or removed.message == MessageRef(f"matrix/{room}/{reply}")

        made = await adapter.perform(post("one", room, "**heard**", thread=MessageRef(f"matrix/{room}/{said}")))
        assert made.native is not None
        answer = await her.hear("heard")
        await adapter.perform(Edit(key="two", message=MessageRef(made.native), card=Card("understood")))
        await her.hear("* understood")
        await adapter.perform(post("one", room, "**heard**"), again=True)
        file = Upload(
            key="f", to=ref(room), name="a.txt", media_type="text/plain", content=base64.b64encode(b"abc").decode()
        )
        await adapter.perform(file)
        shown = await her.until(lambda event: event.source.get("content", {}).get("filename") == "a.txt")
        looked = (await adapter.perform(Look(key="l", message=MessageRef(f"matrix/{room}/{said}")))).learned
        native = [
            one["content"]
            for one in await her.person.events(room)
            if one["sender"] == bot.user and "state_key" not in one
        ]

    assert [one.text for one in inbox.of(MessagePosted)] == ["hello", "more"]
    assert [one.text for one in inbox.of(MessageEdited)] == ["hallo"]
    assert len(inbox.of(ReactionAdded)) == 1
    assert answer.source["content"]["m.relates_to"]["event_id"] == said
    assert isinstance(looked[0], MessageSeen)
    assert len(native) == 3 and all("ciphertext" in one for one in native)
    file_of = shown.source["content"]["file"]
    server, media = file_of["url"].removeprefix("mxc://").split("/")
    sealed_file = (await her.client.download(f"mxc://{server}/{media}")).body
    assert b"abc" not in sealed_file
    assert decrypt_attachment(sealed_file, file_of["key"]["k"], file_of["hashes"]["sha256"], file_of["iv"]) == b"abc"


async def test_a_conversation_and_an_emoji_that_is_encrypted(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New
) -> None:
    adapter = new_sealed()
    async with listening(adapter) as inbox:
        room = await her.dm(bot.user)
        await inbox.until(RoomOpened)
        said = await her.say(room, "2")
        reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": said, "key": "🎉"}}
        await her.send(room, "m.reaction", reaction)
        assert (await inbox.until(ReactionAdded)).emoji == "🎉"
        await adapter.perform(Post(key="dm", to=PersonRef(f"matrix/{her.user}"), card=Card("and now?")))
        await her.hear("and now?")
    assert inbox.of(MessagePosted)[0].direct


async def test_who_comes_later_reads_on_and_who_left_does_not(
    her: SealedPerson, bo: MatrixPerson, bot: MatrixPerson, new_sealed: New, tmp_path: Path
) -> None:
    adapter = new_sealed()
    async with listening(adapter) as inbox:
        room = await her.open_room("Python", invite=[bot.user, bo.user])
        await inbox.until(RoomOpened)
        await adapter.perform(post("one", room, "first"))
        (tmp_path / "bo").mkdir()
        async with sealed(bo, tmp_path / "bo") as him:
            await bo.join(room)
            await inbox.until(MemberJoined)
            await adapter.perform(post("two", room, "second"))
            await him.hear("second")
            session = (await her.hear("second")).session_id
            await bo.leave(room)
            await inbox.until(MemberLeft)
            await adapter.perform(post("three", room, "third"))
            assert (await her.hear("third")).session_id != session


async def test_a_device_that_gives_no_key_to_begin_with_is_told_once_why_it_reads_nothing(
    her: SealedPerson, bo: MatrixPerson, bot: MatrixPerson, new_sealed: New, tmp_path: Path
) -> None:
    machine = Machine(bo.user, bo.device, tmp_path)
    await bo.call("POST", "/keys/upload", {"device_keys": machine.device_keys()})
    machine.close()
    adapter = new_sealed()
    async with listening(adapter) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        await her.person.invite(room, bo.user)
        await bo.join(room)
        await inbox.until(MemberJoined)
        for key in ("one", "two"):
            await adapter.perform(post(key, room, key))
    told = (await bo.call("GET", "/sync"))["to_device"]["events"]
    assert [(one["type"], one["sender"], one["content"]["code"]) for one in told] == [
        ("m.room_key.withheld", bot.user, "m.no_olm")
    ]


async def test_a_message_whose_key_comes_late_is_told_of_once_and_handled_then(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New
) -> None:
    clock = ManualClock(SystemClock().now())
    inbox = RecordingInbox()
    async with listening(new_sealed(clock=clock), inbox):
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        held = await her.send_without_key(room, "where is my key")
        await her.person.react(room, await her.person.say(room, "open"), "👍")
        await inbox.until(ReactionAdded)
        clock.jump(clock.now() + PATIENCE + timedelta(seconds=1))
        await her.person.say(room, "later")
        told = await inbox.until(MessageUnreadable)
    assert told.person == PersonRef(f"matrix/{her.user}") and told.cause
    await her.tell(held)
    async with listening(new_sealed(clock=clock), inbox):
        await inbox.until(MessagePosted, lambda event: event.text == "where is my key")
    assert len(inbox.of(MessageUnreadable)) == 1


async def test_a_key_that_comes_late_while_coterie_is_away_is_no_matter_to_tell_of(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New
) -> None:
    clock = ManualClock(SystemClock().now())
    inbox = RecordingInbox()
    async with listening(new_sealed(clock=clock), inbox):
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        held = await her.send_without_key(room, "where is my key")
        await her.person.react(room, await her.person.say(room, "open"), "👍")
        await inbox.until(ReactionAdded)
    clock.jump(clock.now() + PATIENCE + timedelta(seconds=1))
    await her.tell(held)
    async with listening(new_sealed(clock=clock), inbox):
        await inbox.until(MessagePosted, lambda event: event.text == "where is my key")
    assert inbox.of(MessageUnreadable) == []


async def test_where_encryption_is_off_nothing_is_said_openly_in_an_encrypted_room(
    her: SealedPerson, bot: MatrixPerson, adapter: MatrixAdapter
) -> None:
    async with listening(adapter) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
        with pytest.raises(Refused, match="is encrypted"):
            await adapter.perform(post("one", room, "psst"))


async def test_without_the_keys_of_its_device_it_says_so_and_goes_on_in_open_rooms(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New, tmp_path: Path
) -> None:
    async with listening(new_sealed()) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
    (folder_of(tmp_path / "data", bot.user) / f"{bot.device}.db").unlink()
    adapter = new_sealed()
    async with listening(adapter, inbox):
        await her.say(room, "can you hear me?")
        assert (await inbox.until(MessageUnreadable)).room == ref(room)
        with pytest.raises(Refused, match="coterie matrix login"):
            await adapter.perform(post("one", room, "no"))
        plain = await her.person.open_room("Open", invite=[bot.user])
        await inbox.until(RoomOpened, lambda event: event.room == ref(plain))
        await adapter.perform(post("two", plain, "yes"))


async def test_who_performs_without_listening_lets_go_of_the_keys(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New
) -> None:
    async with listening(new_sealed()) as inbox:
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
    beside = new_sealed()
    await beside.perform(post("one", room, "one"))
    async with listening(new_sealed(), inbox):
        with pytest.raises(Transient) as put_off:
            await beside.perform(post("two", room, "two"))
        assert put_off.value.retry_after == timedelta(seconds=2), "whoever has the keys says it soon"
    await beside.perform(post("two", room, "two"))
    await her.hear("one")
    await her.hear("two")


async def test_what_could_not_be_saved_is_read_again_with_its_key(
    her: SealedPerson, bot: MatrixPerson, new_sealed: New
) -> None:
    inbox = RecordingInbox()
    async with listening(new_sealed(), inbox):
        room = await her.open_room("Python", invite=[bot.user])
        await inbox.until(RoomOpened)
    await her.say(room, "once")
    inbox.broken = 1
    with pytest.raises(BaseExceptionGroup):
        async with listening(new_sealed(), inbox), asyncio.timeout(0.5):
            await asyncio.Event().wait()
    async with listening(new_sealed(), inbox):
        await inbox.until(MessagePosted)
    assert [one.text for one in inbox.of(MessagePosted)] == ["once"]


@pytest.mark.parametrize(
    ("wish", "sealed_rooms"), [(Encrypt.DIRECT, {"direct"}), (Encrypt.PRIVATE, {"direct", "private"})]
)
async def test_what_it_opens_is_encrypted_as_the_configuration_says(
    ana: MatrixPerson, bot: MatrixPerson, tmp_path: Path, wish: Encrypt, sealed_rooms: set[str]
) -> None:
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user, encrypt=wish), {TOKEN: bot.token}, SystemClock())
    adapter.kept_in(tmp_path)
    me = PersonRef(f"matrix/{ana.user}")
    marker = bot.user[1:].partition(":")[0]
    async with listening(adapter):
        said = await adapter.perform(Post(key="d", to=me, card=Card("hello")))
        private = await adapter.perform(OpenRoom(key="p", name=f"p-{marker}", private=True))
        public = await adapter.perform(OpenRoom(key="o", name=f"o-{marker}"))
    rooms = {"direct": said.room, "private": private.native, "public": public.native}
    found = {
        kind
        for kind, room in rooms.items()
        if room is not None and await bot.state(RoomRef(room).native, "m.room.encryption")
    }
    assert found == sealed_rooms
