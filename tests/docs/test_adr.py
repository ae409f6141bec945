"""The pages of docs/adr/: numbered without a gap, and each with all that a decision is told by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "adr").glob("*.md"))
STATUS = re.compile(r"^\*\*Status\.\*\* (?:Accepted|Superseded by (\d+))\.$", re.MULTILINE)


def test_they_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_tells_its_number_status_context_choice_what_was_rejected_and_the_price(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(page.name[:4])}. ")
    status = STATUS.search(text)
    assert status, "under the title stands `**Status.** Accepted.`"
    assert status[1] is None or int(page.name[:4]) < int(status[1]) <= len(PAGES)
    places = [text.find(f"**{part}") for part in ("Status.", "Context.", "Choice", "Rejected.", "Price.")]
    assert -1 not in places and places == sorted(places)
