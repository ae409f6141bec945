"""What `coterie doctor` looks at on a homeserver. Nothing is changed there: without a token nobody logs in, as that would end the session of a
running coterie."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from coterie.core.clock import Clock
from coterie.core.errors import Refused
from coterie.core.ports import Diagnosis, Verdict
from coterie.core.skew import skew
from coterie.core.values import frozen

from .names import PLATFORM
from .power import Power
from .rights import WORDS, lacking
from .rooms import Rooms
from .wire import Wire


@frozen
class Examining:
    """Looks at one account's homeserver and rooms."""

    wire: Wire
    rooms: Rooms
    clock: Clock
    has_token: bool
    encryption: bool

    async def diagnoses(self, homes: Mapping[str, str]) -> AsyncIterator[Diagnosis]:
        """Everything that is found. Raises PlatformError where the homeserver or the token is of no use."""
        await self.wire.call("GET", "/_matrix/client/versions")
        yield skew(f"{PLATFORM} clock", self.wire.date, self.clock.now())
        if not self.has_token:
            found = "the homeserver answers; the password is not tried, as a login would end the session of a running coterie"
            yield Diagnosis(
                f"{PLATFORM} token", Verdict.WARNING, found, "give COTERIE_MATRIX_TOKEN to have the rooms looked at"
            )
            return
        await self.wire.connect()
        yield Diagnosis(f"{PLATFORM} token", Verdict.GOOD, f"the token is good: {self.wire.user}")
        yield self._encryption()
        good = 0
        for group, home in homes.items():
            one = await self._room(group, home)
            good += one.verdict is Verdict.GOOD
            if one.verdict is not Verdict.GOOD:
                yield one
        yield Diagnosis(
            f"{PLATFORM} rooms", Verdict.GOOD, f"coterie may do all it does in {good} of {len(homes)} homes of groups"
        )

    def _encryption(self) -> Diagnosis:
        about = f"{PLATFORM} encryption"
        if not self.encryption:
            return Diagnosis(about, Verdict.GOOD, "is not asked for")
        remedy = "make the rooms of groups without it, and take `encryption` out of [matrix]"
        return Diagnosis(about, Verdict.WARNING, "encrypted rooms can't be read or written yet", remedy)

    async def _room(self, group: str, home: str) -> Diagnosis:
        about = f"{PLATFORM} {group}"
        room = await self.rooms.found(home)
        if room is None:
            remedy = "`coterie apply` makes it; or correct `homes` in the community file"
            return Diagnosis(about, Verdict.WARNING, f"there is no room {home}", remedy)
        try:
            member = await self.wire.state(room, "m.room.member", self.wire.user)
        except Refused:
            member = None
        if (member or {}).get("membership") != "join":
            return Diagnosis(about, Verdict.PROBLEM, f"coterie is not in {home}", f"invite {self.wire.user} there")
        if await self.wire.state(room, "m.room.encryption") is not None:
            remedy = "give the group a room without encryption: it can't be switched off in a room"
            return Diagnosis(
                about, Verdict.PROBLEM, f"{home} is encrypted, and coterie can't read or write there", remedy
            )
        return self._power(about, home, await self.rooms.power(room))

    def _power(self, about: str, home: str, power: Power) -> Diagnosis:
        """Every type of event that coterie may not send there, with the level that it takes."""
        lacks = lacking(power, self.wire.user)
        if not lacks:
            return Diagnosis(about, Verdict.GOOD, f"coterie may do all it does in {home}")
        words = ", ".join(f"{WORDS[one.act]} ({one.right} needs {one.needed})" for one in lacks)
        verdict = Verdict.PROBLEM if any(one.act == "write" for one in lacks) else Verdict.WARNING
        most = max(one.needed for one in lacks)
        found = f"with power {lacks[0].held} in {home} coterie can't {words}"
        return Diagnosis(about, verdict, found, f"give {self.wire.user} power {most} there")
