"""Answers that are typed: which choice the words mean, and which message said it, so that an edit or a removal of that counts.

Record: `typed`: message → {card, choice, person}; as long as its card is open, of the newest answers of each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..model.content import Choice
from ..ports import Unit
from ..refs import MessageRef, PersonRef
from ..texts import Reader, core_texts
from ..values import frozen

TABLE = "typed"
REMEMBERED = 200

_NUMBER = re.compile(r"(?:#\s?|no\.? ?|nr\.? ?)?(\d{1,3})[.):]?\Z", re.IGNORECASE)
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3\\Z")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def meant_by(choices: Sequence[Choice], text: str, *, addressed: bool) -> Choice | None:
    """The choice that somebody means: by its number, also as `2.` or 2️⃣; by its label; and, where it is `addressed` to the card or to coterie
    alone, by yes or no in any language coterie speaks, if one choice alone says so."""
    typed = text.strip().casefold()
    if number := _NUMBER.match(typed.replace("🔟", "10")) or _KEYCAP.match(typed):
        place = int(number[1]) - 1
        return choices[place] if 0 <= place < len(choices) else None
    for read in (str.strip, _bare):
        found = [one for one in choices if read(one.label.casefold()) == read(typed) != ""]
        if found:
            return found[0]
    return _yes_or_no(choices, _bare(typed)) if addressed else None


def is_number(text: str) -> bool:
    """Whether it can mean nothing but a number."""
    return _NUMBER.match(text.strip()) is not None


async def note(unit: Unit, message: MessageRef, card: str, choice: str, person: PersonRef) -> None:
    """Remember that this message chose so."""
    unit.put(TABLE, message.id, {"card": card, "choice": choice, "person": person.id})


@frozen
class Typed:
    """What a message chose: on which card, what, and who wrote it."""

    card: str
    choice: str
    person: PersonRef


async def said_by(unit: Unit, message: MessageRef) -> Typed | None:
    """What the message chose; None where it was no answer."""
    kept = await unit.get(TABLE, message.id)
    return Typed(kept["card"], kept["choice"], PersonRef(kept["person"])) if kept else None


def forget(unit: Unit, message: str) -> None:
    """The message is an answer no longer."""
    unit.delete(TABLE, message)


def _bare(text: str) -> str:
    return _EDGE.sub("", text)


def _yes_or_no(choices: Sequence[Choice], typed: str) -> Choice | None:
    for words in (_words("words-yes"), _words("words-no")):
        if typed in words:
            found = [
                one
                for one in choices
                if one.id in words or _bare(one.label.casefold()).split(" ")[0].strip(",.!") in words
            ]
            return found[0] if len(found) == 1 else None
    return None


@cache
def _words(id: str) -> frozenset[str]:
    texts = core_texts()
    said = [texts.plain(id, Reader(locale)) for locale in texts.files]
    return frozenset(word.strip().casefold() for one in said for word in one.split(","))
