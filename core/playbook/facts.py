"""What a run may know of the world, and how it is given: at once, or by saying what is missing."""

from __future__ import annotations

from typing import Protocol

from ..refs import GroupRef, PersonRef, RoomRef
from ..values import frozen


class Unknown(Exception):
    """The facts don't hold this yet: load what `question` and `subject` name, and ask again from the beginning."""

    def __init__(self, question: str, *subject: str) -> None:
        super().__init__(f"{question} {' '.join(subject)}")
        self.question = question
        self.subject = subject


@frozen
class PersonFacts:
    """A person: name shown, IANA zone where known."""

    ref: PersonRef
    name: str
    zone: str | None = None


@frozen
class GroupFacts:
    """A group as its charter says. `parent` is the room of the community it belongs to, where there is one."""

    ref: GroupRef
    name: str
    purpose: str = ""
    goal: str | None = None
    zone: str = "UTC"
    locale: str = "en"
    parent: RoomRef | None = None


@frozen
class CommunityFacts:
    """The community as its file says."""

    name: str
    zone: str = "UTC"
    locale: str = "en"


class Facts(Protocol):
    """Answers what is the case at this instant. Any of them may raise `Unknown`."""

    def community(self, group: GroupRef | None = None) -> CommunityFacts:
        """The community of a group; without one, that which it is about."""

    def group(self, group: GroupRef) -> GroupFacts: ...

    def person(self, person: PersonRef) -> PersonFacts: ...

    def is_person(self, name: str) -> bool:
        """Whether somebody is referred to by this name."""

    def members(self, group: GroupRef) -> tuple[PersonRef, ...]: ...

    def groups_of(self, person: PersonRef) -> tuple[GroupRef, ...]: ...

    def holders(self, role: str, group: GroupRef | None) -> tuple[PersonRef, ...]:
        """Who holds the role (`leader`, `manager`, `member`, `host` …), in the order of the charter."""

    def leader(self, group: GroupRef | None) -> PersonRef | None:
        """The leader on duty, else the one asked longest ago."""

    def on_duty(self, function: str, group: GroupRef | None) -> tuple[PersonRef, ...]:
        """Who has this function now."""

    def text(self, locale: str, id: str, **arguments: object) -> str:
        """A text of coterie's own, in neutral Markdown; texts among the arguments are taken as Markdown."""
