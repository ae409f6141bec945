"""Answers that are typed: which choice the words mean, and which message said it, so that an edit or a removal of that counts.

Record: `typed`: message → {card, choice, person}; as long as its card is open, of the newest answers of each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from ..model.content import Choice
from ..ports import Unit
from ..refs import MessageRef, PersonRef
from ..texts import core_texts
from ..values import frozen

TABLE = "typed"
REMEMBERED = 200

_NUMBER = re.compile(r"(?:#\s?|no\.? ?|nr\.? ?)?(\d{1,3})[.):]?\Z", re.IGNORECASE)
_KEYCAP = re.compile("([0-9])\u20e3\\Z")
_LOOKS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""What says how an emoji looks."""
_THUMBS = {"👍": "yes", "👎": "no"}
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def meant_by(choices: Sequence[Choice], text: str, *, addressed: bool) -> Choice | None:
    """The choice that somebody means: by its number, also as `2.` or 2️⃣; by its label; and, where it is `addressed` to the card or to coterie
    alone, by yes or no in any language coterie speaks, or a thumb, if one choice alone says so or is what that means."""
    typed = plain(text)
    if number := _NUMBER.match(typed.replace("🔟", "10")) or _KEYCAP.match(typed):
        place = int(number[1]) - 1
        return choices[place] if 0 <= place < len(choices) else None
    labels = [plain(one.label) for one in choices]
    for read in (str.strip, _bare):
        found = [one for one, label in zip(choices, labels, strict=True) if read(label) == read(typed) != ""]
        if found:
            return found[0]
    shown = [one for one, label in zip(choices, labels, strict=True) if _emoji(label) == typed != ""]
    if len(shown) == 1:
        return shown[0]
    return _yes_or_no(choices, _THUMBS.get(typed) or _bare(typed)) if addressed else None


def plain(text: str) -> str:
    """The text as it is compared: however its letters are composed, how wide its digits are, which way it is written, in which colour its
    emoji are, and how many blanks stand in it."""
    signs = unicodedata.normalize("NFKC", text).casefold()
    kept = (sign for sign in signs if unicodedata.category(sign) != "Cf" and not _LOOKS.match(sign))
    return " ".join("".join(kept).split())


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


def _emoji(label: str) -> str:
    """The emoji of a label, where it has one beside its words."""
    found = "".join(sign for sign in label if unicodedata.category(sign) == "So")
    return found if _bare(label) else ""


def _bare(text: str) -> str:
    return _EDGE.sub("", text)


def _yes_or_no(choices: Sequence[Choice], typed: str) -> Choice | None:
    for agrees, words in ((True, _words("word-yes")), (False, _words("word-no"))):
        if typed in words:
            found = [one for one in choices if one.agrees is agrees or one.id in words or _first_word(one) in words]
            return found[0] if len(found) == 1 else None
    return None


def _first_word(choice: Choice) -> str:
    return _bare(plain(choice.label)).split(" ")[0].strip(",.!")


@cache
def _words(id: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in core_texts().words(id))
