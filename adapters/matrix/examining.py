"""What `coterie doctor` looks at on a homeserver. Nothing is changed there: without a token nobody logs in, as that would end the session of a
running coterie."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from coterie.core.clock import Clock
from coterie.core.commands.skew import skew
from coterie.core.errors import Refused
from coterie.core.ports import Diagnosis, Verdict
from coterie.core.values import frozen

from .encryption.crosssigning import Signed, standing
from .encryption.home import folder_of, seeds_in
from .encryption.machine import file_of
from .names import PLATFORM
from .power import Power
from .rights import WORDS, lacking
from .rooms import Rooms
from .wire import Wire

OTHERS = 0o077
"""Nobody but the owner may read the folder of the keys."""


@frozen
class Examining:
    """Looks at one account's homeserver and rooms."""

    wire: Wire
    rooms: Rooms
    clock: Clock
    has_token: bool
    encryption: bool
    data: Path | None = None

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
        async for one in self._encryption():
            yield one
        good = 0
        for group, home in homes.items():
            one = await self._room(group, home)
            good += one.verdict is Verdict.GOOD
            if one.verdict is not Verdict.GOOD:
                yield one
        yield Diagnosis(
            f"{PLATFORM} rooms", Verdict.GOOD, f"coterie may do all it does in {good} of {len(homes)} homes of groups"
        )

    async def _encryption(self) -> AsyncIterator[Diagnosis]:
        """The device, whether its keys are here, and who signs for it."""
        about = f"{PLATFORM} encryption"
        device = self.wire.device
        if not self.encryption:
            yield Diagnosis(about, Verdict.GOOD, "is off in [matrix]")
            return
        if device is None or self.data is None:
            yield Diagnosis(about, Verdict.PROBLEM, "the token belongs to no device", "coterie matrix login")
            return
        folder = folder_of(self.data, self.wire.user)
        found = await standing(self.wire, self.wire.user, device)
        if not (folder / file_of(device)).is_file():
            yield self._without_keys(about, device, folder, known=found.fingerprint is not None)
            return
        if stat.S_IMODE(folder.stat().st_mode) & OTHERS:
            yield Diagnosis(about, Verdict.WARNING, "others on this machine can read the keys", f"chmod 700 {folder}")
        yield _signed(about, device, folder, found.signed(seeds_in(folder)))

    @staticmethod
    def _without_keys(about: str, device: str, folder: Path, *, known: bool) -> Diagnosis:
        if known:
            lost = f"the keys of the device {device} are not in {folder}: encrypted rooms can't be read or written"
            return Diagnosis(about, Verdict.PROBLEM, lost, "log in as a new device: coterie matrix login")
        return Diagnosis(about, Verdict.GOOD, f"the device {device} gets its keys at the next start")

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
        if not self.encryption and await self.wire.state(room, "m.room.encryption") is not None:
            remedy = "set encryption = true in [matrix], or give the group another room: in this one it can't be switched off"
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


def _signed(about: str, device: str, folder: Path, signed: Signed) -> Diagnosis:
    """How clients that leave out unsigned devices see it."""
    keys = f"device {device}, its keys in {folder}"
    if signed in (Signed.BY_US, Signed.BY_OTHERS):
        return Diagnosis(about, Verdict.GOOD, f"{keys}; {signed.value}")
    remedy = "coterie matrix login --reset-signing"
    if signed is Signed.UNKNOWN_KEYS:
        remedy = f"coterie matrix verify, with that client; or {remedy}"
    return Diagnosis(about, Verdict.WARNING, f"{keys}; some clients won't read it: {signed.value}", remedy)
