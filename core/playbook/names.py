"""What the names of templates and expressions stand for, and what can be asked of them: as far as it is known before any run."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.playbook import (
    Ask,
    Call,
    Each,
    End,
    Form,
    ParamType,
    Playbook,
    PluginVerb,
    Post,
    RunPlaybook,
    Set,
    Step,
    Task,
    Wait,
)
from ..values import frozen
from .verbs import ONE_PERSON, VerbDeclaration, is_several

_PERSON = ("id", "name", "zone", "groups")
_GROUP = ("id", "name", "purpose", "goal", "size", "leaders", "members", "zone", "locale")

BUILTINS: Mapping[str, tuple[str, ...] | None] = {
    "community": ("name", "zone", "locale"),
    "group": _GROUP,
    "room": ("id",),
    "now": None,
    "starter": _PERSON,
    "member": _PERSON,
    "leader": _PERSON,
    "leaders": (),
    "run": ("id", "started", "outcome"),
}
"""The names that every run has, each with its attributes; None where they are not listed."""


@frozen
class Function:
    """How many arguments a function takes, and which of the steps it may be asked about."""

    least: int
    most: int
    about_step: str | None = None
    usage: str = ""


FUNCTIONS: Mapping[str, Function] = {
    "replies": Function(1, 1, "message", "replies(step)"),
    "reactions": Function(1, 2, "message", 'reactions(step, "🎉")'),
    "answered": Function(1, 1, "answers", "answered(step)"),
    "missing": Function(1, 1, "answers", "missing(step)"),
    "count": Function(1, 1, None, "count(list)"),
    "first": Function(1, 1, None, "first(list)"),
    "join": Function(1, 2, None, 'join(list, ", ")'),
    "pick": Function(1, 1, None, "pick(list)"),
    "has_role": Function(2, 2, None, 'has_role(person, "leader")'),
    "in_group": Function(2, 2, None, 'in_group(person, "python")'),
    "date": Function(1, 2, None, 'date(x, "long")'),
    "time": Function(1, 2, None, "time(x)"),
    "ago": Function(1, 1, None, "ago(x)"),
    "duration": Function(1, 1, None, 'duration("2d")'),
    "range": Function(1, 3, None, "range(5)"),
}

_SAID = ("message",)


def holds(step: Step, declarations: Mapping[str, VerbDeclaration]) -> tuple[str, ...] | None:
    """What can be asked of a step by its id; None where that is not known."""
    match step.verb:
        case Post():
            return _SAID
        case Ask():
            return (*_SAID, "answers", "counts", "winner", "answer")
        case Form():
            return (*_SAID, "answers")
        case Task():
            return (*_SAID, "by", "outcome")
        case RunPlaybook():
            return ("outcome",)
        case Call():
            return ("result",)
        case Wait() | Each() | Set() | End():
            return ()
        case PluginVerb(name=name):
            declared = declarations[name].holds if name in declarations else None
            return None if declared is None else (*_SAID, *declared)


def has_message(step: Step) -> bool:
    """Whether the step says something, so that there may be replies."""
    return isinstance(step.verb, Post | Ask | Form | Task | PluginVerb)


def has_answers(step: Step) -> bool:
    """Whether the step asks somebody something."""
    return isinstance(step.verb, Ask | Form | Task | PluginVerb)


def attributes_of(
    path: tuple[str, ...], playbook: Playbook, steps: Mapping[str, Step], declarations: Mapping[str, VerbDeclaration]
) -> tuple[str, tuple[str, ...]] | None:
    """What the last word of a path is asked of, in words, and what it has; None where nothing is known of it."""
    owner = path[:-1]
    if len(owner) == 1 and owner[0] in steps:
        held = holds(steps[owner[0]], declarations)
        return None if held is None else (f"step '{owner[0]}'", held)
    if len(owner) == 1 and owner[0] in BUILTINS:
        held = BUILTINS[owner[0]]
        return None if held is None else (f"'{owner[0]}'", held)
    if len(owner) == 1 and owner[0] in playbook.params:
        return _attributes_of_param(owner[0], playbook.params[owner[0]].type)
    if len(owner) == 2 and owner[0] in steps:
        return _attributes_of_answers(owner, steps[owner[0]])
    if owner in (("group", "leaders"), ("group", "members")):
        return f"'{'.'.join(owner)}', a list,", ()
    return None


def _attributes_of_param(name: str, type: ParamType) -> tuple[str, tuple[str, ...]] | None:
    match type:
        case ParamType.PERSON:
            return f"'{name}'", _PERSON
        case ParamType.GROUP:
            return f"'{name}'", _GROUP
    return None


def _attributes_of_answers(owner: tuple[str, ...], step: Step) -> tuple[str, tuple[str, ...]] | None:
    """Of `mood.counts.good` and, where one person filled the form, `form.answers.city`; methods of maps are left alone."""
    match step.verb, owner[1]:
        case Ask(choices=choices), "counts" if not any("{" in choice for choice in choices):
            return f"'{'.'.join(owner)}'", (*choices, *_OF_MAPS)
        case Form(fields=fields), "answers" if step.to in ONE_PERSON or (step.to or "").startswith("person:"):
            return f"'{'.'.join(owner)}'", (*fields, *_OF_MAPS)
        case Task(), "by":
            return f"'{'.'.join(owner)}'", _PERSON
    return None


_OF_MAPS = ("items", "keys", "values", "get")


def asks_several(step: Step) -> bool:
    """Whether the step asks several people, as far as can be said before a run."""
    return isinstance(step.verb, Ask | Form) and is_several(step.to)
