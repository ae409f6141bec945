"""A plugin: what somebody adds to coterie, said in decorators, and what is left of it once it is loaded.

    plugin = Plugin("kudos", texts="kudos.ftl")

    @plugin.command("kudos")
    async def thank(ctx: Context, person: PersonRef, *, reason: Rest) -> None:
        \"\"\"Thank somebody: `kudos @bo for the review`.\"\"\"

Nothing is read or checked before `load`, which reads every annotation once and reports all mistakes together.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from .engine.context import Context
from .errors import ConfigError, Finding
from .handling import LoadedPlugin, Menu
from .model.content import Capability
from .model.event import Event
from .playbook.verbs import CORE_EVENTS, PLUGIN_EVENTS
from .plugin_loading import EVENT, NAME, Loading, is_need
from .texts import NO_TEXTS, Texts, read_texts

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])


class Plugin:
    """What an entry point of `coterie.plugins` names.

    `texts` is `NAME.ftl` for the files `NAME.LOCALE.ftl` beside the module; `playbooks` and `decks` are folders beside it whose files
    are offered to every community. `needs` are capabilities, `role:NAME` and `plugin:NAME`; what is missing is said when coterie starts.
    `uses` are capabilities that it makes use of and can do without; a platform where they take a right of their own asks for no others.
    `events` are what playbooks may start on or wait for, and the plugin announces: `await ctx.announce("potluck_planned")`. `urgent` are the
    reasons for which it may disturb people in their quiet hours: `ctx.post(person, text, urgent="potluck_cancelled")`.
    """

    def __init__(
        self,
        name: str,
        *,
        texts: str | None = None,
        playbooks: str | None = None,
        decks: str | None = None,
        needs: Collection[Capability | str] = (),
        uses: Collection[Capability] = (),
        events: Collection[str] = (),
        urgent: Collection[str] = (),
        about: str = "",
    ) -> None:
        self.name = name
        self.needs = frozenset(needs)
        self.uses = frozenset(uses)
        self.events = tuple(events)
        self.urgent = tuple(urgent)
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
        self, name: str, *, who: str | None = None, menu: Menu | None = None
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when somebody says `/coterie NAME …`, `!coterie NAME …` or `!NAME …`; the arguments are typed by the annotations.

        `who` is the role it takes. The docstring's first line is what `help` shows, unless there is a text `command-NAME`. Words of the texts
        `also-NAME`, parted by commas, are understood as well, whoever says them in whichever language, those of `meant-NAME` where coterie
        is surely meant. With `menu` it can be
        chosen, without arguments, in the menu of a `message` (it then is `ctx.event.message`), or `everywhere`, where the platform has menus; the
        texts `menu-NAME` (24 characters) and `menu-NAME-about` say what stands there. Elsewhere people reply to the message with the command.
        """
        return self._declare("command", name, who=who, menu=menu)

    def choice(
        self, name: str, *, who: str | None = None, less: str | None = None
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when somebody chooses NAME on a card of this plugin, by button, reaction or word; it may take the choice's value.

        Of several alike on one card each has its own id behind a colon: `vote:1` and `vote:2` come to the handler of `vote`. With `less`, the
        id of a text for its label, it stands once a week at most under a direct message that somebody got unasked.
        """
        return self._declare("choice", name, who=who, less=less)

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
        self, event: type[Event], *, scope: Literal["everywhere", "group", "always"] = "everywhere", words: bool = True
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called when such an event happens in a group that uses the plugin, or outside of all groups; not for what bots do.

        With the scope `group` in these groups alone: what people say elsewhere is then not even taken in. With the scope `always` in every group,
        whether it uses the plugin or not: that is for what happens to people and groups, never for what people say. Who only counts messages
        says so by `words=False`, and gets them without a text.
        """
        return self._declare("on", event.__name__, event=event, scope=scope, words=words)

    def every(
        self, schedule: str, *, scope: Literal["group", "community"] = "group", on_holidays: bool = False
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """Called at these local times of every group that uses the plugin: `friday 16:00`, or cron.

        With the scope `community`, once for all of it, in its own zone, and in no group. On the holidays of a group it is left out or moved, as
        its community file says, unless it is to happen `on_holidays` too: what looks after something and need not be heard.
        """
        return self._declare("every", "", schedule=schedule, scope=scope, on_holidays=on_holidays)

    def step(
        self, verb: str, *, shorthand: str | None = None, choices: Collection[str] | None = ()
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """A verb for playbooks. Its fields are the arguments of the function; what it returns, an attrs value, is what the step's id holds.

        A text in place of the fields is the value of the field `shorthand`. `choices` are the ids that `when` may name, None for any.
        """
        return self._declare("step", verb, shorthand=shorthand, choices=choices)

    def feed(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """What is read at an address opened with `ctx.open_feed(NAME)`: a `Feed`, or None for nothing; it may take the address's value."""
        return self._declare("feed", name)

    def action(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """What `call: PLUGIN.NAME` of a playbook does; what it returns is the step's `.result`."""
        return self._declare("action", name)

    def contribute(
        self, to: str
    ) -> Callable[[Callable[Concatenate[Context, P], Awaitable[R]]], Callable[Concatenate[Context, P], Awaitable[R]]]:
        """What this plugin adds to a collection such as `digest` or `brief`: lines about the group, as a tuple of `Line`.

        Called in groups that use the plugin, with a value if it takes it: `digest` with the instant since when. It only tells: what it saves or
        says is dropped. To `page` it adds a tuple of `Item` for each of somebody's groups, whether that uses the plugin or not, to
        `page-everywhere` what belongs to no group; both are called with the person. What they told changed? `await ctx.call("me.refresh",
        people=[…])`. To `portfolio`, which managers read, it adds lines about all groups together, to `active` who of a group did something in
        the week under way, as a tuple of `PersonRef`.
        """
        return self._declare("contribute", to)

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
        """Read every annotation. Raises ConfigError with all mistakes of the plugin but those within its texts, which `texts.problems()` names."""
        found = Loading(self.name)
        for kind, name, function, options in self._declared:
            found.add(kind, name, function, options)
        if not NAME.match(self.name):
            found.say(Finding(self.file, None, None, f"plugin name {self.name!r} is not like `weekly-kudos`"))
        for event in self.events:
            if not EVENT.match(event) or (event in CORE_EVENTS and event not in PLUGIN_EVENTS):
                message = f"event {event!r} is not like `potluck_planned`, or is the core's own"
                found.say(Finding(self.file, None, None, message))
        for need in self.needs:
            if not isinstance(need, Capability) and not is_need(need):
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
            uses=self.uses,
            events=self.events,
            urgent=self.urgent,
            folder=here,
            playbooks=here / self._playbooks if self._playbooks else None,
            decks=here / self._decks if self._decks else None,
            **found.handlers(),
        )

    def _read_texts(self) -> Texts:
        return read_texts(Path(self.file).with_name(self._texts)) if self._texts else NO_TEXTS
