"""What is asked for when a playbook shall run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field

from ...errors import CoterieError
from ...model.playbook import Playbook
from ...model.run import Run
from ...playbook.advance.starting import kept_params
from ...playbook.params import ParamError, parse_arguments
from ...refs import GroupRef, MessageRef, PersonRef, Ref
from ...values import frozen
from ..directory import room_of
from ..scene import Scene
from . import store as run_store


class CannotStart(CoterieError):
    """A playbook can't be started; the text says why."""


@frozen
class Request:
    """That a playbook shall run in a group: who started it, whom it is about, with which values, and from what it came."""

    playbook: Playbook
    group: GroupRef | None
    starter: PersonRef | None = None
    member: PersonRef | None = None
    thread: MessageRef | None = None
    given: Mapping[str, Any] = field(factory=dict)
    condition: str | None = None
    chain: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    by_command: bool = False


def new_run(scene: Scene, request: Request, hint: str) -> Run:
    """The run that is asked for, before its first step. Raises CannotStart where a parameter does not fit."""
    playbook, group = request.playbook, request.group
    try:
        values = parse_arguments(playbook.params, {name: _written(value) for name, value in request.given.items()})
    except ParamError as error:
        raise CannotStart(f"{playbook.id}: {error.message}") from error
    return Run(
        id=run_store.new_run_id(scene.event.id, playbook.id, group.id if group else "", hint),
        playbook=playbook.id,
        version=playbook.version,
        source="",
        started=scene.now,
        group=group,
        room=room_of(group.id) if group else None,
        starter=request.starter,
        by_command=request.by_command,
        member=request.member,
        thread=request.thread,
        chain=request.chain,
        parent=request.parent,
        params=kept_params(values),
    )


def _written(value: object) -> str | tuple[str, ...]:
    """A value as a file would write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Ref():
            return value.id
        case list() | tuple():
            return tuple(str(_written(item)) for item in value)
    return str(value)
