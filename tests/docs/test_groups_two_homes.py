"""The page about groups with two homes: what stands in its files is right, and the commands that it names are there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from coterie.core.files.community import parse_community
from coterie.core.playbook.yaml import Source
from coterie.plugins import link, relay
from tests.docs.pages import examples, page

PAGE = "groups/two-homes.md"


def test_the_community_on_the_page_is_right() -> None:
    groups, people = (example.text for example in examples(PAGE, "yaml"))
    text = f"community: town\nname: Town\n{people}{groups}    review_every: 3mo\n"
    read = parse_community(Source.of(text.encode(), "community.yaml"), date(2026, 11, 1), Path("."))
    assert [str(one) for one in read.findings] == []
    assert read.community is not None and set(read.community.people["ana"].accounts) == {"slack", "matrix"}


def test_the_commands_on_the_page_are_there() -> None:
    acts = {found for found in re.findall(r"coterie relay ([a-z-]+)", page(PAGE))}
    assert acts == {act.value for act in relay.Act}
    assert (
        set(link.plugin.load().commands) == {"link", "unlink"}
        and "    link\n" in page(PAGE)
        and "`unlink`" in page(PAGE)
    )
