"""The tokens of installations: remembered, and asked for anew before they expire."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from datetime import timedelta

from attrs import define, evolve, field

from coterie.core.clock import Clock
from coterie.core.errors import LoggedOut, PlatformError, Transient
from coterie.core.logs import get_logger

from .calls import REINSTALL_FROM_PAGE
from .installations import Installation, Installations
from .oauth import VOID, NotGranted, OAuth

log = get_logger(__name__)

_ID = re.compile(r"[A-Z0-9]{1,40}\Z")
BEFORE_IT_EXPIRES = timedelta(hours=2)
"""A token lives twelve hours (source: docs.slack.dev, using token rotation)."""


@define
class Tokens:
    """One for each process: Slack and the store are asked only where something must be known anew."""

    installations: Installations
    oauth: OAuth
    clock: Clock
    _known: dict[str, Installation] = field(factory=dict, repr=False)
    _asking: dict[str, asyncio.Lock] = field(factory=lambda: defaultdict(asyncio.Lock), repr=False)

    def learn(self, found: Installation) -> None:
        """Go by this from now on."""
        self._known[found.key] = found

    def forget(self, key: str) -> None:
        """Look into the store the next time."""
        self._known.pop(key, None)

    async def is_out_of_date(self, key: str) -> bool:
        """Whether another token than the one that we went by is kept, and from now on is gone by."""
        known, kept = self._known.get(key), await self.installations.get(key)
        if known is None or kept is None or known.token == kept.token:
            return False
        self._known[key] = kept
        return True

    def expired(self, key: str, token: str) -> None:
        """Slack says that this one is over, whatever the clock says."""
        found = self._known.get(key)
        if found is not None and found.token == token and found.refresh:
            self._known[key] = evolve(found, expires=self.clock.now())

    async def installation(self, team: str | None, enterprise: str | None) -> Installation | None:
        """By what the app is in a team: installed there, or in the organisation."""
        for key in (team, enterprise):
            # A payload may hold anything where the ids stand.
            if (
                isinstance(key, str)
                and _ID.match(key)
                and (found := await self._installation(key)) is not None
                and (key == team or found.is_of_org)
            ):
                return found
        return None

    async def token(self, key: str) -> str:
        """A token that is good now. Raises LoggedOut where there is none any more, Transient where none can be had just now."""
        found = await self._installation(key)
        if found is None:
            raise LoggedOut(f"the app was taken out of {key}: {REINSTALL_FROM_PAGE}")
        if not self._is_near_its_end(found):
            return found.token
        try:
            return (await self._fresh(key)).token
        except Transient:
            if found.expires is not None and found.expires > self.clock.now():
                return found.token
            raise

    async def keep_fresh(self) -> None:
        """Ask for the next tokens of whatever is near its end. What fails is tried again the next time."""
        for found in await self.installations.all():
            if not self._is_near_its_end(found):
                continue
            try:
                await self._fresh(found.key)
            except PlatformError as error:
                log.warning("a token could not be refreshed", workspace=found.key, reason=str(error))

    async def _installation(self, key: str) -> Installation | None:
        if key not in self._known and (found := await self.installations.get(key)) is not None:
            self._known[key] = found
        return self._known.get(key)

    def _is_near_its_end(self, found: Installation) -> bool:
        return found.expires is not None and found.expires - self.clock.now() < BEFORE_IT_EXPIRES

    async def _fresh(self, key: str) -> Installation:
        """The installation with tokens that were just asked for, here or elsewhere."""
        async with self._asking[key]:
            known, kept = self._known.get(key), await self.installations.get(key)
            if kept is None:
                raise LoggedOut(f"the app was taken out of {key}: {REINSTALL_FROM_PAGE}")
            if known is not None and known.token != kept.token:
                self._known[key] = kept  # somebody else asked meanwhile
                return kept
            if known is not None and not self._is_near_its_end(known):
                return known
            now = self.clock.now()
            try:
                token, refresh, expires = await self.oauth.refreshed(kept.refresh, now)
            except NotGranted as refused:
                now_kept = await self.installations.get(key)
                if now_kept is not None and now_kept.refresh != kept.refresh:
                    self._known[key] = now_kept  # another worker asked with the same refresh token, which is good once
                    return now_kept
                if refused.code in VOID and (kept.expires is None or kept.expires <= now):
                    raise LoggedOut(f"{refused}: {REINSTALL_FROM_PAGE}") from refused
                raise Transient(str(refused)) from refused
            new = evolve(kept, token=token, refresh=refresh, expires=expires)
            self._known[key] = found = await self.installations.refreshed(kept, new)
            return found
