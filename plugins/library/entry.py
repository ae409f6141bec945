"""What a library keeps: where a thing is found, what it is called, whose it is, and until when somebody looks at it again (pure)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from coterie.core.api import MessageRef, PersonRef, evolve, frozen

TITLE = 200
"""Characters of a title."""
LINK = 2000
"""Characters of an address: what every browser takes."""
TAG = 40
"""Characters of a tag."""
TAGS = 10
"""Tags of an entry."""
REVIEW = timedelta(days=182)
"""After half a year somebody looks whether an entry still holds."""

_LOST = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ـ": ""})
_JUNK = re.compile(
    r"[\x00-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ue000\ue001\ud800-\udfff\ufffe\uffff]"
)


_BARE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class Shelf(Enum):
    """Who finds an entry: the group that kept it, the groups beside it and what is above them, everybody."""

    GROUP = "group"
    PARENT = "parent"
    PUBLIC = "public"


class NotALink(ValueError):
    """What was given is no address on the web."""


@frozen
class Entry:
    """One thing of a library. Of a message only the reference is kept, never what it says.

    `number` is its own in the whole community; `shelved` is when it came on its shelf. `asked` is when its owner was asked whether it still
    holds, None where nobody is being asked; `doubtful`, that the owner did not answer.
    """

    number: int
    title: str
    group: str
    owner: PersonRef
    shelved: datetime
    review: date
    link: str = ""
    message: MessageRef | None = None
    tags: tuple[str, ...] = ()
    shelf: Shelf = Shelf.GROUP
    asked: datetime | None = None
    doubtful: bool = False

    def confirmed(self, by: PersonRef, today: date, *, gone: bool = False) -> Entry:
        """Still good, for half a year more. Where the owner is `gone`, whoever says so is the owner now."""
        owner = by if gone else self.owner
        return evolve(self, owner=owner, review=today + REVIEW, asked=None, doubtful=False)


def title_of(typed: str) -> str:
    """A title as it is kept: one line, nothing invisible in it, not over `TITLE` characters."""
    return " ".join(_JUNK.sub(" ", unicodedata.normalize("NFC", typed)).split())[:TITLE].strip()


def link_of(typed: str) -> str:
    """An address on the web as it is kept. Raises NotALink."""
    link = typed.strip().removeprefix("<").removesuffix(">")
    try:
        parts = urlsplit(link)
        sound = parts.scheme.casefold() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or len(link) > LINK or _JUNK.search(link) or re.search(r"[\s<>\"]", link):
        raise NotALink(typed)
    return link


def name_of(link: str) -> str:
    """What an address is called where nobody gave it a title."""
    parts = urlsplit(link)
    return title_of(f"{parts.hostname or ''}{parts.path.rstrip('/')}")


def link_in(text: str) -> str:
    """The first address of the web that stands in a text as it is; empty where there is none."""
    for found in _BARE.finditer(text):
        try:
            return link_of(found[0].rstrip(".,;:!?)"))
        except NotALink:
            continue
    return ""


def tag_of(typed: str) -> str:
    """A tag as it is kept: without #, in small letters; empty where nothing of it can be one."""
    lowered = unicodedata.normalize("NFKC", typed.casefold()).casefold()
    # Marks belong to the letters before them: without its vowel signs a Hindi word is another one.
    kept = "".join(one for one in lowered if one in "-_" or unicodedata.category(one)[0] in "LMN")
    return unicodedata.normalize("NFKC", kept)[:TAG].strip("-_")


def tags_of(typed: str) -> tuple[str, ...]:
    """The tags in a text where they stand by themselves, with or without #, parted by blanks or commas; each once, in order."""
    found = (tag_of(word) for word in re.split(r"[\s,;]+", typed))
    return tuple(dict.fromkeys(tag for tag in found if tag))[:TAGS]


def titled(typed: str) -> tuple[str, tuple[str, ...]]:
    """A title, and the tags that stand in it with #."""
    words = typed.split()
    tags = [word for word in words if word.startswith("#") and tag_of(word)]
    return title_of(" ".join(word for word in words if word not in tags)), tags_of(" ".join(tags))


def folded(text: str) -> str:
    """The text for comparing: no case, no diacritics, no vowel signs."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parted if not unicodedata.combining(one)).translate(_LOST)
