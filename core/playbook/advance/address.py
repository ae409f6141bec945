"""To whom a step speaks: what `to` and `for` mean, and how a card gets there."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ...model.content import Card
from ...model.effect import Post
from ...model.playbook import Step
from ...model.run import Sent, Strand
from ...refs import MessageRef, PersonRef, RoomRef
from ...values import frozen
from ..views import PersonView, RoomView, StepView
from .going import CannotGoOn, Going


@frozen
class Target:
    """A room, or one person; `thread` where it shall stand in one; `leader` where they were called upon to lead."""

    room: RoomRef | None = None
    person: PersonRef | None = None
    thread: MessageRef | None = None

    @property
    def to(self) -> RoomRef | PersonRef:
        ref = self.person or self.room
        assert ref is not None
        return ref


def addressed(going: Going, step: Step, strand: Strand, to: str | None, *, asking: bool = False) -> tuple[Target, ...]:
    """The targets of an address; none where nobody holds the role, or there is no parent.

    Raises CannotGoOn where the address means somebody whom this run doesn't have. With `asking`, a leader met here is called upon.
    """
    found = _targets(going, strand, "room" if to is None else going.value(to, strand))
    if asking:
        going.called_upon += [one.person for one in found if one.person is not None and one.person in going.leaders]
    return found


def _targets(going: Going, strand: Strand, value: object) -> tuple[Target, ...]:
    match value:
        case PersonView():
            return (Target(person=value.ref),)
        case RoomView():
            return (Target(room=value.ref),)
        case list() | tuple():
            return tuple(dict.fromkeys(target for item in value for target in _targets(going, strand, item)))
        case str():
            return _named(going, strand, value.strip())
        case None:
            raise CannotGoOn("the address is empty: this run has nobody there")
    raise CannotGoOn(f"{value!r} is not an address")


def _named(going: Going, strand: Strand, name: str) -> tuple[Target, ...]:
    run, (kind, _, rest) = going.run, name.partition(":")
    match kind, rest:
        case "room", "":
            return (_room(going),)
        case "thread", "":
            return (_thread(going),)
        case "member", "":
            return (_someone(run.member, "this run is about nobody: it has no member"),)
        case "starter", "":
            return (_someone(run.starter, "nobody started this run: it has no starter"),)
        case "leader", "":
            return (_someone(going.leader, "this group has no leader"),)
        case "leaders", "":
            return _people(going.leaders)
        case "parent", "":
            parent = going.facts.group(run.group).parent if run.group else None
            return (Target(room=parent),) if parent else ()
        case "role", role if role:
            return _people(going.facts.holders(role, run.group))
        case "on_duty", function if function:
            return _people(going.facts.on_duty(function, run.group))
        case "person", person if person:
            return (Target(person=PersonRef(person)),)
    listed = [item.strip() for item in name.split(",") if item.strip()]
    if len(listed) > 1:
        return tuple(dict.fromkeys(target for item in listed for target in _named(going, strand, item)))
    return _role_or_person(going, name)


def _role_or_person(going: Going, name: str) -> tuple[Target, ...]:
    """A bare word: somebody of the community by their reference, else a role."""
    if going.facts.is_person(name):
        return (Target(person=PersonRef(name)),)
    if name and ":" not in name:
        return _people(going.facts.holders(name, going.run.group))
    raise CannotGoOn(f"{name!r} is not an address")


def _room(going: Going) -> Target:
    if going.run.room is None:
        raise CannotGoOn("this run has no room")
    return Target(room=going.run.room)


def _thread(going: Going) -> Target:
    """The thread in which the run was started, else that of the last message the run said in its room."""
    thread = going.run.thread
    if thread is None:
        said = [sent for state in going.steps.values() for sent in state.sent if sent.room == going.run.room]
        thread = max((one.message for one in said), key=lambda message: _sequence(message), default=None)
    return evolve(_room(going), thread=thread)


def _sequence(message: MessageRef) -> int:
    number = message.id.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def _someone(person: PersonRef | None, reason: str) -> Target:
    if person is None:
        raise CannotGoOn(reason)
    return Target(person=person)


def _people(people: Sequence[PersonRef]) -> tuple[Target, ...]:
    return tuple(Target(person=person) for person in people)


def under(going: Going, strand: Strand, thread: str) -> tuple[Target, ...]:
    """The threads of the messages of a step; none where it said nothing."""
    value = next((view for hit, view in [going._step(thread, strand)] if hit), None)
    if not isinstance(value, StepView):
        raise CannotGoOn(f"there is no step {thread!r} to answer to")
    return tuple(Target(sent.room, sent.person, sent.message) for sent in value.state.sent[:1])


def say(going: Going, step: Step, card: Card, targets: Sequence[Target], *, pin: bool = False) -> tuple[Sent, ...]:
    """Post the card to every target; what was sent, in their order."""
    return tuple(_post(going, step, card, target, pin) for target in targets)


def _post(going: Going, step: Step, card: Card, target: Target, pin: bool) -> Sent:
    key = going.new_key(step.id)
    quietly = target.person if step.quietly and target.person and going.run.room else None
    to = going.run.room if quietly is not None and going.run.room is not None else target.to
    going.effects.append(Post(key=key, to=to, card=card, thread=target.thread, quietly=quietly, pin=pin))
    return Sent(MessageRef(key), target.room, target.person)
