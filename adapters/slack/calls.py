"""Calls of Slack's Web API, with Slack's refusals as our errors and at our pace. Nothing is tried twice here: the outbox does that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from coterie.core.claims import insist
from coterie.core.errors import Cure, LoggedOut, PlatformError, Refused, Transient
from coterie.core.values import frozen

from .throttle import Throttle, Undone

Json = dict[str, Any]

PASSING = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "too_many_requests",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
    }
)
VOID = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
A_MOMENT = timedelta(seconds=1)
WITHOUT_WORD = timedelta(seconds=30)  # how long to wait where Slack says "too many" but not for how long


CURES = {
    "channel_not_found": Cure.INVITE,
    "not_in_channel": Cure.INVITE,
    "is_archived": Cure.REOPEN,
    "missing_scope": Cure.SCOPE,
    "no_permission": Cure.SCOPE,
    "name_taken": Cure.NAME,
    "cannot_dm_bot": Cure.PERSON,
    "cant_invite": Cure.PERSON,
    "user_disabled": Cure.PERSON,
    "user_not_found": Cure.PERSON,
    "user_not_visible": Cure.PERSON,
    "users_not_found": Cure.PERSON,
    "not_authorized": Cure.RIGHTS,
    "restricted_action": Cure.RIGHTS,
    "restricted_action_read_only_channel": Cure.RIGHTS,
    "restricted_action_thread_only_channel": Cure.RIGHTS,
    "restricted_action_non_threadable_channel": Cure.RIGHTS,
    "cant_kick_from_general": Cure.RIGHTS,
    "cant_kick_self": Cure.RIGHTS,
    "method_not_supported_for_channel_type": Cure.RIGHTS,
}
"""What can be done about a refusal, by Slack's word for it (source: docs.slack.dev, the errors of each method)."""


class SlackRefused(Refused):
    """Slack said no, and this is its word for why."""

    def __init__(self, method: str, code: str, detail: str = "") -> None:
        super().__init__(f"Slack refused {method}: {code}{detail and f' ({detail})'}", CURES.get(code))
        self.code = code


REINSTALL = "install the app in the workspace again and give its Bot User OAuth Token as SLACK_BOT_TOKEN"
REINSTALL_FROM_PAGE = "let somebody install the app in the workspace again, from the install page"

IN_A_TEAM = frozenset(
    {
        "conversations.create",
        "conversations.list",
        "usergroups.create",
        "usergroups.disable",
        "usergroups.enable",
        "usergroups.list",
        "usergroups.users.update",
        "users.list",
    }
)
"""Methods that a token of a whole organisation must tell the workspace that is meant; one of a workspace may (source: docs.slack.dev)."""


@frozen
class Credentials:
    """What a call is let through by: `token` gives the one that is good now, `expired` is told of one that was not any more.

    `team` is the workspace that is meant, where the token is one of many; `advice` is what to do where none is good any more.
    """

    token: Callable[[], Awaitable[str]]
    team: str | None = None
    advice: str = REINSTALL
    expired: Callable[[str], None] | None = None


def fixed(token: str) -> Credentials:
    """Those of an app that has one token for good."""

    async def known() -> str:
        return token

    return Credentials(known)


class Calls:
    """The methods that the adapter uses."""

    def __init__(self, client: AsyncWebClient, throttle: Throttle, credentials: Credentials) -> None:
        self._client = client
        self._throttle = throttle
        self._credentials = credentials

    async def call(self, method: str, *, channel: str | None = None, **arguments: object) -> Json:
        """The answer. `channel` goes out as an argument too. Raises SlackRefused, Transient (Undone) or LoggedOut."""
        answer = await self.answered(method, channel=channel, **arguments)
        return answer.data if isinstance(answer.data, dict) else {}

    async def answered(self, method: str, *, channel: str | None = None, **arguments: object) -> AsyncSlackResponse:
        """The same with its headers."""
        await self._throttle.turn(method, channel)
        insist()  # here is where most of the time goes by
        sent = {name: value for name, value in arguments.items() if value is not None}
        sent |= {"channel": channel} if channel is not None else {}
        if self._credentials.team is not None and method in IN_A_TEAM:
            sent["team_id"] = self._credentials.team
        token = self._client.token = await self._credentials.token()
        try:
            return await self._client.api_call(method, data=_form(sent))
        except SlackApiError as error:
            raise self._understood(method, channel, error, token) from error
        except AttributeError as error:  # the SDK takes a proxy's page for an answer, and fails at it
            raise Transient(f"what answered {method} is not Slack") from error
        except (aiohttp.ClientError, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise Transient(f"Slack could not be reached for {method}: {error or type(error).__name__}") from error

    async def unless_done(self, method: str, channel: str, done: set[str], **arguments: object) -> None:
        """A call whose refusal with a code of `done` means that it is so already."""
        try:
            await self.call(method, channel=channel, **arguments)
        except SlackRefused as refused:
            if refused.code not in done:
                raise

    async def pages(self, method: str, key: str, **arguments: object) -> AsyncIterator[Any]:
        """Every entry of a list that comes in pages."""
        async for page in self.whole_pages(method, key, **arguments):
            for entry in page:
                yield entry

    async def whole_pages(self, method: str, key: str, **arguments: object) -> AsyncIterator[Sequence[Any]]:
        """The same page by page: what stands on one is there at once."""
        cursor: str | None = None
        while cursor is None or cursor:
            page = await self.call(method, cursor=cursor or None, **arguments)  # type: ignore[arg-type]  # channel is one of them
            yield page.get(key) or ()
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")

    def _understood(self, method: str, channel: str | None, error: SlackApiError, token: str) -> PlatformError:
        response = error.response
        status = getattr(response, "status_code", 0)
        data = getattr(response, "data", None)
        answer: Json = data if isinstance(data, dict) else {}  # a 5xx has a body that is no JSON
        code = str(answer.get("error") or f"HTTP {status}")
        if status == 429 or code == "ratelimited":
            pause = _pause(getattr(response, "headers", {}))
            self._throttle.close(method, pause, channel)
            return Undone(f"Slack asks to wait {pause} with {method}", pause)
        if code == "token_expired" and self._credentials.expired is not None:
            self._credentials.expired(token)
            return Undone(f"the token for {method} was out of date; the next one is asked for", A_MOMENT)
        if code in VOID:
            return LoggedOut(f"Slack no longer takes the bot token ({code}): {self._credentials.advice}")
        no_word_of_slack = status < 400 and not isinstance(data, dict)  # a proxy's page, say
        if status >= 500 or no_word_of_slack or code in PASSING:
            return Transient(f"Slack failed at {method}: {code}")
        if code == "missing_scope":
            return SlackRefused(
                method, code, f"the app needs the scope {answer.get('needed')}; add it and reinstall the app"
            )
        return SlackRefused(method, code, "; ".join((answer.get("response_metadata") or {}).get("messages") or ()))


def _form(arguments: Json) -> dict[str, str]:
    """Arguments as a form, which every method reads; some read no JSON bodies (source: docs.slack.dev, web API)."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}


def _pause(headers: Any) -> timedelta:
    for name, value in dict(headers).items():
        if str(name).lower() == "retry-after" and str(value).isdecimal():
            return timedelta(seconds=int(value))
    return WITHOUT_WORD
