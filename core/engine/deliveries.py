"""What an effect becomes on each platform: one copy a home, fall-backs for what the platform can't do, native references."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from attrs import evolve, fields

from ..errors import Refused
from ..model.content import MENTION, OPEN_FORM, Capability, Card, Choice, choice_emoji, escape, mention
from ..model.effect import (
    AskForm,
    Edit,
    Effect,
    EndPoll,
    Expel,
    GrantRole,
    Invite,
    OpenRoom,
    OpenSpace,
    Pin,
    PlaceInSpace,
    Post,
    React,
    RevokeRole,
    SetAccess,
    SetAvatar,
    ShowHome,
    Survey,
    Unreact,
)
from ..ports import Adapter, Unit
from ..refs import MessageRef, PersonRef, Ref, RoomRef
from ..values import evolved, frozen
from . import bindings
from .lanes import HOME, on_the_way, opening_on

TYPED_MENTION = re.compile(r"\\<\\@((?:\\[^\s<>]|[^\\\s<>])+)\\>")
"""A mention that a member typed, as `escape` leaves it."""


class NotBound(Exception):
    """A reference of ours stands for nothing that a platform here knows."""


@frozen
class Delivery:
    """One thing for one platform. Its references are ours, as it waits in the outbox; `made_native` is for when its turn comes."""

    platform: str
    effect: Effect


async def deliveries(unit: Unit, effect: Effect, adapters: Mapping[str, Adapter]) -> Sequence[Delivery]:
    """The effect for every platform that it concerns.

    Raises NotBound where a reference is bound nowhere, and Refused where nothing can be done.
    """
    if isinstance(effect, Post) and effect.quietly is not None and not await _shared(unit, effect, adapters):
        effect = evolve(effect, to=effect.quietly, quietly=None, thread=None)
    places = await _platforms(unit, effect, adapters)
    if not places:
        raise Refused("no platform is connected for it")
    return [Delivery(place, part) for place in places for part in fallen_back(effect, adapters[place].capabilities)]


def fallen_back(effect: Effect, capabilities: frozenset[Capability]) -> Sequence[Effect]:
    """The effect, or what stands in for it where the platform can't do it. `content.Capability` says which is which."""
    match effect:
        case Post():
            return _post_without(effect, capabilities)
        case Edit() if Capability.BUTTONS not in capabilities:
            return [evolve(effect, card=_numbered(effect.card, Capability.REACTIONS in capabilities))]
        case React() | Unreact() if Capability.REACTIONS not in capabilities:
            return []
        case EndPoll() if Capability.POLLS not in capabilities or Capability.BUTTONS in capabilities:
            return []
        case Pin() if Capability.PINS not in capabilities:
            return []
        case SetAvatar() if Capability.AVATARS not in capabilities:
            return []
        case Pin() if effect.called and Capability.BOOKMARKS not in capabilities:
            return [evolve(effect, called="")]
        case ShowHome() if Capability.HOME not in capabilities:
            return []
        case GrantRole() | RevokeRole() if Capability.ROLES not in capabilities:
            return []
        case OpenSpace() | PlaceInSpace() if Capability.SPACES not in capabilities:
            raise Refused("this platform has no Spaces")
    return [effect]


def _post_without(post: Post, capabilities: frozenset[Capability]) -> Sequence[Effect]:
    if post.quietly is not None and Capability.QUIET not in capabilities:
        post = evolve(post, to=post.quietly, quietly=None, thread=None)
    if post.thread is not None and Capability.THREADS not in capabilities:
        post = evolve(post, thread=None)
    if post.pin and Capability.PINS not in capabilities:
        post = evolve(post, pin=False)
    if post.called and Capability.BOOKMARKS not in capabilities:
        post = evolve(post, called="")
    if post.card.form is not None and Capability.MODALS not in capabilities:
        opener = Choice(OPEN_FORM, post.card.form.title)
        post = evolve(post, card=evolve(post.card, choices=(*post.card.choices, opener), form=None))
    if not post.card.choices or Capability.BUTTONS in capabilities:
        return [evolve(post, card=evolve(post.card, poll=False))] if post.card.poll else [post]
    if post.card.poll and Capability.POLLS in capabilities:
        return [post]
    if Capability.REACTIONS not in capabilities:
        return [evolve(post, card=_numbered(post.card, emoji=False))]
    choices = [choice for choice in post.card.choices if choice.url is None]
    marks = [
        React(key=f"{post.key}:choice:{place}", message=MessageRef(post.key), emoji=choice_emoji(place))
        for place in range(min(len(choices), 10))
    ]
    return [evolve(post, card=_numbered(post.card, emoji=True)), *marks]


def _numbered(card: Card, emoji: bool) -> Card:
    """The card's choices as a numbered list in its text: to be answered by a reaction or a typed number."""
    rows, place = [], 0
    for choice in card.choices:
        if choice.url is not None:
            rows.append(f"[{escape(choice.label)}](<{choice.url}>)")
            continue
        mark = choice_emoji(place) if emoji and place < 10 else f"**{place + 1}**"
        rows.append(f"{mark} {escape(choice.label)}")
        place += 1
    return evolve(card, text="\n\n".join([card.text, "\\\n".join(rows)]) if rows else card.text, choices=())


async def _platforms(unit: Unit, effect: Effect, adapters: Mapping[str, Adapter]) -> list[str]:
    """Where the effect has to happen: every home of a room or a message; the one best account of a person."""
    target = effect.to if isinstance(effect, Post) else _target(effect)
    if target is None:
        if isinstance(effect, OpenRoom | OpenSpace | Survey) and effect.platform is not None:
            return [effect.platform] if effect.platform in adapters else []
        if isinstance(effect, OpenRoom) and effect.names:
            return [platform for platform in adapters if platform in effect.names]
        return list(adapters)
    if isinstance(effect, Post) and effect.quietly is not None:
        return (await _shared(unit, effect, adapters))[:1]
    found = await _known(unit, target, adapters)
    if isinstance(effect, Post) and effect.platform is not None:
        return [effect.platform] if effect.platform in found else []
    if isinstance(target, PersonRef):
        return found[:1]
    if isinstance(effect, Post) and effect.thread is not None and effect.thread.platform in found:
        return [str(effect.thread.platform)]
    if isinstance(effect, Invite | Expel | GrantRole | RevokeRole):
        accounts = await _known(unit, effect.person, adapters)
        found = [platform for platform in found if platform in accounts]
        if not found:
            raise NotBound(f"{effect.person.id} has no account where {target.id} is")
    return found


async def _known(unit: Unit, target: Ref, adapters: Mapping[str, Adapter]) -> list[str]:
    """The platforms on which it is, or will be: those of a person the best first. Raises NotBound where it is on none."""
    known = [str(one.platform) for one in await bindings.natives(unit, target)]
    if isinstance(target, PersonRef):
        if len(known) == 1 and known[0] in adapters:  # as of nearly everybody
            return known
    elif not adapters.keys() <= set(known):
        looked = opening_on if isinstance(target, RoomRef) else on_the_way
        known += await looked(unit, target.id)
    found = [platform for platform in adapters if platform in known]
    if not found:
        raise NotBound(_unbound(target, known))
    return sorted(found, key=known.index) if isinstance(target, PersonRef) else found


async def _shared(unit: Unit, post: Post, adapters: Mapping[str, Adapter]) -> list[str]:
    """Where a post in a room can be seen by the one person whom it is for, where they acted last first."""
    assert post.quietly is not None
    homes = await _known(unit, post.to, adapters)
    accounts = await _known(unit, post.quietly, adapters)
    return [platform for platform in accounts if platform in homes and post.platform in (None, platform)]


def _unbound(target: Ref, known: Sequence[str | None]) -> str:
    what = {PersonRef: "person", RoomRef: "room", MessageRef: "message"}[type(target)]
    if known:
        return f"the {what} {target.id} is on {', '.join(str(one) for one in known)}, which is not connected"
    return f"the {what} {target.id} is not known on any platform that is connected"


def _target(effect: Effect) -> Ref | None:
    """What decides on which platforms an effect happens."""
    if isinstance(effect, AskForm | ShowHome):
        return effect.person
    if isinstance(effect, Survey):
        return effect.room
    for name in ("to", "message", "room"):
        if (ref := getattr(effect, name, None)) is not None:
            assert isinstance(ref, Ref)
            return ref
    return None


@cache
def _referring(kind: Any) -> tuple[str, ...]:
    """The fields by which such an effect refers to something."""
    names = {one.name for one in fields(kind)}
    return tuple(one for one in ("to", "room", "space", "message", "person", "quietly", "thread") if one in names)


_OPTIONAL: Mapping[type[Effect], str] = {SetAccess: "space", Survey: "message"}
"""What such an effect is about, if the platform knows it."""


def is_referred_to(effect: Effect) -> bool:
    """Whether what an effect made is known by its key. A home that was looked for is known as the home of its group alone."""
    return effect.remembered if isinstance(effect, Post) else not effect.key.startswith(HOME)


async def made_native(unit: Unit, effect: Effect, platform: str) -> Effect:
    """The effect with every reference native to `platform`. Mentions of people whom it does not know become their names.

    Raises NotBound where what it is about is not there.
    """
    changes: dict[str, Any] = {}
    kind = cast(Any, type(effect))
    for name in _referring(kind):
        ref = getattr(effect, name)
        if ref is not None:
            needed = name != "thread" and name != _OPTIONAL.get(kind)
            changes[name] = await _native(unit, ref, platform, needed=needed)
    if isinstance(effect, OpenRoom):
        invited = [await _native(unit, person, platform, needed=False) for person in effect.invite]
        changes["invite"] = tuple(person for person in invited if person is not None)
        changes["name"] = effect.names.get(platform, effect.name)
    if isinstance(card := getattr(effect, "card", None), Card):
        if (text := await _mentions_native(unit, card.text, platform)) != card.text:
            changes["card"] = evolve(card, text=text)
    if isinstance(effect, ShowHome):
        texts = [await _mentions_native(unit, card.text, platform) for card in effect.cards]
        changes["cards"] = tuple(evolve(card, text=text) for card, text in zip(effect.cards, texts, strict=True))
    return evolved(effect, changes) if changes else effect


async def _native(unit: Unit, ref: Ref, platform: str, needed: bool) -> Ref | None:
    for one in await bindings.natives(unit, ref):
        if one.platform == platform:
            return one
    if needed:
        raise NotBound(_unbound(ref, []))
    return None


async def _mentions_native(unit: Unit, text: str, platform: str) -> str:
    """The mentions of a text as the platform knows them. What a member typed mentions nobody: it shows the name and no more."""
    if "<" not in text:  # as in nearly every one
        return text
    typed = {id: await _name(unit, _unescaped(id)) for id in set(TYPED_MENTION.findall(text))}
    text = TYPED_MENTION.sub(lambda match: escape(f"@{typed[match[1]]}"), text)
    found = {id: await _native(unit, PersonRef(id), platform, needed=False) for id in set(MENTION.findall(text))}
    names = {id: await _name(unit, id) for id, native in found.items() if native is None}

    def written(match: re.Match[str]) -> str:
        native = found[match[1]]
        return mention(PersonRef(native.id)) if native else escape(names[match[1]])

    return MENTION.sub(written, text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


async def _name(unit: Unit, person: str) -> str:
    told = await unit.get("person", person) or {}
    return str(told.get("name") or told.get("handle") or person.rpartition("/")[2])
