"""People on a real homeserver do and see what their clients would."""

import pytest

from coterie.adapters.matrix.testing import MatrixPerson, Refusal


async def test_a_thread_an_edit_and_a_mention_read_as_a_client_shows_them(ana: MatrixPerson, bo: MatrixPerson) -> None:
    room = await ana.open_room("Python")
    await bo.join(room)
    root = await ana.say(room, "Who is here?")
    link = f'<p>Hi <a href="https://matrix.to/#/{ana.user}">Ana</a>!</p>'
    reply = await bo.say(room, "", thread=root, html=link, pings=[ana.user])
    await ana.edit(room, root, "Who is there?")

    first, second = await bo.read(room, {ana.user: "ana"})
    assert (first.event, first.text, first.edited) == (root, "Who is there?", True)
    assert (second.event, second.text, second.thread, second.pings) == (reply, "Hi @ana!", root, frozenset({ana.user}))


async def test_a_reaction_is_seen_until_it_is_taken_back(ana: MatrixPerson, bo: MatrixPerson) -> None:
    room = await ana.open_room("Python")
    await bo.join(room)
    said = await ana.say(room, "Hello")
    await bo.react(room, said, "🎉")
    assert await ana.reactions(room, said) == {"🎉": (bo.user,)}
    await bo.unreact(room, said, "🎉")
    assert await ana.reactions(room, said) == {}


async def test_a_removed_message_is_not_read(ana: MatrixPerson) -> None:
    room = await ana.open_room("Python")
    await ana.redact(room, await ana.say(room, "Oops"))
    assert await ana.read(room) == ()


async def test_a_direct_room_is_found_from_both_sides_and_used_again(ana: MatrixPerson, bo: MatrixPerson) -> None:
    room = await ana.dm(bo.user)
    assert await bo.direct_rooms(ana.user) == (room,)
    assert await ana.dm(bo.user) == await bo.dm(ana.user) == room


async def test_a_room_is_reached_by_alias_and_left(ana: MatrixPerson, bo: MatrixPerson) -> None:
    alias = f"python-{ana.localpart}"
    room = await ana.open_room("Python", alias=alias)
    assert (await bo.join(f"#{alias}:coterie.test")).startswith("$")
    assert (await ana.members(room))[bo.user] == "join"
    await bo.leave(room)
    assert (await ana.members(room))[bo.user] == "leave"


async def test_a_space_holds_its_rooms(ana: MatrixPerson) -> None:
    space = await ana.open_room("Community", space=True)
    room = await ana.open_room("Python")
    await ana.place(space, room)
    assert await ana.children(space) == (room,)


async def test_who_may_not_come_in_is_refused(ana: MatrixPerson, bo: MatrixPerson) -> None:
    room = await ana.open_room("Board", public=False)
    with pytest.raises(Refusal, match="M_FORBIDDEN"):
        await bo.join(room)
    await ana.invite(room, bo.user)
    await bo.join(room)


async def test_a_file_is_seen_by_its_name(ana: MatrixPerson) -> None:
    room = await ana.open_room("Python")
    await ana.upload(room, "notes.txt", b"hello", "text/plain")
    (seen,) = await ana.read(room)
    assert (seen.text, seen.kind) == ("notes.txt", "m.file")
