"""Every command that a page names can be given, every target can be made, every link leads somewhere."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from cyclopts.exceptions import MissingArgumentError

from coterie.core.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    file.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "examples/**/*.md", "core/commands/beginning/**/*.md")
    for file in ROOT.glob(pattern)
    if file.name != "CHANGELOG.md"  # it tells of what was, too
)
SHELL = re.compile(r"(?:^    |`)coterie (?=[a-z])([^`#\n]+)", re.MULTILINE)
CHAT = re.compile(r"/coterie ([a-z][a-z-]*)")
OWN = re.compile(r"command(?:: |\(\")([a-z-]+)")
"""What a playbook or plugin shown on the page answers to."""

MADE = re.compile(r"(?:^    |`)make ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def text(name: str) -> str:
    """What a page says of what there is."""
    whole = (ROOT / name).read_text(encoding="utf-8")
    return whole.partition("## What is not there yet")[0]


def test_there_are_pages() -> None:
    assert {"README.md", "docs/playbooks.md", "docs/groups/life.md"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_command_for_a_shell_is_one(name: str) -> None:
    for written in SHELL.findall(text(name)):
        words = shlex.split(written)
        with suppress(*([MissingArgumentError] if len(words) == 1 else [])):  # the command is spoken of, not given
            cli.parse_args(words, exit_on_error=False, print_error=False)


@pytest.mark.parametrize("name", PAGES)
def test_every_command_for_a_chat_is_one(name: str) -> None:
    plugins = {one.name: one.load().load() for one in entry_points(group="coterie.plugins")}
    commands = {command for plugin in plugins.values() for command in plugin.commands}
    own = set(OWN.findall(text(name)))
    assert set(CHAT.findall(text(name))) <= commands | plugins.keys() | own


@pytest.mark.parametrize("name", PAGES)
def test_every_target_can_be_made(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert set(MADE.findall(text(name))) <= targets


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    for link in LINK.findall(text(name)):
        assert ((ROOT / name).parent / link).exists(), link
