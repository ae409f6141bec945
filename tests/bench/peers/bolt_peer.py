"""slack-bolt alone, as its guide has it: a listener for each plugin, and a client that sends nothing.

Requests come as an HTTP server gives them to `AsyncApp`, with signatures unchecked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from drive import Take, main
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


async def begin(plugins: int, said: Callable[[str], None]) -> Take:
    async def api_call(self: AsyncWebClient, api_method: str, **call: Any) -> AsyncSlackResponse:
        if api_method == "chat.postMessage":
            said(call["json"]["text"])
        return AsyncSlackResponse(
            client=self, http_verb="POST", api_url="", req_args={}, data={"ok": True}, headers={}, status_code=200
        )

    AsyncWebClient.api_call = api_call  # Bolt makes a client of its own for each request

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_id="B1", bot_token="xoxb-none")

    app = AsyncApp(
        authorize=authorize,
        signing_secret="none",
        request_verification_enabled=False,
        url_verification_enabled=False,
        ssl_check_enabled=False,
    )
    for number in range(plugins):
        _plugin(app, number)
    numbers = count()

    async def take(text: str, conversation: int) -> None:
        number = next(numbers)
        event = {
            "type": "message",
            "channel": f"C{conversation}",
            "user": f"U{conversation}",
            "text": text,
            "ts": f"1700000000.{number:06d}",
        }
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": f"Ev{number}",
            "event": event,
        }
        request = AsyncBoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]})
        await app.async_dispatch(request)

    return take


def _plugin(app: AsyncApp, number: int) -> None:
    @app.message(re.compile(rf"^!do{number} (\S+)$"))
    async def do(context: Any, say: Any) -> None:
        await say(f"done {context['matches'][0]}")


main(begin, acknowledges=True)
