"""`coterie new community|playbook|plugin`: what they write, that it passes, and that they take nothing away."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import MatrixSettings
from coterie.adapters.slack.settings import SlackSettings
from coterie.core.commands.beginning import new_community, new_playbook, new_plugin
from coterie.core.commands.checking import check
from coterie.core.commands.rehearsal import test as play
from coterie.core.config import read_config
from coterie.core.errors import ConfigError


def test_what_it_writes_passes_check_and_test_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_community(tmp_path / "ours") == 0
    capsys.readouterr()
    assert check([tmp_path / "ours"], as_json=True) == 0
    assert capsys.readouterr().out == ""
    status = play([tmp_path / "ours" / "scenarios"], platform="simulator", as_json=False, with_transcript=False)
    assert status == 0, capsys.readouterr().out


def test_it_says_what_it_wrote_and_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_community(tmp_path / "ours")
    said = capsys.readouterr().out
    for file in written_in(tmp_path / "ours"):
        assert f"  {file}  " in said
    assert f"cd {tmp_path / 'ours'}\n  coterie check .\n  coterie test scenarios\n" in said


def test_tokens_are_kept_out_of_git(tmp_path: Path) -> None:
    new_community(tmp_path)
    assert ".env" in (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    example = (tmp_path / ".env.example").read_text("utf-8").splitlines()
    assert all(line.endswith("=") for line in example if line and not line.startswith("#"))


def test_its_configuration_is_read_with_each_platform_switched_on(tmp_path: Path) -> None:
    new_community(tmp_path)
    file = tmp_path / "coterie.toml"
    text = file.read_text("utf-8")
    for line in ("[slack]", 'mode = "socket"', "[matrix]", "homeserver =", "user ="):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    file.write_text(text, "utf-8")
    assert set(read_config(file, {"slack": SlackSettings, "matrix": MatrixSettings}).adapters) == {"slack", "matrix"}


@pytest.mark.parametrize("there", ["community.yaml", ".env.example", "decks/starters.yaml", "playbooks"])
def test_a_file_that_is_there_stays_and_nothing_is_written(tmp_path: Path, there: str) -> None:
    mine = tmp_path / there
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine", "utf-8")
    with pytest.raises(ConfigError, match="nothing was written") as refused:
        new_community(tmp_path)
    assert refused.value.findings[0].file == str(mine)
    assert written_in(tmp_path) == {there}
    assert mine.read_text("utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "coterie.toml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match=r"coterie\.toml"):
        new_community(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_the_command_line_answers_with_one_error_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", "utf-8")
    command = [sys.executable, "-m", "coterie", "new", "community", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert str(tmp_path / "README.md") in ran.stderr


def written_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("folder", "id", "name"),
    [
        ("berlin-tech", "berlin-tech", "Berlin Tech"),
        ("Büro 7", "buro-7", "Buro 7"),
        ("7 Zwerge", "zwerge", "Zwerge"),
        ("日本", "my-community", "My Community"),
    ],
)
def test_the_community_is_called_as_its_folder(tmp_path: Path, folder: str, id: str, name: str) -> None:
    new_community(tmp_path / folder)
    text = (tmp_path / folder / "community.yaml").read_text("utf-8")
    assert text.startswith(f"community: {id}\nname: {name}\n")
    assert (tmp_path / folder / "README.md").read_text("utf-8").startswith(f"# {name}, run by coterie\n")


def test_the_transcript_is_for_machines_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_community(tmp_path / "ours")
    capsys.readouterr()
    play([tmp_path / "ours" / "scenarios"], platform="simulator", as_json=True, with_transcript=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    said = [row["said"] for row in rows if "said" in row]
    assert said and all(set(one) == {"by", "text", "thread", "choices"} | ({"in", "dm"} & set(one)) for one in said)
    assert {one["by"] for one in said} >= {"coterie"}
    assert {"scenarios", "passed", "failed"} == set(rows[-1])


# --- a playbook -----------------------------------------------------------------------------------------------------


def test_a_playbook_passes_its_scenario_beside_a_community_that_does_not_use_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_community(tmp_path)
    new_playbook("Büro-Stunde", tmp_path)
    assert "coterie test scenarios/buro-stunde.yaml" in capsys.readouterr().out
    assert check([tmp_path], as_json=True) == 0
    assert capsys.readouterr().out == ""
    scenario = tmp_path / "scenarios" / "buro-stunde.yaml"
    assert play([scenario], platform="simulator", as_json=False, with_transcript=False) == 0, capsys.readouterr().out


def test_a_playbook_of_that_name_stays(tmp_path: Path) -> None:
    new_playbook("retro", tmp_path)
    (tmp_path / "playbooks" / "retro.yaml").write_text("mine", "utf-8")
    with pytest.raises(ConfigError, match="nothing was written"):
        new_playbook("retro", tmp_path)
    assert (tmp_path / "playbooks" / "retro.yaml").read_text("utf-8") == "mine"


# --- a plugin -------------------------------------------------------------------------------------------------------


def test_a_plugin_passes_its_own_tests_as_it_is(tmp_path: Path) -> None:
    assert new_plugin(tmp_path / "coterie-helping-hands") == 0
    home = tmp_path / "coterie-helping-hands"
    assert 'helping-hands = "coterie_helping_hands:plugin"' in (home / "pyproject.toml").read_text("utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_plugin_is_written_as_strictly_as_coterie_is(tmp_path: Path) -> None:
    new_plugin(tmp_path / "hands")
    checks = [["-m", "ruff", "check", "."], ["-m", "ruff", "format", "--check", "."]]
    for one in checks:
        ran = subprocess.run(
            [sys.executable, *one], cwd=tmp_path / "hands", capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("word", ["ask", "within", "post"])
def test_a_plugin_is_not_called_by_a_word_of_playbooks(tmp_path: Path, word: str) -> None:
    with pytest.raises(ConfigError, match="is a word of playbooks already, so nothing was written"):
        new_plugin(tmp_path / word)
    assert not (tmp_path / word).exists()


def test_that_a_plugin_of_this_name_is_installed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_plugin(tmp_path / "kudos")
    assert "There is a plugin kudos installed already" in capsys.readouterr().out
