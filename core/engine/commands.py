"""What somebody says to coterie: which command it is, with which arguments, or which one they may have meant.

`!coterie X` always works, and so do `/coterie X`, a mention with X behind it, and X alone in a direct message; `!X` does where one plugin
or playbook alone offers X. Where several do, `!coterie PLUGIN X` says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn, Protocol

from ..errors import UserError
from ..handling import Command
from ..model.community import Group
from ..model.content import Card
from ..model.effect import Post
from ..model.event import CommandGiven, Event, MessagePosted
from ..nearest import nearest
from ..refs import GroupRef
from ..texts import Reader, code, core_texts, paragraphs
from ..values import frozen
from .answers import was_asked
from .arguments import WrongArguments, parse_arguments, split_word
from .belonging import NeedsGroup, NeedsRoom, about_group, in_group, is_answered, own_groups, say_where
from .offer import Offer
from .place import Place, place_of
from .plugins import Plugins, SceneLookup, check_role
from .scene import Scene
from .usage import SHOWN, usage_for, wrong_arguments
from .wording import reader_of

NAME = "!coterie"
HELP, FIND = "help", "groups"


@frozen
class Said:
    """What was said to coterie; `start` is what stands before a command in an answer. `surely` says that nobody else can have been meant."""

    text: str
    start: str
    surely: bool


def said(event: Event) -> Said | None:
    """What the event says to coterie; None if it says nothing to it. What bots say is never meant."""
    if event.bot:
        return None
    match event:
        case CommandGiven():
            return Said(event.text.strip(), f"{NAME} ", True)
        case MessagePosted():
            return _said_in_message(event)
    return None


def _said_in_message(event: MessagePosted) -> Said | None:
    text = event.text.strip()
    first, behind = split_word(text) if text.startswith("!") else ("", "")
    if first.casefold() == NAME:
        return Said(behind, f"{NAME} ", True)
    if len(first) > 1 and first[1].isalpha():
        return Said(text[1:], "!", event.direct or event.addressed)
    if event.addressed or event.direct:
        return Said(text, "" if event.direct else f"{NAME} ", True)
    return None


class CommandStarts(Protocol):
    """The playbooks that a command starts."""

    def offered(self, scene: Scene, group: GroupRef | None) -> Mapping[str, Offer]:
        """The commands that start a playbook which this group uses, by name; `by` is the playbook's id."""

    async def start(self, scene: Scene, command: str, text: str) -> None:
        """Start it; `text` is what stood behind the command. Raises UserError where it can't be started."""


class Commands:
    """Handles what is said to coterie. Nothing else sees a message that was a command."""

    name = "core.commands"

    def __init__(self, plugins: Plugins, starts: CommandStarts | None = None) -> None:
        self._plugins = plugins
        self._starts = starts
        plugins.outlook.offers = self.offers

    def offers(self, scene: Scene, reader: Reader) -> tuple[Offer, ...]:
        """Every command that may be given where the scene is, by who offers it and by name, as the reader is told of it."""
        starts = self._starts.offered(scene, scene.group) if self._starts else {}
        return (*self._plugins.offers(reader), *(starts[name] for name in sorted(starts)))

    async def __call__(self, scene: Scene) -> bool:
        heard = said(scene.event)
        if heard is None:
            return False
        name, text = split_word(heard.text)
        name = name.casefold()
        if (named := self._command_of_plugin(name, text)) is not None:
            await self._give(scene, heard, *named)
            return True
        start, behind = self._start_of(scene, name, text)
        if start is not None:
            # What the group itself chose to use goes before what merely happens to be installed.
            await self._start(scene, start, behind)
            return True
        commands = self._plugins.commands.get(name)
        if not commands and (meant := self._plugins.also_called(name, surely=heard.surely)) is not None:
            commands = self._plugins.commands.get(meant)
        if not commands:
            return await self._unknown(scene, heard, name)
        if len(commands) > 1:
            await self._which(scene, name, commands)
        await self._give(scene, heard, commands[0], text)
        return True

    def _command_of_plugin(self, name: str, text: str) -> tuple[Command, str] | None:
        """The command of a plugin that was named with it, and what stands behind both."""
        if (plugin := self._plugins.loaded.get(name)) is None:
            return None
        inner, behind = split_word(text)
        found = plugin.commands.get(inner.casefold())
        return (found, behind) if found else None

    def _start_of(self, scene: Scene, name: str, text: str) -> tuple[Offer | None, str]:
        """The playbook's start of this name, or, where the name is a playbook's, that of the next word; and what stands behind it."""
        starts = self._started_by(scene)
        if not starts:
            return None, text
        start, behind = _longest(starts, name, text)
        if start is not None:
            return start, behind
        inner, behind = split_word(text)
        start, behind = _longest(starts, inner.casefold(), behind)
        return (start, behind) if start and start.by == name else (None, text)

    def _started_by(self, scene: Scene) -> Mapping[str, Offer]:
        return self._starts.offered(scene, scene.group) if self._starts else {}

    async def _give(self, scene: Scene, heard: Said, command: Command, text: str) -> None:
        place = place_of(scene, f"plugin:{command.plugin}:{command.name}")
        if place.group is not None or place.person is None:
            await self._give_at(scene, heard, command, text, place)
            return
        part = scene.apart()
        try:
            await self._give_at(part, heard, command, text, place)
        except NeedsGroup:
            own = await own_groups(scene, place.person, command.who)
            if not place.direct or len(own) != 1:
                raise await self._elsewhere(scene, heard, own, command.name, text) from None
            await self._give_in(scene, heard, command, text, own[0])
        else:
            scene.take(part)

    async def _give_in(self, scene: Scene, heard: Said, command: Command, text: str, group: Group) -> None:
        """Give a command that belongs to a group as if it had been said there; whoever gave it is answered in any case."""
        place = about_group(place_of(scene, f"plugin:{command.plugin}:{command.name}"), GroupRef(group.id))
        reader, name = await self._reader(scene), group.name
        try:
            await self._give_at(scene, heard, command, text, place)
        except NeedsRoom:
            words = {"group": name, "command": code(_typed_there(command.name, text))}
            raise UserError(core_texts().text("command-for-all-there", reader, **words)) from None
        except UserError as error:
            raise UserError(paragraphs(in_group(name, reader), *error.args)) from error
        if not is_answered(scene):
            done = core_texts().text("done-there", reader, group=name)
            scene.effect(Post(key=scene.new_key("done"), to=place.to[0], card=Card(done)))

    async def _elsewhere(
        self, scene: Scene, heard: Said, groups: Sequence[Group], name: str, text: str = ""
    ) -> UserError:
        person = scene.event.person
        if not groups and person is not None and await scene.directory.has_role(person, "manager"):
            return UserError(core_texts().text("needs-a-group", await self._reader(scene)))
        find = code(f"{heard.start}{FIND}")
        return UserError(say_where(groups, _typed_there(name, text), find, await self._reader(scene)))

    async def _give_at(self, scene: Scene, heard: Said, command: Command, text: str, place: Place) -> None:
        await check_role(scene, command.who, place.person, place.group)
        plugin = self._plugins.loaded[command.plugin]
        lookup = SceneLookup(scene, self._plugins.outlook.decks, place.group, place.room, texts=plugin.texts)
        try:
            arguments = await parse_arguments(command.signature, text, lookup)
        except WrongArguments as error:
            reader = await self._reader(scene)
            usage = f"{heard.start}{usage_for(plugin, command, reader)}"
            raise UserError(wrong_arguments(error, usage, reader, plugin.texts)) from error
        await self._plugins.call(scene, command, place, named=arguments, asked_for=True)

    async def _start(self, scene: Scene, start: Offer, text: str) -> None:
        assert self._starts is not None
        await check_role(scene, start.who, scene.event.person, scene.group)
        await self._starts.start(scene, start.name, text)

    async def _which(self, scene: Scene, name: str, commands: Sequence[Command]) -> NoReturn:
        ways = [code(f"{NAME} {command.plugin} {name}") for command in commands]
        raise UserError(core_texts().text("which-command", await self._reader(scene), name=code(name), ways=ways))

    async def _unknown(self, scene: Scene, heard: Said, name: str) -> bool:
        """Say so only to who surely meant coterie: `!foo` may be meant for another bot, or be no command at all."""
        if not heard.surely:
            return False
        names = [*self._plugins.commands, *self._started_by(scene)]
        near = nearest(name, names)
        texts, reader, help = core_texts(), await self._reader(scene), code(f"{heard.start}{HELP}")
        if where := await self._where_started(scene, name):
            raise await self._elsewhere(scene, heard, where, name)
        if not name:
            raise UserError(texts.text("say-something", reader, help=help))
        if near is None and await was_asked(scene.unit, scene.event):
            raise UserError(texts.text("unknown-answer", reader, name=name[:SHOWN], help=help))
        if near is None:
            raise UserError(texts.text("unknown-command", reader, name=name[:SHOWN], help=help))
        raise UserError(
            texts.text("unknown-command-near", reader, name=name[:SHOWN], near=code(f"{heard.start}{near}"), help=help)
        )

    async def _where_started(self, scene: Scene, name: str) -> Sequence[Group]:
        """The groups of whoever says it in which a playbook begins so."""
        if scene.group is not None or scene.event.person is None or self._starts is None:
            return ()
        own = await own_groups(scene, scene.event.person)
        return [one for one in own if name in self._starts.offered(scene, GroupRef(one.id))]

    @staticmethod
    async def _reader(scene: Scene) -> Reader:
        person = scene.event.person
        return await reader_of(scene, person, scene.group) if person else Reader()


def _longest(starts: Mapping[str, Offer], words: str, text: str) -> tuple[Offer | None, str]:
    """The start of the most words, and what stands behind them: a command of a playbook may be of several, `retro now`."""
    found, behind = starts.get(words), text
    while text and any(name.startswith(f"{words} ") for name in starts):
        word, text = split_word(text)
        words = f"{words} {word.casefold()}"
        if words in starts:
            found, behind = starts[words], text
    return found, behind


def _typed_there(name: str, text: str = "") -> str:
    """How a command is typed in the room of a group; what stood behind it need not be told again."""
    return f"{NAME} {name} …" if text else f"{NAME} {name}"
