"""Makes the pictures of docs/slack.md anew, by the sandbox in a headless Chromium: `python -m tests.docs.pictures`."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from coterie.core.clock import elapse
from coterie.core.commands.sandboxing import Town, lived_in, town_of
from tests.adapters.slack.testing.browser import Page, browsing

HERE = Path(__file__).parents[2] / "docs" / "pictures"
COMMUNITY = """
community: our-community
name: Our Community
timezone: Europe/Berlin
managers: [ana]
people:
  ana: {name: Ana Ruiz}
groups:
  python:
    name: Python Evenings
    purpose: Learn Python together, one evening a week.
    for: People who write Python at work or want to.
    leaders: [ana]
    review_every: 3mo
    playbooks:
      - use: welcome
"""


def make() -> None:
    """Write every picture."""
    HERE.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        file = Path(folder, "community.yaml")
        file.write_text(COMMUNITY, encoding="utf-8")
        asyncio.run(played(town_of(file), folder))


async def played(town: Town, folder: str) -> None:
    async with lived_in("slack", town, 0) as sandbox, browsing(Path(folder, "browser")) as page:
        await page.open(sandbox.address)
        await shown(page)


async def shown(page: Page) -> None:
    await somebody(page, "dee")
    await page.click("[data-join]", "Leave")
    await page.click("[data-join]", "Join")
    await pause()
    await page.say("Hello all, I'm new here 👋")
    await pause()
    await somebody(page, "ana")
    await page.say("Welcome @dee! We meet on Thursdays.")
    await page.say("/coterie kudos @bo for the talk on async")
    await pause()
    await kept(page, "channel", 1000, 620)
    await page.click("#side button", "Home")
    await pause()
    await kept(page, "home", 1000, 620)
    await page.click("#home button", "Propose a group")
    await page.until("document.querySelector('#over .modal')")
    await kept(page, "form", 1000, 620)


async def somebody(page: Page, who: str) -> None:
    change = "e.dispatchEvent(new Event('change', {bubbles: true}))"
    await page.run(f"(() => {{ const e = document.getElementById('as'); e.value = '{who}'; {change}; }})()")
    await page.until(f"document.getElementById('as').value === '{who}'")


async def pause() -> None:
    """What coterie does takes a moment, and the page looks for it every 0.4 s."""
    await elapse(timedelta(seconds=2))


async def kept(page: Page, name: str, width: int, height: int) -> None:
    picture = Image.open(io.BytesIO(await page.picture(width, height))).convert("RGB")
    picture.quantize(64).save(HERE / f"slack-{name}.png", optimize=True)


if __name__ == "__main__":
    make()
