"""`coterie check`: whatever stands in a folder, every mistake of every file at once."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from coterie.core.commands.config_check import config_findings
from coterie.core.commands.rehearsal import test as play
from coterie.core.commands.simulation import simulate
from coterie.core.errors import ConfigError, Finding
from coterie.core.model.content import Capability
from coterie.core.plugin import Plugin

TODAY = date(2026, 11, 23)


def found(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, list[dict[str, object]]]:
    """The exit status, and the findings in their order."""
    status = check(paths, as_json=True)
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_of_two_playbooks_of_one_id_the_second_is_named_and_all_else_that_is_wrong_with_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(
        tmp_path,
        a="playbook: retro\nsteps:\n  - pots: Hi\n",
        b="# again\nplaybook: retro\nversoin: 2\nsteps:\n  - post: '{{ nothing }}'\n",
    )
    status, findings = found(capsys, tmp_path)
    said = {(Path(str(one["file"])).name, one["line"], str(one["message"]).split(";")[0]) for one in findings}
    assert status == 1
    assert ("b.yaml", 2, f"the id 'retro' is taken: it stands in {tmp_path / 'a.yaml'} already") in said
    assert {(file, line) for file, line, _ in said} == {("a.yaml", 3), ("b.yaml", 2), ("b.yaml", 3), ("b.yaml", 5)}


def test_of_two_decks_of_one_id_likewise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(
        tmp_path,
        a="deck: talk\ncards: [{txt: One}]\n",
        b="deck: talk\ncards:\n  - {text: Two, between: [13-01, 01-02]}\n",
    )
    status, findings = found(capsys, tmp_path)
    assert status == 1
    assert {(Path(str(one["file"])).name, one["line"]) for one in findings} == {
        ("a.yaml", 2),
        ("b.yaml", 1),
        ("b.yaml", 3),
    }


def test_two_playbooks_whose_ids_are_both_wrong_do_not_take_each_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, a="playbook: 1\nsteps: [{post: Hi}]\n", b="playbook: 2\nsteps: [{post: Hi}]\n")
    _, findings = found(capsys, tmp_path)
    assert not [one for one in findings if "taken" in str(one["message"])]


def test_a_folder_of_every_kind_tells_of_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(
        tmp_path,
        community="community: c\nname: C\nzone: x\ngroups: {g: {name: G, purpose: P, review_every: 3 moons}}\n",
        deck="deck: d\ncards: []\n",
        playbook="playbook: p\nsteps: [{wiat: 1d}, {post: '{{ who }}'}]\n",
        scenario="scenario: s\ncommunity: nowhere.yaml\nsteps: [{sya: {}}]\n",
        other="plabook: p\n",
    )
    (tmp_path / "coterie.toml").write_text("[coterie]\nstoer = 'x'\nlocale = 3\n[slcak]\n", encoding="utf-8")
    status, findings = found(capsys, tmp_path)
    lines = sorted((Path(str(one["file"])).name, one["line"] or 0) for one in findings if one["severity"] == "error")
    assert status == 1
    assert {name for name, _ in lines} == {
        "community.yaml", "deck.yaml", "playbook.yaml", "scenario.yaml", "other.yaml", "coterie.toml"
    }  # fmt: skip
    assert [line for name, line in lines if name == "coterie.toml"] == [2, 3, 4]
    assert len([line for name, line in lines if name == "playbook.yaml"]) == 2
    assert len([line for name, line in lines if name == "community.yaml"]) == 2


def test_a_draft_beside_the_file_that_is_named_does_not_take_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(
        tmp_path,
        a="playbook: retro\nsteps:\n  - post: {text: Hi}\n",
        b="playbook: retro\nsteps:\n  - post: {txt: Hi}\n",
        community="community: c\nname: C\ntimezone: UTC\ngroups: {}\n",
    )
    assert [one["line"] for one in found(capsys, tmp_path / "b.yaml")[1]] == [3]
    assert [one["line"] for one in found(capsys, tmp_path)[1]] == [1, 3]


def test_among_the_playbooks_of_a_community_an_id_is_taken_also_for_the_file_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "playbooks").mkdir()
    same = "playbook: retro\nsteps:\n  - post: {text: Hi}\n"
    written(tmp_path, community="community: c\nname: C\ntimezone: UTC\ngroups: {}\n")
    written(tmp_path / "playbooks", a=same, b=same)
    assert ["taken" in str(one["message"]) for one in found(capsys, tmp_path / "playbooks" / "b.yaml")[1]] == [True]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("  - <<: {post: {text: Hi}}\n", [(3, None)]),
        ("  - each: {in: group.members, as: one, steps: []}\n", [(3, None)]),
        ("  - post: {text: Hi, txet: Ho}\n", [(3, "text")]),
    ],
)
def test_one_mistake_is_one_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], steps: str, expected: list[tuple[int, str | None]]
) -> None:
    written(tmp_path, a=f"playbook: a\nsteps:\n{steps}")
    assert [(one["line"], one["nearest"]) for one in found(capsys, tmp_path)[1]] == expected


def test_an_unknown_group_that_something_is_said_in_is_one_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(
        tmp_path,
        community="community: c\nname: C\ntimezone: UTC\nmanagers: [ana]\n"
        "groups: {py: {name: P, purpose: Q, leaders: [ana], until: 2099-01-01}}\n",
        scenario="scenario: s\ncommunity: community.yaml\nbegins: 2026-11-23 08:00\nsteps:\n"
        "  - say: {who: ana, in: pyy, text: Hi}\n",
    )
    status, findings = found(capsys, tmp_path)
    assert status == 1
    assert [(one["line"], one["column"], one["nearest"]) for one in findings] == [(5, 25, "py")]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("playbook: p\nsteps: [{wait: 1d}]\n", "'other.yaml' is no community file: it is a playbook"),
        ("name: C\ncommunity: c\n", "'other.yaml' is no community file: it does not begin with `community:`"),
        ("", "'other.yaml' is no community file: it does not begin with `community:`"),
    ],
)
def test_a_scenario_that_names_something_else_than_a_community_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str, said: str
) -> None:
    scenario = "scenario: s\ncommunity: other.yaml\nbegins: 2026-11-23 08:00\nsteps: [{wait: 1d}]\n"
    written(tmp_path, other=named, scenario=scenario)
    status, findings = found(capsys, tmp_path / "scenario.yaml")
    assert status == 1
    assert [(one["line"], one["column"], one["message"]) for one in findings] == [(2, 12, said)]


def test_a_community_in_a_file_of_another_name_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "community.txt"
    file.write_text("community: c\nname: C\ntimezone: Europe/Berln\ngroups: {}\n", encoding="utf-8")
    status, findings = found(capsys, file)
    assert status == 1 and [one["nearest"] for one in findings] == ["Europe/Berlin"]


def test_a_finding_is_one_line_for_whoever_reads_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, a='playbook: a\nsteps:\n  - "po\\u2028s\\u0085t": {text: Hi}\n')
    assert check([tmp_path], as_json=True) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines and all("message" in json.loads(line) for line in lines)


def test_warnings_alone_are_exit_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "coterie.toml"
    (tmp_path / "community.yaml").write_text("community: c\nname: C\ngroups: {}\n", encoding="utf-8")
    file.write_text("[slack]\n", encoding="utf-8")
    status, findings = found(capsys, file)
    assert status == 0
    assert {one["severity"] for one in findings} == {"warning"}


def test_a_folder_in_which_there_is_nothing_is_no_good_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty := tmp_path / "decks").mkdir()
    (empty / "notes.txt").write_text("playbook: p", encoding="utf-8")
    status, (one,) = found(capsys, empty)
    assert (status, one["file"], one["severity"]) == (1, str(empty), "error")
    assert "there is nothing to check in this folder" in str(one["message"])
    written(tmp_path, p="playbook: p\nsteps: [{post: {text: Hi}}]\n")
    status, (one,) = found(capsys, tmp_path, empty)
    assert (status, one["file"], one["severity"]) == (0, str(empty), "warning"), "something was checked"


def test_what_never_ends_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(pipe := tmp_path / "pipe.yaml")
    for path in (Path("/dev/zero"), pipe):
        status, (one,) = found(capsys, path)
        assert (status, one["message"]) == (1, "can't be read: it is a device or a pipe, not a file")
        assert play([path], platform="simulator", as_json=False, with_transcript=False) == 1
        assert "it is a device or a pipe" in capsys.readouterr().out
        (refused,) = config_findings(path, TODAY)
        assert "it is a device or a pipe" in refused.message


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "deck.yaml").open("wb") as file:
        file.write(b"deck: d\ncards: []\n")
        file.truncate(1 << 40)  # of holes: a terabyte that takes no place, and fits into no memory
    status, (one,) = found(capsys, tmp_path)
    assert (status, one["message"]) == (1, "the file has more than 1,000,000 bytes; split it")


def test_a_playbook_that_takes_the_word_of_a_command_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, p="playbook: p\nstarts: [{command: help}]\nsteps: [{post: {text: Hi}}]\n")
    status, (one,) = found(capsys, tmp_path)
    assert (status, one["severity"], one["column"]) == (0, "warning", 20)
    assert "'!coterie help help'" in str(one["message"])


def of_config(folder: Path, plugin: Plugin, toml: str) -> list[Finding]:
    (folder / "community.yaml").write_text("community: c\nname: C\ngroups: {}\n", encoding="utf-8")
    (folder / "coterie.toml").write_text(toml, encoding="utf-8")
    return list(config_findings(folder / "coterie.toml", TODAY, lambda _: (plugin.load(),)))


def test_what_plugins_need_and_will_not_find_is_a_warning(tmp_path: Path) -> None:
    plugin = Plugin("tea", needs={Capability.BUTTONS, "plugin:kettle"})
    findings = of_config(tmp_path, plugin, "[simulator]\nlacks = ['buttons']\n")
    assert {(one.message, one.severity) for one in findings} == {
        ("plugin tea needs buttons, which simulator does not have", "warning"),
        ("plugin tea needs the plugin kettle, which is not loaded", "warning"),
    }


def test_a_text_of_a_plugin_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tea.en.ftl").write_text("a = A\nb = { $\n", encoding="utf-8")
    plugin = Plugin("tea", texts="tea.ftl")
    plugin.file = str(tmp_path / "tea.py")
    (finding,) = of_config(tmp_path, plugin, "[simulator]\n")
    assert (Path(finding.file).name, finding.line, finding.severity) == ("tea.en.ftl", 2, "error")


def test_what_is_wrong_with_a_playbook_is_told_once_however_many_scenarios_it_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(
        tmp_path,
        community="community: c\nname: C\ngroups: {}\n",
        playbook="playbook: p\nsteps: [{wiat: 1d}]\n",
        one="scenario: One\ncommunity: community.yaml\nsteps: [{wait: 1d}]\n",
        two="scenario: Two\ncommunity: community.yaml\nsteps: [{wait: 1d}]\n",
    )
    _, findings = found(capsys, tmp_path)
    assert len([one for one in findings if "wiat" in str(one["message"])]) == 1
    assert play([tmp_path], platform="simulator", as_json=True, with_transcript=False) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len([row for row in rows if "wiat" in row.get("message", "")]) == 1
    assert rows[-1] == {"scenarios": 2, "passed": 0, "failed": 2}


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbfplaybook: p\nsteps: [{promt: x}]\n",
        b"# about: it\r\n\r\nplaybook: p\r\nsteps: [{promt: x}]\r\n",
        b"# about: it\rplaybook: p\rsteps: [{promt: x}]\r",
        b"%YAML 1.2\n--- {playbook: p, steps: [{promt: x}]}\n",
        b'{"playbook": "p", "steps": [{"promt": "x"}]}',
        b"  playbook: p\n  steps: [{promt: x}]\n",
    ],
)
def test_a_file_says_what_it_is_however_it_is_written_down(
    written: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.yaml").write_bytes(written)
    status, findings = found(capsys, tmp_path / "p.yaml")
    assert (status, [one["nearest"] for one in findings]) == (1, ["prompt"])


def test_a_file_by_itself_has_nothing_to_do_with_others_in_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, a="playbook: p\nsteps: [{post: {text: a}}]\n", b="playbook: p\nsteps: [{post: {text: b}}]\n")
    assert found(capsys, tmp_path / "b.yaml") == (0, [])
    assert found(capsys, tmp_path / "a.yaml", tmp_path / "b.yaml")[0] == 1


def test_a_role_that_nobody_can_hold_is_named_in_a_playbook_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, p="playbook: p\nstarts: [{command: go, who: leadr}]\nsteps: [{post: {text: a}}]\n")
    status, findings = found(capsys, tmp_path / "p.yaml")
    assert (status, [(one["line"], one["column"], one["nearest"]) for one in findings]) == (1, [(2, 29, "leader")])


def test_what_is_wrong_with_leaders_is_not_told_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = "{name: G, purpose: P, review_every: 0d, leaders: [anna]}"
    written(tmp_path, c=f"community: c\nname: C\npeople: {{ana: {{}}}}\ngroups: {{g: {group}}}\n")
    status, findings = found(capsys, tmp_path / "c.yaml")
    assert status == 1
    assert [(one["severity"], one["message"]) for one in findings] == [
        ("error", "'review_every' must be longer than nothing, for example 3mo"),
        ("error", "'anna' does not stand under people"),
    ]


def test_a_home_that_no_platform_can_have_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = 'name: G, purpose: P, review_every: 3mo, leaders: [ana], homes: {slack: "Python Evenings"}'
    written(tmp_path, c=f"community: c\nname: C\npeople: {{ana: {{}}}}\ngroups: {{g: {{{group}}}}}\n")
    status, findings = found(capsys, tmp_path / "c.yaml")
    assert status == 1
    assert [(one["line"], one["message"]) for one in findings] == [
        (4, "no room or channel is called 'Python Evenings': such a name has no blanks")
    ]


@pytest.mark.parametrize(
    ("room", "group", "message"),
    [
        ("", "", "a thread on slack needs a room of the whole community there: name one as 'room', {slack: …}"),
        (
            "room: {slack: lobby}",
            "visibility: private, ",
            "whoever is in the community's room reads its threads: a private group needs a room of its own",
        ),
        (
            "room: {slack: lobby}",
            "join: invite, ",
            "nobody can be invited into a thread by hand: say join: open or knock, or name a room",
        ),
        ("room: {slack: thread}", "", "only a group lives in a thread; a channel that is called so is '#thread'"),
    ],
)
def test_a_thread_that_can_not_be_is_an_error_where_it_is_written(
    room: str, group: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    homes = "homes: {slack: '#thread'}" if "thread" in room else "homes: {slack: thread}"
    says = f"name: G, purpose: P, review_every: 3mo, leaders: [ana], {group}{homes}"
    written(tmp_path, c=f"community: c\nname: C\npeople: {{ana: {{}}}}\n{room}\ngroups: {{g: {{{says}}}}}\n")
    status, findings = found(capsys, tmp_path / "c.yaml")
    assert (status, [one["message"] for one in findings]) == (1, [message])


def test_what_coterie_toml_names_and_is_not_there_stands_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "coterie.toml"
    toml = '[coterie]\ncommunity = ["nope.yaml"]\nplugins = ["kudoz", "help"]\nplaybooks = ["playbooks", "nope"]\n'
    file.write_text(toml, encoding="utf-8")
    status, findings = found(capsys, file)
    assert status == 1
    assert [(one["line"], one["column"], one["nearest"]) for one in findings] == [
        (2, 1, None),
        (4, 1, None),
        (3, 1, "kudos"),
    ]


def test_a_scenario_that_is_no_yaml_is_told_of_by_those_who_play_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, s="scenario: s\nsteps: [{wait: 1d}\n")
    assert play([tmp_path], platform="simulator", as_json=True, with_transcript=False) == 1
    first, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["file"], first["line"], first["ok"]) == (str(tmp_path / "s.yaml"), 2, False)
    assert last == {"scenarios": 1, "passed": 0, "failed": 1}


@pytest.mark.parametrize(
    ("name", "said"),
    [("playbook.yaml", "is no community file: it is a playbook"), ("nowhere.yaml", "there is no such file")],
)
def test_in_what_is_no_community_nothing_is_simulated(tmp_path: Path, name: str, said: str) -> None:
    written(tmp_path, playbook="playbook: p\nsteps: [{wait: 1d}]\n")
    with pytest.raises(ConfigError, match=said):
        simulate(str(tmp_path / "playbook.yaml"), during="1d", community=tmp_path / name, group=None)


TOO_LONG = "x" * 300


def test_a_name_that_no_file_can_have_is_that_of_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(
        tmp_path,
        community=f"community: c\nname: C\ntimezone: UTC\nguidelines: {TOO_LONG}\ngroups: {{}}\n",
        scenario=f"scenario: s\ncommunity: {TOO_LONG}\nbegins: 2026-11-23 08:00\nsteps: [{{wait: 1d}}]\n",
    )
    (tmp_path / "coterie.toml").write_text(
        f'[coterie]\ncommunity = ["a\\u0000b", "{TOO_LONG}"]\nplaybooks = ["{TOO_LONG}"]\n', encoding="utf-8"
    )
    status, findings = found(capsys, tmp_path, tmp_path / TOO_LONG)
    assert status == 1
    assert sorted(
        (Path(str(one["file"])).stem[:9], one["line"] or 0) for one in findings if "there is no" in str(one["message"])
    ) == [("community", 4), ("coterie", 2), ("coterie", 2), ("coterie", 3), ("scenario", 2), ("xxxxxxxxx", 0)]


def of_communities(folder: Path, *texts: str) -> list[tuple[str, int | None, str]]:
    """What is said of communities that live together."""
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    names = ", ".join(f'"{number}.yaml"' for number, _ in enumerate(texts))
    (folder / "coterie.toml").write_text(f"[coterie]\ncommunity = [{names}]\n[simulator]\n", encoding="utf-8")
    said = config_findings(folder / "coterie.toml", TODAY, lambda _: ())
    return [(Path(one.file).name, one.line, one.message.split(" stands")[0]) for one in said]


def community(id: str, *groups: str) -> str:
    some = "".join(f"  {group}\n" for group in groups)
    return f"community: {id}\nname: C\ntimezone: UTC\nmanagers: [ana]\ngroups:\n{some}"


def group(id: str, home: str) -> str:
    return f"{id}: {{name: G, purpose: P, leaders: [ana], until: 2099-01-01, homes: {{slack: {home}}}}}"


def test_of_communities_that_live_together_each_has_its_own_ids_and_homes(tmp_path: Path) -> None:
    said = of_communities(
        tmp_path,
        community("one", group("py", "python")),
        community("one", group("py", "java"), group("js", "'#Python'")),
        community("two", group("go", "golang")),
    )
    assert said == [
        ("1.yaml", 1, "the community 'one'"),
        ("1.yaml", 6, "the group 'py'"),
        ("1.yaml", 7, "the home on slack 'python'"),
    ]


def test_two_groups_of_one_community_do_not_share_a_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, community=community("one", group("py", "python"), group("js", "python")))
    status, findings = found(capsys, tmp_path)
    assert status == 1
    assert [(one["line"], str(one["message"]).split(" stands")[0]) for one in findings] == [
        (7, "the home on slack 'python'")
    ]


def test_a_file_of_somebody_elses_in_a_folder_is_left_alone_unless_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, compose="services:\n  web: {image: x}\n", deck="dekc: py\ncards: [One]\n")
    status, findings = found(capsys, tmp_path)
    assert status == 1 and [(Path(str(one["file"])).name, one["nearest"]) for one in findings] == [
        ("deck.yaml", "deck")
    ]
    status, findings = found(capsys, tmp_path, tmp_path / "compose.yaml")
    assert status == 1 and len(findings) == 2
