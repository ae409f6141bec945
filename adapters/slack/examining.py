"""What `coterie doctor` looks at in a workspace. Nothing is changed there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from coterie.core.clock import Clock
from coterie.core.commands.skew import skew
from coterie.core.ports import Diagnosis, Verdict
from coterie.core.values import frozen

from .calls import Calls
from .names import PLATFORM, channel_name
from .scopes import scopes

SCOPES = scopes(())
"""What the app needs whichever plugins there are, as `coterie slack manifest` asks for."""

APP_TOKEN_HELP = "make a token with the scope connections:write under Basic Information of the app: SLACK_APP_TOKEN"


@frozen
class Examining:
    """Looks at one workspace with the tokens of the app. `app_token` is None where none is needed; `name` begins what is told of it, `scopes` are
    those that the app needs there, `cure` says how it gets what it lacks."""

    calls: Calls
    client: AsyncWebClient
    clock: Clock
    app_token: str | None
    name: str = PLATFORM
    scopes: tuple[str, ...] = SCOPES
    cure: str = "paste what `coterie slack manifest` prints at App Manifest of the app, and install it again"

    async def diagnoses(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        """Everything that is found. Raises PlatformError where the bot token is of no use."""
        answer = await self.calls.answered("auth.test")
        headers = {str(name).lower(): str(value) for name, value in dict(answer.headers).items()}
        told: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        found = f"the bot token is good: {told.get('user')} in {told.get('team')}"
        yield Diagnosis(f"{self.name} token", Verdict.GOOD, found)
        yield self._scopes(headers.get("x-oauth-scopes"))
        if self.app_token is not None:
            yield await self._app_token(self.app_token)
        yield skew(f"{self.name} clock", headers.get("date"), self.clock.now())
        async for one in self._channels(homes):
            yield one

    def _scopes(self, told: str | None) -> Diagnosis:
        about = f"{self.name} scopes"
        if told is None:
            return Diagnosis(about, Verdict.WARNING, "Slack does not say which scopes the token has")
        missing = [scope for scope in self.scopes if scope not in {one.strip() for one in told.split(",")}]
        if not missing:
            return Diagnosis(about, Verdict.GOOD, f"all {len(self.scopes)} are there")
        return Diagnosis(about, Verdict.PROBLEM, f"the app lacks {', '.join(missing)}", self.cure)

    async def _app_token(self, token: str) -> Diagnosis:
        """Whether a connection could be opened; none is."""
        about = f"{self.name} app token"
        try:
            await self.client.apps_connections_open(app_token=token)
        except SlackApiError as error:
            code = error.response.get("error") if isinstance(error.response.data, dict) else error
            return Diagnosis(about, Verdict.PROBLEM, f"Slack does not take it: {code}", APP_TOKEN_HELP)
        return Diagnosis(about, Verdict.GOOD, "the app-level token is good for Socket Mode")

    async def _channels(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        types = "public_channel,private_channel"
        there = {str(one["id"]): one async for one in self.calls.pages("conversations.list", "channels", types=types)}
        by_name = {str(one.get("name")): one for one in there.values()}
        good = 0
        for group, home in homes.items():
            channel = there.get(home) or by_name.get(channel_name(home))
            if (found := _amiss(f"{self.name} {group}", home, channel)) is not None:
                yield found
            else:
                good += 1
        yield Diagnosis(f"{self.name} channels", Verdict.GOOD, f"coterie is in {good} of {len(homes)} homes of groups")


def _amiss(about: str, home: str, channel: Mapping[str, Any] | None) -> Diagnosis | None:
    if channel is None:
        found = f"there is no channel {home}, or it is private and coterie is not in it"
        return Diagnosis(about, Verdict.WARNING, found, "invite coterie into it, or let `coterie apply` make it")
    name = f"#{channel.get('name')}"
    if channel.get("is_archived"):
        return Diagnosis(about, Verdict.PROBLEM, f"{name} is archived", "unarchive it, or give the group another home")
    if not channel.get("is_member"):
        return Diagnosis(about, Verdict.PROBLEM, f"coterie is not in {name}", "write there: /invite @coterie")
    return None
