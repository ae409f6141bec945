"""A whole coterie out of its parts: the engine, the plugins, the runs of playbooks; and what a scenario asks of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

from .clock import Clock
from .engine import bindings, cards, forms, interview
from .engine.app import App
from .engine.definitions import Definitions
from .engine.directory import room_of
from .engine.feeding import Feeding
from .engine.isolation import Isolation
from .engine.lineup import add_plugins
from .engine.measures import NOTHING_COUNTED, Measures
from .engine.outlook import Outlook
from .engine.plugins import Plugins, Uses, missing_needs
from .engine.recurring import Clockwork
from .engine.register import Register
from .engine.release import Release
from .engine.router import Router
from .engine.runs.advancing import Running
from .engine.runs.book import RunView
from .engine.runs.book_of import RunBookOfRuns
from .engine.runs.events import HEARD, Runs
from .engine.runs.schedules import Schedules
from .engine.runs.starts import EVENTS, Starts
from .engine.runs.texts import Reader
from .engine.scene import Scene
from .engine.term_ends import TermEnds
from .engine.thread_homes.performing import with_rooms
from .engine.unasked import Gate, Less
from .feeds import Feed
from .files.library import Library
from .handling import LoadedPlugin
from .model.community import Community, GroupState
from .model.content import Field
from .model.event import CommandGiven, GroupMoved, TimerFired
from .model.playbook import Call, Each, Playbook, PluginVerb, Step
from .ports import Adapter, Store
from .refs import GroupRef, MessageRef, PersonRef
from .scenario.offer import Offer
from .values import frozen

T = TypeVar("T")


def assembled(
    store: Store,
    clock: Clock,
    adapters: Sequence[Adapter],
    communities: Sequence[Community],
    library: Library,
    plugins: Sequence[LoadedPlugin],
    uses: Uses | None = None,
    *,
    address: str | None = None,
    measures: Measures = NOTHING_COUNTED,
) -> House:
    """Everything put together, not yet running. `uses` says which plugins a group uses; unless given, its playbooks do.

    `address` is how coterie's own server is reached, where there is one.
    """
    files, router = Definitions(tuple(communities)), Router()
    outlook, isolation, register = Outlook(), Isolation(), Register(files)
    outlook.register, outlook.address = register, address
    outlook.decks = library.decks
    capabilities = {adapter.platform: with_rooms(adapter, files) for adapter in adapters}
    outlook.capabilities = capabilities
    loaded = Plugins(plugins, outlook, isolation, uses or uses_of(library, plugins))
    running = Running(Reader(library.known), loaded, capabilities)
    starts = Starts(running, library.playbooks)
    runs = Runs(running, starts)
    book = RunBookOfRuns(runs, starts)
    outlook.runs = book
    outlook.announce = starts.announce
    clockwork = add_plugins(router, loaded, starts=starts, behalf={"run": runs})
    schedules = Schedules(starts)
    recurrence = Recurrence(clockwork, schedules)
    outlook.prepare = recurrence.prepare_group
    router.add(TermEnds(outlook), TimerFired)
    router.add(runs, *HEARD)
    router.add(schedules, TimerFired)
    router.add(starts, GroupMoved, *EVENTS)
    gate = Gate(less_of(plugins))
    router.add(Release(gate, capabilities), TimerFired)

    app = App(
        store,
        clock,
        adapters,
        communities,
        router=router,
        failures=isolation,
        register=register,
        gate=gate,
        measures=measures,
        may_choose=loaded.may_choose,
    )
    missing = missing_needs(plugins, capabilities, files, loaded.uses)
    return House(app, starts, book, recurrence, missing)


@frozen
class Recurrence:
    """All that recurs in groups: what plugins do again and again, and the schedules of playbooks."""

    clockwork: Clockwork
    schedules: Schedules

    async def prepare(self, scene: Scene) -> None:
        """Set the timers of all groups. To be called at the start."""
        await self.clockwork.prepare(scene.unit, scene.directory, scene.now)
        await self.schedules.prepare(scene.unit, scene.directory, scene.now)

    async def prepare_group(self, scene: Scene, group: GroupRef) -> None:
        """Set those of one group, which was founded or changed."""
        await self.clockwork.prepare(scene.unit, scene.directory, scene.now, group)
        await self.schedules.prepare(scene.unit, scene.directory, scene.now, group)


def less_of(plugins: Sequence[LoadedPlugin]) -> Less | None:
    """The choice that stands under what nobody asked for: the first that a plugin has."""
    for plugin in plugins:
        for handling in plugin.choices.values():
            if handling.less is not None:
                return Less(plugin.name, handling.name, partial(plugin.texts.plain, handling.less))
    return None


def uses_of(library: Library, plugins: Sequence[LoadedPlugin]) -> Uses:
    """Which plugins a group uses: as it or its community says, by a playbook that one brings, or by one with a verb or an action of it."""
    brought = {
        playbook: plugin.name for plugin in plugins if plugin.playbooks for playbook in _ids_below(plugin, library)
    }
    by_verb = {verb: plugin.name for plugin in plugins for verb in plugin.steps}
    names = frozenset(plugin.name for plugin in plugins)

    def of(playbook: Playbook) -> set[str]:
        own = {brought[playbook.id]} if playbook.id in brought else set[str]()
        return own | {found for step in playbook.steps for found in _used_in(step, by_verb, names)}

    by_playbook = {id: frozenset(of(playbook)) for id, playbook in library.playbooks.items()}

    def uses(definitions: Definitions, group: GroupRef) -> frozenset[str]:
        found = definitions.group(group.id)
        if found is None or found.state is GroupState.ARCHIVED:
            return frozenset()
        chosen = names.intersection((*found.plugins, *definitions.community_of(group.id).plugins))
        return chosen.union(*(by_playbook.get(use.playbook, frozenset()) for use in found.playbooks))

    return uses


def _ids_below(plugin: LoadedPlugin, library: Library) -> Collection[str]:
    assert plugin.playbooks is not None
    sources = {file.read_text(encoding="utf-8") for file in plugin.playbooks.rglob("*.y*ml")}
    return [id for id, playbook in library.playbooks.items() if playbook.source in sources]


def _used_in(step: Step, by_verb: Mapping[str, str], names: frozenset[str]) -> set[str]:
    found: set[str] = set()
    match step.verb:
        case PluginVerb(name=name) if name in by_verb:
            found.add(by_verb[name])
        case Call(action=action) if (plugin := action.partition(".")[0]) in names:
            found.add(plugin)
        case Each(steps=steps):
            for inner in steps:
                found |= _used_in(inner, by_verb, names)
    for answered in step.when.values():
        for inner in answered if isinstance(answered, tuple) else ():
            found |= _used_in(inner, by_verb, names)
    return found


@frozen
class House:
    """A coterie. Use it as `async with assembled(…) as house`; leaving the block stops it where it stands."""

    app: App
    starts: Starts
    book: RunBookOfRuns
    recurrence: Recurrence
    missing: tuple[str, ...] = ()
    """What plugins need and is not there, one sentence each."""

    async def __aenter__(self) -> Self:
        await self._in_a_scene(self.recurrence.prepare)
        await self.app.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.app.__aexit__(kind, error, trace)

    # --- what a scenario asks ---------------------------------------------------------------------------------------

    async def connected(self) -> None:
        """Return when every platform is listened to."""
        await self.app.connected()

    async def settled(self) -> None:
        """Return when nothing is under way and nothing is due at this time."""
        await self.app.settled()

    async def next_due(self) -> datetime | None:
        """When the next thing comes due."""
        return await self.app.next_due()

    async def start_run(self, playbook: str, group: str, who: PersonRef | None) -> None:
        """Start a playbook in a group, as its command would. Raises UserError where it may not."""

        async def start(scene: Scene) -> None:
            await self.starts.start_by_hand(scene, playbook, GroupRef(group), who)

        await self._in_a_scene(start)
        await self.app.settled()

    async def runs(self, group: str) -> Sequence[RunView]:
        """The runs of a group, the newest first."""

        async def look(scene: Scene) -> Sequence[RunView]:
            return await self.book.of_group(scene, GroupRef(group))

        found = await self._in_a_scene(look)
        return sorted(found, key=lambda run: run.started, reverse=True)

    async def offers(self, message: MessageRef) -> Sequence[Offer]:
        """What can be chosen on the card that the native message shows, in its order, links left out; nothing if that is over."""
        async with self.app.store.unit() as unit:
            kept = await cards.card(unit, await bindings.ours(unit, message))
            return [Offer(choice.id, choice.label) for choice in kept.choices] if kept else []

    async def homes(self, platform: str) -> Mapping[str, str]:
        """The groups founded in chat that have a room on the platform: id → native id of the room."""
        async with self.app.store.unit() as unit:
            known, found = await self.app.register.definitions(unit), dict[str, str]()
            for group in known.groups():
                if self.app.register.files.group(group.id) is None:
                    for room in await bindings.natives(unit, room_of(group.id)):
                        if room.platform == platform:
                            found[group.id] = room.native
            return found

    async def question(self, person: PersonRef) -> Field | None:
        """The field of a form that somebody is being asked in their direct conversation now."""
        async with self.app.store.unit() as unit:
            standing = await interview.interview_of(unit, await bindings.ours(unit, person))
            asked = await forms.asked_under(unit, standing.forms[0]) if standing.forms else None
            return interview.question(asked.form, standing.answers) if asked else None

    async def feed(self, plugin: str, feed: str, token: str) -> Feed | None:
        """What is read at an address of a plugin; None where nothing is."""
        reading = Feeding(self.recurrence.clockwork.plugins)

        async def read(scene: Scene) -> Feed | None:
            return await reading.read(scene, plugin, feed, token)

        return await self._in_a_scene(read)

    async def _in_a_scene(self, act: Callable[[Scene], Awaitable[T]]) -> T:
        """What comes of an act from outside; all of it in one commit."""
        event = CommandGiven(id=f"outside:{uuid4()}", at=self.app.clock.now(), platform="core", text="")
        return await self.app.within(event, act)
