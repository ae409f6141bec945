"""docs/slack.md, from nothing to the first welcome, by the program itself against a Slack on loopback that grants what the manifest asks for."""

from __future__ import annotations

import asyncio
import re
import signal
from pathlib import Path

from coterie.adapters.slack.manifest import manifest
from coterie.adapters.slack.testing import APP_TOKEN, BOT_TOKEN, slack_on_loopback
from coterie.core.commands.beginning import new_community
from coterie.core.files.surroundings import installed_plugins
from coterie.core.texts import Reader

from .program import Program

PATIENCE_SECONDS = 20
SECRETS = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}


async def test_who_joins_the_first_group_is_welcomed(tmp_path: Path) -> None:
    folder = tmp_path / "our-community"
    new_community(folder)
    app = manifest(installed_plugins(), Reader())
    scopes = frozenset(app["oauth_config"]["scopes"]["bot"])
    told = frozenset(app["settings"]["event_subscriptions"]["bot_events"])
    async with slack_on_loopback(scopes=scopes, subscriptions=told) as slack:
        ana, cy = slack.add_person("ana", "Ana Ruiz"), slack.add_person("cy", "Cy Young")
        file = folder / "community.yaml"
        text = file.read_text("utf-8").replace("{name: Ana Ruiz}", f"{{name: Ana Ruiz, slack: {ana.user.id}}}")
        file.write_text(re.sub(r"quiet:.*?(?=groups:)", "", text, flags=re.DOTALL), encoding="utf-8")  # it may be night
        with (folder / "coterie.toml").open("a", encoding="utf-8") as config:
            config.write(f'\n[slack]\napi_url = "{slack.api_url}"\n')
        program = Program(folder, SECRETS)
        await program.run("apply")
        running = await program.start("run")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await connected(running)
                await cy.join("starters")
                while not ana.sees_dm():  # noqa: ASYNC110 - it is another process that speaks
                    await asyncio.sleep(0.05)
        finally:
            running.send_signal(signal.SIGINT)
            await running.communicate()
        assert running.returncode == 0
    said = [seen.text for seen in cy.sees("starters")]
    assert any(text.startswith("👋 Welcome @cy to Starters! Find out what") for text in said), said
    assert any("@cy is new in Starters. Say hello" in seen.text for seen in ana.sees_dm())


async def connected(running: asyncio.subprocess.Process) -> None:
    """Return when the program has said that it is."""
    assert running.stderr is not None
    while "connected" not in (line := (await running.stderr.readline()).decode()):
        assert line, "it ended"
