"""What is left of a plugin once it is loaded: values that the engine calls by."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import NoneType
from typing import Any, Literal

from attrs import field, fields, has

from .model.content import Capability
from .model.event import Event
from .playbook.schedule import Schedule
from .ports import Json
from .signature import Signature
from .texts import NO_TEXTS, Texts
from .values import frozen

Menu = Literal["message", "everywhere"]
"""Where a command may be chosen: in the menu of a message, which it is about, or wherever somebody is."""

ROLES = ("manager", "leader", "moderator", "host", "member")


@frozen
class Handling:
    """One function of a plugin that is called for a reason: `name` is what it answers to, `who` the role it takes to cause it."""

    plugin: str
    name: str
    function: Callable[..., Awaitable[Any]] = field(repr=False)
    who: str | None = None
    takes: int = 0
    less: str | None = None

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
    """Something that a person may say to coterie; `menu` is where it may be chosen, too, on a platform that has menus."""

    signature: Signature = Signature((), None)
    menu: Menu | None = None

    @property
    def usage(self) -> str:
        """The command and its arguments, without what stands before it."""
        return self.usage_with(str)

    def usage_with(self, shown: Callable[[str], str]) -> str:
        """The same with its fixed words as `shown` has them."""
        return f"{self.name} {self.signature.usage_with(shown)}".rstrip()


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
    """Something a plugin does when an event of a kind happens: everywhere, or in groups that use it alone; with the `words` of messages or not."""

    event: type[Event] = Event
    scope: str = "everywhere"
    words: bool = True


@frozen
class Recurring(Handling):
    """Something a plugin does again and again, at local times of the group: words or a cron expression; or once for the `community`."""

    schedule: Schedule = field(kw_only=True)
    community: bool = False
    on_holidays: bool = False


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
    uses: frozenset[Capability] = frozenset()
    events: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
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
    contributions: Mapping[str, Handling] = field(factory=dict)
    feeds: Mapping[str, Handling] = field(factory=dict)
    migrations: tuple[Migration, ...] = ()

    def version_of(self, state: type) -> int:
        """The version in which states of this class are kept now."""
        return max((one.from_ + 1 for one in self.migrations_of(state)), default=1)

    def migrations_of(self, state: type) -> tuple[Migration, ...]:
        """What was migrated of this class of states, oldest first."""
        return tuple(sorted((one for one in self.migrations if one.of in (None, state)), key=lambda one: one.from_))
