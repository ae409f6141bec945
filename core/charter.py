"""What a group says of itself in its room: the pinned charter and the topic. Pure; one place, for whoever opens a room or repairs one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from unicodedata import normalize

from .model.community import Community, Group, JoinMode, Visibility
from .model.roles import LEADER
from .playbook.duration import Duration
from .refs import PersonRef
from .texts import Reader, Text, core_texts

LONGEST_TOPIC = 250
"""Characters of a topic. Slack takes no more (conversations.setTopic, `too_long`); Matrix names no number."""

LONGEST_NAME, LONGEST_PURPOSE, LONGEST_PEOPLE = 60, 500, 200
"""Characters that people are let type for a group's name, for its purpose, and for whom and for whom not it is."""

CHARTER = "charter:"
"""The key of the post that says a group's charter begins so; the group's id follows, then a colon and what tells it from others."""

_UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month"}
_NO_UPPER_END = 10**9
_LONGEST_ID = 40

# Joiners stay: Persian words and many emoji are written with them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def charter_text(group: Group, community: Community, reader: Reader, *, guidelines: str | None = None) -> str:
    """The charter in neutral Markdown, leaders as mentions. `guidelines` is the version of the guidelines, where there is one.

    A line stands there only where the group says something; the words of a goal are the community's.
    """
    return "\n\n".join(_lines(group, community, reader, guidelines))


def topic_of(group: Group, longest: int = LONGEST_TOPIC) -> str:
    """The topic of the group's room in plain text, on one line, at most so long: what it is for, and for whom if there is room left."""
    purpose = one_line(group.purpose)
    if group.for_:
        for_ = one_line(group.for_)
        whole = str(core_texts().plain("topic-for", Reader(group.locale), purpose=purpose, whom=for_))
        if len(whole) <= longest:
            return whole
    return _cut(purpose, longest)


def charter_called(reader: Reader) -> str:
    """What a charter is called where it stands above its room."""
    return core_texts().plain("charter-called", reader)


def charter_key(group: str, occasion: str) -> str:
    """The key of the post that says this group's charter. Who posts one uses it: by it the post is found again when the charter changes."""
    return f"{CHARTER}{group}:{occasion}"


def charter_group(key: str) -> str | None:
    """The id of the group whose charter is said under this key; None for any other key."""
    return key.removeprefix(CHARTER).partition(":")[0] if key.startswith(CHARTER) else None


def one_line(typed: object) -> str:
    """What somebody typed on one line, without what turns the direction of what follows and without signs that nobody sees."""
    return " ".join(_UNSEEN.sub(" ", str(typed)).split())


def review_months(group: Group) -> int:
    """Every how many months a group is looked at; weeks and days count as the nearest, at least one."""
    every = group.review_every or ""
    number = int("".join(sign for sign in every if sign.isdigit()) or 0)
    return number if every.endswith("mo") else max(1, round(number * (7 if every.endswith("w") else 1) / 30))


def free_id(name: str, taken: Collection[str]) -> str:
    """The id of a group of this name: Latin letters, digits and hyphens, as every platform takes them for a room; no other has it."""
    # What has marks in Latin loses them; other scripts leave nothing, and get a name of our own that is always the same.
    bare = normalize("NFKD", name.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST_ID].strip("-")
    if not any(sign.isalpha() for sign in slug):
        slug = f"group-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def digest(text: str) -> str:
    """What tells two texts apart, in few signs: the text itself need not be kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lines(group: Group, community: Community, reader: Reader, guidelines: str | None) -> Iterator[str]:
    texts = core_texts()
    yield texts.text("charter-name", reader, name=one_line(group.name))
    yield texts.text("charter-purpose", reader, purpose=one_line(group.purpose))
    if group.for_:
        yield texts.text("charter-for", reader, whom=one_line(group.for_))
    if group.not_for:
        yield texts.text("charter-not-for", reader, whom=one_line(group.not_for))
    if group.goal:
        yield texts.text("charter-goal", reader, goal=one_line(community.goals.get(group.goal, group.goal)))
    if leaders := leading(group):
        yield texts.text("charter-leaders", reader, leaders=tuple(PersonRef(id) for id in leaders))
    yield _size(group, reader)
    yield texts.text("charter-join", reader, join=joining(group))
    if group.until is not None:
        yield texts.text("charter-until", reader, until=group.until)
    elif group.review_every:
        yield texts.text("charter-review", reader, every=_in_words(group.review_every, reader))
    if guidelines:
        yield texts.text("charter-guidelines", reader, version=guidelines)


def leading(group: Group) -> tuple[str, ...]:
    """Who leads, until further notice or for a term."""
    return tuple(dict.fromkeys([*group.leaders, *(term.person for term in group.terms if term.role == LEADER)]))


def joining(group: Group) -> JoinMode:
    """How one really comes in: a private room is open to nobody by itself."""
    return JoinMode.INVITE if (group.visibility, group.join) == (Visibility.PRIVATE, JoinMode.OPEN) else group.join


def _size(group: Group, reader: Reader) -> str:
    if group.size.to >= _NO_UPPER_END:
        return core_texts().text("charter-size-from", reader, least=group.size.from_)
    return core_texts().text("charter-size", reader, least=group.size.from_, most=group.size.to)


def _in_words(written: str, reader: Reader) -> Text:
    every = Duration.parse(written)
    language = reader.locale.replace("_", "-").partition("-")[0]
    locale = language if language in ("en", "de") else "en"
    from babel import Locale  # when a charter is said: Babel is large, and a start says nothing
    from babel.units import format_unit

    return Text(format_unit(every.amount, f"duration-{_UNITS[every.unit]}", locale=Locale.parse(locale)))


def _cut(text: str, longest: int) -> str:
    """The text, or as many of its words as fit before an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head else head}…"
