"""The community around a handling: its groups, the people in them, their accounts and roles."""

from __future__ import annotations

from ...errors import UserError
from ...model.community import Community, Group
from ...model.content import MENTION
from ...refs import GroupRef, PersonRef, RoomRef
from ...texts import core_texts
from .. import bindings
from ..accounts import Accounts
from ..belonging import NeedsGroup
from ..directory import common_room_of, room_of
from ..groups import Groups
from ..people import People
from .here import Here


class Around(Here):
    """Who and what there is around a handling."""

    @property
    def community(self) -> Community:
        """The community that it is about."""
        return self._scene.directory.community(self._place.group)

    @property
    def groups(self) -> Groups:
        """The groups of the community: to find, found, change, move and end them, and to give roles in them."""
        return self._groups

    @property
    def people(self) -> People:
        """People: what they said of themselves, their zones and languages."""
        return People(self._scene, self._place.person, self._place.group)

    @property
    def accounts(self) -> Accounts:
        """The accounts of people: which are one person's, joined and parted."""
        return Accounts(self._scene, self._reader, tuple(self._outlook.capabilities))

    @property
    def common_room(self) -> RoomRef | None:
        """The room in which the whole community meets; None where its file names none."""
        return common_room_of(self.community.id) if self.community.room else None

    @property
    def charter(self) -> Group:
        """What the group's charter says: its name, purpose, leaders, what it uses. Raises LookupError where no file has it."""
        found = self._scene.directory.definitions.group(self.group.id)
        if found is None:
            raise LookupError(f"no community file has the group {self.group.id}")
        return found

    async def homes(self, group: GroupRef | None = None) -> tuple[RoomRef, ...]:
        """The homes of a group that were found, as their platforms call them: a post to one of them is said there alone."""
        return await bindings.natives(self._scene.unit, room_of((group or self.group).id))

    async def members(self, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
        """Who is in the group, in the order of their references."""
        return await self._scene.directory.members(group or self.group)

    def leaders(self, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
        """Who leads the group, in the order of its charter."""
        return self._scene.directory.leaders(group or self.group)

    def managers(self) -> tuple[PersonRef, ...]:
        """Who manages the community, in the order of its file."""
        return self._scene.directory.managers(self._place.group)

    async def joined(self, person: PersonRef | None = None) -> tuple[GroupRef, ...]:
        """The groups in which somebody (who caused it, unless given) is."""
        return await self._scene.directory.groups_of(person or self.person)

    async def name(self, ref: PersonRef | GroupRef) -> str:
        """What a person or a group is called, in plain words."""
        if isinstance(ref, PersonRef):
            return (await self._scene.directory.person(ref)).name
        found = self._scene.directory.definitions.group(ref.id)
        return found.name if found else ref.id

    async def find_person(self, words: str) -> PersonRef | None:
        """Whom a mention, an id, a handle or a name means here; None where it means nobody, or several."""
        mentioned = MENTION.fullmatch(words.strip())
        return (
            PersonRef(mentioned[1]) if mentioned else await self._scene.directory.find(words.strip(), self._place.group)
        )

    async def use(self) -> None:
        """Let the group use this plugin from now on, so that what happens in it is heard; nothing where it, or the whole community, does."""
        name, group = self._plugin.name, self.groups.get()
        if name not in (*group.plugins, *self.community.plugins):
            await self.groups.amend(self.group, plugins=(*group.plugins, name))

    async def has_role(self, role: str, person: PersonRef | None = None) -> bool:
        """Whether the person (who caused it, unless given) is manager, leader, moderator, host or member here."""
        return await self._scene.directory.has_role(person or self.person, role, self._place.group)

    async def require(self, role: str) -> None:
        """Go on only if who caused it holds the role; else they are told that it takes it (UserError)."""
        if not await self.has_role(role):
            if self._place.group is None and role != "manager":
                raise NeedsGroup(core_texts().text("needs-a-group", self._reader))
            role_name = core_texts().plain(f"role-{role}", self._reader)
            raise UserError(core_texts().text("needs-role", self._reader, who=role, role=role_name))
