"""What templates see: people, groups, steps and the run, each with the attributes that the language names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import isfinite

from ..model.content import Markdown
from ..model.run import Run, StepState
from ..refs import GroupRef, MessageRef, PersonRef, RoomRef
from .facts import Facts
from .printing import Filled, Named, Reader, well_formed

LARGEST_KEPT = 100_000
"""Characters and elements of one value that a run keeps."""
DEEPEST_KEPT = 20


class PersonView(Named):
    """A person: a mention in a message, a name elsewhere."""

    kind = "a person"
    attributes = ("id", "name", "zone", "groups")

    def __init__(self, ref: PersonRef, facts: Facts) -> None:
        self.ref = ref
        self._facts = facts

    @property
    def id(self) -> str:
        return self.ref.id

    @property
    def name(self) -> str:
        return self._facts.person(self.ref).name

    @property
    def zone(self) -> str | None:
        return self._facts.person(self.ref).zone

    @property
    def groups(self) -> tuple[GroupView, ...]:
        return tuple(GroupView(group, self._facts) for group in self._facts.groups_of(self.ref))

    def printed_name(self) -> str:
        return self.name

    def printed_ref(self) -> PersonRef:
        return self.ref

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersonView) and other.ref == self.ref

    def __hash__(self) -> int:
        return hash(self.ref)


class GroupView(Named):
    """A micro-community: prints as its name."""

    kind = "a group"
    attributes = ("id", "name", "purpose", "goal", "size", "leaders", "members", "zone", "locale")

    def __init__(self, ref: GroupRef, facts: Facts) -> None:
        self.ref = ref
        self._facts = facts

    @property
    def id(self) -> str:
        return self.ref.id

    @property
    def name(self) -> str:
        return self._facts.group(self.ref).name

    @property
    def purpose(self) -> str:
        return self._facts.group(self.ref).purpose

    @property
    def goal(self) -> str | None:
        return self._facts.group(self.ref).goal

    @property
    def zone(self) -> str:
        return self._facts.group(self.ref).zone

    @property
    def locale(self) -> str:
        return self._facts.group(self.ref).locale

    @property
    def size(self) -> int:
        return len(self._facts.members(self.ref))

    @property
    def leaders(self) -> tuple[PersonView, ...]:
        return seen_people(self._facts.holders("leader", self.ref), self._facts)

    @property
    def members(self) -> tuple[PersonView, ...]:
        return seen_people(self._facts.members(self.ref), self._facts)

    def printed_name(self) -> str:
        return self.name

    def printed_ref(self) -> GroupRef:
        return self.ref

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GroupView) and other.ref == self.ref

    def __hash__(self) -> int:
        return hash(self.ref)


class CommunityView(Named):
    """The community of a group: prints as its name."""

    kind = "the community"
    attributes = ("name", "zone", "locale")

    def __init__(self, facts: Facts, group: GroupRef | None = None) -> None:
        self._facts = facts
        self._group = group

    @property
    def name(self) -> str:
        return self._facts.community(self._group).name

    @property
    def zone(self) -> str:
        return self._facts.community(self._group).zone

    @property
    def locale(self) -> str:
        return self._facts.community(self._group).locale

    def printed_name(self) -> str:
        return self.name


class RoomView(Named):
    """The room of the run: prints as the name of the group that lives there."""

    kind = "a room"
    attributes = ("id",)

    def __init__(self, ref: RoomRef, group: GroupRef | None, facts: Facts) -> None:
        self.ref = ref
        self._group = group
        self._facts = facts

    @property
    def id(self) -> str:
        return self.ref.id

    def printed_name(self) -> str:
        return self._facts.group(self._group).name if self._group else self.ref.id

    def printed_ref(self) -> RoomRef:
        return self.ref

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RoomView) and other.ref == self.ref

    def __hash__(self) -> int:
        return hash(self.ref)


class ThisRun(Named):
    """The run itself."""

    kind = "the run"
    attributes = ("id", "started", "outcome")

    def __init__(self, run: Run, reader: Reader) -> None:
        self.id = run.id
        self.started = reader.local(run.started)
        self.outcome = run.outcome

    def printed_name(self) -> str:
        return self.id


class MessageView(Named):
    """A message of a step."""

    kind = "a message"
    attributes = ()

    def __init__(self, ref: MessageRef) -> None:
        self.ref = ref

    def printed_ref(self) -> MessageRef:
        return self.ref


class StepView(Named):
    """A step by its id, and what it came to; `begun` is false for one the run has not come to, whose everything is empty."""

    kind = "a step"
    attributes = ("message", "answers", "counts", "winner", "answer", "by", "outcome", "result")

    def __init__(self, id: str, state: StepState | None, facts: Facts, reader: Reader) -> None:
        self.id = id
        self.state = state if state is not None else StepState(id=id, visit=0, began=reader.now)
        self.begun = state is not None
        self._facts = facts
        self._reader = reader

    def look_up(self, attribute: str) -> object:
        """Of a plugin's step, what it gave comes first."""
        result = self.state.result
        if isinstance(result, Mapping) and attribute in result:
            return thawed(result[attribute], self._facts, self._reader)
        if not self.begun and attribute not in self.attributes:
            return None
        return super().look_up(attribute)

    @property
    def message(self) -> MessageView | None:
        return MessageView(self.state.sent[0].message) if self.state.sent else None

    @property
    def answers(self) -> object:
        state = self.state
        if state.filled or (not state.choices and state.call is None):
            filled = Filled({self._person(one): self._fields(given) for one, given in state.filled.items()})
            return next(iter(filled.values()), Filled()) if of_one(state) or not self.begun else filled
        return Filled({self._person(one): _chosen(ids) for one, ids in state.answers.items()})

    @property
    def counts(self) -> Mapping[str, int]:
        return counts_of(self.state)

    @property
    def winner(self) -> str | None:
        return winner_of(self.state)

    @property
    def answer(self) -> object:
        return _chosen(next(iter(self.state.answers.values()))) if self.state.answers and of_one(self.state) else None

    @property
    def by(self) -> PersonView | None:
        return self._person(self.state.by) if self.state.by else None

    @property
    def outcome(self) -> str | None:
        return self.state.outcome

    @property
    def result(self) -> object:
        return thawed(self.state.result, self._facts, self._reader)

    def _person(self, ref: PersonRef) -> PersonView:
        return PersonView(ref, self._facts)

    def _fields(self, given: Mapping[str, object]) -> Filled:
        return Filled({field: thawed(value, self._facts, self._reader) for field, value in given.items()})


def of_one(state: StepState) -> bool:
    """Whether one person alone was asked."""
    return len(state.asked) == 1 and not state.anyone


def counts_of(state: StepState) -> Mapping[str, int]:
    """How many chose each choice, in the order they were listed, 0 included."""
    if state.anonymous:
        return {choice: state.counts.get(choice, 0) for choice in state.choices}
    chosen = [choice for ids in state.answers.values() for choice in ids]
    return {choice: chosen.count(choice) for choice in state.choices}


def winner_of(state: StepState) -> str | None:
    """What most chose, the first listed of a tie; None where nobody chose."""
    counts = counts_of(state)
    best = max(counts.values(), default=0)
    return next((choice for choice, count in counts.items() if count == best), None) if best else None


def answered_by(state: StepState) -> tuple[PersonRef, ...]:
    """Who answered, the first first."""
    return (
        state.voters
        if state.anonymous
        else (*state.answers, *(one for one in state.filled if one not in state.answers))
    )


def missing_of(state: StepState) -> tuple[PersonRef, ...]:
    """Who was asked and has not answered."""
    done = set(answered_by(state))
    return tuple(one for one in state.asked if one not in done)


def _chosen(ids: tuple[str, ...]) -> object:
    return ids[0] if len(ids) == 1 else ids


def seen_people(people: tuple[PersonRef, ...], facts: Facts) -> tuple[PersonView, ...]:
    return tuple(PersonView(one, facts) for one in people)


def thawed(value: object, facts: Facts, reader: Reader) -> object:
    """A kept value as templates see it: references as people and groups, instants in the reader's zone."""
    match value:
        case PersonRef():
            return PersonView(value, facts)
        case GroupRef():
            return GroupView(value, facts)
        case MessageRef():
            return MessageView(value)
        case datetime():
            return reader.local(value)
        case list() | tuple():
            return tuple(thawed(item, facts, reader) for item in value)
        case Mapping():
            return {thawed(key, facts, reader): thawed(item, facts, reader) for key, item in value.items()}
    return value


def frozen_value(value: object) -> object:
    """A value of a template as it can be kept: people and groups as references, lists as tuples.

    Raises TypeError for what can't be kept, a step or a function, and ValueError for what is too large.
    """
    return _frozen(value, _Scale(LARGEST_KEPT), DEEPEST_KEPT)


class _Scale:
    """How much more may be kept."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, amount: int) -> None:
        self.left -= amount + 1
        if self.left < 0:
            raise ValueError(f"this is too large to be kept; {LARGEST_KEPT:,} characters and elements may be")


def _frozen(value: object, scale: _Scale, depth: int) -> object:
    if depth < 0:
        raise ValueError("this is nested too deeply to be kept")
    match value:
        case None | bool() | PersonRef() | GroupRef() | RoomRef() | MessageRef() | date():
            scale.take(0)
            return value
        case int() | float():
            scale.take(0)
            return _number(value)
        case str():
            scale.take(len(value))
            clean = well_formed(value)
            return Markdown(clean) if isinstance(value, Markdown) else clean
        case timedelta():
            return timedelta(seconds=value.total_seconds())
        case Named() if (ref := value.printed_ref()) is not None:
            return ref
        case list() | tuple() | range():
            scale.take(len(value))
            return tuple(_frozen(item, scale, depth - 1) for item in value)
        case Mapping():
            scale.take(len(value))
            return {_frozen(key, scale, depth - 1): _frozen(item, scale, depth - 1) for key, item in value.items()}
        case Named():
            raise TypeError(f"{value.kind} can't be kept; take one of {', '.join(value.attributes)}")
    raise TypeError(f"{type(value).__name__} can't be kept")


def _number(value: float) -> float:
    """A number that JSON has a word for."""
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("the number is too large to be kept")
    if not isfinite(value):
        raise ValueError(f"{value} can't be kept")
    return value
