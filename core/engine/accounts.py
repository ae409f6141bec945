"""One human being with several accounts: linked by themselves in chat, and parted again.

Whoever is named in a file keeps that name; else the person to whom an account is linked stays who they are. What is remembered of the other
one stays where it is, and is theirs again when the accounts are parted. Rights do not come along: see `Directory.has_role`.

Records: `link`: native account → {person, at, was}: to whom it belongs since when, and who they were until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from ..errors import UserError
from ..model.event import AccountsLinked, AccountsUnlinked
from ..ports import Queue, Unit
from ..refs import PersonRef
from ..texts import Reader, core_texts
from ..values import frozen
from . import bindings, cards, held, interview, people
from .directory import LINK, Directory
from .inbox import entry_of
from .scene import Scene


@frozen
class Linked:
    """Two who are one now: who they are, and the accounts that came to them."""

    person: PersonRef
    accounts: tuple[PersonRef, ...]


class Accounts:
    """The accounts of people: which are one person's, joined and parted. Stands in every context as `ctx.accounts`."""

    def __init__(self, scene: Scene, reader: Reader, platforms: tuple[str, ...]) -> None:
        self._scene = scene
        self._reader = reader
        self.platforms = platforms
        """The platforms on which coterie is, by their names in references."""

    @property
    def _unit(self) -> Unit:
        return self._scene.unit

    @property
    def acting(self) -> PersonRef:
        """The account by which somebody caused this, as its platform calls it. Raises LookupError where nobody did."""
        if self._scene.native_person is None:
            raise LookupError(f"nobody caused this {type(self._scene.event).__name__} by an account")
        return PersonRef(self._scene.native_person)

    async def of(self, person: PersonRef) -> tuple[PersonRef, ...]:
        """The accounts of a person, the one by which they acted last first; `platform` and `native` of each say what it is."""
        return await bindings.natives(self._unit, await self.person(person))

    async def person(self, account: PersonRef) -> PersonRef:
        """Whose account it is: themselves where it is nobody else's. To be asked of references kept before accounts were linked."""
        return await bindings.ours(self._unit, account)

    async def linked(self, person: PersonRef) -> tuple[PersonRef, ...]:
        """Those of the accounts that were linked in chat, and can be parted again; in the order of their references."""
        person = await self.person(person)
        found = await bindings.natives(self._unit, person)
        kept = {one: await self._unit.get(LINK, one.id) for one in found}
        return tuple(sorted(one for one, link in kept.items() if link and link["person"] == person.id))

    async def name(self, account: PersonRef) -> str:
        """What an account is called on its platform, in plain words."""
        return (await self._scene.directory.account(account)).name

    @staticmethod
    def platform(account: PersonRef) -> str:
        """The platform of an account as people write it: `Slack`."""
        return platform_name(account.platform)

    # --- joining ----------------------------------------------------------------------------------------------------

    async def link(self, person: PersonRef, other: PersonRef) -> Linked:
        """Let two be one. Who of them is named in a file stays, else `person`.

        Raises UserError where they are one already, where both are named, and where both have an account on one platform.
        """
        stays, comes = await self._who_stays(await self.person(person), await self.person(other))
        there, coming = await self.of(stays), await self.of(comes)
        if double := {one.platform for one in there} & {one.platform for one in coming}:
            self._refuse("link-same-platform", platform=platform_name(sorted(str(one) for one in double)[0]))
        for account in coming:
            await self._come(account, comes, stays)
        await interview.hand_over(self._unit, comes, stays)
        await cards.hand_over(self._unit, comes, stays)
        await people.hand_over(self._unit, comes, stays)
        await held.hand_over(self._unit, comes, stays, self._scene.now)
        if self._scene.native_person is not None:
            await bindings.note_acted(self._unit, self.acting)
        self._tell(AccountsLinked, stays, comes)
        return Linked(stays, tuple(sorted(coming)))

    async def _who_stays(self, person: PersonRef, other: PersonRef) -> tuple[PersonRef, PersonRef]:
        if person == other:
            self._refuse("link-one-already")
        named = [one for one in (person, other) if self._is_named(one)]
        if len(named) == 2:
            self._refuse("link-both-named")
        return (other, person) if named == [other] else (person, other)

    def _is_named(self, person: PersonRef) -> bool:
        return self._scene.directory.definitions.person(person.id) is not None

    async def _come(self, account: PersonRef, comes: PersonRef, stays: PersonRef) -> None:
        was = await self._unit.get(LINK, account.id)
        kept = {"person": stays.id, "at": self._scene.now.isoformat(), "was": was["was"] if was else comes.id}
        self._unit.put(LINK, account.id, kept)
        await _hand(self._unit, self._scene.directory, account, comes, stays)

    # --- parting ----------------------------------------------------------------------------------------------------

    async def unlink(self, person: PersonRef) -> tuple[PersonRef, ...]:
        """Part everything that was linked in chat to a person: every such account is the person again who it was. Gives those people."""
        person = await self.person(person)
        parted = set[PersonRef]()
        for account in await self.linked(person):
            parted.add(await self._part(account, person))
        for other in sorted(parted):
            self._tell(AccountsUnlinked, person, other)
        return tuple(sorted(parted))

    async def _part(self, account: PersonRef, person: PersonRef) -> PersonRef:
        link: Mapping[str, str] = await self._unit.get(LINK, account.id)
        was = PersonRef(link["was"])
        self._unit.delete(LINK, account.id)
        self._unit.delete(bindings.ACTED, person.id)
        await _hand(self._unit, self._scene.directory, account, person, was)
        return was

    def _tell(self, kind: type[AccountsLinked] | type[AccountsUnlinked], person: PersonRef, other: PersonRef) -> None:
        event = kind(
            id=f"{self._scene.event.id}:{kind.__name__}:{other.id}",
            at=self._scene.now,
            platform="core",
            person=person,
            other=other,
        )
        self._unit.enqueue(Queue.INBOX, entry_of(event, self._scene.now))

    def _refuse(self, text: str, **arguments: object) -> NoReturn:
        raise UserError(core_texts().text(text, self._reader, **arguments))


async def named_in_file(unit: Unit, directory: Directory, person: PersonRef, accounts: Sequence[PersonRef]) -> None:
    """The file says whose accounts these are. That counts, whatever was linked in chat, and what was linked to them is the person's too."""
    followers = list[PersonRef]()
    for account in accounts:
        followers += [PersonRef(id) for id in await unit.get("bind:person", account.id) or ()]
        before = await bindings.ours(unit, account)
        if before != person:
            await _hand(unit, directory, account, before, person)
        if await unit.get(LINK, account.id) is not None:
            unit.delete(LINK, account.id)
    for other in followers:
        link = await unit.get(LINK, other.id)
        if other in accounts or link is None or PersonRef(link["person"]) not in accounts:
            continue
        if other.platform in {one.platform for one in await bindings.natives(unit, person)}:
            unit.delete(LINK, other.id)
            await _hand(unit, directory, other, PersonRef(link["person"]), PersonRef(link["was"]))
        else:
            unit.put(LINK, other.id, {**link, "person": person.id})
            await _hand(unit, directory, other, PersonRef(link["person"]), person)


async def _hand(unit: Unit, directory: Directory, account: PersonRef, person: PersonRef, to: PersonRef) -> None:
    """Let an account be somebody else's, with the homes that it is in."""
    if account != person:
        await bindings.unbind(unit, person, account.id)
    if account != to:
        await bindings.bind(unit, to, account.id)
    await directory.move(account.id, person, to)


def platform_name(platform: str | None) -> str:
    """A platform as people write it."""
    return (platform or "").capitalize()
