"""The page about quiet: its community file is right, and the commands that it names are there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from coterie.core.files.community import parse_community
from coterie.core.playbook.yaml import Source
from coterie.plugins.quiet import plugin
from tests.docs.pages import examples, page

PAGE = "groups/quiet.md"


def test_the_community_on_the_page_is_right() -> None:
    (example,) = examples(PAGE, "yaml")
    read = parse_community(Source.of(example.text.encode(), "community.yaml"), date(2026, 11, 1), Path("."))
    assert [str(one) for one in read.findings] == []


def test_every_command_on_the_page_is_there_and_every_one_stands_on_it() -> None:
    named = {found.split()[0] for found in re.findall(r"^\| `([^`]+)`", page(PAGE), re.MULTILINE)}
    assert named == set(plugin.load().commands)
