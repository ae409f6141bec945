"""Errbot with a backend that sends nothing: a plugin with one command each, its storage in memory, its ten threads for commands as it comes."""

from __future__ import annotations

import asyncio
import importlib
import logging
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

from drive import CONVERSATIONS, Take, main
from errbot.backends.base import Message
from errbot.bootstrap import setup_bot

PLUG = """[Core]
Name = Plugin{number}
Module = plugin{number}

[Python]
Version = 3
"""
CODE = """from errbot import BotPlugin, botcmd


class Plugin{number}(BotPlugin):
    @botcmd(name="do{number}")
    def act(self, message, words):
        return "done " + words
"""


async def begin(plugins: int, said: Callable[[str], None]) -> Take:
    folder = Path(tempfile.mkdtemp())
    for number in range(plugins):
        own = folder / f"plugin{number}"
        own.mkdir()
        (own / f"plugin{number}.plug").write_text(PLUG.format(number=number))
        (own / f"plugin{number}.py").write_text(CODE.format(number=number))
    bot = await asyncio.to_thread(_bot, folder)  # it looks for an event loop of its own
    bot.said = said
    people = [bot.build_identifier(f"u{number}") for number in range(CONVERSATIONS)]
    here = asyncio.get_running_loop()
    brought: SimpleQueue[tuple[str, int, asyncio.Future[None]]] = SimpleQueue()

    def serve() -> None:
        """As the thread of a backend does: one message after the other."""
        while True:
            text, conversation, taken = brought.get()
            bot.callback_message(Message(text, frm=people[conversation], to=bot.bot_identifier))
            here.call_soon_threadsafe(taken.set_result, None)

    threading.Thread(target=serve, daemon=True).start()

    async def take(text: str, conversation: int) -> None:
        taken = here.create_future()
        brought.put((text, conversation, taken))
        await taken

    return take


def _bot(folder: Path) -> Any:
    config = SimpleNamespace(**vars(importlib.import_module("errbot.config-template")))
    config.BOT_DATA_DIR, config.BOT_LOG_FILE, config.BOT_LOG_LEVEL = str(folder / "data"), "", logging.ERROR
    config.BOT_EXTRA_PLUGIN_DIR, config.BOT_EXTRA_BACKEND_DIR = (
        str(folder),
        str(Path(__file__).parent / "errbot_backend"),
    )
    config.STORAGE, config.BOT_ADMINS, config.BOT_IDENTITY = "Memory", ("nobody",), {"username": "bot"}
    (folder / "data").mkdir()
    bot = setup_bot("Nowhere", logging.getLogger("errbot"), config)
    bot.connect_callback()
    return bot


main(begin)
