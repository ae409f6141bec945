"""What members typed comes back as words: whatever plugin repeats it, nobody is called by it and no address hides in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coterie.adapters.slack.testing.driver import SlackDriver
from coterie.core.testing import StageFactory
from coterie.plugins import digest, founding, gatherings, kudos, library, prompts, wins

HOSTILE = (
    "<!channel> <!here|@here> <!everyone> <!subteam^S0TEAM|@team> <#C0SECRET|secret> <@U0OTHER> "
    "<https://evil.example/x|https://good.example> &lt;!channel&gt; &lt;https://evil.example|good&gt; *b* ~s~ `c` \u202egnp"
)
COMMANDS = (
    f"keep https://example.org/1 {HOSTILE}",
    f"library {HOSTILE}",
    f"kudos <@U00000002> for {HOSTILE}",
    f"win {HOSTILE}",
    f"prompt suggest {HOSTILE}",
    f"gathering {HOSTILE}",
    f"founding {HOSTILE}",
    f"{HOSTILE}",
    f"help {HOSTILE}",
)
CALLS = {"broadcast", "usergroup", "channel"}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


async def test_nobody_is_called_and_no_address_hides(stage: StageFactory) -> None:
    plugins = (module.plugin for module in (library, kudos, wins, prompts, gatherings, founding, digest))
    room = await stage(*plugins, platform="slack")
    assert isinstance(room.driver, SlackDriver)
    slack = room.driver.slack
    channel, bo = room.driver.rooms["python"], slack.person("bo").user.id
    before = len(slack.calls)
    for number, command in enumerate(COMMANDS):
        ts = f"1795420000.00{number:04}"
        event = {"type": "message", "channel": channel, "channel_type": "channel", "user": bo, "ts": ts}
        await slack.deliveries.event(slack._wrapped(event | {"text": f"!coterie {command}", "event_ts": ts}))
        about = {"command": "/coterie", "text": command, "user_id": bo, "channel_id": channel, "channel_name": "python"}
        await slack.interact("slash_commands", about | {"trigger_id": f"t{number}", "team_id": "T0COMMUNE"})
        await room.settled()
    sent = [call for call in slack.calls[before:] if call.name.startswith(("chat.", "views."))]
    assert len(sent) > len(COMMANDS), "each is answered"
    for call in sent:
        written = call.text("text")
        assert "<!" not in written and "<#" not in written and "<http" not in written and "<@U0OTHER" not in written
        for one in objects([call.parsed("blocks"), call.parsed("view")]):
            assert one.get("type") not in CALLS and one.get("type") != "mrkdwn", one
            if one.get("type") == "link" and "text" in one:
                assert "good.example" not in one["text"] or "good.example" in one["url"], one
        shown = list(objects([call.parsed("blocks"), call.parsed("view")]))
        assert not [one for one in shown if one.get("user_id") == "U0OTHER"]
        assert not call.flag("link_names") and call.text("parse") in ("", "none")
