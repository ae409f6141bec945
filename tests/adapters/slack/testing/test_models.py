"""slack_sdk's own models look at every block and view, in whatever depth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coterie.adapters.slack.testing.models import model_problem, view_model_problem

TEXT = {"type": "plain_text", "text": "x"}


@pytest.mark.parametrize(
    ("block", "word"),
    [
        ({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}, "3000"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "150"),
        ({"type": "actions", "elements": [{"type": "button", "text": TEXT, "value": "x" * 2001}]}, "2000"),
        ({"type": "context", "elements": [TEXT] * 11}, "10"),
    ],
)
def test_what_is_too_long_or_too_many_is_found_in_whatever_depth(block: dict[str, Any], word: str) -> None:
    assert word in (model_problem([block]) or "")
    assert word in (view_model_problem({"type": "home", "blocks": [block]}) or "")


def test_a_modal_without_blocks_or_with_a_long_title_is_refused() -> None:
    assert view_model_problem({"type": "modal", "title": TEXT, "blocks": []})
    long = {"type": "plain_text", "text": "x" * 25}
    assert view_model_problem({"type": "modal", "title": long, "blocks": [{"type": "divider"}]})


def test_real_views_pass(reference: Callable[[str], Any], reference_files: Callable[[str], list[Path]]) -> None:
    odd = ("view_home_001", "view_home_005", "view_home_006")  # deliberately so, or an answer
    files = [file for file in reference_files("blockkit/views/*.json") if file.stem not in odd]
    found = {file.name: view_model_problem(reference(f"blockkit/views/{file.name}")) for file in files}
    assert files and not any(found.values()), found
