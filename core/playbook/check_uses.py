"""What is wrong with the names that a template or an expression uses: none that exists, one not begun yet, a function misused."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model.playbook import Each, Playbook, Step
from ..nearest import nearest
from .duration import Duration
from .flow import Flow
from .names import BUILTINS, FUNCTIONS, Function, attributes_of, has_answers, has_message, holds
from .parsers import (
    listed,
)
from .pieces import Kind, Piece, Reading
from .printing import LENGTHS
from .reader import (
    shown,
)
from .uses import Argument, CallUse, ConstantArgument, NameArgument, Uses
from .verbs import CORE_ROLES, Known
from .yaml import Place

Where = Callable[[], Place]
"""A place that is worked out only when there is something to say about it."""


class UseChecker:
    """Checks the uses of the templates and expressions of one playbook."""

    def __init__(self, reading: Reading, playbook: Playbook, flow: Flow, known: Known) -> None:
        self.reader = reading.reader
        self.spots = reading.spots
        self.playbook = playbook
        self.flow = flow
        self.known = known
        self.steps: dict[str, Step] = {id: stand.step for id, stand in flow.stands.items()}
        self.setters = self._setters(reading.pieces)
        self.each_names = {step.verb.as_ for step in self.steps.values() if isinstance(step.verb, Each)}
        self.all_names = {*BUILTINS, *playbook.params, *self.steps, *self.setters, *self.each_names}

    def _setters(self, pieces: Iterable[Piece]) -> dict[str, list[str]]:
        """The variables, each with the steps that set it."""
        found: dict[str, list[str]] = {}
        for piece in pieces:
            if piece.kind is Kind.VARIABLE and piece.step in self.steps:
                if not isinstance(self.steps[piece.step].verb, Each):
                    found.setdefault(piece.value, []).append(piece.step)
        return found

    def check(self, piece: Piece, uses: Uses) -> None:
        """Takes note of every wrong use in the piece."""
        for use in uses.names:
            self._check_name(piece, use.name, self._place(piece, use.line, use.column, len(use.name)))
        for call in uses.calls:
            self._check_call(piece, call)
        for used in uses.attributes:
            self._check_attribute(piece, used.path, self._place(piece, used.line, used.column, len(used.path[-1])))
        if piece.kind is Kind.TEMPLATE:
            for use in uses.printed:
                self._check_printed(piece, use.name, self._place(piece, use.line, use.column, len(use.name)))

    def _place(self, piece: Piece, line: int, column: int, width: int) -> Where:
        return lambda: piece.node.place_within(line, column, width)

    # --- names ------------------------------------------------------------------------------------------------------

    def _check_name(self, piece: Piece, name: str, at: Where) -> None:
        if name in BUILTINS or name in self.playbook.params or name in self._each_names_around(piece):
            return
        if name in self.setters:
            self._mind_set(piece, name, at)
        elif name in self.steps:
            self.mind_begun(piece, name, at)
        elif name in FUNCTIONS:
            self.reader.error(at(), f"'{name}' is a function; it is used as {FUNCTIONS[name].usage}")
        elif name in self.each_names:
            self.reader.error(at(), f"'{name}' is there only within the 'each' that names it")
        else:
            self.reader.error(at(), f"unknown name '{shown(name)}'", nearest=self._nearest(piece, name))

    def _check_printed(self, piece: Piece, name: str, at: Where) -> None:
        """A step and the run can be asked for what they have; they are no text themselves, and no value that could be handed on."""
        if name == "run":
            what, has = "the whole run", BUILTINS["run"]
        elif name in self.steps and name not in self.setters and self._is_visible(piece.step or "", name):
            what, has = f"the whole step '{name}'", holds(self.steps[name], self.known.verbs)
        else:
            return
        ways = [f"{{{{ {name}.{one} }}}}" for one in has or () if one != "message"]
        self.reader.error(at(), f"{what} can't be printed", note=f"it has {', '.join(ways)}" if ways else None)

    def _nearest(self, piece: Piece, name: str) -> str | None:
        """Of what may stand there first; then of all steps, since one that comes later may have been meant all the same."""
        steps = {id for id in self.steps if piece.step is not None and self._is_visible(piece.step, id)}
        there = {*BUILTINS, *self.playbook.params, *self.setters, *self._each_names_around(piece), *steps}
        return nearest(name, there) or nearest(name, self.steps)

    def _each_names_around(self, piece: Piece) -> set[str]:
        if not self.each_names:
            return set()
        stand = self.flow.stands.get(piece.step or "")
        verbs = [self.steps[id].verb for id in stand.frame] if stand else []
        return {verb.as_ for verb in verbs if isinstance(verb, Each)}

    def _mind_set(self, piece: Piece, name: str, at: Where) -> None:
        """A variable must have been set by a step that can have come before; within one `each` the order is not known."""
        if piece.step is None:
            self.reader.error(at(), f"'{name}' is not set when a run starts")
            return
        here = self.flow.stands.get(piece.step)
        for id in self.setters[name]:
            if here is None or self.flow.may_precede(id, piece.step):
                return
            if set(self.flow.stands[id].frame) & set(here.frame):
                return
        line = self.spots[self.setters[name][0]].node.line if self.setters[name][0] in self.spots else None
        self.reader.error(at(), f"'{name}' is not set before: the step that sets it (line {line}) comes later")

    def mind_begun(self, piece: Piece, id: str, at: Where) -> None:
        """Takes note of a step that can't have begun where the piece stands, or that is out of sight there."""
        if piece.step is None:
            self.reader.error(at(), f"step '{id}' has not begun when a run starts")
        elif piece.step in self.steps and not self._is_in_sight(piece.step, id):
            around = self.flow.stands[id].frame[-1]
            self.reader.error(at(), f"step '{id}' stands within the 'each' {around}; outside there may be many of it")
        elif piece.step in self.steps and not self._is_visible(piece.step, id):
            label = self.spots[id].label if id in self.spots else f"'{id}'"
            self.reader.error(at(), f"step '{id}' ({label}) can't have begun when this is needed")

    def _is_in_sight(self, here: str, id: str) -> bool:
        frame = self.flow.stands[id].frame
        return self.flow.stands[here].frame[: len(frame)] == frame

    def _is_visible(self, here: str, id: str) -> bool:
        return here in self.steps and self._is_in_sight(here, id) and self.flow.may_precede(id, here)

    # --- functions --------------------------------------------------------------------------------------------------

    def _check_call(self, piece: Piece, call: CallUse) -> None:
        at = self._place(piece, call.line, call.column, len(call.name))
        function = FUNCTIONS.get(call.name)
        if call.name in self.all_names and function is not None:
            self.reader.error(
                at(), f"'{call.name}' is a name of this playbook here, so the function can't be called; rename it"
            )
        elif function is None:
            kind = "is no function" if call.name in self.all_names else "names no function"
            near = None if call.name in self.all_names else nearest(call.name, FUNCTIONS)
            message = f"'{shown(call.name)}' {kind}; expected {listed(sorted(FUNCTIONS))}"
            self.reader.error(at(), message if near is None else f"unknown function '{shown(call.name)}'", nearest=near)
        else:
            self._check_arguments(piece, call, function, at)

    def _check_arguments(self, piece: Piece, call: CallUse, function: Function, at: Where) -> None:
        count = len(call.arguments) + len(call.named)
        if not function.least <= count <= function.most:
            wanted = str(function.least) if function.least == function.most else f"{function.least} or {function.most}"
            noun = "argument" if wanted == "1" else "arguments"
            self.reader.error(at(), f"{call.name} takes {wanted} {noun}, not {count}: {function.usage}")
            return
        if function.about_step and call.arguments:
            self._check_step_argument(piece, call, function, at)
        elif call.arguments:
            self._check_constant(call, at)

    def _check_step_argument(self, piece: Piece, call: CallUse, function: Function, at: Where) -> None:
        name = _word(call.arguments[0])
        is_text = isinstance(call.arguments[0], ConstantArgument)
        if name is None or (name not in self.steps and not is_text and name in self.all_names):
            self.reader.error(at(), f"{call.name} needs the id of a step: {function.usage}")
        elif is_text:
            near = name if name in self.steps else nearest(name, self.steps)
            self.reader.error(at(), f"{call.name} needs the id of a step, without quotes", nearest=near)
        elif name in self.steps:
            step = self.steps[name]
            if function.about_step == "message" and not has_message(step):
                self.reader.error(at(), f"{call.name}({name}): step '{name}' says nothing, so nobody can reply")
            if function.about_step == "answers" and not has_answers(step):
                self.reader.error(at(), f"{call.name}({name}): step '{name}' asks nobody anything")

    def _check_constant(self, call: CallUse, at: Where) -> None:
        last = _constant(call.arguments[-1])
        if last is None:
            return
        if call.name == "duration":
            try:
                Duration.parse(last)
            except ValueError as error:
                self.reader.error(at(), str(error), nearest=getattr(error, "nearest", None))
        elif len(call.arguments) == 2:
            self._check_second(call.name, last, at)

    def _check_second(self, function: str, word: str, at: Where) -> None:
        known, what = None, ""
        match function:
            case "has_role" if self.known.roles is not None:
                known, what = (*self.known.roles, *CORE_ROLES), "role"
            case "in_group" if self.known.groups is not None:
                known, what = tuple(self.known.groups), "group"
            case "date" | "time":
                known, what = LENGTHS, "length"
        if known is not None and word not in known:
            message = f"unknown {what} '{shown(word)}' in {function}"
            self.reader.error(at(), message, nearest=nearest(word, known))

    # --- attributes -------------------------------------------------------------------------------------------------

    def _check_attribute(self, piece: Piece, path: tuple[str, ...], at: Where) -> None:
        if path[0] in self._each_names_around(piece) or path[0] in self.setters:
            return
        found = attributes_of(path, self.playbook, self.steps, self.known.verbs)
        if found is None or path[-1] in found[1]:
            return
        owner, has = found
        message = f"{owner} has no '{shown(path[-1])}'"
        note = f"it has {', '.join(has)}" if has else None
        self.reader.error(at(), message, nearest=nearest(path[-1], has), note=note)


def _word(argument: Argument) -> str | None:
    match argument:
        case NameArgument(name=name):
            return name
        case ConstantArgument(value=str() as value):
            return value
    return None


def _constant(argument: Argument) -> str | None:
    return argument.value if isinstance(argument, ConstantArgument) and isinstance(argument.value, str) else None
