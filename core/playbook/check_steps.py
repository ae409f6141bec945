"""What is wrong with a step as a whole, and with the ways through the steps."""

from __future__ import annotations

from ..model.playbook import Ask, Form, Playbook, PluginVerb, Post, RunPlaybook, Step, Task, Wait
from ..nearest import nearest
from .flow import Flow
from .names import asks_several
from .params import ParamError, parse_param
from .pieces import Kind, Piece, Reading, Spot
from .reader import (
    shown,
)
from .verbs import Known
from .yaml import Mapping, Node

_TASK_CHOICES = ("done", "skip")


def is_template(text: str) -> bool:
    """Whether something is filled in when it is used."""
    return "{{" in text or "{%" in text or "{#" in text


def choices_of(step: Step, known: Known) -> tuple[str, ...] | None:
    """The ids that `when` may name; None where any may be."""
    match step.verb:
        case Ask(choices=choices):
            return tuple(choices)
        case Task(choices=choices):
            return _TASK_CHOICES if choices is None else tuple(choices)
        case Post(buttons=buttons):
            return tuple(id for id, button in buttons.items() if button.url is None)
        case PluginVerb(name=name):
            return known.verbs[name].choices if name in known.verbs else None
    return ()


def check_steps(reading: Reading, playbook: Playbook, flow: Flow, known: Known) -> None:
    """Takes note of every step whose parts don't fit together, and of every cycle that never waits."""
    for id, stand in flow.stands.items():
        if id in reading.spots:
            _Steps(reading, known, stand.step, reading.spots[id]).check()
    for knot in flow.restless_cycles():
        _note_cycle(reading, flow, knot)


class _Steps:
    def __init__(self, reading: Reading, known: Known, step: Step, spot: Spot) -> None:
        self.reader = reading.reader
        self.known = known
        self.step = step
        self.spot = spot

    def check(self) -> None:
        if "within" in self.spot.keys and not self._may_take_a_while():
            self._note_within()
        if "late" in self.spot.keys and "within" not in self.spot.keys:
            self._error("late", f"'late' in {self.spot.label} needs 'within': without it the step is never late")
        self._check_end()
        self._check_when()
        if isinstance(self.step.verb, RunPlaybook):
            self._check_arguments(self.step.verb)

    def _note_within(self) -> None:
        verb = "a wait for a time" if isinstance(self.step.verb, Wait) else f"'{self.spot.verb}'"
        if isinstance(self.step.verb, PluginVerb):
            self.reader.warning(self.spot.keys["within"], f"{verb} does not wait, so 'within' changes nothing")
        else:
            self._error("within", f"'within' fits a step that waits for somebody, not {verb}", _WAITING)

    def _error(self, key: str, message: str, note: str | None = None) -> None:
        self.reader.error(self.spot.keys.get(key, self.spot.verb), message, note=note)

    def _may_take_a_while(self) -> bool:
        match self.step.verb:
            case Ask() | Form() | Task():
                return True
            case Wait(for_=for_):
                return for_ is not None
            case RunPlaybook(detach=detach):
                return not detach
            case PluginVerb(name=name):
                return name not in self.known.verbs or self.known.verbs[name].waits
        return False

    def _check_end(self) -> None:
        if self.step.within is not None or not asks_several(self.step):
            return
        to = self.step.to or "room"
        if isinstance(self.step.verb, Form):
            message = f"a form for several people (to: {shown(to)}) needs 'within'; without it it is never over"
            self.reader.error(self.spot.verb, message)
        elif isinstance(self.step.verb, Ask) and self.step.verb.until is None:
            message = (
                f"an ask of several people (to: {shown(to)}) needs 'within' or 'until'; without it it is never over"
            )
            self.reader.error(self.spot.verb, message)

    def _check_when(self) -> None:
        if "when" in self.spot.keys and choices_of(self.step, self.known) == ():
            verb = self.spot.verb.text
            note = "give it `buttons`" if isinstance(self.step.verb, Post) else "ask, task and post with buttons have"
            self._error("when", f"'when' needs choices, and this '{verb}' has none", note)

    def _check_arguments(self, verb: RunPlaybook) -> None:
        if self.known.playbooks is None or verb.playbook not in self.known.playbooks:
            return
        params = self.known.playbooks[verb.playbook]
        run = self._under(self.spot.node, self.spot.verb.text)
        given = self._under(run, "with")
        for name in verb.with_:
            if name not in params:
                at = _key(given, name) or given or self.spot.verb
                self.reader.error(
                    at, f"unknown parameter '{shown(name)}' of {verb.playbook}", nearest=nearest(name, params)
                )
        for name, param in params.items():
            if param.required and name not in verb.with_:
                message = f"parameter '{name}' of {verb.playbook} is missing: it has no default"
                self.reader.error(given or run or self.spot.verb, message)
        self._check_values(verb, given)

    def _check_values(self, verb: RunPlaybook, given: Node | None) -> None:
        params = (self.known.playbooks or {})[verb.playbook]
        for name, value in verb.with_.items():
            texts = (value,) if isinstance(value, str) else value
            if name not in params or any(map(is_template, texts)):
                continue
            try:
                parse_param(params[name], value, self.known)
            except ParamError as error:
                at = self._under(given, name)
                message = error.message if error.message.startswith("must ") else f"does not fit: {error.message}"
                self.reader.error(at, f"'{name}' of {verb.playbook} {message}", nearest=error.nearest)

    @staticmethod
    def _under(node: Node | None, key: str) -> Node | None:
        return node.get(key) if isinstance(node, Mapping) else None


_WAITING = "ask, form, task, wait with `for`, and run unless detached"


def _key(node: Node | None, name: str) -> Node | None:
    entries = node.entries if isinstance(node, Mapping) else ()
    return next((entry.key for entry in entries if entry.key.text == name), None)


def _note_cycle(reading: Reading, flow: Flow, knot: tuple[str, ...]) -> None:
    inside = [piece for piece in reading.pieces if piece.kind is Kind.GOTO and _closes(piece, flow, knot)]
    way = " → ".join((*knot, knot[0]))
    message = f"a cycle that never waits: {shown(way, 80)}"
    note = "put a step into it that waits: wait, ask, form, task or run"
    at = inside[0].place if inside else _first(reading, knot)
    reading.reader.error(at, message, note=note)


def _closes(piece: Piece, flow: Flow, knot: tuple[str, ...]) -> bool:
    """Whether the piece is a goto by which the cycle goes back."""
    if piece.step is None or piece.step not in knot or piece.value not in knot:
        return False
    return flow.stands[piece.value].order <= flow.stands[piece.step].order


def _first(reading: Reading, knot: tuple[str, ...]) -> Node:
    return reading.spots[knot[0]].node
