"""What slack_sdk's own models of Block Kit say of blocks and views: a second opinion beside `limits`, by somebody else's reading of Slack's pages.

The models are older than some of Slack's blocks: what they do not know they say nothing of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from .things import Payload


def model_problem(blocks: Iterable[Payload]) -> str | None:
    """What is wrong with blocks, or None."""
    return _first(one for block in blocks for one in _parts(Block.parse(dict(block))))


def view_model_problem(view: Payload) -> str | None:
    """What is wrong with a modal or a home page, or None."""
    try:
        parsed = View(**view)
    except (SlackObjectFormationError, TypeError) as error:
        return str(error)
    return _first([parsed]) or model_problem(view.get("blocks", []))


def _first(objects: Iterable[JsonObject]) -> str | None:
    for one in objects:
        try:
            one.validate_json()
        except SlackObjectFormationError as error:
            return f"{type(one).__name__}: {error}"
    return None


def _parts(value: object) -> Iterator[JsonObject]:
    """A model and every model in it: a model looks at itself alone."""
    if isinstance(value, JsonObject):
        yield value
        for inner in vars(value).values():
            yield from _parts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _parts(inner)
