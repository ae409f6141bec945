"""What plugins do for the steps of runs, and what runs keep of what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Protocol

import attrs
from attrs import evolve

from ...errors import CoterieError, UserError
from ...logs import get_logger
from ...model.effect import Effect, Post
from ...model.run import Run, Sent
from ...playbook import advance as going
from ...refs import MessageRef, Ref, RoomRef
from ...traces import told
from ..committing import ends_unit
from ..place import Place
from ..scene import Scene
from .cards import is_awaited

log = get_logger(__name__)


class PluginVerbs(Protocol):
    """What plugins do for steps."""

    async def step(self, scene: Scene, verb: str, given: Mapping[str, object], place: Place) -> object:
        """Do a step of a plugin's verb; what it returned."""

    async def action(self, scene: Scene, name: str, given: Mapping[str, object], place: Place) -> object:
        """Do `PLUGIN.ACTION`; what it returned."""


async def call(scene: Scene, plugins: PluginVerbs | None, run: Run, wanted: going.Call) -> going.Cause:
    """Let a plugin do a step; what the run is told of it."""
    if plugins is None:
        return going.CallFailed(wanted.key, f"no plugin offers {wanted.action}")
    where = Place(
        prefix=wanted.key,
        to=wanted.to,
        room=run.room,
        group=run.group,
        person=run.member or run.starter,
        thread=wanted.thread,
        quietly=wanted.quietly,
    )
    do = plugins.action if "." in wanted.action else plugins.step
    count = len(scene.effects)
    try:
        result = await do(scene, wanted.action, wanted.arguments, where)
    except KeyError:
        return going.CallFailed(wanted.key, f"no plugin offers {wanted.action}")
    except UserError as refusal:  # as a plugin says no: nothing is broken
        log.info("a step was refused", run=run.id, event_id=scene.event.id, action=wanted.action)
        return going.CallFailed(wanted.key, f"step {wanted.step}: {refusal}")
    except CoterieError as error:
        if ends_unit(error):
            raise
        log.error(
            "call of a run failed",
            run=run.id,
            event_id=scene.event.id,
            action=wanted.action,
            error=told(error.__cause__ or error),
        )
        return going.CallFailed(wanted.key, f"step {wanted.step}: {error}")
    for place, effect in enumerate(scene.effects[count:], count):
        if isinstance(effect, Post):
            scene.effects[place] = evolve(effect, awaited=is_awaited(run, effect))
    sent = tuple(_sent(effect) for effect in scene.effects[count:] if _is_of(effect, wanted.key))
    return going.Returned(wanted.key, plain(result), sent)


def _is_of(effect: Effect, key: str) -> bool:
    return isinstance(effect, Post) and effect.key.startswith(f"{key}:")


def _sent(effect: Effect) -> Sent:
    assert isinstance(effect, Post)
    if isinstance(effect.to, RoomRef):
        return Sent(MessageRef(effect.key), room=effect.to)
    return Sent(MessageRef(effect.key), person=effect.to)


def plain(value: object) -> object:
    """What a plugin returned as a run keeps it: attrs values as maps of their fields, enums as their values."""
    kind: Any = type(value)
    if attrs.has(kind) and not isinstance(value, Ref):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(kind)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(plain(item) for item in value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value
