"""A plugin: what somebody adds to coterie, said in decorators, and what is left of it once it is loaded.

    plugin = Plugin("kudos", texts="kudos.ftl")

    @plugin.command("kudos")
    async def thank(ctx: Context, person: PersonRef, *, reason: Rest) -> None:
        \"\"\"Thank somebody: `kudos @bo for the review`.\"\"\"

Nothing is read or checked before `load`, which reads every annotation once and reports all mistakes together.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from attrs import field, fields, frozen, has

from .errors import ConfigError, Finding
from .model.content import Capability
from .model.event import Event
from .playbook.schedule import Schedule, ScheduleError
from .ports import Json
from .signature import Kind, Parameter, Signature, SignatureError, finding, read_hints, read_signature, takes
from .texts import NO_TEXTS, Texts, read_texts

if TYPE_CHECKING:
    from .engine.context import Context

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])

_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_VERB = re.compile(r"[a-z][a-z0-9_]*\Z")

ROLES = ("manager", "leader", "moderator", "host", "member")


@frozen
class Handling:
    """One function of a plugin that is called for a reason: `name` is what it answers to, `who` the role it takes to cause it."""

    plugin: str
    name: str
    function: Callable[..., Awaitable[Any]] = field(repr=False)
    who: str | None = None
    takes: int = 0

    @property
    def doc(self) -> str:
        """The first line of its docstring."""
        return next(iter((inspect.getdoc(self.function) or "").splitlines()), "")

    @property
    def description(self) -> str:
        """Its whole docstring."""
        return inspect.getdoc(self.function) or ""


@frozen
class Command(Handling):
    """Something that a person may say to coterie."""

    signature: Signature = Signature((), None)

    @property
    def usage(self) -> str:
        """The command and its arguments, without what stands before it."""
        return f"{self.name} {self.signature.usage}".rstrip()


@frozen
class Offered(Handling):
    """A verb or an action: what playbooks may ask of a plugin. Its arguments come from templates."""

    signature: Signature = Signature((), None)
    shorthand: str | None = None
    choices: tuple[str, ...] | None = ()

    @property
    def holds(self) -> tuple[str, ...] | None:
        """The attributes of what it returns: none where it returns nothing, None where that can't be said."""
        returned = self.signature.returns
        if returned in (None, NoneType):
            return ()
        return tuple(one.name for one in fields(returned)) if isinstance(returned, type) and has(returned) else None


@frozen
class Listening(Handling):
    """Something a plugin does when an event of a kind happens."""

    event: type[Event] = Event


@frozen
class Recurring(Handling):
    """Something a plugin does again and again, at local times of the group: words or a cron expression."""

    schedule: Schedule = field(kw_only=True)


@frozen
class Migration:
    """How the kept state of one version becomes that of the next; of one class of states, or of every one of the plugin."""

    from_: int
    function: Callable[[Json], Json] = field(repr=False)
    of: type | None = None


@frozen
class LoadedPlugin:
    """A plugin whose every handler was read and found good. `uses` are its playbooks: a group that uses one, uses the plugin."""

    name: str
    texts: Texts = NO_TEXTS
    about: str = ""
    needs: frozenset[Capability | str] = frozenset()
    folder: Path | None = None
    playbooks: Path | None = None
    decks: Path | None = None
    commands: Mapping[str, Command] = field(factory=dict)
    choices: Mapping[str, Handling] = field(factory=dict)
    forms: Mapping[str, Handling] = field(factory=dict)
    timers: Mapping[str, Handling] = field(factory=dict)
    listeners: tuple[Listening, ...] = ()
    recurring: Mapping[str, Recurring] = field(factory=dict)
    steps: Mapping[str, Offered] = field(factory=dict)
    actions: Mapping[str, Offered] = field(factory=dict)
    migrations: tuple[Migration, ...] = ()

    def version_of(self, state: type) -> int:
        """The version in which states of this class are kept now."""
        return max((one.from_ + 1 for one in self.migrations_of(state)), default=1)

    def migrations_of(self, state: type) -> tuple[Migration, ...]:
        """What was migrated of this class of states, oldest first."""
        return tuple(sorted((one for one in self.migrations if one.of in (None, state)), key=lambda one: one.from_))


class Plugin:
    """What an entry point of `coterie.plugins` names.

    `texts` is `NAME.ftl` for the files `NAME.LOCALE.ftl` beside the module; `playbooks` and `decks` are folders beside it whose files
    are offered to every community. `needs` are capabilities, `role:NAME` and `plugin:NAME`; what is missing is said when coterie starts.
    """

    def __init__(
        self,
        name: str,
        *,
        texts: str | None = None,
        playbooks: str | None = None,
        decks: str | None = None,
        needs: Collection[Capability | str] = (),
        about: str = "",
    ) -> None:
        self.name = name
        self.needs = frozenset(needs)
        self.about = about
        self._texts = texts
        self._playbooks = playbooks
        self._decks = decks
        # Files stand beside the module that makes the plugin, and only its frame knows where that is.
        caller = sys._getframe(1).f_globals
        self.file = str(caller.get("__file__", "<interactive>"))
        self.about = about or next(iter((caller.get("__doc__") or "").strip().splitlines()), "")
        self._declared: list[tuple[str, str, Callable[..., Any], Mapping[str, Any]]] = []

    # --- what a plugin may say --------------------------------------------------------------------------------------

    def command(
        self, name: str, *, who: str | None = None
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when somebody says `/coterie NAME …`, `!coterie NAME …` or `!NAME …`; the arguments are typed by the annotations.

        `who` is the role it takes. The docstring's first line is what `help` shows, unless there is a text `command-NAME`.
        """
        return self._declare("command", name, who=who)

    def choice(
        self, name: str, *, who: str | None = None
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when somebody chooses NAME on a card of this plugin, by button, reaction or word; it may take the choice's value."""
        return self._declare("choice", name, who=who)

    def form(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called with the answers (field → answer) when a form asked with `then=NAME` is filled in, and with its value, if it takes it."""
        return self._declare("form", name)

    def timer(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when a timer set with `then=NAME` comes due; it may take the timer's value."""
        return self._declare("timer", name)

    def on(
        self, event: type[Event]
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when such an event happens in a group that uses the plugin, or outside of all groups; not for what bots do."""
        return self._declare("on", event.__name__, event=event)

    def every(
        self, schedule: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called at these local times of every group that uses the plugin: `friday 16:00`, or cron."""
        return self._declare("every", "", schedule=schedule)

    def step(
        self, verb: str, *, shorthand: str | None = None, choices: Collection[str] | None = ()
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """A verb for playbooks. Its fields are the arguments of the function; what it returns, an attrs value, is what the step's id holds.

        A text in place of the fields is the value of the field `shorthand`. `choices` are the ids that `when` may name, None for any.
        """
        return self._declare("step", verb, shorthand=shorthand, choices=choices)

    def action(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """What `call: PLUGIN.NAME` of a playbook does; what it returns is the step's `.result`."""
        return self._declare("action", name)

    def migrate(self, *, from_: int, of: type | None = None) -> Callable[[F], F]:
        """How state kept in version `from_` becomes that of the next: a function of the kept JSON, for the class `of` or for all."""
        return self._declare("migrate", str(from_), from_=from_, of=of)

    def _declare(self, kind: str, name: str, **options: Any) -> Callable[[F], F]:
        def keep(function: F) -> F:
            self._declared.append((kind, name, function, options))
            return function

        return keep

    # --- what becomes of it -----------------------------------------------------------------------------------------

    def load(self) -> LoadedPlugin:
        """Read every annotation and every text. Raises ConfigError with all mistakes of the plugin."""
        found = _Loading(self.name)
        for kind, name, function, options in self._declared:
            found.add(kind, name, function, options)
        if not _NAME.match(self.name):
            found.say(Finding(self.file, None, None, f"plugin name {self.name!r} is not like `weekly-kudos`"))
        for need in self.needs:
            if not isinstance(need, Capability) and not _is_need(need):
                found.say(
                    Finding(
                        self.file,
                        None,
                        None,
                        f"need {need!r} is neither a Capability nor `role:NAME` nor `plugin:NAME`",
                    )
                )
        texts = found.reading(self._read_texts)
        found.check_migrations(self.file)
        if found.findings:
            raise ConfigError(found.findings)
        here = Path(self.file).parent
        return LoadedPlugin(
            name=self.name,
            texts=texts or NO_TEXTS,
            about=self.about,
            needs=self.needs,
            folder=here,
            playbooks=here / self._playbooks if self._playbooks else None,
            decks=here / self._decks if self._decks else None,
            **found.handlers(),
        )

    def _read_texts(self) -> Texts:
        return read_texts(Path(self.file).with_name(self._texts)) if self._texts else NO_TEXTS


def _is_need(need: str) -> bool:
    kind, _, name = need.partition(":")
    return (kind == "role" and name in ROLES) or (kind == "plugin" and bool(_NAME.match(name)))


def _schedule(text: str) -> Schedule:
    try:
        return Schedule.parse(text)
    except ScheduleError as error:
        raise SignatureError(str(error)) from error


class _Loading:
    """A plugin being read: what is good so far, and every mistake."""

    def __init__(self, plugin: str) -> None:
        self.findings: list[Finding] = []
        self._plugin = plugin
        self._named: dict[str, dict[str, Any]] = {
            kind: {} for kind in ("command", "choice", "form", "timer", "every", "step", "action")
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
                return Command(self._plugin, name, function, options["who"], signature=self._typed(function))
            case "step":
                return self._step(name, function, **options)
            case "action":
                return Offered(self._plugin, name, function, signature=read_signature(function))
            case "on":
                self._check_count(function, 1, 1, "the event")
                return Listening(self._plugin, function.__name__, function, takes=1, event=options["event"])
            case "every":
                self._check_count(function, 0, 0, "nothing")
                return Recurring(self._plugin, name, function, schedule=_schedule(options["schedule"]))
            case "form":
                self._check_count(function, 1, 2, "the answers, and the form's value if it wants it")
            case _:
                self._check_count(function, 0, 1, "the value, if it wants it")
        return Handling(self._plugin, name, function, options.get("who"), takes(function))

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
        if kind in ("command", "action") and not _NAME.match(name):
            raise SignatureError(f"{kind} {name!r} is not like `small-talk`: lower case letters, digits and -")
        if kind == "step" and not _VERB.match(name):
            raise SignatureError(f"verb {name!r} is not like `small_talk`: lower case letters, digits and _")
        if who is not None and who not in ROLES:
            raise SignatureError(f"who={who!r} is no role; expected one of {', '.join(ROLES)}")

    @staticmethod
    def _check_count(function: Callable[..., Any], least: int, most: int, expected: str) -> None:
        read_hints(function)
        if not least <= takes(function) <= most:
            raise SignatureError(f"behind its context it takes {expected}, not {takes(function)} arguments")

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
        names |= {"step": "steps", "action": "actions"}
        found: dict[str, Any] = {attribute: self._named[kind] for kind, attribute in names.items()}
        return found | {"listeners": tuple(self._listeners), "migrations": tuple(self._migrations)}


__all__ = [
    "Command",
    "Handling",
    "Listening",
    "LoadedPlugin",
    "Migration",
    "Offered",
    "Parameter",
    "Plugin",
    "Recurring",
]
