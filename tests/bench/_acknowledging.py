"""What is measured by `acknowledge`, each in a process of its own: bare Bolt, or coterie over the embedded store with so many listeners more.

python -m tests.bench._acknowledging bare|coterie API_URL [LISTENERS]     prints the address that requests go to
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from coterie.adapters.slack.adapter import SlackAdapter
from coterie.adapters.slack.settings import Mode, SlackSettings
from coterie.adapters.slack.testing import BOT_TOKEN, SIGNING_SECRET
from coterie.adapters.slack.testing.things import BOT_USER, TEAM
from coterie.adapters.stores.tinydb import open_store
from coterie.core.assembly import assembled
from coterie.core.clock import SystemClock
from coterie.core.files.library import read_library
from coterie.core.files.surroundings import installed_plugins
from coterie.core.model.community import Community, Group
from coterie.core.model.event import MessagePosted
from coterie.core.plugin import Plugin
from tests.bench.acknowledge import CHANNELS

SECRETS = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}


async def bare() -> None:
    """Bolt with one listener that acknowledges and does nothing; it asks Slack nothing, and stores nothing."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id=BOT_USER)

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize)

    @app.event("message")
    async def heard() -> None: ...

    @app.command("/coterie")
    async def told(ack: object) -> None:
        await ack()  # type: ignore[operator]  # Bolt gives it without a type

    async def receive(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", receive)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", flush=True)
    await asyncio.Event().wait()


def listening(number: int) -> Plugin:
    """A plugin that hears every message of the groups that use it."""
    plugin = Plugin(f"listener-{number}")

    @plugin.on(MessagePosted, scope="group", words=False)
    async def hear(ctx: object, posted: MessagePosted) -> None: ...

    return plugin


async def coterie(api_url: str, listeners: int) -> None:
    """All that is installed, and so many plugins more, each with a listener that is used by a group where nothing happens."""
    clock = SystemClock()
    loaded = [*installed_plugins(), *(listening(number).load() for number in range(listeners))]
    more = tuple(f"listener-{number}" for number in range(listeners))
    groups = {
        f"g{number}": Group(f"g{number}", f"Group {number}", "Talk.", homes={"slack": f"g{number}"})
        for number in range(CHANNELS)
    } | {"still": Group("still", "Still", "Listen.", plugins=more)}
    library = read_library((), loaded).sound()
    adapter = SlackAdapter(SlackSettings(Mode.HTTP, api_url, "127.0.0.1:0"), SECRETS, clock)
    with TemporaryDirectory() as folder:
        store = await open_store("tinydb", folder, clock)
        async with assembled(store, clock, [adapter], [Community("c", "C", groups=groups)], library, loaded) as house:
            await house.connected()
            await house.settled()
            gc.freeze()  # as `coterie run` does
            print(adapter.request_url, flush=True)
            await asyncio.Event().wait()


def main(arguments: Sequence[str]) -> None:
    what, api_url, *more = arguments
    gc.set_threshold(50_000, 20, 20)  # as the console script does
    asyncio.run(bare() if what == "bare" else coterie(api_url, int(more[0]) if more else 0))


if __name__ == "__main__":
    main(sys.argv[1:])
