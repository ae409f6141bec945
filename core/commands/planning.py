"""`coterie plan` and `coterie apply`: the parts of the configuration put together, asked what differs, and told to make it so."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable
from uuid import uuid4

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from ..clock import Clock, SystemClock
from ..config import Config, read_config, read_environment, without_password
from ..discovery import ADAPTERS, PlatformSettings, load
from ..engine import bindings
from ..engine.definitions import Definitions
from ..engine.register import Register
from ..engine.thread_homes.performing import with_threads
from ..errors import Locked, UserError
from ..logs import errors_to_stderr
from ..plan.applying import Agree, Applying, Outcome
from ..plan.comparing import differences
from ..plan.difference import Difference
from ..plan.showing import as_json, as_lines, line, outcomes, plain, print_to, summary
from ..plan.surveying import Surveyor
from ..ports import Adapter, Portable, Store
from ..refs import PersonRef
from ..values import frozen
from .hosting import check_bound, community_of
from .moving import in_use
from .running import adapters_of, hosting_of, location_of, plugins_of, store_of, surroundings_of, with_platforms

DIFFERS = 1
FAILED = 3


def plan(file: Path, *, as_rows: bool, exit_code: bool, workspace: str = "") -> int:
    """Print what differs; 0, or with `exit_code` 1 where something does. Raises ConfigError, PlatformError or StoreError."""
    errors_to_stderr()
    found, titles = asyncio.run(_plan(file, workspace))
    if as_rows:
        for one in found:
            sys.stdout.write(f"{as_json(one)}\n")
    else:
        console = Console(emoji=False, markup=False)
        print_to(console, as_lines(found, titles))
        console.print(summary(found), highlight=False)
    return DIFFERS if exit_code and found else 0


def apply(file: Path, *, yes: bool, as_rows: bool, workspace: str = "") -> int:
    """Make it so, and print what was done; 3 where a part of it failed. Raises ConfigError, PlatformError or StoreError."""
    errors_to_stderr()
    with Bar() as bar:
        outcome, titles = asyncio.run(_apply(file, bar, _agreement(yes, bar), workspace))
    _print_outcome(outcome, titles, as_rows)
    return FAILED if outcome.failed else 0


async def _plan(file: Path, workspace: str) -> tuple[Sequence[Difference], Mapping[str, str]]:
    async with parts_of(file, workspace) as parts:
        with Bar() as bar:
            wish, found = await Surveyor(parts.store, parts.clock, parts.adapters, parts.files, bar.told).look()
        return differences(wish, found), parts.titles


async def _apply(file: Path, bar: Bar, agree: Agree, workspace: str) -> tuple[Outcome, Mapping[str, str]]:
    async with parts_of(file, workspace) as parts:
        await parts.refuse_company()
        await parts.bind_people()
        applying = Applying(
            parts.store, parts.clock, parts.adapters, parts.files, uuid4().hex[:12], bar.told, bar.waits
        )
        return await applying.apply(agree), parts.titles


# --- parts ----------------------------------------------------------------------------------------------------------


@runtime_checkable
class Closing(Protocol):
    """An adapter that keeps connections open, and closes them where nobody listened."""

    async def close(self) -> None: ...


@frozen
class Parts:
    """What the configuration names, ready to be used."""

    store: Store
    clock: Clock
    adapters: Mapping[str, Adapter]
    files: Definitions
    where: str
    """What the store is called."""

    @property
    def titles(self) -> Mapping[str, str]:
        """What groups and communities are called."""
        groups = {group.id: group.name for group in self.files.groups()}
        return {one.id: one.name for one in self.files.communities} | groups

    async def refuse_company(self) -> None:
        """Raise Locked where others have the store open as well: two that apply would both begin the same, and what a running coterie does
        of it nobody here is told. Of two that begin at once both may stop."""
        if isinstance(self.store, Portable) and (others := await self.store.others()):
            raise in_use(self.where, others, "apply")

    async def bind_people(self) -> None:
        """Write down whose accounts are whose, as every start of coterie does: a charter names its leaders by them."""
        async with self.store.unit() as unit:
            for community in self.files.communities:
                for person in community.people.values():
                    for platform, account in person.accounts.items():
                        await bindings.bind(unit, PersonRef(person.id), PersonRef.native_to(platform, account).id)


@asynccontextmanager
async def parts_of(file: Path, workspace: str = "") -> AsyncIterator[Parts]:
    """What the configuration names, without anybody listening; of an app that many workspaces install, what is of one `workspace`.

    Raises Locked with what to do where another process has the store, UserError where the app is not in that workspace.
    """
    config, clock = with_platforms(read_config(file, PlatformSettings())), SystemClock()
    plugins = plugins_of(config)
    around = surroundings_of(config, clock, plugins, apart=bool(workspace))
    factories = {name: load(ADAPTERS, name) for name in config.adapters}
    environment = read_environment(config.folder)
    communities = tuple(one.community for one in around.communities if one.community is not None)
    async with AsyncExitStack() as stack:
        if workspace:
            host = hosting_of(config, factories, environment, clock, plugins)
            if host is None:
                raise UserError("coterie is in one workspace here: leave --workspace out")
            check_bound(config, {one.id: one for one in communities})
            main = await _opened(stack, config, environment, clock)
            tenant, adapter = await stack.enter_async_context(host.entered(main, workspace))
            adapters: Sequence[Adapter] = [adapter]
            communities = (community_of(tenant, {one.id: one for one in communities}),)
        else:
            adapters = adapters_of(config, factories, environment, clock)
        store = await _opened(stack, config, environment, clock, workspace)
        shown = without_password(location_of(config, None, environment))
        for adapter in adapters:
            if isinstance(adapter, Closing):
                stack.push_async_callback(adapter.close)
        files = Definitions(communities)
        yield Parts(store, clock, with_threads(adapters, store, clock, Register(files)), files, shown)


async def _opened(
    stack: AsyncExitStack, config: Config, environment: Mapping[str, str], clock: Clock, part: str = ""
) -> Store:
    try:
        store = await store_of(config, None, environment, clock, part)
    except Locked as error:
        raise Locked(
            f"{str(error).partition(':')[0]}, which is coterie running, or another plan or apply. Wait for that one to end, or stop it "
            "(what it does goes on when it is started again), then run this again"
        ) from error
    stack.push_async_callback(store.close)
    return store


# --- people ---------------------------------------------------------------------------------------------------------


class Bar:
    """A progress bar on stderr with the time that is left, on a terminal only."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def told(self, what: str, done: int, of: int) -> None:
        """So much of it is done."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=of)
        self._progress.update(self._tasks[what], completed=done, total=of)

    def waits(self, platform: str, reason: str) -> None:
        """Nothing goes on, as a platform takes nothing. Said on stderr, terminal or not."""
        until = "Tried again until it does, for a day at most; Ctrl-C ends it, and the next apply goes on"
        said = f"{platform} takes nothing now: {plain(reason)}. {until}"
        self._progress.console.print(said, soft_wrap=True, highlight=False, markup=False)

    def ask(self, question: Callable[[], bool]) -> bool:
        """The answer to a question, with the bar out of its way."""
        self._progress.stop()
        try:
            return question()
        finally:
            self._progress.start()


def _agreement(yes: bool, bar: Bar) -> Agree:
    def agree(difference: Difference) -> bool:
        if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return yes
        return bar.ask(lambda: _asked(difference))

    return agree


def _asked(difference: Difference) -> bool:
    console = Console(stderr=True, emoji=False, markup=False)
    # asyncio would keep the first Ctrl-C for when this is answered.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        console.print(f"{difference.group}:", highlight=False)
        console.print(line(difference, ""), soft_wrap=True, highlight=False)
        console.print("    do it? [y/N] ", end="", highlight=False)
        return input().strip().casefold() in ("y", "yes")
    except EOFError:  # Ctrl-D: nobody says yes
        console.print(highlight=False)
        return False
    finally:
        signal.signal(signal.SIGINT, before)


def _print_outcome(outcome: Outcome, titles: Mapping[str, str], as_rows: bool) -> None:
    if as_rows:
        for what, difference, reason in outcomes(outcome):
            sys.stdout.write(f"{as_json(difference, outcome=what, reason=reason)}\n")
        return
    console = Console(emoji=False, markup=False)
    for what, some in (("done", outcome.done), ("not done, as nobody agreed", outcome.declined)):
        if some:
            console.print(f"{what}:", highlight=False)
            print_to(console, as_lines(some, titles))
    if outcome.failed:
        why = {difference: f"  failed: {plain(reason)}" for difference, reason in outcome.failed}
        console.print("failed:", highlight=False)
        print_to(console, as_lines(tuple(why), titles, why.get))
    if outcome.shown:
        console.print("for you to look at:", highlight=False)
        print_to(console, as_lines(outcome.shown, titles))
    parts = ((outcome.done, "done"), (outcome.failed, "failed"), (outcome.declined, "not agreed to: --yes does them"))
    told = ", ".join(f"{len(some)} {what}" for some, what in parts if some)
    console.print(told or "nothing to do", highlight=False)
