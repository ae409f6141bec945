"""Joining in at the keyboard: somebody types as anybody, and lets time pass."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from rich.text import Text

from coterie.core.errors import CoterieError
from coterie.core.playbook.duration import Duration
from coterie.core.playbook.local_time import TimeTextError, local_to_utc, parse_local
from coterie.core.scenario.driver import Direct, InRoom, Place
from coterie.core.scenario.model import Fill, Join, Leave, Pattern, Press, React, Say
from coterie.core.scenario.play import Play

from .show import Show
from .world import World

HELP = """\
What you type is said by whom you are, where you are. Beside that:
  /as NAME           be somebody else: /as cy
  /in GROUP          go into a group's room: /in python
  /dm                talk with coterie alone
  /reply WORDS: TEXT reply in the thread of the newest message with these words
  /react EMOJI WORDS react to the newest message with these words
  /press CHOICE      press a button of the newest card that you see: /press done
  /fill FIELD=TEXT … fill in the newest form: /fill health=4
  /join GROUP        come into a group; /leave GROUP goes
  /wait 2d           let time pass; also /wait 2026-12-01 09:00
  /look              what was said here; /who is here
  /quit              end (so does the end of the input)
Commands of coterie work too: !coterie help"""

Read = Callable[[str], Awaitable[str | None]]
"""Asks for a line, with a prompt; None at the end."""


async def typed(prompt: str) -> str | None:
    """A line from the terminal."""
    try:
        return await asyncio.to_thread(input, prompt)
    except EOFError:
        return None


class Keyboard:
    """One person at the keyboard in a world."""

    def __init__(self, play: Play, world: World, show: Show, zone: ZoneInfo, who: str, group: str) -> None:
        self._play = play
        self._world = world
        self._show = show
        self._zone = zone
        self._who = who
        self._place: Place = InRoom(group)
        self._shown: dict[str, str] = {}
        self._mark_shown()

    async def run(self, read: Read = typed) -> None:
        """Until /quit, or until there is nothing more to read."""
        self._say(f"You are {self._who}. Type /help to see what you can do.")
        while (line := await read(self._prompt())) is not None:
            if line.strip() in ("/quit", "/exit", "/q"):
                return
            try:
                await self._do(line.strip())
            except (CoterieError, TimeTextError, ValueError) as error:
                self._say(str(error).split("\n")[0], style="red")
            self._show_new()

    def _prompt(self) -> str:
        now = self._play.clock.now().astimezone(self._zone)
        where = f"#{self._place.group}" if isinstance(self._place, InRoom) else "with coterie"
        return f"{now:%a %-d %b %H:%M} {self._who} {where}> "

    async def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        match word:
            case "":
                return
            case "/help" | "/?":
                self._say(HELP)
            case "/as":
                self._who = self._person(rest)
                if isinstance(self._place, Direct):
                    self._place = Direct(self._who)
            case "/in":
                self._place = InRoom(self._group(rest))
                self._look()
            case "/dm":
                self._place = Direct(self._who)
                self._look()
            case "/look":
                self._look()
            case "/who":
                await self._list_people()
            case "/wait":
                await self._wait(rest)
            case _ if word.startswith("/"):
                await self._act(word, rest)
            case _:
                await self._play.step(Say(who=self._who, place=self._place, text=line))

    async def _act(self, word: str, rest: str) -> None:
        match word:
            case "/reply":
                words, _, text = rest.partition(":")
                await self._play.step(
                    Say(who=self._who, place=self._place, to=Pattern(words.strip()), text=text.strip())
                )
            case "/react":
                emoji, _, words = rest.partition(" ")
                to = Pattern(words.strip())
                await self._play.step(React(who=self._who, emoji=emoji, to=to, place=self._place))
            case "/press":
                await self._play.step(Press(who=self._who, choice=rest))
            case "/fill":
                pairs = (pair.partition("=") for pair in shlex.split(rest))
                await self._play.step(Fill(who=self._who, answers={field: (text,) for field, _, text in pairs}))
            case "/join":
                group = self._group(rest)
                await self._play.step(Join(who=self._who, group=group))
                self._place = InRoom(group)
            case "/leave":
                await self._play.step(Leave(who=self._who, group=self._group(rest)))
            case _:
                raise ValueError(f"there is no {word} here; /help says what there is")

    async def _wait(self, rest: str) -> None:
        try:
            until = self._play.after(Duration.parse(rest))
        except TimeTextError:
            until = local_to_utc(parse_local(rest), self._zone)
        if until < self._play.clock.now():
            raise ValueError("that time is over")
        await self._play.pass_until(until)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        title = f"#{self._place.group}" if isinstance(self._place, InRoom) else f"{self._who} and coterie"
        self._show.room(self._room(), title)
        self._mark_shown()

    async def _list_people(self) -> None:
        if isinstance(self._place, InRoom):
            self._say(", ".join(sorted(await self._play.driver.members(self._place))))
        else:
            self._say(", ".join(sorted(self._world.people)))

    def _show_new(self) -> None:
        """What was said or edited since the last line: here, and by coterie to this person alone."""
        here, alone = self._room(), self._world.direct(self._who).id
        for message in list(self._world.messages.values()):
            if message.removed or self._shown.get(message.id) == message.text:
                continue
            mine = message.room == here and message.seen_by in (None, self._who)
            told = message.room == alone or message.seen_by == self._who
            if mine or told:
                if not mine:
                    self._say("(to you alone)", style="dim")
                if message.id in self._shown:
                    self._say("(now reads)", style="dim")
                self._show.message(message)
        self._mark_shown()

    def _mark_shown(self) -> None:
        self._shown = {message.id: message.text for message in self._world.messages.values()}

    def _say(self, text: str, style: str = "") -> None:
        self._show.console.print(Text(text, style=style))

    def _room(self) -> str:
        if isinstance(self._place, Direct):
            return self._world.direct(self._place.person).id
        found = self._world.find_room(self._place.group)
        return found.id if found else ""

    def _person(self, name: str) -> str:
        if name.removeprefix("@") not in self._world.people:
            raise ValueError(f"there is nobody called {name!r}; /who says who is here")
        return name.removeprefix("@")

    def _group(self, name: str) -> str:
        if name.removeprefix("#") not in self._play.groups:
            raise ValueError(f"there is no group {name!r}; there are {', '.join(self._play.groups)}")
        return name.removeprefix("#")
