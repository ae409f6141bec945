"""Scenarios played in a world, with the real engine and a small handler in the place of playbooks."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import define, frozen

from coterie.adapters.simulator.adapter import SimulatorAdapter
from coterie.adapters.simulator.driver import SimulatorDriver, SimulatorStage
from coterie.core.clock import ManualClock
from coterie.core.discovery import STORES, installed
from coterie.core.model.community import Community, Group, Person
from coterie.core.model.content import Capability
from coterie.core.model.effect import Effect
from coterie.core.model.event import Event, MessagePosted
from coterie.core.ports import Cursor, Inbox, Performed
from coterie.core.scenario.command import test as play_paths
from coterie.core.scenario.driver import Player, Room
from coterie.core.scenario.file import Surroundings, read_scenario
from coterie.core.scenario.runner import Played, play

from .greeting import open_greeting

COMMUNITY = Community(
    id="c",
    name="C",
    zone="Europe/Berlin",
    people={"dee": Person("dee", "Dee")},
    groups={"python": Group("python", "Python", "p", leaders=("dee",)), "rust": Group("rust", "Rust", "r")},
)


def surroundings(path: Path) -> Surroundings:
    return Surroundings(COMMUNITY, path.parent, frozenset({"retro"}))


def written(
    folder: Path, steps: str, people: str = "{ana: {leads: [python]}, bo: {in: [python]}, cy: {name: Cy 🌱}}"
) -> Path:
    (folder / "community.yaml").write_text("community: c\n")
    file = folder / "scenario.yaml"
    lines = [f"  - {line.strip()}" for line in steps.strip().splitlines()]
    head = f'scenario: S\ncommunity: community.yaml\nbegins: "2026-11-23 08:00"\npeople: {people}\nsteps:\n'
    file.write_text(head + "\n".join(lines) + "\n")
    return file


async def played(folder: Path, steps: str, *lacks: Capability) -> Played:
    scenario = read_scenario(written(folder, steps), surroundings)
    return await play(scenario, SimulatorStage(lacks), open_greeting)


PASSING: Mapping[str, str] = {
    "a newcomer is greeted, and nobody who was there before": """
        expect: {in: python, not: true}
        join: {who: cy, group: python}
        expect: {in: python, says: "Welcome @cy to python", pings: [cy]}
        expect: {in: python, not: true, says: Welcome}
        expect: {in: rust, not: true}""",
    "what is said in a week comes when it is due": """
        join: {who: cy, group: python}
        silence: {dm: cy, for: 6d}
        expect: {dm: cy, not: true}
        wait: {until: "2026-11-30 08:00"}
        expect: {dm: cy, says: /How was .* week/, pings: [cy]}""",
    "a button is pressed by its label, and the card reads otherwise": """
        join: {who: cy, group: python}
        expect: {in: python, says: Welcome}
        press: {who: ana, choice: not now}
        expect: {in: python, says: "Settled by @ana", pings: none, not: true}
        expect: {in: python, says: "Settled by @ana"}""",
    "a reply stands in the thread of the newest message": """
        say: {who: bo, in: python, text: Hello there}
        expect: {in: python, not: true}
        say: {who: ana, to: /^hello/, in: python, text: "Hi @bo and <@bo>"}""".replace("/^hello/", "Hello"),
    "a form is opened, a value that does not fit keeps it open": """
        say: {who: cy, dm: true, text: form}
        fill: {who: cy, with: {mood: "9"}}
        expect: {dm: cy, says: Your mood is, not: true}
        fill: {who: cy, with: {mood: "4", why: }}
        expect: {dm: cy, says: Your mood is 4}""",
    "a reaction and a command are heard": """
        say: {who: bo, in: python, text: Nice}
        react: {who: ana, emoji: "🎉", to: Nice}
        expect: {in: python, says: "@ana liked it", pings: [ana]}""",
    "what one person alone sees is theirs": """
        say: {who: bo, in: python, text: psst}
        expect: {in: python, not: true}
        expect: {dm: bo, says: Only you see this, pings: [bo]}""",
    "a run is started and seen": """
        expect: {run: retro, group: python, not: true}
        start: {playbook: retro, group: python, who: ana}
        expect: {run: retro, group: python, state: running, outcome: ana}""",
    "leaders of the community file are in their group": """
        say: {who: dee, in: python, text: I am here}
        leave: {who: dee, group: python}
        join: {who: dee, group: python}
        expect: {in: python, says: "Welcome @dee"}""",
}


@pytest.mark.parametrize("steps", PASSING.values(), ids=PASSING.keys())
async def test_a_scenario_passes(tmp_path: Path, steps: str) -> None:
    result = await played(tmp_path, steps)
    assert result.passed, result.results[-1].message


FAILING: Mapping[str, tuple[str, Sequence[str]]] = {
    "something is said too late": (
        "join: {who: cy, group: python}\nexpect: {in: python, says: Hello}",
        ['expected in python: coterie to say "Hello"', "coterie: Welcome @cy to python!   [Done | Not now]"],
    ),
    "somebody else is pinged": (
        "join: {who: cy, group: python}\nexpect: {in: python, says: Welcome, pings: [ana]}",
        ["pinging ana", "it was said, but pings cy"],
    ),
    "it is said in the silence": (
        "join: {who: cy, group: python}\nsilence: {dm: cy, for: 2w}",
        ["expected silence dm cy for 2w", "How was your first week?"],
    ),
    "no card offers it": (
        "join: {who: cy, group: python}\npress: {who: bo, choice: perhaps}",
        ["no open card offers 'perhaps' to bo", "[Done | Not now]"],
    ),
    "somebody outside speaks": ("say: {who: cy, in: python, text: Hi}", ["cy is not in python"]),
    "nobody may start it": ("start: {playbook: retro, group: python}", ["somebody must start it"]),
    "the run is otherwise": (
        "expect: {run: retro, group: python, state: finished}",
        ["expected the run retro in python to be finished; there is no such run"],
    ),
    "the time is over": ('wait: {until: "2026-11-22 08:00"}', ["2026-11-22 08:00 is over: it is 2026-11-23 08:00"]),
    "no form is open": ("fill: {who: cy, with: {mood: 4}}", ["no form is open for cy"]),
    "nobody wrote that": ('react: {who: bo, emoji: "🎉", to: Nothing}', ['no message reads "Nothing"']),
}


@pytest.mark.parametrize(("steps", "words"), FAILING.values(), ids=FAILING.keys())
async def test_a_failing_step_says_what_was_expected_and_shows_the_place(
    tmp_path: Path, steps: str, words: Sequence[str]
) -> None:
    result = await played(tmp_path, steps + "\nwait: 1d")
    *before, last = result.results
    assert not last.ok and all(step.ok for step in before)
    assert last.line == 6 + len(before)
    assert all(word in last.message for word in words), last.message


async def test_without_buttons_a_choice_is_a_reaction_on_a_list(tmp_path: Path) -> None:
    steps = """
        join: {who: cy, group: python}
        expect: {in: python, says: "1️⃣ Done"}"""
    result = await played(tmp_path, steps, Capability.BUTTONS)
    assert result.passed, result.results[-1].message


class SlowAdapter(SimulatorAdapter):
    """Keeps the pace of one effect a second."""

    async def perform(self, effect: Effect, *, again: bool = False) -> Performed:
        done = await super().perform(effect, again=again)
        await self._clock.sleep_until(self._clock.now() + timedelta(seconds=1))
        return done


class BrokenAdapter(SimulatorAdapter):
    """Breaks when it is to bring a message."""

    async def _bring(self, inbox: Inbox, found: Sequence[Event], cursor: Cursor) -> None:
        if any(isinstance(event, MessagePosted) for event in found):
            raise RuntimeError("the wire is cut")
        await super()._bring(inbox, found, cursor)


@define
class OtherDriver(SimulatorDriver):
    kind: type[SimulatorAdapter] = SimulatorAdapter

    def adapter(self) -> SimulatorAdapter:
        return self.kind(self.settings, {}, self.world.clock, self.world)


@frozen
class OtherStage:
    kind: type[SimulatorAdapter]
    platform: str = "simulator"

    @asynccontextmanager
    async def scene(
        self, clock: ManualClock, people: Sequence[Player], rooms: Sequence[Room]
    ) -> AsyncIterator[SimulatorDriver]:
        async with SimulatorStage().scene(clock, people, rooms) as driver:
            yield OtherDriver(driver.world, driver.opened, driver.rooms, kind=self.kind)


async def test_an_adapter_that_keeps_a_pace_is_waited_for(tmp_path: Path) -> None:
    steps = """
        join: {who: cy, group: python}
        expect: {in: python, says: Welcome}
        say: {who: bo, in: python, text: psst}
        expect: {dm: bo, says: Only you}"""
    result = await play(read_scenario(written(tmp_path, steps), surroundings), OtherStage(SlowAdapter), open_greeting)
    assert result.passed, result.results[-1].message


async def test_what_stops_coterie_is_told_with_the_step_in_which_it_did(tmp_path: Path) -> None:
    steps = "wait: 1d\nsay: {who: bo, in: python, text: Hello}\nwait: 1d"
    scenario = read_scenario(written(tmp_path, steps), surroundings)
    result = await play(scenario, OtherStage(BrokenAdapter), open_greeting)
    assert [step.ok for step in result.results] == [True, False]
    assert result.results[-1].message == "coterie stopped: RuntimeError: the wire is cut"


@pytest.mark.skipif("tinydb" not in installed(STORES), reason="a crash needs the store on disk")
async def test_coterie_is_killed_and_goes_on_where_it_was(tmp_path: Path) -> None:
    steps = """
        join: {who: cy, group: python}
        restart: true
        expect: {in: python, says: Welcome}
        restart: {down: 10d}
        expect: {dm: cy, says: first week}
        expect: {dm: cy, says: first week, not: true}
        expect: {in: python, says: Welcome, not: true}
        restart: true"""
    result = await played(tmp_path, steps)
    assert result.passed, result.results[-1].message
    assert [step.step for step in result.results].count("restart") == 3


# --- the command ----------------------------------------------------------------------------------------------------


async def told(paths: Sequence[Path], *, as_json: bool = True, transcript: bool = False) -> tuple[int, list[str]]:
    lines: list[str] = []
    status = await play_paths(
        paths,
        platform="simulator",
        surroundings_of=surroundings,
        open_coterie=open_greeting,
        write=lines.append,
        as_json=as_json,
        with_transcript=transcript,
    )
    return status, lines


async def test_a_step_is_a_line_of_json_and_the_totals_come_last(tmp_path: Path) -> None:
    file = written(tmp_path, "join: {who: cy, group: python}\nexpect: {in: python, says: Good bye}\nwait: 1d")
    status, lines = await told([tmp_path])
    first, second, totals = (json.loads(line) for line in lines)
    assert status == 1
    assert first == {"scenario": "S", "file": str(file), "line": 6, "step": "join", "ok": True, "message": ""}
    assert (second["line"], second["step"], second["ok"]) == (7, "expect", False)
    assert totals == {"scenarios": 1, "passed": 0, "failed": 1}


async def test_a_scenario_that_passes_exits_with_0_and_shows_its_transcript(tmp_path: Path) -> None:
    written(tmp_path, "join: {who: cy, group: python}")
    status, lines = await told([tmp_path], as_json=False, transcript=True)
    assert status == 0
    assert "in python:\n  coterie: Welcome @cy to python!" in "\n".join(lines)
    assert lines[-2:] == ["passed  S (1 of 1 steps)", "1 scenario, 1 passed, 0 failed"]


async def test_a_wrong_file_starts_nothing(tmp_path: Path) -> None:
    written(tmp_path, "jion: {who: cy, group: python}")
    status, lines = await told([tmp_path])
    assert status == 1
    assert json.loads(lines[0])["message"] == "unknown step 'jion' (did you mean 'join'?)"
    assert json.loads(lines[-1]) == {"scenarios": 1, "passed": 0, "failed": 1}


async def test_a_file_that_is_wrong_fails_by_itself(tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    written(tmp_path / "wrong", "jion: {who: cy, group: python}")
    written(tmp_path, "join: {who: cy, group: python}")
    status, lines = await told([tmp_path])
    assert status == 1
    assert [json.loads(line)["ok"] for line in lines[:-1]] == [False, True]
    assert json.loads(lines[-1]) == {"scenarios": 2, "passed": 1, "failed": 1}
