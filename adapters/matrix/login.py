"""`coterie matrix login`: an account becomes a device of coterie's own, with its keys kept and signed."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.commands.account import Desk
from coterie.core.errors import Locked, LoggedOut, PlatformError, StoreError, Transient, UserError
from coterie.core.values import frozen

from .encryption.crosssigning import Signed
from .encryption.encryption import Encryption, new_device
from .encryption.home import device_in, folder_of
from .wire import PASSWORD, TOKEN, Wire, path


@frozen
class Login:
    """One try of it."""

    desk: Desk

    async def by_session(self) -> bool:
        """Whether the session that is kept is whole; what is not is said."""
        token = self.desk.environment.get(TOKEN)
        if not token:
            return False
        wire = self._wire(token=token)
        try:
            await wire.connect()
            return await self._ready(wire, None, "Still logged in")
        except LoggedOut:
            self.desk.terminal.say(f"The token in {TOKEN} is void: a new one is needed.")
            return False
        finally:
            await wire.close()

    async def by_token(self) -> Mapping[str, str]:
        """By the token of a session that is there already."""
        token = await self.desk.terminal.secret("Access token: ")
        if not token:
            raise UserError("no token was given")
        wire = self._wire(token=token)
        try:
            await wire.connect()
            if not await self._ready(wire, None, "Logged in"):
                raise UserError(
                    "that session is another client's, and its keys are there: log in by the password instead, without --token"
                )
        finally:
            await wire.close()
        return {TOKEN: token}

    async def by_password(self, *, reset: bool) -> Mapping[str, str]:
        """As the device that is kept, or as a new one."""
        await self._takes_passwords()
        settings = self.desk.settings
        password = self.desk.environment.get(PASSWORD) or await self.desk.terminal.secret(
            f"Password of {settings.user}: "
        )
        if not password:
            raise UserError("no password was given")
        kept = device_in(folder_of(self.desk.data, settings.user))
        wire = self._wire(password=password)
        wire.device = kept or new_device()
        try:
            await wire.connect()
            if not await self._ready(
                wire, password if reset else None, "Logged in" if kept else "Logged in as a new device"
            ):
                raise StoreError("the keys of the device can't be used; see the line above")
            return {TOKEN: wire.token}
        finally:
            await wire.close()

    async def _ready(self, wire: Wire, reset: str | None, how: str) -> bool:
        """Whether the device can encrypt, and is signed where that could be done."""
        say, settings = self.desk.terminal.say, self.desk.settings
        if not settings.encryption:
            say(f"{how}: {wire.user}. Encryption is off in [matrix].")
            return True
        encryption = Encryption(wire, self.desk.clock)
        encryption.data = self.desk.data
        try:
            await encryption.start(reset=reset)
            if encryption.is_held_elsewhere:
                raise Locked(f"{encryption.trouble}: coterie is running, and logged in. Stop it to log in anew")
            if encryption.trouble is not None:
                say(f"{wire.user}: {encryption.trouble}")
                return False
            assert encryption.machine is not None
            say(f"{how}: {wire.user}, device {encryption.machine.device}.")
            say(f"Its keys are in {folder_of(self.desk.data, wire.user)}: keep that folder, no homeserver has them.")
            say(told(encryption.signed))
            return True
        finally:
            await encryption.close()

    async def _takes_passwords(self) -> None:
        wire = self._wire()
        try:
            flows = (await wire.call("GET", path("login"))).get("flows")
        except Transient as error:
            where = self.desk.settings.homeserver
            raise Transient(f"no homeserver answers at {where}: check homeserver in [matrix] ({error})") from error
        except LoggedOut:
            return
        finally:
            await wire.close()
        if isinstance(flows, list) and not any(
            isinstance(one, dict) and one.get("type") == "m.login.password" for one in flows
        ):
            raise UserError(
                "this homeserver takes no passwords: take a token from where it lets you in, and give it to --token"
            )

    def _wire(self, *, token: str | None = None, password: str | None = None) -> Wire:
        return Wire(self.desk.settings.homeserver, self.desk.settings.user, token=token, password=password)


async def login(desk: Desk, *, token: bool, reset: bool) -> Mapping[str, str]:
    """Log in in the way that is left, and say how it stands. Raises PlatformError, StoreError or UserError."""
    try:
        if token:
            return await Login(desk).by_token()
        if not reset and await Login(desk).by_session():
            return {}
        return await Login(desk).by_password(reset=reset)
    except PlatformError as error:
        raise type(error)(_first_line(error)) if type(error) in (Transient, LoggedOut) else error from error


def told(signed: Signed | None) -> str:
    """How the device stands with clients that insist on signatures, in a line."""
    match signed:
        case Signed.BY_US:
            return "The account signs for it: clients that leave out unsigned devices read it too."
        case Signed.BY_OTHERS:
            return "Another client of the account signs for it: clients that leave out unsigned devices read it too."
        case Signed.UNKNOWN_KEYS:
            return (
                "Another client signs for this account, and not for this device: some clients won't read it. Verify it from that client "
                "(coterie matrix verify), or put our keys in the place of those: coterie matrix login --reset-signing"
            )
        case _:
            return "Nobody signs for the device: some clients won't read it. Put keys there: coterie matrix login --reset-signing"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
