"""Asking somebody to fill in a form, by whatever their platform has, and bringing the answers to whoever asked.

Record: `form`: key → the form, whom it is put to, and whose handler gets the answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ..codec import converter
from ..model.content import Capability, Card, Form, escape
from ..model.effect import AskForm, Post
from ..ports import Unit
from ..refs import GroupRef, PersonRef, RoomRef
from ..texts import Reader
from ..values import frozen
from . import bindings, cards, interview
from .scene import Scene
from .unasked import admits

TABLE = "form"
OWNER = "core.forms"
MODAL = ":modal:"
"""What stands behind a form's key in that of the effect that opens it."""


@frozen
class Owner:
    """Whose form it is: the handler `then` of a plugin, with its value, and where it was asked; of several communities, about which. No plugin:
    the form's key says it. `alone`: by who had asked coterie alone about the group."""

    plugin: str = ""
    then: str = ""
    value: object = None
    group: GroupRef | None = None
    room: RoomRef | None = None
    community: str | None = None
    alone: bool = False


MOST_FIELDS, MOST_SHOWN, MOST_WRITTEN = 90, 100, 50_000
"""Fields of a modal; choices that a field shows, of more one types and is shown those that fit; characters of all that are shown (source: Slack,
100 blocks and 250 kB of a view)."""


@frozen
class Asked:
    """A form put to one person. `key` is that of the `FormSubmitted` to come, and no other's; `awaited` as in `Post`."""

    key: str
    person: PersonRef
    form: Form
    owner: Owner = Owner()
    trigger: str | None = None
    awaited: bool = False


async def ask(scene: Scene, capabilities: Mapping[str, frozenset[Capability]], asked: Asked) -> None:
    """Put the form to the person: the modal itself where somebody's press just asked for it, else a card with a button that opens it,
    or, where there are no modals, its first question.

    `capabilities` are those of the platforms by name. Where nothing that they did caused it, it waits until they may be disturbed.
    """
    bare = tuple(evolve(one, initial="") for one in asked.form.fields)
    kept = evolve(asked, trigger=None, form=evolve(asked.form, fields=bare))
    scene.unit.put(TABLE, asked.key, converter.unstructure(kept))
    if await _may_begin(scene, asked):
        await _put(scene, capabilities, asked)


async def put_now(scene: Scene, capabilities: Mapping[str, frozenset[Capability]], key: str) -> bool:
    """Put a form that waited; whether it still may be filled in."""
    asked = await asked_under(scene.unit, key)
    if asked is not None:
        await _put(scene, capabilities, asked)
    return asked is not None


async def _put(scene: Scene, capabilities: Mapping[str, frozenset[Capability]], asked: Asked) -> None:
    platform = await _platform_of(scene, capabilities, asked.person)
    if Capability.MODALS not in capabilities.get(platform or "", frozenset()) or not _fits(asked.form):
        await _begin(scene, asked)
    elif asked.trigger is not None:
        await open_modal(scene, asked, asked.trigger)
    else:
        await invite(scene, asked)


def _fits(form: Form) -> bool:
    """Whether a modal has room for it, with what stands above its fields; what is longer is asked one by one."""
    shown = (one.choices for one in form.fields if len(one.choices) <= MOST_SHOWN)
    written = sum(len(choice.label) + len(choice.id) for choices in shown for choice in choices)
    return len(form.fields) <= MOST_FIELDS and written <= MOST_WRITTEN


async def open_modal(scene: Scene, asked: Asked, trigger: str) -> None:
    """Open the form before the person who pressed."""
    key, reader = f"{asked.key}{MODAL}{scene.event.id}", await _reader(scene, asked)
    form, person = asked.form, asked.person
    scene.effect(AskForm(key=key, person=person, form=form, form_key=asked.key, trigger=trigger, locale=reader.locale))


async def invite(scene: Scene, asked: Asked, before: str = "") -> None:
    """Send the person a card with a button that opens the form, behind `before`."""
    parts = [part for part in (before, f"**{escape(asked.form.title)}**", asked.form.text) if part]
    post = Post(
        key=f"{asked.key}:card:{scene.event.id}",
        to=asked.person,
        card=Card("\n\n".join(parts), form=asked.form),
        awaited=True,
    )
    cards.keep_opener(scene.unit, post, OWNER, asked.key)
    scene.effect(post)


async def asked_under(unit: Unit, key: str) -> Asked | None:
    """The form of this key, if it still may be filled in."""
    kept = await unit.get(TABLE, key)
    asked = converter.structure(kept, Asked) if kept else None
    return evolve(asked, person=await bindings.ours(unit, asked.person)) if asked else None


async def withdraw(scene: Scene, key: str) -> None:
    """The form can't be filled in any more, and whoever was being asked its questions is asked the next form's."""
    asked = await asked_under(scene.unit, key)
    if asked is None:
        return
    scene.unit.delete(TABLE, key)
    await next_interview(scene, asked.person, key)


async def next_interview(scene: Scene, person: PersonRef, done: str) -> None:
    """Let go of a form in the person's line, and begin the next one if it was under way."""
    line = await interview.interview_of(scene.unit, person)
    if done not in line.forms:
        return
    left = [key for key in line.forms if key != done]
    if line.forms[0] != done:
        interview.put(scene.unit, person, evolve(line, forms=tuple(left)))
        return
    while left:
        asked = await asked_under(scene.unit, left[0])
        if asked is not None and await _may_begin(scene, asked):
            fresh = interview.Interview(tuple(left))
            interview.put(scene.unit, person, fresh)
            interview.put_question(scene, person, asked.key, asked.form, fresh, await _reader(scene, asked))
            return
        left = left[1:]
    interview.put(scene.unit, person, interview.Interview())


async def _may_begin(scene: Scene, asked: Asked) -> bool:
    """Whether the form may be put to the person now; one that waits comes into their line again when it may."""
    now: bool | None = True
    if not asked.awaited and scene.event.person != asked.person:
        now = await admits(scene, asked.person, asked.key)
    if now is None:
        scene.unit.delete(TABLE, asked.key)
    return bool(now)


async def _begin(scene: Scene, asked: Asked) -> None:
    line = await interview.interview_of(scene.unit, asked.person)
    line = evolve(line, forms=(*(key for key in line.forms if key != asked.key), asked.key))
    interview.put(scene.unit, asked.person, line)
    if line.forms[0] == asked.key:
        interview.put_question(scene, asked.person, asked.key, asked.form, line, await _reader(scene, asked))


async def _reader(scene: Scene, asked: Asked) -> Reader:
    locale = await scene.directory.locale_of(asked.person, asked.owner.group)
    return Reader(locale, scene.directory.zone(asked.owner.group))


async def _platform_of(
    scene: Scene, capabilities: Mapping[str, frozenset[Capability]], person: PersonRef
) -> str | None:
    """Where the person is to be asked: where they just spoke, else where they spoke last."""
    if scene.event.person == person and scene.event.platform in capabilities:
        return scene.event.platform
    known = [one.platform for one in await bindings.natives(scene.unit, person)]
    return next((platform for platform in known if platform in capabilities), None)
