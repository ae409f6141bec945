"""Slack's own reference data, which lies beside the repository, and what it says of a call."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from coterie.adapters.slack.testing.calls import Call
from coterie.adapters.slack.testing.limits import BLOCK_TEXT, text_length

REFERENCE = Path(__file__).parents[3].parent / "shared" / "slack"
TEXT = {"chat.update": 4000, "chat.postMessage": 4000, "chat.postEphemeral": 4000}
"""Characters of `text`: chat.update refuses more, the others cut what is longer than 40,000."""

METADATA = 3000


@cache
def read(path: str) -> Any:
    """A JSON file of it."""
    return json.loads((REFERENCE / path).read_text())


@cache
def _validator(kind: str) -> Any:
    schema = read("blockkit/blockkit.schema.json")["definitions"]
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": schema})


def problems(calls: Iterable[Call]) -> list[str]:
    """What is wrong with calls by the published methods, the schemas of blocks and views, and the limits. Each is looked at once."""
    seen = set[str]()
    found = []
    for call in calls:
        written = json.dumps([call.name, call.parsed("blocks"), call.parsed("view")], sort_keys=True)
        new = written not in seen
        seen.add(written)
        found += [f"{call.name}: {problem}" for problem in (*_of_arguments(call), *(_of_content(call) if new else ()))]
    return found


def _of_arguments(call: Call) -> Iterator[str]:
    page = read(f"methods/{call.name}.json")["args"]
    given = set(call.arguments)
    if strange := given - set(page["properties"]):
        yield f"no such arguments: {sorted(strange)}"
    if missing := set(page["required"]) - given - {"files", "interactivity_pointer", "trigger_id"}:
        yield f"missing arguments: {sorted(missing)}"
    if len(call.text("text")) > TEXT.get(call.name, 40_000):
        yield f"a text of {len(call.text('text'))} characters"


def _of_content(call: Call) -> Iterator[str]:
    blocks, view = call.parsed("blocks"), call.parsed("view")
    if blocks is not None:
        yield from _unfit("MessageBlocks", {"blocks": blocks})
        if text_length(blocks) > BLOCK_TEXT:
            yield f"{text_length(blocks)} characters in blocks"
    if isinstance(view, dict):
        yield from _unfit("HomeView" if view["type"] == "home" else "ModalView", view)
        if len(json.dumps(view)) > 250_000 or len(view.get("private_metadata", "")) > METADATA:
            yield "a view that is too large"


def _unfit(kind: str, value: Any) -> Iterator[str]:
    for error in _validator(kind).iter_errors(value):
        worst = jsonschema.exceptions.best_match([error])
        yield f"{'/'.join(str(part) for part in worst.absolute_path)}: {worst.message[:200]}"
