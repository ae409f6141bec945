"""Two devices without a homeserver: what they keep, whom they believe, and which keys they give away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nio.crypto import OlmAccount, OlmDevice  # type: ignore[import-untyped]  # it ships no types

from coterie.adapters.matrix.encryption.believed import ENCRYPTED, UnknownDevice, Unreadable
from coterie.adapters.matrix.encryption.giving import WITHHELD
from coterie.adapters.matrix.encryption.kept import Kept
from coterie.adapters.matrix.encryption.machine import Machine
from coterie.adapters.matrix.encryption.signing import Seeds
from tests.adapters.matrix.test_encode import check

ROOM = "!room:test"
TEXT = {"msgtype": "m.text", "body": "hello"}
New = Callable[[str, str], Machine]


@pytest.fixture
def new(tmp_path: Path) -> Iterator[New]:
    """Makes a machine, as each start of a program would: what an earlier one kept is there."""
    made: list[Machine] = []

    def machine(user: str, device: str) -> Machine:
        folder = tmp_path / user[1:4]
        folder.mkdir(exist_ok=True)
        made.append(Machine(user, device, folder))
        return made[-1]

    yield machine
    for one in made:
        one.close()


def published(machine: Machine, *more: Mapping[str, Any]) -> dict[str, Any]:
    """What `/keys/query` answers about the machine's device."""
    keys = machine.device_keys()
    for one in more:
        keys["signatures"][machine.user].update(one)
    return {"device_keys": {machine.user: {machine.device: keys}}}


def claimed(machine: Machine) -> dict[str, Any]:
    """What `/keys/claim` answers: a one-time key that the machine uploaded."""
    upload = machine.upload(0, fallback=False)
    assert upload is not None
    machine.uploaded()
    name, key = next(iter(upload["one_time_keys"].items()))
    return {"one_time_keys": {machine.user: {machine.device: {name: key}}}}


def meet(writer: Machine, reader: Machine) -> None:
    """They know each other, and the writer can write to the reader."""
    writer.learn(published(reader))
    reader.learn(published(writer))
    writer.meet(claimed(reader))


def told(writer: Machine, reader: Machine) -> list[dict[str, Any]]:
    """The to-device events by which the reader learns the key of the room."""
    assert writer.writing.prepare(ROOM, [writer.user, reader.user], {}) == {(reader.user, reader.device)}
    events = []
    for devices, body in writer.writing.share(ROOM, [writer.user, reader.user]):
        writer.writing.shared(ROOM, devices)
        content = body["messages"][reader.user][reader.device]
        events.append({"type": ENCRYPTED, "sender": writer.user, "content": content})
    return events


def said(
    writer: Machine, event: str = "$1", content: Mapping[str, Any] = TEXT, kind: str = "m.room.message"
) -> dict[str, Any]:
    sealed = writer.writing.encrypt(ROOM, kind, content)
    return {"type": ENCRYPTED, "sender": writer.user, "event_id": event, "origin_server_ts": 1, "content": sealed}


def test_what_one_writes_the_other_reads_also_without_the_deprecated_keys(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    assert bot.receive(told(ana, bot)).sessions
    relation = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$0"}}
    event = said(ana, content={**TEXT, **relation})
    assert event["content"]["m.relates_to"] == relation["m.relates_to"]
    del event["content"]["sender_key"], event["content"]["device_id"]
    read = bot.reading.decrypt(ROOM, event)
    assert (read["type"], read["content"]) == ("m.room.message", {**TEXT, **relation})
    with pytest.raises(Unreadable, match="says again"):
        bot.reading.decrypt(ROOM, {**event, "event_id": "$2"})


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("keys", {"ed25519:E": "short", "curve25519:E": "short"}),
        ("keys", {"ed25519:E": "A" * 43, "curve25519:E": "%"}),
        ("signatures", {"@eve:test": {"ed25519:E": False}}),
        ("signatures", {"@eve:test": {"ed25519:E": "A"}}),
        ("signatures", "none"),
        ("level", float("nan")),
    ],
)
def test_a_device_that_is_none_keeps_nobody_else_from_being_known(new: New, part: str, value: object) -> None:
    ana, eve, bot = new("@ana:test", "A"), new("@eve:test", "E"), new("@bot:test", "B")
    theirs = {"E": published(eve)["device_keys"][eve.user]["E"] | {part: value}}
    bot.learn({"device_keys": {eve.user: theirs} | published(ana)["device_keys"]})
    assert bot.writing.prepare(ROOM, [ana.user, eve.user], {}) == {(ana.user, "A")}


def test_a_key_that_came_is_there_after_a_crash_and_not_taken_in_twice(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    keys, event = told(ana, bot), said(ana)
    bot.receive(keys)
    again = new("@bot:test", "B")
    assert again.reading.decrypt(ROOM, event)["content"] == TEXT
    assert again.receive(keys).sessions == () and again.wedged() == []


def test_what_came_in_a_batch_that_could_not_be_kept_comes_again_as_a_whole(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    keys, event = told(ana, bot), said(ana)
    full = Exception("the disk is full")

    class Full(dict[str, Any]):
        def get(self, *_: Any) -> Any:
            raise full

    with pytest.raises(Exception, match="the disk is full"):
        bot.receive([*keys, Full()])
    bot.close()
    again = new("@bot:test", "B")
    assert again.receive(keys).sessions
    assert again.reading.decrypt(ROOM, event)["content"] == TEXT


def test_keys_are_kept_before_the_homeserver_hears_of_them(new: New) -> None:
    first = new("@bot:test", "B").upload(None, fallback=True)
    after_a_crash = new("@bot:test", "B").upload(None, fallback=True)
    assert first is not None and first == after_a_crash
    assert len(first["one_time_keys"]) == 50 and len(first["fallback_keys"]) == 1


def test_nothing_is_uploaded_where_the_homeserver_has_enough(new: New) -> None:
    bot = new("@bot:test", "B")
    bot.upload(None, fallback=False)
    bot.uploaded()
    assert bot.upload(50, fallback=False) is None and bot.upload(None, fallback=False) is None
    wished = bot.upload(20, fallback=True)
    assert (
        wished is not None and set(wished) == {"one_time_keys", "fallback_keys"} and len(wished["one_time_keys"]) == 30
    )


def test_a_homeserver_that_forgot_the_device_is_told_again(new: New) -> None:
    bot = new("@bot:test", "B")
    first = bot.upload(None, fallback=False)
    bot.uploaded()
    bot.forgotten()
    again = new("@bot:test", "B").upload(None, fallback=False)
    assert first is not None and again is not None and again["device_keys"] == first["device_keys"]


def test_somebody_elses_key_does_not_make_a_message_theirs(new: New) -> None:
    ana, eve, bot = new("@ana:test", "A"), new("@eve:test", "E"), new("@bot:test", "B")
    meet(ana, bot)
    bot.learn(published(eve))
    bot.receive(told(ana, bot))
    with pytest.raises(UnknownDevice):
        bot.reading.decrypt(ROOM, said(ana) | {"sender": eve.user})


def test_a_message_of_another_room_and_a_redaction_are_not_taken(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    bot.receive(told(ana, bot))
    with pytest.raises(Unreadable, match="its key did not come"):
        bot.reading.decrypt("!other:test", said(ana))
    with pytest.raises(Unreadable, match="is not taken"):
        bot.reading.decrypt(ROOM, said(ana, "$2", {"redacts": "$1"}, "m.room.redaction"))


def test_who_left_does_not_read_on(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(bot, ana)
    told(bot, ana)
    before = said(bot)["content"]["session_id"]
    assert bot.writing.prepare(ROOM, [bot.user], {}) == set()
    assert said(bot)["content"]["session_id"] != before


def test_a_session_serves_as_long_as_the_room_says(new: New) -> None:
    bot = new("@bot:test", "B")
    ids = set()
    for _ in range(4):
        bot.writing.prepare(ROOM, [bot.user], {"rotation_period_msgs": 2})
        ids.add(said(bot)["content"]["session_id"])
    assert len(ids) == 2


def test_a_key_is_given_to_who_was_told_it_and_to_devices_of_our_own_that_we_signed(new: New) -> None:
    seeds = Seeds.new()
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    other, stranger = new("@bot:test", "OTHER"), new("@bot:test", "STRANGER")
    meet(bot, ana)
    told(bot, ana)
    session = said(bot)["content"]["session_id"]
    signature = {f"ed25519:{seeds.self_signing.public}": seeds.self_signing.signature(other.device_keys())}
    signed, unsigned = published(other, signature), published(stranger)
    signed["device_keys"][bot.user] |= unsigned["device_keys"][bot.user]
    bot.learn(signed)
    for device in (other, stranger):
        bot.meet(claimed(device))

    def asks(machine: Machine, room: str = ROOM) -> str:
        """What it is given, or the code of why not."""
        body = {"algorithm": "m.megolm.v1.aes-sha2", "room_id": room, "session_id": session}
        content = {"action": "request", "body": body, "request_id": "1", "requesting_device_id": machine.device}
        answer = bot.giving.answer({"type": "m.room_key_request", "sender": machine.user, "content": content})
        assert answer is not None and (answer.recipient, answer.recipient_device) == (machine.user, machine.device)
        return str(answer.content["code"] if answer.type == WITHHELD else answer.type)

    assert (asks(ana), asks(other)) == (ENCRYPTED, "m.unauthorised")
    bot.signer = seeds.self_signing.public
    bot.learn(signed)
    assert (asks(other), asks(stranger)) == (ENCRYPTED, "m.unauthorised")
    assert asks(ana, "!other:test") == "m.unavailable"


@pytest.mark.usefixtures("reference")
def test_what_is_said_about_keys_is_as_the_specification_has_it(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(bot, ana)
    (asked, _) = ana.giving.ask_for(ROOM, "session", bot.user, None)
    check("m.room_key_request", asked.content)
    answer = bot.giving.answer({"type": asked.type, "sender": ana.user, "content": asked.content})
    assert answer is not None
    for message in (answer, bot.giving.unmet(ana.user, ana.device)):
        check(message.type, message.content)


def test_nobody_is_told_a_secret_of_the_account(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(bot, ana)
    content = {
        "action": "request",
        "name": "m.cross_signing.master",
        "request_id": "1",
        "requesting_device_id": ana.device,
    }
    received = bot.receive([{"type": "m.secret.request", "sender": bot.user, "content": content}])
    assert received.requests == () and bot.outgoing() == ()


def test_a_key_that_was_asked_for_is_taken_from_who_made_it(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    told(ana, bot)
    event = said(ana)
    asked = bot.giving.ask_for(ROOM, event["content"]["session_id"], ana.user, None)
    assert [one.recipient for one in asked] == [bot.user, ana.user]
    assert bot.giving.ask_for(ROOM, event["content"]["session_id"], ana.user, None) == ()
    answer = ana.giving.answer({"type": asked[1].type, "sender": bot.user, "content": asked[1].content})
    assert answer is not None
    bot.receive([{"type": answer.type, "sender": ana.user, "content": answer.content}])
    assert bot.reading.decrypt(ROOM, event)["content"] == TEXT


def test_keys_by_which_nothing_was_read_for_long_are_forgotten_and_no_others(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    begin, year = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=365)
    bot.receive(told(ana, bot))
    read, event = said(ana), said(ana, "$2")
    ana.writing.prepare(ROOM, [ana.user], {})  # as if coterie had left: the next message has another key
    bot.receive(told(ana, bot))
    other = said(ana, "$3")
    assert bot.kept.prune(begin, begin - year) == 0
    bot.reading.decrypt(ROOM, read)
    assert bot.kept.prune(begin + year / 2, begin - year / 2) == 0
    again = new("@bot:test", "B")
    assert again.kept.prune(begin + year * 1.1, begin + year * 0.1) == 1
    assert again.reading.decrypt(ROOM, event)["content"] == TEXT
    with pytest.raises(Unreadable, match="key did not come"):
        again.reading.decrypt(ROOM, other)


def test_whatever_others_send_raises_nothing(new: New) -> None:
    bot = new("@bot:test", "B")
    wrong: list[Any] = [
        {},
        {"type": ENCRYPTED},
        {"type": ENCRYPTED, "sender": "@x:y", "content": {"algorithm": "m.olm.v1.curve25519-aes-sha2"}},
        {"type": "m.room_key_request", "sender": 1, "content": []},
    ]
    key = bot.device_keys()["keys"]["curve25519:B"]
    for body in ("", "AAAA", "AwogAAAA", "\ud800"):
        for number in (0, 1, 7):
            content = {
                "algorithm": "m.olm.v1.curve25519-aes-sha2",
                "sender_key": key,
                "ciphertext": {key: {"type": number, "body": body}},
            }
            wrong.append({"type": ENCRYPTED, "sender": "@x:test", "content": content})
    received = bot.receive(wrong)
    assert received.sessions == ()
    assert all(bot.giving.answer(one) is None for one in received.requests)
    bot.learn({"device_keys": {"@x:test": {"D": {"user_id": "@x:test"}, "E": 1}, "@y:test": []}})
    bot.meet({"one_time_keys": {"@x:test": {"D": {"signed_curve25519:1": {}}}, "@y:test": 3}})


def test_whatever_stands_in_a_room_raises_nothing_else(new: New) -> None:
    ana, bot = new("@ana:test", "A"), new("@bot:test", "B")
    meet(ana, bot)
    bot.receive(told(ana, bot))
    whole = said(ana)
    deep = said(ana, "$2", {"body": json.loads("[" * 500 + "]" * 500)})
    values: list[Any] = [None, 1, [], {}, "", "AwgA"]
    wrong: list[dict[str, Any]] = [
        {**whole, "content": {**whole["content"], name: value}} for name in whole["content"] for value in values
    ]
    wrong += [{**whole, "content": value} for value in values]
    for event in (deep, *wrong):
        try:
            bot.reading.decrypt(ROOM, event)
        except (Unreadable, UnknownDevice):
            pass
    assert bot.reading.decrypt(ROOM, whole)["content"] == TEXT


def test_two_devices_of_one_process_keep_what_is_theirs_in_files_of_their_own(tmp_path: Path) -> None:
    files = [
        Kept(f"@{name}:example.org", "DEVICE", str(tmp_path), database_name=f"{name}.db") for name in ("one", "two")
    ]

    def written(kept: Kept) -> None:
        kept.save_account(OlmAccount())
        for number in range(40):
            device = OlmDevice(kept.user_id, f"D{number}", {"ed25519": "a", "curve25519": "b"})
            kept.save_device_keys({kept.user_id: {device.device_id: device}})

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(written, files))
    for kept in files:
        assert len(list(kept.load_device_keys()[kept.user_id])) == 40
        kept.close()
