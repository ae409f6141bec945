"""Which native things our references stand for, and which of ours a native one is.

Records, by kind (`person`, `room`, `message`):
    bind:KIND    ours → [native, …]; of a message that need not be known for ever, also the day on which it was said
    bound:KIND   native → ours
    acted        person → the account by which they acted last; of those with several accounts

A person may be native too: somebody whom no file names, and who linked a second account to theirs. They stand for themselves and for what
is bound to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from attrs import fields

from ..model.content import MENTION, Answer, people_in
from ..model.event import Event, FormSubmitted, MessagePosted
from ..ports import Json, Unit
from ..refs import SEPARATOR, MessageRef, PersonRef, Ref, RoomRef
from ..values import evolved
from .lanes import LANE

R = TypeVar("R", bound=Ref)

_KINDS: dict[type[Ref], str] = {PersonRef: "person", RoomRef: "room", MessageRef: "message"}
_BIND = {kind: f"bind:{name}" for kind, name in _KINDS.items()}
_BOUND = {kind: f"bound:{name}" for kind, name in _KINDS.items()}
ACTED = "acted"
_REFERRING = ("person", "room", "message", "thread", "reply_to", "successor")


async def bind(unit: Unit, ours: Ref, native: str, *, said: date | None = None) -> None:
    """Remember that `ours` stands for `native` too; binding it again changes nothing. A message `said` on a day is forgotten a year or so later."""
    kind = type(ours)
    natives = await unit.get(_BIND[kind], ours.id) or []
    if native not in natives:
        day = [said.isoformat()] if said is not None and not natives else []
        unit.put(_BIND[kind], ours.id, [*natives, native, *day])
    elif await unit.get(_BOUND[kind], native) == ours.id:
        return
    unit.put(_BOUND[kind], native, ours.id)


async def rebind(unit: Unit, ours: Ref, old: str, new: str) -> None:
    """Let `ours` stand for `new` where it stood for `old`; both are still known as ours."""
    kind = _KINDS[type(ours)]
    natives = await unit.get(f"bind:{kind}", ours.id) or []
    unit.put(f"bind:{kind}", ours.id, [native for native in natives if native not in (old, new)] + [new])
    unit.put(f"bound:{kind}", new, ours.id)


async def unbind(unit: Unit, ours: Ref, native: str) -> None:
    """Forget that `ours` stands for `native`."""
    kind = _KINDS[type(ours)]
    left = [one for one in await unit.get(f"bind:{kind}", ours.id) or [] if one != native]
    if any(map(_is_native, left)):
        unit.put(f"bind:{kind}", ours.id, left)
    else:
        unit.delete(f"bind:{kind}", ours.id)
    if await unit.get(f"bound:{kind}", native) == ours.id:
        unit.delete(f"bound:{kind}", native)


async def forget(unit: Unit, message: MessageRef) -> None:
    """Forget a message of ours: where it stands, and all that says how it is reached."""
    for native in await natives(unit, message):
        unit.delete("bound:message", native.id)
    for part, _ in await unit.get("fold", message.id) or ():
        unit.delete(LANE, part)
    for table in ("bind:message", LANE, "thread", "fold"):
        if await unit.get(table, message.id) is not None:
            unit.delete(table, message.id)


def said_before(kept: Json, day: date) -> bool:
    """Whether what is kept of a message is of one that was said before that day, and need not be known for ever."""
    return any(one < day.isoformat() for one in kept if not _is_native(one))


async def know_for_ever(unit: Unit, message: MessageRef) -> None:
    """Let a message be known however long ago it was said."""
    kept = await unit.get("bind:message", message.id) or []
    if not all(map(_is_native, kept)):
        unit.put("bind:message", message.id, [one for one in kept if _is_native(one)])


async def of_run(unit: Unit, run: str) -> Sequence[MessageRef]:
    """The messages that a run said."""
    return [MessageRef(key) for key in await unit.keys("bind:message", f"run:{run}:")]


async def natives(unit: Unit, ref: R) -> tuple[R, ...]:
    """What `ref` stands for: itself if it is native, else what it is bound to; nothing if it is not bound yet.

    A person stands for all their accounts, the one by which they acted last first; an account of theirs, for itself first.
    """
    if isinstance(ref, PersonRef):
        native = ref.platform is not None
        bound = await unit.get("bound:person", ref.id) if native else None
        if bound is None and not await unit.get("bind:person", ref.id):
            return (ref,) if native else ()  # as nearly everybody whom no file names
        return await _accounts(unit, ref, ref if bound is None else type(ref)(bound))
    if ref.platform is not None:
        return (ref,)
    kind = type(ref)
    known = await unit.get(_BIND[kind], ref.id)
    return tuple([kind(one) for one in known if _is_native(one)]) if known else ()


async def _accounts(unit: Unit, ref: R, person: R) -> tuple[R, ...]:
    kind, bound = type(ref), await unit.get("bind:person", person.id)
    if not bound:
        return (person,) if person.platform is not None else ()
    found = [person.id, *bound] if person.platform is not None else list(bound)
    first = ref.id if ref != person else await unit.get(ACTED, person.id) if len(found) > 1 else None
    return tuple(kind(account) for account in sorted(found, key=lambda account: account != first))


async def held(unit: Unit, ours: R) -> tuple[R, ...]:
    """What `ours` stands for, without what stands for another by now."""
    kind = _KINDS[type(ours)]
    return tuple([one for one in await natives(unit, ours) if await unit.get(f"bound:{kind}", one.id) == ours.id])


async def note_acted(unit: Unit, account: PersonRef, person: PersonRef | None = None) -> None:
    """Remember by which of their accounts somebody (`person`, where that is known) acts; nothing of who has but one."""
    person = person or await ours(unit, account)
    if person == account and await unit.get("bind:person", person.id) is None:
        return
    if len(await natives(unit, person)) > 1 and await unit.get(ACTED, person.id) != account.id:
        unit.put(ACTED, person.id, account.id)


async def ours(unit: Unit, ref: R) -> R:
    """Our reference for a native one, or the native one itself where nothing is bound to it."""
    if ref.platform is None:
        return ref
    kind = type(ref)
    known = await unit.get(_BOUND[kind], ref.id)
    return ref if known is None else kind(known)


@cache
def _referring(kind: Any) -> tuple[str, ...]:
    """The fields by which such an event refers to something."""
    names = {one.name for one in fields(kind)}
    return tuple(one for one in _REFERRING if one in names)


async def made_ours(unit: Unit, event: Event) -> Event:
    """The event with every reference in it, mentions in its text included, made ours as far as a binding knows them."""
    changes: dict[str, Any] = {}
    kind = cast(Any, type(event))
    new = isinstance(event, MessagePosted) and not event.bot  # what people say is no message of coterie's
    for name in _referring(kind):
        if new and name == "message":
            continue
        ref = getattr(event, name)
        if ref is not None and (known := await ours(unit, ref)) is not ref:
            changes[name] = known
    if (said := getattr(event, "text", "")) and (text := await _mentions_ours(unit, said)) != said:
        changes["text"] = text
    if isinstance(event, FormSubmitted):
        answers = {id: await _answer_ours(unit, answer) for id, answer in event.answers.items()}
        if answers != event.answers:
            changes["answers"] = answers
    return evolved(event, changes) if changes else event


async def _answer_ours(unit: Unit, answer: Answer) -> Answer:
    people = people_in(answer)
    return tuple([await ours(unit, person) for person in people]) if people else answer


async def _mentions_ours(unit: Unit, text: str) -> str:
    if "<@" not in text:
        return text
    known = {id: (await ours(unit, PersonRef(id))).id for id in set(MENTION.findall(text))}
    return MENTION.sub(lambda found: f"<@{known[found[1]]}>", text)


def _is_native(text: str) -> bool:
    """Whether it is an id of a platform's, and no day."""
    return SEPARATOR in text
