"""docs/communities-as-code.md: its file is read and planned, and its tables say what there is."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from coterie.core.cli import cli
from coterie.core.engine.definitions import Definitions
from coterie.core.files.community import parse_community
from coterie.core.model.content import Capability
from coterie.core.plan.comparing import differences
from coterie.core.plan.desired import accounts_of, desired
from coterie.core.plan.difference import Act, Change, Difference, What
from coterie.core.plan.found import Found
from coterie.core.plan.showing import as_json
from coterie.core.playbook.yaml import Source

from .pages import examples, page

PAGE = "communities-as-code.md"
ALL = frozenset(Capability)


def test_the_example_is_a_community_that_can_be_planned() -> None:
    read = parse_community(Source.of(examples(PAGE, "yaml")[0].text, PAGE), date(2026, 11, 23), Path())
    assert read.findings == () and read.community is not None
    files = Definitions((read.community,))
    found = differences(
        desired(files, files, {"slack": ALL - {Capability.SPACES}, "matrix": ALL}, accounts_of(files.communities)), Found()
    )  # fmt: skip
    rooms = {(one.group, one.platform) for one in found if one.what is What.ROOM}
    assert rooms == {("@elbe-makers", "slack"), ("wood", "slack"), ("wood", "matrix")}
    assert {one.platform for one in found if one.what is What.SPACE} == {"matrix"}


def test_every_key_and_word_for_scripts_stands_on_the_page() -> None:
    rows = dict(re.findall(r"^\| (`[\w`, ]+`) \| (.+) \|$", page(PAGE), re.MULTILINE))
    keys = [key for cell in rows for key in re.findall(r"`(\w+)`", cell)]
    row = json.loads(as_json(Difference("g", None, What.ROOM, Change.ADD), outcome="done", reason=""))
    assert keys == list(row)
    assert re.findall(r"`(\w+)`", rows["`what`"]) == [one.value for one in What]
    assert re.findall(r"`(.)`", rows["`change`"]) == [one.value for one in Change]
    assert re.findall(r"`(\w+)`", rows["`act`"]) == [one.value for one in Act]


def test_every_command_on_the_page_is_one() -> None:
    written = re.findall(r"(?:^    |`)coterie ((?:plan|apply|export)\b[^`#\n]*)", page(PAGE), re.MULTILINE)
    assert {"plan", "apply", "export community", "plan --exit-code", "apply --yes"} <= {one.strip() for one in written}
    for one in written:
        cli.parse_args(one.split(), exit_on_error=False, print_error=False)
