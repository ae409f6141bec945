"""Communities as code, by the program itself against a real Synapse."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import PASSWORD, TOKEN
from coterie.adapters.matrix.testing import Homeserver, MatrixPerson, why_no_homeserver
from coterie.core.contracts.adapter_surveys import DOT
from tests.docs.pages import examples

from .program import Program

pytestmark = pytest.mark.skipif(why_no_homeserver() is not None, reason=str(why_no_homeserver()))

COMMUNITY = """
community: town{mark}
name: Town
avatar: dot.gif
space: {{matrix: "#town{mark}:{server}"}}
people:
  ana: {{name: Ana, matrix: "{ana}"}}
  bo: {{name: Bo, matrix: "{bo}"}}
groups:
  python{mark}:
    name: Python Evenings
    purpose: Learn Python together.
    leaders: [ana, bo]
    review_every: 3mo
    avatar: dot.gif
    homes: {{matrix: "#python{mark}:{server}"}}
  parents{mark}:
    name: New Parents
    purpose: Get through the first year.
    leaders: [ana]
    visibility: private
    join: knock
    review_every: 3mo
"""

MANY = """
  many{n}{mark}:
    name: Group {n}
    purpose: Be number {n}.
    leaders: [ana]
    review_every: 3mo
"""


@pytest.fixture
async def ana(server: Homeserver) -> MatrixPerson:
    return await server.person("Ana")


@pytest.fixture
async def bot(server: Homeserver) -> MatrixPerson:
    return await server.person("coterie")


def written(
    tmp_path: Path, bot: MatrixPerson, ana: MatrixPerson, bo: MatrixPerson, mark: str, more: str = ""
) -> Program:
    server = bot.user.partition(":")[2]
    (tmp_path / "dot.gif").write_bytes(base64.b64decode(DOT))
    text = COMMUNITY.format(ana=ana.user, bo=bo.user, server=server, mark=mark) + more
    (tmp_path / "community.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "coterie.toml").write_text(
        f'[matrix]\nhomeserver = "{bot.url}"\nuser = "{bot.user}"\n', encoding="utf-8"
    )
    return Program(tmp_path, {TOKEN: bot.token})


IN_A_THREAD = """
  walks{mark}:
    name: Lunch Walks
    purpose: Walk at noon.
    leaders: [ana]
    review_every: 3mo
    avatar: dot.gif
    homes: {{matrix: thread}}
room: {{matrix: "#quay{mark}:{server}"}}
"""


async def test_a_group_lives_in_a_thread_of_the_room_of_all_and_nothing_of_it_differs_then(
    server: Homeserver, bot: MatrixPerson, ana: MatrixPerson, tmp_path: Path
) -> None:
    bo, here = await server.person("Bo"), bot.user.partition(":")[2]
    program = written(tmp_path, bot, ana, bo, "8", IN_A_THREAD.format(mark="8", server=here))
    assert "failed" not in await program.run("apply")
    assert await program.changes() == []
    quay = await bot.room_id(f"#quay8:{here}")
    assert quay in await bot.children(await bot.room_id(f"#town8:{here}"))
    assert "failed" not in await program.run("apply") and await program.changes() == []


async def test_files_are_applied_and_what_was_done_by_hand_is_repaired(
    server: Homeserver, bot: MatrixPerson, ana: MatrixPerson, tmp_path: Path
) -> None:
    bo = await server.person("Bo")
    program = written(tmp_path, bot, ana, bo, "1")
    assert "failed" not in await program.run("apply")
    assert await program.changes() == []
    here = bot.user.partition(":")[2]
    python, parents = await bot.room_id(f"#python1:{here}"), await bot.room_id(f"#parents1:{here}")
    assert (await bot.state(python, "m.room.topic"))["topic"] == "Learn Python together."
    assert (await bot.state(parents, "m.room.join_rules"))["join_rule"] == "knock"
    assert set(await bot.children(await bot.room_id(f"#town1:{here}"))) == {python, parents}
    space = await bot.room_id(f"#town1:{here}")
    shown = [(await bot.state(room, "m.room.avatar"))["url"] for room in (space, python)]
    assert shown[0] == shown[1] and shown[0].startswith("mxc://"), "uploaded once"
    await ana.join(python)
    assert (await ana.state(python, "m.room.power_levels"))["users"][ana.user] == 75

    await bot.set_state(python, "m.room.topic", {"topic": "Cats"})
    await bot.set_state(python, "m.room.name", {"name": "Cats"})
    await bot.set_state(python, "m.room.avatar", {"url": "mxc://elsewhere/cat"})
    await bot.set_state(python, "m.room.pinned_events", {"pinned": []})
    power = await bot.state(python, "m.room.power_levels")
    await bot.set_state(
        python,
        "m.room.power_levels",
        {**power, "users": {bot.user: 100}} if bot.user in power["users"] else {**power, "users": {}},
    )
    assert await program.changes() == [
        "python1 ~ name", "python1 ~ topic", "python1 ~ avatar", "python1 ~ charter", "python1 + role", "python1 + role"
    ]  # fmt: skip
    assert "6 done" in await program.run("apply")
    assert (await bot.state(python, "m.room.topic"))["topic"] == "Learn Python together."
    assert (await bot.state(python, "m.room.avatar"))["coterie.picture"]
    assert (await ana.state(python, "m.room.power_levels"))["users"][ana.user] == 75
    assert await program.changes() == []
    assert len([one for one in await ana.read(python) if one.sender == bot.user]) == 1

    await ana.leave(python)
    (row,) = await program.rows("plan")
    assert (row["what"], row["act"], row["now"]) == ("person", "show", "ana")


async def test_a_home_that_is_named_anew_leaves_no_charter_in_the_room_before(
    server: Homeserver, bot: MatrixPerson, ana: MatrixPerson, tmp_path: Path
) -> None:
    program = written(tmp_path, bot, ana, await server.person("Bo"), "3")
    here = bot.user.partition(":")[2]
    await program.run("apply")
    old, new = await bot.room_id(f"#python3:{here}"), await ana.open_room("Snakes", alias="snakes3", invite=[bot.user])
    await bot.join(new)
    file = program.folder / "community.yaml"
    file.write_text(file.read_text().replace("#python3:", "#snakes3:"), encoding="utf-8")
    text = await program.fails("apply", "--yes")
    assert f"#python3:{here}: is taken away from the room that is let go" in text.partition("failed:")[0]
    said = [one["content"] for one in await bot.events(old) if one["type"] == "m.room.message"]
    assert said == [{}], "it was redacted"
    assert len([one for one in await ana.read(new) if one.sender == bot.user]) == 1


async def test_killed_in_the_middle_it_begins_again_and_does_nothing_twice(
    server: Homeserver, bot: MatrixPerson, ana: MatrixPerson, tmp_path: Path
) -> None:
    more = "".join(MANY.format(n=n, mark="2") for n in range(6))
    bo = await server.person("Bo")
    program = written(tmp_path, bot, ana, bo, "2", more)
    here = bot.user.partition(":")[2]

    async def charters() -> int:
        rooms = (await bot.call("GET", "/joined_rooms"))["joined_rooms"]
        said = [one for room in rooms for one in await bot.events(room) if one["type"] == "m.room.message"]
        return len(said)

    for wanted in (1, 4):

        async def so_far(wanted: int = wanted) -> bool:
            return await charters() >= wanted

        await program.killed(so_far, "apply")
    assert "failed" not in await program.run("apply")
    assert await program.changes() == []
    assert await charters() == 8
    rooms = (await bot.call("GET", "/joined_rooms"))["joined_rooms"]
    assert len(rooms) == 9, "eight groups and a Space"
    for n in range(6):
        events = await bot.events(await bot.room_id(f"#many{n}2:{here}"))
        kinds = [one["type"] for one in events if one.get("sender") == bot.user]
        assert kinds.count("m.room.topic") == kinds.count("m.room.message") == kinds.count("m.room.pinned_events") == 1


async def test_what_docs_matrix_tells_leads_to_the_first_welcome(server: Homeserver, tmp_path: Path) -> None:
    bot, ana, bo = [await server.person(name, localpart=f"{name.lower()}-1st") for name in ("Coterie", "Ana", "Bo")]
    for name, language in (("coterie.toml", "toml"), ("community.yaml", "yaml")):
        text = examples("matrix.md", language)[0].text
        for shown, real in (
            ("https://matrix.example.org", bot.url), ("@coterie:example.org", bot.user), ("@ana:example.org", ana.user),
            ("#python:example.org", "#python-1st:coterie.test"), ("#our-community:example.org", "#ours-1st:coterie.test"),
        ):  # fmt: skip
            text = text.replace(shown, real)
        (tmp_path / name).write_text(text, encoding="utf-8")
    program = Program(tmp_path, {PASSWORD: bot.password})
    await program.run("check", ".")
    await program.run("apply")
    room = await bo.room_id("#python-1st:coterie.test")
    running = await program.start("run")
    assert running.stderr is not None
    while json.loads(await running.stderr.readline())["event"] != "connected":
        pass
    reading = asyncio.ensure_future(running.stderr.read())
    await bo.join(room)
    since: dict[str, str] = {}
    async with asyncio.timeout(30):
        while not any(bo.user in seen.pings for seen in await bo.read(room)):
            since = {"since": (await bo.call("GET", "/sync", query={"timeout": "5000", **since}))["next_batch"]}
    running.terminate()
    await reading
    assert await running.wait() == 0
