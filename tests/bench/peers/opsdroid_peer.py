"""opsdroid with a connector that sends nothing: a skill for each plugin, matched by a regular expression as its guide shows."""

from __future__ import annotations

import asyncio
import gettext
from collections.abc import Callable

from drive import Take, main
from opsdroid.connector import Connector, register_event
from opsdroid.core import OpsDroid
from opsdroid.events import Message
from opsdroid.matchers import match_regex
from opsdroid.skill import Skill


async def begin(plugins: int, said: Callable[[str], None]) -> Take:
    class Null(Connector):
        async def connect(self) -> None:
            """There is nothing to connect to."""

        async def listen(self) -> None:
            """Messages are brought by whoever measures."""

        @register_event(Message)
        async def send_message(self, message: Message) -> None:
            said(message.text)

    gettext.install("opsdroid")  # as its own command does
    bot = OpsDroid(config={}, loopless=True)
    bot.__enter__()  # what answers look the bot up
    bot.eventloop = asyncio.get_running_loop()
    connector = Null({"name": "null"}, opsdroid=bot)
    bot.connectors.append(connector)
    for number in range(plugins):
        bot.register_skill(_skill(number)(bot, {"name": f"plugin{number}"}).act, {"name": f"plugin{number}"})

    async def take(text: str, conversation: int) -> None:
        who = f"u{conversation}"
        await bot.parse(Message(text, user_id=who, user=who, target=f"r{conversation}", connector=connector))

    return take


def _skill(number: int) -> type[Skill]:
    class Do(Skill):
        @match_regex(rf"^!do{number} (?P<word>\S+)$", matching_condition="match")
        async def act(self, message: Message) -> None:
            await message.respond(f"done {message.regex.group('word')}")

    return Do


main(begin)
