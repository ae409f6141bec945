"""A plugin being read: every annotation once, and every mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from .errors import ConfigError, Finding
from .handling import ROLES, Command, Handling, Listening, Menu, Migration, Offered, Recurring
from .model.event import (
    Event,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    MessageSeen,
    ReactionAdded,
    ReactionRemoved,
)
from .playbook.schedule import Schedule, ScheduleError
from .playbook.verbs import CORE_VERBS, MODIFIERS
from .signature import Kind, Signature, SignatureError, annotations_of, finding, read_signature, takes
from .texts import Texts

NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
SPOKEN = (MessagePosted, MessageEdited, MessageRemoved, MessageSeen, ReactionAdded, ReactionRemoved)
"""What people say and do in a room: nobody hears it who was not let in."""

EVENT = re.compile(r"[a-z][a-z0-9_]*\Z")
_VERB = re.compile(r"[a-z][a-z0-9_]*\Z")


def is_need(need: str) -> bool:
    kind, _, name = need.partition(":")
    return (kind == "role" and name in ROLES) or (kind == "plugin" and bool(NAME.match(name)))


def _schedule(text: str) -> Schedule:
    try:
        return Schedule.parse(text)
    except ScheduleError as error:
        raise SignatureError(str(error)) from error


class Loading:
    """A plugin being read: what is good so far, and every mistake."""

    def __init__(self, plugin: str) -> None:
        self.findings: list[Finding] = []
        self._plugin = plugin
        self._named: dict[str, dict[str, Any]] = {
            kind: {} for kind in ("command", "choice", "form", "timer", "every", "step", "action", "contribute", "feed")
        }
        self._listeners: list[Listening] = []
        self._migrations: list[Migration] = []

    def say(self, *findings: Finding) -> None:
        self.findings += findings

    def reading(self, read: Callable[[], Texts]) -> Texts | None:
        try:
            return read()
        except ConfigError as error:
            self.say(*error.findings)
            return None

    def add(self, kind: str, name: str, function: Callable[..., Any], options: Mapping[str, Any]) -> None:
        try:
            self._add(kind, name or function.__name__, function, options)
        except SignatureError as error:
            self.say(finding(function, str(error)))

    def _add(self, kind: str, name: str, function: Callable[..., Any], options: Mapping[str, Any]) -> None:
        if kind == "migrate":
            self._migrations.append(Migration(options["from_"], function, options["of"]))
            return
        handling = self._read(kind, name, function, options)
        if isinstance(handling, Listening):
            self._listeners.append(handling)
            return
        if name in self._named[kind]:
            first = self._named[kind][name].function
            raise SignatureError(f"{kind} {name!r} is declared twice; first by {first.__name__}")
        self._named[kind][name] = handling

    def _read(self, kind: str, name: str, function: Callable[..., Any], options: Mapping[str, Any]) -> Handling:
        self._check_name(kind, name, options.get("who"))
        match kind:
            case "command":
                return self._command(name, function, **options)
            case "step":
                return self._step(name, function, **options)
            case "action":
                return Offered(self._plugin, name, function, signature=read_signature(function))
            case "on":
                self._check_event(function, options["event"])
                if options["scope"] == "always" and issubclass(options["event"], SPOKEN):
                    raise SignatureError(
                        f"a {options['event'].__name__} is heard in groups that use the plugin, not always"
                    )
                return Listening(
                    self._plugin,
                    function.__name__,
                    function,
                    takes=self._counted(function, 1, 1, "the event"),
                    event=options["event"],
                    scope=options["scope"],
                    words=options["words"],
                )
            case "every":
                return Recurring(
                    self._plugin,
                    name,
                    function,
                    takes=self._counted(function, 0, 0, "nothing"),
                    schedule=_schedule(options["schedule"]),
                    community=options["scope"] == "community",
                    on_holidays=options["on_holidays"],
                )
            case "form":
                count = self._counted(function, 1, 2, "the answers, and the form's value if it wants it")
            case _:
                count = self._counted(function, 0, 1, "the value, if it wants it")
        return Handling(self._plugin, name, function, options.get("who"), count, options.get("less"))

    def _command(self, name: str, function: Callable[..., Any], who: str | None, menu: Menu | None) -> Command:
        signature = self._typed(function)
        if menu is not None and any(one.required for one in signature.parameters):
            raise SignatureError("what can be chosen in a menu takes no argument that may not be missing")
        return Command(self._plugin, name, function, who, signature=signature, menu=menu)

    def _step(
        self, name: str, function: Callable[..., Any], shorthand: str | None, choices: Collection[str] | None
    ) -> Offered:
        signature = read_signature(function)
        if shorthand is not None and shorthand not in [one.name for one in signature.parameters]:
            raise SignatureError(f"shorthand {shorthand!r} is none of its arguments")
        named = None if choices is None else tuple(choices)
        return Offered(self._plugin, name, function, signature=signature, shorthand=shorthand, choices=named)

    @staticmethod
    def _typed(function: Callable[..., Any]) -> Signature:
        signature = read_signature(function)
        for one in signature.parameters:
            if one.kind is Kind.TEXT:
                raise SignatureError(
                    f"argument {one.name!r} is a Text, which only playbooks give; people type str or Rest"
                )
        return signature

    @staticmethod
    def _check_name(kind: str, name: str, who: str | None) -> None:
        if kind in ("command", "action", "feed") and not NAME.match(name):
            raise SignatureError(f"{kind} {name!r} is not like `small-talk`: lower case letters, digits and -")
        if kind == "step" and not _VERB.match(name):
            raise SignatureError(f"verb {name!r} is not like `small_talk`: lower case letters, digits and _")
        if kind == "step" and name in (*CORE_VERBS, *MODIFIERS):
            raise SignatureError(f"{name!r} is a word of the language of playbooks already; choose another verb")
        if who is not None and who not in ROLES:
            raise SignatureError(f"who={who!r} is no role; expected one of {', '.join(ROLES)}")

    @staticmethod
    def _check_event(function: Callable[..., Any], event: type) -> None:
        """Whether it is an event, and the handler says that it takes this one."""
        if not issubclass(event, Event):
            raise SignatureError(
                f"{event.__name__} is no event; an event is one of those in coterie.core.api, such as MemberJoined"
            )
        said = annotations_of(function)[1:2]
        if said and isinstance(said[0], type) and not issubclass(event, said[0]):
            raise SignatureError(
                f"it is called with a {event.__name__}, and its argument is annotated {said[0].__name__}"
            )

    @staticmethod
    def _counted(function: Callable[..., Any], least: int, most: int, expected: str) -> int:
        """How many arguments it takes behind its context, between `least` and `most`."""
        found = takes(function)
        if not least <= found <= most:
            raise SignatureError(f"behind its context it takes {expected}, not {found} arguments")
        return found

    def check_migrations(self, file: str) -> None:
        """From version 1 on, none missing and none twice."""
        for of in {one.of for one in self._migrations}:
            steps = sorted(one.from_ for one in self._migrations if one.of is of)
            if steps != list(range(1, len(steps) + 1)):
                whose = of.__name__ if of else "the plugin"
                self.say(
                    Finding(
                        file,
                        None,
                        None,
                        f"migrations of {whose} are from {steps}; expected each version once, from 1 on",
                    )
                )

    def handlers(self) -> dict[str, Any]:
        names = {"command": "commands", "choice": "choices", "form": "forms", "timer": "timers", "every": "recurring"}
        names |= {"step": "steps", "action": "actions", "contribute": "contributions", "feed": "feeds"}
        found: dict[str, Any] = {attribute: self._named[kind] for kind, attribute in names.items()}
        return found | {"listeners": tuple(self._listeners), "migrations": tuple(self._migrations)}
