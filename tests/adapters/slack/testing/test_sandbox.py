"""The page over a workspace on loopback: what it shows is escaped, what it takes comes from itself alone, and in a real browser it works."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.adapters.slack.testing.markup import Markup, linked
from coterie.adapters.slack.testing.sandbox import SlackSandbox
from coterie.adapters.slack.testing.world import Workspace
from coterie.core.clock import SystemClock
from coterie.core.commands.sandboxing import lived_in, town_of
from tests.adapters.slack.testing.browser import browsing, chromium

MARKUP = Markup(Workspace(SystemClock()))
HARMLESS = {"b", "i", "s", "code", "br", "a", "span", "p", "div", "ul", "ol", "li", "blockquote", "pre"}


class Reader(HTMLParser):
    """Notes every tag and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


WORDS = st.text(st.sampled_from("<>&\"'`*_~|@#!:/ \nabjsriptonex=()"), max_size=60)


@given(WORDS)
def test_whatever_is_written_is_text(words: str) -> None:
    blocks: list[Any] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": words}},
        {"type": "section", "text": {"type": "plain_text", "text": words}},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}],
        },
    ]
    found = read(MARKUP.blocks(blocks, "C1:1.0"))
    assert found.tags <= HARMLESS and set(found.attributes) <= {"class", "href", "target", "rel"}
    assert all(one == "#" or one.startswith(("http:", "https:", "mailto:")) for one in found.attributes.get("href", ()))


@given(WORDS)
def test_what_stands_in_attributes_stays_there(words: str) -> None:
    button = {"type": "button", "action_id": words, "value": words, "text": {"type": "plain_text", "text": "x"}}
    option = {"text": {"type": "plain_text", "text": words or "x"}, "value": words}
    select = {"type": "static_select", "action_id": words, "options": [option], "initial_option": option}
    found = read(MARKUP.block({"type": "actions", "block_id": words, "elements": [button, select]}, words))
    assert found.tags <= HARMLESS | {"button", "select", "option"}
    assert set(found.attributes) <= {
        "class",
        "data-where",
        "data-block",
        "data-action",
        "data-value",
        "value",
        "selected",
    }


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x"])
def test_an_address_that_is_none_of_the_webs_is_no_link(address: str) -> None:
    assert "<a" not in linked(address, "x")


# --- on the wire ----------------------------------------------------------------------------------------------------


@pytest.fixture
async def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackSandbox]:
    monkeypatch.chdir(tmp_path)
    async with lived_in("slack", town_of(None), 0) as sandbox:
        assert isinstance(sandbox, SlackSandbox)
        yield sandbox


async def test_only_its_own_page_on_this_machine_is_answered(sandbox: SlackSandbox) -> None:
    asked: dict[str, Any] = {"json": {}}
    async with aiohttp.ClientSession() as other:
        for path in ("view", "act"):
            async with other.post(sandbox.address + path, **asked) as answer:
                assert answer.status == 403
            headers = {"X-Sandbox": "1", "Host": "evil.example"}
            async with other.post(sandbox.address + path, headers=headers, **asked) as answer:
                assert answer.status == 403
        async with other.get(sandbox.address) as answer:
            assert answer.status == 200 and "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine")
async def test_in_a_browser_people_write_press_and_fill_in_forms(sandbox: SlackSandbox, tmp_path: Path) -> None:
    async with browsing(tmp_path / "browser") as page:
        await page.open(sandbox.address)
        await page.say("<img src=x onerror='window.hacked=1'> *bold* @bo")
        await page.until("document.querySelector('#log').innerText.includes('<img src=x')")
        assert await page.run("window.hacked === undefined && !document.querySelector('#log img')")
        await page.say("/coterie help")
        await page.until("document.querySelector('#log .alone')")
        assert await page.run("document.querySelector('#log').innerText.includes('Only visible to you')")
        await page.say("/coterie propose")
        await page.click("#over footer .primary")  # what must be filled in is not
        await page.until("document.querySelector('#over .wrong')")
        await page.click("#over [data-close]")
        await page.until("!document.querySelector('#over .modal')")
        await page.click("#side button", "Home")
        await page.click("#home button", "Propose a group")
        await page.until("document.querySelector('#over .modal')")
        for field in await page.run("[...document.querySelectorAll('#over [data-input]')].map(e => e.dataset.input)"):
            kind = await page.run(
                f"document.querySelector('#over [data-input=\"{field}\"] :is(input,textarea,select)').type"
            )
            if kind in ("text", "textarea"):
                await page.write(f'#over [data-input="{field}"] :is(input,textarea)', f"Rust evenings, {field}")
        await page.click("#over footer .primary")
        await page.until("!document.querySelector('#over .modal') || document.querySelector('#over .wrong')")
        if await page.run("Boolean(document.querySelector('#over .wrong'))"):
            kept = await page.run(
                "[...document.querySelectorAll('#over :is(input[type=text],textarea)')].map(e => e.value).join()"
            )
            assert "Rust evenings" in kept  # what is right stands there still
        await page.run("document.querySelector('[data-leap=\"24\"]').click()")
        assert [one for one in page.errors if "favicon" not in one] == []
