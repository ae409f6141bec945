"""What a group says of itself in its room: the pinned charter and the topic. Pure; one place, for whoever opens a room or repairs one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from .model.community import Community, Group, JoinMode, Visibility
from .model.roles import LEADER
from .playbook.duration import Duration
from .refs import PersonRef
from .texts import Reader, Text, core_texts

LONGEST_TOPIC = 250
"""Characters of a topic. Slack takes no more (conversations.setTopic, `too_long`); Matrix names no number."""

CHARTER = "charter:"
"""The key of the post that says a group's charter begins so; the group's id follows, then a colon and what tells it from others."""

_UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month"}
_NO_UPPER_END = 10**9


def charter_text(group: Group, community: Community, reader: Reader, *, guidelines: str | None = None) -> str:
    """The charter in neutral Markdown, leaders as mentions. `guidelines` is the version of the guidelines, where there is one.

    A line stands there only where the group says something; the words of a goal are the community's.
    """
    return "\n\n".join(_lines(group, community, reader, guidelines))


def topic_of(group: Group, longest: int = LONGEST_TOPIC) -> str:
    """The topic of the group's room in plain text, on one line, at most so long: what it is for, and for whom if there is room left."""
    purpose = " ".join(group.purpose.split())
    if group.for_:
        for_ = " ".join(group.for_.split())
        whole = str(core_texts().plain("topic-for", Reader(group.locale), purpose=purpose, whom=for_))
        if len(whole) <= longest:
            return whole
    return _cut(purpose, longest)


def charter_key(group: str, occasion: str) -> str:
    """The key of the post that says this group's charter. Who posts one uses it: by it the post is found again when the charter changes."""
    return f"{CHARTER}{group}:{occasion}"


def charter_group(key: str) -> str | None:
    """The id of the group whose charter is said under this key; None for any other key."""
    return key.removeprefix(CHARTER).partition(":")[0] if key.startswith(CHARTER) else None


def digest(text: str) -> str:
    """What tells two texts apart, in few signs: the text itself need not be kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lines(group: Group, community: Community, reader: Reader, guidelines: str | None) -> Iterator[str]:
    texts = core_texts()
    yield texts.text("charter-name", reader, name=_one_line(group.name))
    yield texts.text("charter-purpose", reader, purpose=_one_line(group.purpose))
    if group.for_:
        yield texts.text("charter-for", reader, whom=_one_line(group.for_))
    if group.not_for:
        yield texts.text("charter-not-for", reader, whom=_one_line(group.not_for))
    if group.goal:
        yield texts.text("charter-goal", reader, goal=_one_line(community.goals.get(group.goal, group.goal)))
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


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, longest: int) -> str:
    """The text, or as many of its words as fit before an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head else head}…"
