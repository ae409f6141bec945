from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from coterie.core.errors import ConfigError, Finding
from coterie.core.model.community import Community, Group, Person
from coterie.core.playbook.duration import Duration
from coterie.core.scenario import model
from coterie.core.scenario.driver import Direct, InRoom
from coterie.core.scenario.file import Surroundings, read_scenario

COMMUNITY = Community(
    id="c",
    name="C",
    managers=("max",),
    people={"ana": Person("ana", "Ana")},
    groups={"python": Group("python", "Python", "p", leaders=("lea",))},
)

HEAD = (
    'scenario: S\ncommunity: community.yaml\nbegins: "2026-11-23 08:00"\npeople: {bo: {in: [python]}, cy: }\nsteps:\n'
)


def read(folder: Path, text: str) -> model.Scenario:
    (folder / "community.yaml").write_text("")
    (folder / "s.yaml").write_text(text)
    return read_scenario(folder / "s.yaml", lambda path: Surroundings(COMMUNITY, path.parent, frozenset({"retro"})))


def mistakes(folder: Path, text: str) -> Sequence[Finding]:
    with pytest.raises(ConfigError) as error:
        read(folder, text)
    return error.value.findings


def test_a_scenario_without_steps_shows_nothing(tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, HEAD.replace("steps:\n", "steps: []\n"))
    assert (found.line, found.message) == (5, "'steps' must not be empty: a scenario without steps shows nothing")


def test_the_scenario_of_the_design_is_read(tmp_path: Path) -> None:
    scenario = read(
        tmp_path,
        HEAD
        + """
  - join: {who: cy, group: python}
  - expect: {in: python, says: "Welcome @cy"}
  - press: {who: lea, choice: done}
  - say: {who: bo, in: python, text: "!kudos @cy for asking"}
  - say: {who: bo, in: python, to: "Welcome", text: "Hi!"}
  - say: {who: cy, dm: true, text: "help"}
  - react: {who: bo, emoji: "🎉", to: "Welcome"}
  - fill: {who: cy, with: {mood: "4", why: , friends: [ana, bo]}}
  - start: {playbook: retro, group: python, who: max}
  - leave: {who: bo, group: python}
  - leave: {who: bo, group: python, removed: true}
  - restart: true
  - restart: {down: 8h}
  - wait: 7d
  - wait: {until: "2026-11-30 09:00"}
  - expect: {dm: cy, says: "/first .* week/", pings: [cy]}
  - expect: {in: python, says: x, pings: none, not: true}
  - silence: {in: python, for: 2d}
  - expect: {run: retro, group: python, state: finished, outcome: done}
""",
    )
    assert scenario.begins == datetime(2026, 11, 23, 8)
    assert scenario.people["bo"].in_ == ("python",)
    steps = scenario.steps
    assert steps[0] == model.Join(line=7, who="cy", group="python")
    assert steps[4] == model.Say(line=11, who="bo", text="Hi!", place=InRoom("python"), to=model.Pattern("Welcome"))
    assert steps[5] == model.Say(line=12, who="cy", text="help", place=Direct("cy"))
    assert steps[7] == model.Fill(line=14, who="cy", answers={"mood": ("4",), "why": (), "friends": ("ana", "bo")})
    assert steps[9:11] == (
        model.Leave(line=16, who="bo", group="python"),
        model.Leave(line=17, who="bo", group="python", removed=True),
    )
    assert steps[12] == model.Restart(line=19, down=Duration(8, "h"))
    assert steps[14] == model.Wait(line=21, until=datetime(2026, 11, 30, 9))
    assert steps[16] == model.ExpectSaid(
        line=23, place=InRoom("python"), says=model.Pattern("x"), pings=frozenset(), absent=True
    )
    assert steps[18] == model.ExpectRun(line=25, playbook="retro", group="python", state="finished", outcome="done")


@pytest.mark.parametrize(
    ("step", "message", "nearest"),
    [
        ("jion: {who: cy, group: python}", "unknown step 'jion'", "join"),
        ("join: {who: cya, group: python}", "unknown person 'cya'", "cy"),
        ("join: {who: cy, group: pyton}", "unknown group 'pyton'", "python"),
        ("join: {who: cy}", "'group' is missing", None),
        ("join: {who: cy, group: python, when: now}", "unknown key 'when'", None),
        ("start: {playbook: retros, group: python}", "unknown playbook 'retros'", "retro"),
        ("expect: {run: retro, state: done}", "'state' must be running", None),
        ("expect: {says: x}", "'in' is missing", None),
        ("expect: {in: python, dm: cy, says: x}", "'in' and 'dm' can't both stand", None),
        ("expect: {in: python, says: /(/}", "is no regular expression", None),
        ("expect: {in: python, pings: [nobody]}", "unknown person 'nobody'", None),
        ("react: {who: bo, emoji: ':tada:', to: x}", "':tada:' is no emoji", None),
        ("wait: 7 days", "'7 days' is not a duration", "7d"),
        ("wait: {until: soon}", "'soon' is not a local date-time", None),
        ("restart: false", "must be true, or {down: 8h}", None),
        ("restart:", "must be true, or {down: 8h}", None),
        ("silence: {in: python}", "'for' is missing", None),
        ("say: {who: bo, text: Hi}", "'in' is missing", None),
        ("{join: {who: cy, group: python}, wait: 1d}", "this one has 2 keys", None),
        ("wait", "a step must be a map, not a text", None),
    ],
)
def test_a_wrong_step_is_told_with_its_line(tmp_path: Path, step: str, message: str, nearest: str | None) -> None:
    found = mistakes(tmp_path, f"{HEAD}  - wait: 1d\n  - {step}\n")
    assert message in found[0].message and found[0].line == 7, found
    if nearest:
        assert found[0].nearest == nearest


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = HEAD.replace("bo: {in: [python]}", "bo: {in: [pithon]}").replace("08:00", "8 am")
    found = mistakes(tmp_path, text + "  - wait: x\n  - jump: 1\n")
    assert [finding.line for finding in found] == [3, 4, 6, 7]


def test_what_the_file_needs_must_be_there(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "scenario: S\n")
    assert [finding.message.split(" ")[0] for finding in found] == ["'community'", "'begins'", "'steps'"]


def test_a_community_file_that_is_not_there_is_told_without_blaming_the_names(tmp_path: Path) -> None:
    found = mistakes(tmp_path, HEAD.replace("community.yaml", "nowhere.yaml") + "  - join: {who: zoe, group: zebras}\n")
    assert [finding.message for finding in found] == ["there is no community file 'nowhere.yaml' beside the scenario"]


def test_mistakes_of_the_community_file_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "community.yaml").write_text("")
    (tmp_path / "s.yaml").write_text(HEAD + "  - wait: x\n")

    def wrong(path: Path) -> Surroundings:
        raise ConfigError(Finding(str(path), 3, 1, "no name"))

    with pytest.raises(ConfigError) as error:
        read_scenario(tmp_path / "s.yaml", wrong)
    assert {Path(finding.file).name for finding in error.value.findings} == {"s.yaml", "community.yaml"}


@pytest.mark.parametrize("text", ["", "- a\n", "scenario: S\nscenario: T\n", "\x00"])
def test_what_is_no_scenario_is_a_mistake_and_no_crash(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_what_is_wrong_with_the_value_of_a_step_stands_at_the_value(tmp_path: Path) -> None:
    found = mistakes(tmp_path, HEAD + "  - wait: 7 dyas\n  - restart: maybe\n")
    assert [(one.line, one.column, one.message.partition(",")[0]) for one in found] == [
        (6, 11, "'7 dyas' is not a duration"),
        (7, 14, "'restart' must be true or false"),
    ]
