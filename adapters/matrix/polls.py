"""Polls (MSC3381): questions sent in the form that clients understand today, votes read in that and in the stable one (pure).

A vote replaces the one before it; one without answers takes it back; what is no answer of the poll counts as none, and of more answers than may
be given the first ones count (MSC3381, "Responses").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coterie.core.model.content import Card
from coterie.core.values import frozen

from .encode import KEY, Content, in_thread
from .markup import rendered
from .names import transaction_id

START, RESPONSE, END = (f"org.matrix.msc3381.poll.{what}" for what in ("start", "response", "end"))
STARTS = (START, "m.poll.start")
RESPONSES = (RESPONSE, "m.poll.response")
_STABLE = "m.poll"
_TEXT = "org.matrix.msc1767.text"


@frozen
class Poll:
    """A poll as its first event tells it: the question in plain text, the ids of the answers, how many of them one may choose."""

    question: str
    answers: tuple[str, ...] = ()
    most: int = 1


def poll(card: Card, *, key: str, root: str | None = None) -> Content:
    """The content that asks: the choices are its answers, by their ids. It holds no markup."""
    question = rendered(card.text, {}).plain
    labels = [f"{number}. {choice.label}" for number, choice in enumerate(card.choices, 1)]
    asked = {
        "kind": "org.matrix.msc3381.poll.disclosed",
        "max_selections": len(card.choices) if card.several else 1,
        "question": {_TEXT: question, "body": question, "msgtype": "m.text"},
        "answers": [{"id": choice.id, _TEXT: choice.label} for choice in card.choices],
    }
    return {START: asked, _TEXT: "\n".join([question, *labels]), KEY: transaction_id(key)} | in_thread(root)


def end(event: str, text: str, *, key: str) -> Content:
    """The content that ends the poll `event`; its text is for clients without polls."""
    relation = {"m.relates_to": {"rel_type": "m.reference", "event_id": event}}
    return {END: {}, _TEXT: text, "body": text, KEY: transaction_id(key)} | relation


def poll_in(content: object) -> Poll | None:
    """The poll that a content begins, in either form; None where it begins none."""
    found = _mapping(content)
    asked = _mapping(found.get(START) or found.get(_STABLE))
    question = _said(_mapping(asked.get("question")))
    listed = asked.get("answers")
    if question is None or not isinstance(listed, list):
        return None
    ids = (_mapping(one).get("id") or _mapping(one).get("m.id") for one in listed)
    most = asked.get("max_selections")
    many = most if isinstance(most, int) and not isinstance(most, bool) and most > 0 else 1
    return Poll(question, tuple(id for id in ids if isinstance(id, str) and id), many)


def vote_of(content: object, asked: Poll) -> tuple[str, ...]:
    """The ids of the answers that a vote holds; none where it takes the vote back."""
    found = _mapping(content)
    given = _mapping(found.get(RESPONSE) or found.get("m.poll.response")).get("answers", found.get("m.selections"))
    chosen = dict.fromkeys(one for one in given if isinstance(one, str)) if isinstance(given, list) else {}
    return tuple(one for one in chosen if one in asked.answers)[: asked.most]


def _said(question: Mapping[str, Any]) -> str | None:
    """The text of a question: as the older form has it, or the first of the stable one's blocks."""
    blocks = question.get("m.text")
    texts = [question.get(_TEXT), question.get("body"), blocks]
    texts += [_mapping(one).get("body") for one in blocks] if isinstance(blocks, list) else []
    return next((one for one in texts if isinstance(one, str)), None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
