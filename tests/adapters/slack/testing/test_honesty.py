"""The Slack on loopback says nothing that Slack would not say: checked against data that nobody here wrote."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from coterie.adapters.slack.testing import BOT_TOKEN, LoopbackSlack, Person, signature, slack_on_loopback
from coterie.adapters.slack.testing.calls import ANYWHERE
from coterie.adapters.slack.testing.delivery import Envelope
from coterie.adapters.slack.testing.methods import METHODS
from coterie.adapters.slack.testing.tiers import PER_MINUTE, TIERS
from coterie.adapters.slack.throttle import RATES

Reference = Callable[[str], Any]
FREE = {
    "blocks",
    "values",
    "event_payload",
    "response_metadata",
    "errors",
    "metadata",
    "state",
}  # keys below are not Slack's own


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_has_only_published_arguments_errors_and_scopes(name: str, reference: Reference) -> None:
    page = reference(f"methods/{name}.json")
    method = METHODS[name]
    assert set(method.arguments) <= set(page["args"]["properties"])
    assert set(page["args"]["required"]) <= {*method.arguments, "files"} | {"interactivity_pointer"}
    assert set(method.errors) <= set(page["errors"])
    assert set(method.scopes) <= set(page["scope"].get("bot", []))


def test_the_general_errors_are_published_somewhere(reference_files: Callable[[str], list[Path]]) -> None:
    pages = [json.loads(file.read_text()) for file in reference_files("methods/*.*.json")]
    published = {code for page in pages for code in page.get("errors", {})}
    assert set(ANYWHERE) <= published


def test_the_signature_of_slacks_own_page_comes_out(reference: Reference) -> None:
    vector = reference("signature-vector.json")
    headers = signature(vector["signing_secret"], int(vector["timestamp"]), vector["body"])
    assert headers["X-Slack-Signature"] == vector["signature"]


class Everything:
    """An app that acknowledges all, and a life in which everything happens once."""

    def __init__(self, slack: LoopbackSlack) -> None:
        self.slack = slack
        self.heard: list[Envelope] = []
        self.answers: dict[str, list[dict[str, Any]]] = defaultdict(list)
        slack.deliveries.line = self

    async def send(self, envelope: Envelope) -> None:
        self.heard.append(envelope)

    async def call(self, method: str, **arguments: object) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {'xapp-loopback' if method.startswith('apps.') else BOT_TOKEN}"}
        async with self.slack.session.post(self.slack.api_url + method, json=arguments, headers=headers) as answer:
            body: dict[str, Any] = await answer.json()
        assert body["ok"], (method, body)
        self.answers[method].append(body)
        return body

    async def live(self) -> None:
        ana = self.slack.add_person("ana", "Ana Ruiz")
        bo = self.slack.add_person("bo")
        self.slack.add_channel("python", "ana")
        await self._people(ana, bo)
        await self._app(ana)
        await self.slack.uninstall()
        await self.slack.settled()

    async def _people(self, ana: Person, bo: Person) -> None:
        ts = await ana.say("python", "Hello @coterie 🎉, see https://example.org & #python")
        await bo.join("python")
        await bo.say("python", "A reply", thread=ts)
        await bo.react(ts, "🎉")
        await bo.unreact(ts, "🎉")
        await ana.edit(ts, "Hello again")
        await ana.delete(ts)
        await ana.upload("python", "notes.txt", b"notes")
        await ana.dm("psst")
        await bo.leave("python")
        await ana.open_channel("rust")
        await ana.rename_channel("rust", "rust-talk")
        await ana.invite("rust-talk", "coterie")
        await ana.archive_channel("rust-talk")
        await ana.say("python", "/coterie help")
        await ana.open_home()

    async def _app(self, ana: Person) -> None:
        call, user = self.call, ana.user.id
        await call("auth.test")
        await call("apps.connections.open")
        await call("users.info", user=user, include_locale=True)
        await call("users.list")
        channel = (await call("conversations.create", name="made"))["channel"]["id"]
        await call("conversations.invite", channel=channel, users=user)
        await call("conversations.info", channel=channel, include_num_members=True)
        for method in ("list", "members", "history"):
            await call(f"conversations.{method}", channel=channel)
        button = {
            "type": "button",
            "action_id": "choose:0",
            "value": "yes",
            "text": {"type": "plain_text", "text": "Yes"},
        }
        blocks = [{"type": "actions", "elements": [button]}]
        metadata = {"event_type": "coterie", "event_payload": {"key": "k"}}
        posted = await call("chat.postMessage", channel=channel, text="hi", blocks=blocks, metadata=metadata)
        await call("chat.postMessage", channel=channel, text="below", thread_ts=posted["ts"])
        await call("conversations.replies", channel=channel, ts=posted["ts"])
        await call("chat.getPermalink", channel=channel, message_ts=posted["ts"])
        await call("chat.update", channel=channel, ts=posted["ts"], text="hi!", blocks=blocks)
        await call("chat.postEphemeral", channel=channel, user=user, text="only you", blocks=blocks)
        await call("reactions.add", channel=channel, timestamp=posted["ts"], name="tada")
        await call("reactions.remove", channel=channel, timestamp=posted["ts"], name="tada")
        await call("pins.add", channel=channel, timestamp=posted["ts"])
        there = {"channel_id": channel, "title": "Charter", "link": "https://commune.slack.com/archives/C1/p1"}
        marked = (await call("bookmarks.add", type="link", **there))["bookmark"]["id"]
        await call("bookmarks.edit", bookmark_id=marked, **there)
        await call("bookmarks.list", channel_id=channel)
        await call("bookmarks.remove", channel_id=channel, bookmark_id=marked)
        await ana.press(next(seen for seen in ana.sees("made") if seen.buttons and seen.is_ephemeral), "Yes")
        await ana.press(next(seen for seen in ana.sees("made") if seen.buttons and not seen.is_ephemeral), "Yes")
        await self._modal(ana)
        await call("conversations.setTopic", channel=channel, topic="t")
        await call("conversations.setPurpose", channel=channel, purpose="p")
        await call("conversations.rename", channel=channel, name="renamed")
        await self._upload(channel)
        await call("chat.delete", channel=channel, ts=posted["ts"])
        await call("conversations.kick", channel=channel, user=user)
        await call("conversations.archive", channel=channel)
        await call("conversations.unarchive", channel=channel)
        await call("conversations.open", users=user)
        made = await call("usergroups.create", name="g", handle="g", description="d", channels=channel)
        group = made["usergroup"]["id"]
        await call("usergroups.users.update", usergroup=group, users=user)
        await call("usergroups.disable", usergroup=group)
        await call("usergroups.enable", usergroup=group)
        await call("usergroups.list", include_users=True)
        kim = self.slack.add_person("kim", home="T0PARTNER")
        for accepted in (True, False):
            await call("conversations.inviteShared", channel=channel, emails="kim@partner.example")
            await kim.answer_invite(accepted, address="kim@partner.example")
        other = self.slack.add_channel("other", "ana", with_coterie=False)
        await call("conversations.join", channel=other.id)
        await call("conversations.leave", channel=other.id)

    async def _modal(self, ana: Person) -> None:
        text = {"type": "plain_text", "text": "Mood"}
        field = {
            "type": "input",
            "block_id": "m",
            "label": text,
            "element": {"type": "plain_text_input", "action_id": "m"},
        }
        view = {
            "type": "modal",
            "title": text,
            "submit": text,
            "close": text,
            "blocks": [field],
            "notify_on_close": True,
        }

        def trigger() -> str:
            return str(self.heard[-1].payload["trigger_id"])

        opened = await self.call("views.open", trigger_id=trigger(), view=view)
        await self.call("views.update", view_id=opened["view"]["id"], view=view)
        assert await ana.submit({"Mood": "fine"}) == {}
        await ana.press(next(seen for seen in ana.sees("made") if seen.buttons), "Yes")
        await self.call("views.open", trigger_id=trigger(), view=view)
        await ana.say("made", "/coterie again")
        await self.call("views.push", trigger_id=trigger(), view=view)
        await ana.close_view()
        await self.call("views.publish", user_id=ana.user.id, view={"type": "home", "blocks": [{"type": "divider"}]})

    async def _upload(self, channel: str) -> None:
        begun = await self.call("files.getUploadURLExternal", filename="a.txt", length=1)
        async with self.slack.session.post(begun["upload_url"], data=b"a") as answer:
            assert answer.status == 200
        files = [{"id": begun["file_id"], "title": "a"}]
        await self.call("files.completeUploadExternal", files=files, channel_id=channel)


@pytest.fixture
async def everything() -> Everything:
    async with slack_on_loopback() as slack:
        life = Everything(slack)
        await life.live()
        return life


def paths(value: object, at: str = "") -> Iterator[str]:
    """Every key in a JSON value with the keys above it; lists count as their entries."""
    if isinstance(value, list):
        for each in value:
            yield from paths(each, at)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield f"{at}.{key}"
            if key not in FREE:
                yield from paths(each, f"{at}.{key}")


async def test_answers_have_no_key_that_slack_was_never_seen_to_send(
    everything: Everything, reference: Reference
) -> None:
    assert set(everything.answers) == set(METHODS)
    for method, answers in everything.answers.items():
        try:
            known = set(paths(reference(f"responses/{method}.json")))
        except FileNotFoundError:
            continue  # no answer of this method was recorded; its page shows one
        strange = {path for answer in answers for path in paths(answer)} - known
        assert not strange, method


async def test_answers_that_were_not_recorded_have_what_the_page_shows(
    everything: Everything, reference: Reference
) -> None:
    for method in ("chat.postMessage", "chat.update", "conversations.history", "conversations.replies"):
        example = reference(f"methods/{method}.json")["examples"]["success"]["example"]
        assert {"ok", *everything.answers[method][0]} - {"response_metadata"} <= set(example) | {"has_more"}, method


def samples(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every payload in recordings and shapes: whatever has the look of one, however deep it lies."""

    def within(value: object) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "api_app_id" in value or "command" in value or "trigger_id" in value or "event" in value:
                yield value
            else:
                for each in value.values():
                    yield from within(each)

    for file in files:
        yield from within(json.loads(file.read_text()))


# In all recordings, because all were made in one situation: pressed in a thread, by a typing person.
OPTIONAL = {".event.client_msg_id", ".event.blocks", ".container.thread_ts"}


def kind_of(payload: dict[str, Any]) -> str:
    event = payload.get("event")
    if isinstance(event, dict):
        return ":".join(str(part) for part in (event.get("type"), event.get("subtype")) if part)
    return "command" if "command" in payload else str(payload.get("type"))


async def test_what_the_app_hears_carries_the_core_keys_of_recordings_and_invents_none(
    everything: Everything, reference_files: Callable[[str], list[Path]]
) -> None:
    recorded = list(samples(reference_files("payloads/recorded/*.json")))
    every = recorded + list(samples(reference_files("payloads/**/*.json")))
    known: dict[str, set[str]] = defaultdict(set)
    core: dict[str, set[str]] = {}
    for sample in every:
        known[kind_of(sample)] |= set(paths(sample))
    for sample in recorded:
        core[kind_of(sample)] = core.get(kind_of(sample), set(paths(sample))) & set(paths(sample))
    known["view_closed"] |= known["view_submission"]  # one closed view was recorded, and an old one
    unrecorded = set()
    message_keys = {_within_message(path) for kind in known if kind.startswith("message") for path in known[kind]}
    for envelope in everything.heard:
        kind, keys = kind_of(envelope.payload), set(paths(envelope.payload))
        if kind not in known:
            unrecorded.add(kind)
            continue
        assert not {path for path in keys - known[kind] if _within_message(path) not in message_keys}, kind
        missing = core.get(kind, set()) - keys - OPTIONAL
        assert not missing, (kind, missing)
    answered = {"shared_channel_invite_accepted", "shared_channel_invite_declined"}
    made = {"channel_created", "channel_unarchive", "message:channel_topic", "message:channel_purpose"}
    assert unrecorded <= made | answered


def _within_message(path: str) -> str:
    """The key as it stands in a message, wherever in an event the message stands."""
    return re.sub(r"^(\.event\.previous_message|\.event\.message|\.message|\.event)\.", "message.", path)


async def test_an_address_for_a_socket_works_once() -> None:
    async with slack_on_loopback() as slack:
        headers = {"Authorization": "Bearer xapp-loopback"}
        async with slack.session.post(slack.api_url + "apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with slack.session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await slack.session.ws_connect(url)


def test_every_pace_is_the_published_one(reference: Callable[[str], Any]) -> None:
    for method, tier in TIERS.items():
        assert reference(f"methods/{method}.json")["rate_limits"] == tier, method
    assert set(TIERS) <= set(METHODS)


def test_coterie_goes_no_faster_than_slack_allows_and_knows_the_pace_of_whatever_it_calls() -> None:
    for method, rate in RATES.items():
        if method in TIERS:
            assert rate.a_minute == PER_MINUTE[TIERS[method]], method
    assert set(TIERS) - set(RATES) <= {"views.push", "views.update"}  # which it never calls
