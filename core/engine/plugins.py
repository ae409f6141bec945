"""All loaded plugins, indexed, and the one way in which their handlers are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

import structlog
from attrs import evolve

from ..errors import UserError
from ..handling import Command, Handling, Listening, LoadedPlugin, Offered
from ..model.content import Capability
from ..model.event import Event
from ..model.playbook import Deck
from ..refs import GroupRef, PersonRef, RoomRef
from ..texts import NO_TEXTS, Reader, Texts, core_texts
from ..traces import told
from ..values import frozen
from .arguments import WrongArguments, fit_arguments
from .belonging import NeedsGroup
from .cards import KeptCard
from .committing import ends_unit
from .context import Context
from .definitions import Definitions
from .directory import room_of
from .fixed_words import one_of
from .isolation import Isolation, PluginFailed
from .offer import Offer
from .outlook import Outlook
from .place import Place, place_of
from .scene import Scene
from .usage import about, usage_for, wrong_arguments

T = TypeVar("T")

log = structlog.get_logger(__name__)

Uses = Callable[[Definitions, GroupRef], frozenset[str]]
"""The names of the plugins that a group uses: itself, by one of their playbooks, or by a playbook with one of their verbs or actions."""

NOTHING: Mapping[str, object] = {}

ALSO, MEANT = "also-", "meant-"
"""How the ids of texts begin that hold other words for a command."""


@frozen
class SceneLookup:
    """Finds people, groups and rooms by name, as seen from where something was said."""

    scene: Scene
    decks: Mapping[str, Deck]
    at_group: GroupRef | None = None
    at_room: RoomRef | None = None
    texts: Texts = NO_TEXTS

    @property
    def today(self) -> date:
        return self.scene.now.astimezone(self.scene.directory.zone(self._group)).date()

    @property
    def room(self) -> RoomRef | None:
        return self.at_room or self.scene.event.room

    @property
    def _group(self) -> GroupRef | None:
        return self.at_group or self.scene.group

    async def person(self, name: str) -> PersonRef | None:
        return await self.scene.directory.find(name, self._group)

    async def group(self, name: str) -> GroupRef | None:
        wanted = name.casefold()
        for group in self.scene.directory.definitions.groups():
            if wanted in (group.id.casefold(), group.name.casefold()):
                return GroupRef(group.id)
        return None

    def deck(self, id: str) -> Deck | None:
        return self.decks.get(id)

    async def room_of(self, name: str) -> RoomRef | None:
        group = await self.group(name)
        return room_of(group.id) if group else None

    def one_of(self, typed: str, words: Collection[str]) -> str | None:
        return one_of(typed, words, self.texts)


class Plugins:
    """The plugins of a running coterie. `uses` says which of them a group uses."""

    def __init__(self, loaded: Sequence[LoadedPlugin], outlook: Outlook, isolation: Isolation, uses: Uses) -> None:
        self.loaded: Mapping[str, LoadedPlugin] = {plugin.name: plugin for plugin in loaded}
        self.outlook = outlook
        self.isolation = isolation
        self.uses = uses
        self._asked: tuple[Definitions | None, dict[str, frozenset[str]]] = (None, {})
        self._contributors: dict[str, Sequence[Handling]] = {}
        self._also: dict[str, dict[str, str]] | None = None
        outlook.act = self.act
        outlook.contributions = self.contributions
        self.commands: Mapping[str, Sequence[Command]] = self._by_name(loaded)
        self.steps: Mapping[str, Offered] = {verb: step for plugin in loaded for verb, step in plugin.steps.items()}
        self.actions: Mapping[str, Offered] = {
            f"{plugin.name}.{name}": action for plugin in loaded for name, action in plugin.actions.items()
        }

    @staticmethod
    def _by_name(loaded: Sequence[LoadedPlugin]) -> Mapping[str, Sequence[Command]]:
        found = defaultdict[str, list[Command]](list)
        for plugin in loaded:
            for name, command in plugin.commands.items():
                found[name].append(command)
        return dict(found)

    def also_called(self, word: str, *, surely: bool = True) -> str | None:
        """The command that is meant by a word of the texts `also-NAME`, in whichever language; None for any other word. Where coterie `surely` is
        meant a word of the texts `meant-NAME` will do: another bot might answer to `!stop`.

        Looked for when somebody first says what no command is called, in the texts of every language of the plugins that have any.
        """
        if self._also is None:
            self._also = {ALSO: {}, MEANT: {}}
            for beginning, known in self._also.items():
                for plugin in [one for one in self.loaded.values() if one.texts.has(beginning)]:
                    for name in plugin.commands:
                        words = (word.casefold() for word in plugin.texts.words(f"{beginning}{name}"))
                        known.update(dict.fromkeys(words, name))
        return self._also[ALSO].get(word) or (self._also[MEANT].get(word) if surely else None)

    def used_by(self, definitions: Definitions, group: GroupRef) -> frozenset[str]:
        """As `uses` says, worked out once for each group as long as nothing changes: every event asks."""
        if self._asked[0] is not definitions:
            self._asked = (definitions, {})
        if (found := self._asked[1].get(group.id)) is None:
            found = self._asked[1][group.id] = self.uses(definitions, group)
        return found

    # --- calling ----------------------------------------------------------------------------------------------------

    async def call(
        self,
        scene: Scene,
        handling: Handling,
        place: Place,
        *values: object,
        named: Mapping[str, object] = NOTHING,
        asked_for: bool = False,
    ) -> object:
        """Call one handler. Raises UserError where it can't be, and PluginFailed where it raised what it should not.

        `asked_for` says that a person did, and waits for an answer.
        """
        if handling.plugin in self.isolation.aside:
            raise UserError(core_texts().text("set-aside", Reader(), plugin=handling.plugin))
        if handling.who is not None:
            await self._check_role(scene, handling, place)
        context = Context(scene, self.loaded[handling.plugin], self.outlook, place)
        try:
            result = await handling.function(context, *values, **named)
            await context.finish()
        except (UserError, PluginFailed):
            raise
        except Exception as error:
            if ends_unit(error):
                raise
            raise PluginFailed(handling.plugin, handling.name, asked_for) from error
        self.isolation.well(handling.plugin, handling.name)
        return result

    async def _check_role(self, scene: Scene, handling: Handling, place: Place) -> None:
        await check_role(scene, handling.who, place.person, place.group)

    async def may_choose(self, scene: Scene, kept: KeptCard, person: PersonRef, group: GroupRef | None) -> bool:
        """Whether somebody may choose anything on a card: of a plugin's, what a role may choose is not shown to others."""
        plugin = self.loaded.get(kept.owner)
        if plugin is None:
            return True
        handlings = (handling_of(plugin.choices, choice.id) for choice in kept.choices)
        roles = {handling.who for handling in handlings if handling is not None}
        for who in roles - {None}:
            if who is not None and not await scene.directory.has_role(person, who, group):
                return False
        return True

    # --- for runs ---------------------------------------------------------------------------------------------------

    async def step(self, scene: Scene, verb: str, given: Mapping[str, object], place: Place) -> object:
        """Do a step of a plugin's verb; what it returned. Arguments are values or texts by name.

        Raises UserError where an argument does not fit, and PluginFailed; either way nothing of it is left in the scene.
        """
        return await self._for_run(scene, self.steps[verb], given, place)

    async def action(self, scene: Scene, name: str, given: Mapping[str, object], place: Place) -> object:
        """Do `PLUGIN.ACTION` as `step` does a verb."""
        return await self._for_run(scene, self.actions[name], given, place)

    async def _for_run(self, scene: Scene, offered: Offered, given: Mapping[str, object], place: Place) -> object:
        """As `_offered`; a run takes note of a failure and goes on, so it counts here."""
        try:
            return await self._offered(scene, offered, given, place)
        except PluginFailed as error:
            self.isolation.count(scene, error)
            raise

    async def _offered(self, scene: Scene, offered: Offered, given: Mapping[str, object], place: Place) -> object:
        inner = scene.apart(offered.plugin)
        try:
            arguments = await fit_arguments(
                offered.signature, given, SceneLookup(inner, self.outlook.decks, place.group, place.room)
            )
        except WrongArguments as error:
            raise UserError(wrong_arguments(error, offered.name, Reader())) from error
        result = await self.call(inner, offered, place, named=arguments)
        scene.take(inner)
        return result

    async def act(self, scene: Scene, name: str, given: Mapping[str, object], place: Place) -> object:
        """Do `PLUGIN.ACTION` for another plugin; None where there is no such action."""
        offered = self.actions.get(name)
        return await self._offered(scene, offered, given, place) if offered else None

    async def contributions(
        self, scene: Scene, name: str, group: GroupRef | None, values: tuple[object, ...], unused: bool = False
    ) -> tuple[object, ...]:
        """What the plugins that the group uses contribute under this name, by plugin; without a group, or with those `unused`, what all do.
        One that fails is left out, and logged."""
        used = None if group is None or unused else self.used_by(scene.directory.definitions, group)
        room = room_of(group.id) if group else None
        place = Place(f"contribute:{name}", (room,) if room else (), room, group, None)
        found, inner = list[object](), None
        for handling in self._contributing(name):
            if used is not None and handling.plugin not in used:
                continue
            if inner is None or not inner.is_untouched:  # never merged: who is asked only tells
                inner = scene.beside(handling.plugin)
            inner.owner = handling.plugin
            try:
                contributed = await self.call(inner, handling, place, *values[: handling.takes])
            except (UserError, PluginFailed) as error:
                why = told(error.__cause__ or error)
                log.error("contribution failed", plugin=handling.plugin, to=handling.name, error=why)
                continue
            if contributed is not None:
                found.append(contributed)
        return tuple(found)

    def _contributing(self, name: str) -> Sequence[Handling]:
        """Who contributes under this name, by plugin."""
        if (known := self._contributors.get(name)) is None:
            each = (self.loaded[plugin].contributions.get(name) for plugin in sorted(self.loaded))
            known = self._contributors[name] = tuple(one for one in each if one is not None)
        return known

    # --- what is there ----------------------------------------------------------------------------------------------

    def listeners(self) -> Iterator[tuple[Listener, tuple[type[Event], ...]]]:
        """A handler for each plugin that listens, and the kinds of events it listens to."""
        for plugin in self.loaded.values():
            if plugin.listeners:
                kinds = tuple(dict.fromkeys(one.event for one in plugin.listeners))
                yield Listener(self, plugin), kinds

    def offers(self, reader: Reader) -> tuple[Offer, ...]:
        """Every command, by plugin and name, as the reader is told of it."""
        return tuple(
            Offer(plugin.name, name, usage_for(plugin, command, reader), about(plugin, command, reader), command.who)
            for plugin in sorted(self.loaded.values(), key=lambda one: one.name)
            if plugin.name not in self.isolation.aside
            for name, command in sorted(plugin.commands.items())
        )


class Listener:
    """One plugin hearing what happens: in the groups that use it, and outside of all groups."""

    def __init__(self, plugins: Plugins, plugin: LoadedPlugin) -> None:
        self.name = plugin.name
        self._plugins = plugins
        self._by_event = defaultdict[type[Event], list[Listening]](list)
        for one in plugin.listeners:
            self._by_event[one.event].append(one)

    async def __call__(self, scene: Scene) -> bool:
        if scene.event.bot:
            return False
        for listening in self._heard(type(scene.event), scene.directory.definitions, scene.group):
            place = place_of(scene, f"plugin:{self.name}:{listening.name}")
            await self._plugins.call(scene, listening, place, scene.event)
        return False

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        """Whether the plugin hears of such events in a group, or, with none, outside of all groups."""
        return bool(self._heard(kind, definitions, group))

    def reads(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        """Whether the plugin wants the words of such events there, too."""
        return any(one.words for one in self._heard(kind, definitions, group))

    def _heard(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> Sequence[Listening]:
        found = self._by_event[kind]
        if group is None:
            return [one for one in found if one.scope != "group"]
        if self.name in self._plugins.used_by(definitions, group):
            return found
        return [one for one in found if one.scope == "always"]


def handling_of(choices: Mapping[str, T], id: str) -> T | None:
    """Who handles a choice: that of its id, else of what stands before a colon in it (`vote:3` → `vote`)."""
    return choices.get(id) or choices.get(id.partition(":")[0])


async def check_role(scene: Scene, who: str | None, person: PersonRef | None, group: GroupRef | None) -> None:
    """Raises UserError where something takes a role that the person does not hold, or that there is in groups alone."""
    if who is None or (person is not None and await scene.directory.has_role(person, who, group)):
        return
    reader = Reader(scene.directory.locale(group))
    if person is not None:
        reader = evolve(reader, locale=await scene.directory.locale_of(person, group))
    if group is None and who != "manager":
        raise NeedsGroup(core_texts().text("needs-a-group", reader))
    raise UserError(core_texts().text("needs-role", reader, who=who, role=core_texts().plain(f"role-{who}", reader)))


def missing_needs(
    loaded: Sequence[LoadedPlugin],
    capabilities: Mapping[str, frozenset[Capability]],
    definitions: Definitions,
    uses: Uses,
) -> tuple[str, ...]:
    """What plugins need and is not there, one sentence each, for the operator."""
    return tuple(
        sentence
        for plugin in loaded
        for need in sorted(plugin.needs, key=str)
        for sentence in _missing(plugin, need, {one.name for one in loaded}, capabilities, definitions, uses)
    )


def _missing(
    plugin: LoadedPlugin,
    need: Capability | str,
    names: set[str],
    capabilities: Mapping[str, frozenset[Capability]],
    definitions: Definitions,
    uses: Uses,
) -> Iterator[str]:
    if isinstance(need, Capability):
        for platform, there in capabilities.items():
            if need not in there:
                yield f"plugin {plugin.name} needs {need.value}, which {platform} does not have"
        return
    kind, _, name = need.partition(":")
    if kind == "plugin" and name not in names:
        yield f"plugin {plugin.name} needs the plugin {name}, which is not loaded"
    for group in definitions.groups() if kind == "role" and name == "leader" else ():
        if not group.leaders and plugin.name in uses(definitions, GroupRef(group.id)):
            yield f"plugin {plugin.name} needs a leader, and the group {group.id} has none"
