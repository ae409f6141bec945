"""What is wrong with the texts of a playbook, one by one: templates, expressions, durations, schedules, addresses, names of things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ..model.playbook import Each, Param, ParamType, Playbook
from ..nearest import nearest
from .check_steps import choices_of, is_template
from .check_uses import UseChecker
from .duration import Duration
from .expressions import ExpressionError, expression_uses, template_uses
from .flow import Flow
from .local_time import parse_local
from .names import BUILTINS, has_message
from .params import ParamError, parse_param
from .parsers import (
    listed,
)
from .pieces import Kind, Piece, Reading
from .reader import (
    shown,
)
from .schedule import Schedule
from .uses import Uses
from .verbs import CORE_EVENTS, CORE_ROLES, ONE_PERSON, PLACES, PREFIXES, FieldType, Known

_PARAM_OF_FIELD = {
    FieldType.INT: ParamType.INT,
    FieldType.NUMBER: ParamType.NUMBER,
    FieldType.BOOL: ParamType.BOOL,
    FieldType.DURATION: ParamType.DURATION,
    FieldType.SCHEDULE: ParamType.SCHEDULE,
    FieldType.ZONE: ParamType.ZONE,
    FieldType.GROUP: ParamType.GROUP,
    FieldType.ROLE: ParamType.ROLE,
    FieldType.DECK: ParamType.DECK,
    FieldType.PLAYBOOK: ParamType.PLAYBOOK,
    FieldType.CHOICE: ParamType.CHOICE,
}
_FITS: Mapping[Kind, tuple[ParamType, ...]] = {
    Kind.DURATION: (ParamType.DURATION, ParamType.TEXT, ParamType.CHOICE),
    Kind.SCHEDULE: (ParamType.SCHEDULE, ParamType.TEXT, ParamType.CHOICE),
    Kind.START_TIME: (ParamType.TEXT, ParamType.CHOICE),
}


HELP = "help"
"""The command by which people find all others."""


class PieceChecker:
    """Checks the pieces of one playbook."""

    def __init__(self, reading: Reading, playbook: Playbook, flow: Flow, known: Known) -> None:
        self.reading = reading
        self.reader = reading.reader
        self.playbook = playbook
        self.flow = flow
        self.known = known
        self.uses = UseChecker(reading, playbook, flow, known)
        self._by_kind: Mapping[Kind, Callable[[Piece], None]] = {
            Kind.TEMPLATE: self._template,
            Kind.EXPRESSION: self._expression,
            Kind.DURATION: lambda piece: self._timed(piece, Duration.parse),
            Kind.SCHEDULE: lambda piece: self._timed(piece, Schedule.parse),
            Kind.START_TIME: lambda piece: self._timed(piece, parse_local),
            Kind.UNTIL: self._until,
            Kind.ANSWERS: self._answers,
            Kind.TO: lambda piece: self._address(piece, PLACES),
            Kind.REMINDED: lambda piece: self._address(piece, (*PLACES, "missing")),
            Kind.ASSIGNEE: self._assignee,
            Kind.ROLE: self._role,
            Kind.EVENT: self._event,
            Kind.GOTO: self._goto,
            Kind.THREAD: self._thread,
            Kind.CHOICE: self._choice,
            Kind.PLAYBOOK: self._playbook,
            Kind.BOUND: self._template,
            Kind.FIELD: self._field,
            Kind.COMMAND: self._command,
            Kind.VARIABLE: self._variable,
        }

    def check(self) -> None:
        """Takes note of everything that is wrong with them."""
        for piece in self.reading.pieces:
            self._by_kind[piece.kind](piece)
        self._check_ids()

    def _error(self, piece: Piece, message: str, near: str | None = None, note: str | None = None) -> None:
        self.reader.error(piece.place, message, nearest=near, note=note)

    # --- templates and expressions ----------------------------------------------------------------------------------

    def _template(self, piece: Piece) -> None:
        if "{" in piece.value:
            self._use(piece, template_uses)

    def _expression(self, piece: Piece) -> None:
        if piece.value.strip().startswith("{{") and piece.value.strip().endswith("}}"):
            self._error(piece, "an expression stands without {{ }} here", piece.value.strip()[2:-2].strip())
        else:
            self._use(piece, expression_uses)

    def _use(self, piece: Piece, uses_of: Callable[[str], Uses]) -> None:
        try:
            uses = uses_of(piece.value)
        except ExpressionError as error:
            at = piece.node.place_within(error.line, error.column)
            self.reader.error(at, f"{error.message.rstrip('.')}, in '{shown(piece.value)}'", nearest=error.nearest)
        else:
            self.uses.check(piece, uses)

    def _is_filled(self, piece: Piece) -> bool:
        """Whether it is a template, which is then checked as one."""
        if not is_template(piece.value):
            return False
        self._template(piece)
        return True

    # --- times ------------------------------------------------------------------------------------------------------

    def _timed(self, piece: Piece, parse: Callable[[str], object]) -> None:
        if is_template(piece.value):
            self._template(piece)
            self._mind_param(piece)
            return
        try:
            parse(piece.value)
        except ValueError as error:
            note = None
            if piece.kind is Kind.DURATION and _comes(piece.value):
                note = 'a time is written {until: "…"}'
            self._error(piece, str(error), getattr(error, "nearest", None), note)

    def _mind_param(self, piece: Piece) -> None:
        """A parameter of another type in the place of a whole text: a number of days is no duration."""
        name = piece.value.strip().removeprefix("{{").removesuffix("}}").strip()
        param = self.playbook.params.get(name)
        if param is not None and param.type not in _FITS[piece.kind]:
            wanted = _FITS[piece.kind][0].value if piece.kind is not Kind.START_TIME else "local date-time"
            self._error(piece, f"a {wanted} is needed here, and parameter '{name}' is of type {param.type.value}")

    def _until(self, piece: Piece) -> None:
        """Words, cron and date-times are tried first; what is none of them must be an expression of names that exist."""
        if self._is_filled(piece) or _comes(piece.value) or _is_local(piece.value):
            return
        try:
            uses = expression_uses(piece.value)
        except ExpressionError:
            uses = None
        if uses is not None and (uses.calls or uses.attributes or self._has_known_name(uses)):
            self.uses.check(piece, uses)
            return
        try:
            parse_local(piece.value) if piece.value[:4].isdecimal() else Schedule.parse(piece.value)
        except ValueError as error:
            self._error(piece, str(error), getattr(error, "nearest", None))

    def _has_known_name(self, uses: Uses) -> bool:
        return any(use.name in self.uses.all_names for use in uses.names)

    # --- words that stand for something -----------------------------------------------------------------------------

    def _answers(self, piece: Piece) -> None:
        if self._is_filled(piece) or piece.value in ("first", "everyone"):
            return
        if not piece.value.isdecimal() or len(piece.value) > 9 or int(piece.value) < 1:
            near = nearest(piece.value, ("first", "everyone"))
            self._error(
                piece, f"'until' must be first, everyone or a number of answers, not '{shown(piece.value)}'", near
            )

    def _address(self, piece: Piece, places: tuple[str, ...]) -> None:
        if self._is_filled(piece) or piece.value in places or self._is_prefixed(piece):
            return
        near = nearest(piece.value, [*places, *(f"role:{role}" for role in self._roles())])
        if piece.value in self._roles() and not near:
            near = f"role:{piece.value}"
        expected = listed((*places, "role:NAME", "on_duty:FUNCTION", "person:REF"))
        message = f"unknown address '{shown(piece.value)}'; expected {expected}"
        self._error(piece, message, near, self._braces(piece))

    def _roles(self) -> Collection[str]:
        return CORE_ROLES if self.known.roles is None else self.known.roles

    def _is_prefixed(self, piece: Piece) -> bool:
        """Whether it is `role:NAME`, `on_duty:FUNCTION` or `person:REF`; a name that does not exist is noted."""
        prefix, separator, name = piece.value.partition(":")
        if not separator or prefix not in PREFIXES:
            return False
        known = {"role": self.known.roles, "on_duty": self.known.functions, "person": self.known.people}[prefix]
        what = {"role": "role", "on_duty": "function", "person": "person"}[prefix]
        if not name.strip():
            self._error(piece, f"'{prefix}:' needs the name of a {what} behind it")
        elif known is not None and "/" not in name and name not in known:
            near = nearest(name, known)
            self._error(piece, f"unknown {what} '{shown(name)}'", near and f"{prefix}:{near}")
        return True

    def _braces(self, piece: Piece) -> str | None:
        """A hint where the name of a person in this run stands without braces."""
        return (
            f'a value of the run is written "{{{{ {piece.value} }}}}"' if piece.value in self.uses.all_names else None
        )

    def _assignee(self, piece: Piece) -> None:
        if self._is_filled(piece) or piece.value in ONE_PERSON or self._is_prefixed(piece):
            return
        if piece.value in self._roles() or (self.known.people is not None and piece.value in self.known.people):
            return
        if hint := self._braces(piece):
            self._error(piece, f"'{piece.value}' is no role", f"{{{{ {piece.value} }}}}", hint)
        elif self.known.roles is not None or " " in piece.value or ":" in piece.value:
            known = [*ONE_PERSON, *self._roles(), *(self.known.people or ())]
            message = f"unknown assignee '{shown(piece.value)}'; expected leader, member, starter, a role or person:REF"
            self._error(piece, message, nearest(piece.value, known))

    def _role(self, piece: Piece) -> None:
        name = piece.value.removeprefix("role:")
        if self.known.roles is not None and name not in (*self.known.roles, *CORE_ROLES):
            self._error(piece, f"unknown role '{shown(name)}'", nearest(name, (*self.known.roles, *CORE_ROLES)))

    def _event(self, piece: Piece) -> None:
        events = (*CORE_EVENTS, *self.known.events)
        if piece.value not in events:
            message = f"unknown event '{shown(piece.value)}'; expected {listed(events)}"
            self._error(piece, message, nearest(piece.value, events))

    def _command(self, piece: Piece) -> None:
        """A command of a plugin gives way where a group uses the playbook: that may be meant, but for the one by which people find all others."""
        plugin = self.known.commands.get(piece.value.casefold())
        if plugin is not None and piece.value.casefold() == HELP:
            name = shown(piece.value)
            hidden = f"'{name}' is a command of coterie already (plugin {plugin}), and starts this playbook instead in groups that use it"
            ways = f"take another word, or say '!coterie {plugin} {name}' there for that of the plugin"
            self.reader.warning(piece.place, f"{hidden}; {ways}")

    def _playbook(self, piece: Piece) -> None:
        if self._is_filled(piece) or self.known.playbooks is None or piece.value in self.known.playbooks:
            return
        self._error(piece, f"unknown playbook '{shown(piece.value)}'", nearest(piece.value, self.known.playbooks))

    # --- steps and choices ------------------------------------------------------------------------------------------

    def _goto(self, piece: Piece) -> None:
        target, source = self.flow.stands.get(piece.value), self.flow.stands.get(piece.step or "")
        if target is None:
            near = nearest(piece.value, self.flow.stands)
            self._error(piece, f"goto names no step: '{shown(piece.value)}'", near, self._steps_there())
        elif source is not None and target.blocks[-1] not in source.blocks:
            frame = next((frame for frame in reversed(target.frame) if frame not in source.frame), None)
            where = f"in the 'each' {frame}" if frame else "in a block of another step"
            self._error(piece, f"goto can't go to '{piece.value}': it stands {where}")
        elif source is not None and target.frame != source.frame:
            self._error(piece, f"goto can't go to '{piece.value}': it stands outside of the 'each' {source.frame[-1]}")

    def _steps_there(self) -> str | None:
        written = [id for id, spot in self.reading.spots.items() if "id" in spot.keys]
        return f"there are {', '.join(written[:12])}" if written else None

    def _thread(self, piece: Piece) -> None:
        if self._is_filled(piece) or not self._is_step(piece, "thread"):
            return
        if not has_message(self.flow.stands[piece.value].step):
            self._error(piece, f"step '{piece.value}' says nothing, so it has no thread")
        else:
            self.uses.mind_begun(piece, piece.value, lambda: piece.place)

    def _is_step(self, piece: Piece, what: str) -> bool:
        if piece.value in self.flow.stands:
            return True
        near = nearest(piece.value, self.flow.stands)
        self._error(piece, f"'{what}' names no step: '{shown(piece.value)}'", near, self._steps_there())
        return False

    def _choice(self, piece: Piece) -> None:
        stand = self.flow.stands.get(piece.step or "")
        choices = choices_of(stand.step, self.known) if stand else None
        if choices and piece.value not in choices and not any(map(is_template, choices)):
            message = f"'when' names no choice: '{shown(piece.value)}'; expected {listed(choices)}"
            self._error(piece, message, nearest(piece.value, choices))

    def _variable(self, piece: Piece) -> None:
        name = piece.value
        taken = None
        if name in BUILTINS:
            taken = "a name that every run has"
        elif name in self.playbook.params:
            taken = "a parameter"
        elif name in self.flow.stands:
            taken = "the id of a step"
        elif name in self.uses.each_names and not self._is_as(piece):
            taken = "the name of an 'each'"
        if taken:
            self._error(piece, f"'{name}' is {taken} already; choose another name")

    def _is_as(self, piece: Piece) -> bool:
        stand = self.flow.stands.get(piece.step or "")
        return stand is not None and isinstance(stand.step.verb, Each)

    def _check_ids(self) -> None:
        for id, spot in self.reading.spots.items():
            if id in BUILTINS:
                self.reader.error(spot.id, f"'{id}' is a name that every run has; give {spot.label} another id")
            elif id in self.playbook.params:
                self.reader.error(spot.id, f"'{id}' is a parameter; give {spot.label} another id")

    # --- what plugins are given -------------------------------------------------------------------------------------

    def _field(self, piece: Piece) -> None:
        declaration = piece.declaration
        assert declaration is not None
        if declaration.type is FieldType.STEP:
            if self._is_step(piece, declaration.name):
                self.uses.mind_begun(piece, piece.value, lambda: piece.place)
            return
        if self._is_filled(piece):
            return
        if declaration.type in (FieldType.PERSON, FieldType.PEOPLE):
            self._person(piece)
        elif type := _PARAM_OF_FIELD.get(declaration.type):
            self._constant(piece, Param(type, choices=declaration.choices))

    def _person(self, piece: Piece) -> None:
        if piece.value in ONE_PERSON or piece.value == "leaders" or self._is_prefixed(piece):
            return
        if self.known.people is not None and "/" not in piece.value and piece.value not in self.known.people:
            near = nearest(piece.value, (*ONE_PERSON, *self.known.people))
            self._error(piece, f"unknown person '{shown(piece.value)}'", near, self._braces(piece))

    def _constant(self, piece: Piece, param: Param) -> None:
        name = piece.declaration.name if piece.declaration else ""
        try:
            parse_param(param, piece.value, self.known)
        except ParamError as error:
            message = f"'{name}' {error.message}" if error.message.startswith("must ") else error.message
            self._error(piece, message, error.nearest, self._braces(piece))


def _comes(text: str) -> bool:
    try:
        Schedule.parse(text)
    except ValueError:
        return False
    return True


def _is_local(text: str) -> bool:
    try:
        parse_local(text)
    except ValueError:
        return False
    return True
