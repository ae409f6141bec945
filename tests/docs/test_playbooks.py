"""What docs/playbooks.md shows is right, and it shows everything."""

from pathlib import Path

import pytest

from coterie.core.commands.checking import check
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.playbook import ParamType
from coterie.core.playbook.functions import FUNCTIONS
from coterie.core.playbook.verbs import CORE_EVENTS, CORE_VERBS, MODIFIERS, PLACES, PREFIXES

from .pages import Example, examples, page

PAGE = "playbooks.md"
FOLDERS = {"playbook": "playbooks", "deck": "decks", "community": "."}


def test_every_example_passes_the_checker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = examples(PAGE, "yaml")
    assert len(shown) > 12
    for example in shown:
        put(tmp_path, example)
    status = check([tmp_path], as_json=False)
    out = capsys.readouterr().out
    assert (status, "warning" in out) == (0, False), out


def put(home: Path, example: Example) -> None:
    """Write an example as a file of a community; steps alone become those of a playbook."""
    text, kind = example.text, example.first_key
    if text.startswith("- "):
        kind, name = "playbook", f"line-{example.line}"
        text = f"playbook: {name}\nstarts: [{{command: {name}}}]\nsteps:\n{text}"
    name = "community" if kind == "community" else f"line-{example.line}"
    file = home / FOLDERS[kind] / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_the_mistake_is_printed_as_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = examples(PAGE, "text")
    file = tmp_path / "playbooks" / "heartbeat.yaml"
    file.parent.mkdir()
    file.write_text("playbook: heartbeat\nversion: 1\nsteps:\n  - promt: {deck: python}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert check([Path("playbooks")], as_json=False) == 1
    assert capsys.readouterr().out.startswith(shown.text)


@pytest.mark.parametrize(
    "word",
    [
        *CORE_VERBS,
        *MODIFIERS,
        *PLACES,
        *(f"{prefix}:" for prefix in PREFIXES),
        *CORE_EVENTS,
        *FUNCTIONS,
        *(type.value for type in ParamType),
        *(f"| `{verb}` | {plugin.name} |" for plugin in installed_plugins() for verb in plugin.steps),
        *(f"`{event}`" for plugin in installed_plugins() for event in plugin.events),
    ],
)
def test_every_word_of_the_language_stands_on_the_page(word: str) -> None:
    assert word in page(PAGE)
