"""What coterie does to rooms: open them, let people in and out, give and withdraw rights."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from attrs import evolve

from coterie.core.errors import Cure, Refused
from coterie.core.logs import get_logger
from coterie.core.model.community import JoinMode, Visibility
from coterie.core.model.effect import OpenRoom, OpenSpace, names_for, numbered
from coterie.core.refs import PersonRef

from .encode import INSTEAD_OF, KEY, room_wish
from .encryption.encryption import Encryption
from .names import alias_for, native_id, server_of, transaction_id
from .policies import Policies
from .power import LEVELS, Power, power_of
from .wire import Denied, Reply, Wire, path

log = get_logger(__name__)

_POWER = "m.room.power_levels"

JOIN_RULES: Mapping[JoinMode, str] = {
    JoinMode.OPEN: "public",
    JoinMode.COMMUNITY: "knock",
    JoinMode.KNOCK: "knock",
    JoinMode.INVITE: "invite",
}


def join_rule(visibility: Visibility, join: JoinMode, space: str | None) -> Reply:
    """The content of `m.room.join_rules`. Who is in the Space comes in by themselves; others ask, where they may know of the room at all
    (client-server API, "Restricted rooms"; `knock_restricted` since room version 10)."""
    if join is JoinMode.COMMUNITY and space is not None:
        rule = "restricted" if visibility is Visibility.PRIVATE else "knock_restricted"
        return {"join_rule": rule, "allow": [{"type": "m.room_membership", "room_id": space}]}
    return {"join_rule": JOIN_RULES[join]}


class Rooms:
    """Rooms as effects change them. What is there already is not made again; rooms are ids."""

    def __init__(self, wire: Wire, encryption: Encryption, policies: Policies | None = None) -> None:
        self._wire = wire
        self._encryption = encryption
        self._policies = policies
        # Rights and pins are read, changed and written back: one at a time.
        self._changing = asyncio.Lock()

    async def open(self, effect: OpenRoom | OpenSpace) -> str:
        """The room or Space of this name, entered; made if it is not there and the effect allows it."""
        if isinstance(effect, OpenRoom):
            effect = evolve(effect, invite=await self._welcome(effect))
        if isinstance(effect, OpenRoom) and not effect.adopt:
            room: str | None = await self._own(effect)
        else:
            room = await self._entered(effect)
        invited = [native_id(person) for person in effect.invite] if isinstance(effect, OpenRoom) else []
        if room is None:
            room = await self._made(effect, tuple(invited))
        for user in invited:
            await self.invite(room, user)
        return room

    async def _welcome(self, effect: OpenRoom) -> tuple[PersonRef, ...]:
        """Those to be invited against whom no policy list says anything: the room is made without the others."""
        found = []
        for person in effect.invite:
            why = await self._policies.against(native_id(person)) if self._policies else None
            if why is None:
                found.append(person)
            else:
                log.warning("not invited into a new room", room=effect.name, user=native_id(person), reason=why)
        return tuple(found)

    async def place(self, room: str, space: str, order: str = "", *, suggested: bool = True) -> None:
        """Let the room stand in the Space, on both sides where the rights allow it."""
        via: Reply = {"via": [server_of(self._wire.user)]}
        sorted_by = {"order": order} if order else {}
        await self._wire.put_state(space, "m.space.child", via | {"suggested": suggested} | sorted_by, room)
        try:
            await self._wire.put_state(room, "m.space.parent", via | {"canonical": True}, space)
        except Denied as error:
            # The Space's own word is what clients follow; without the right in the room there is no more to be had.
            if error.code != "M_FORBIDDEN":
                raise

    async def invite(self, room: str, user: str) -> None:
        """Raises Refused for who is on a policy list."""
        if self._policies is not None:
            await self._policies.refuse(user)
        if await self._membership(room, user) not in ("join", "invite"):
            await self._wire.call("POST", path("rooms", room, "invite"), {"user_id": user})

    async def expel(self, room: str, user: str, reason: str) -> None:
        if await self._membership(room, user) in ("join", "invite", "knock"):
            body = {"user_id": user} | ({"reason": reason} if reason else {})
            await self._wire.call("POST", path("rooms", room, "kick"), body)

    async def grant(self, room: str, user: str, role: str) -> None:
        """Raises Refused with what is missing, in words."""
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.granted(user, _known(role)), user, LEVELS[role])

    async def revoke(self, room: str, user: str, role: str) -> None:
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.revoked(user, _known(role)), user, 0)

    async def pin(self, room: str, event: str) -> None:
        async with self._changing:
            pinned = (await self._wire.state(room, "m.room.pinned_events") or {}).get("pinned") or []
            if event not in pinned:
                await self._wire.put_state(room, "m.room.pinned_events", {"pinned": [*pinned, event]})

    async def archive(self, room: str) -> None:
        """Nobody comes in or speaks any more; who is in goes on reading."""
        await self._wire.call("PUT", path("directory", "list", "room", room), {"visibility": "private"})
        await self._wire.put_state(room, "m.room.join_rules", {"join_rule": "invite"})
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.silenced(), self._wire.user, 100)

    async def reopen(self, room: str) -> None:
        """People speak again; who may come in stays as it is."""
        async with self._changing:
            power = await self.power(room)
            await self._set_power(room, power, power.spoken(), self._wire.user, 100)

    async def rename(self, room: str, name: str, title: str) -> None:
        """The room reads so, and is found by the alias of that name, or by the first numbered one that leads to no other room; aliases that it
        had still lead to it."""
        if title:
            await self._wire.put_state(room, "m.room.name", {"name": title})
        home = server_of(self._wire.user)
        wanted = alias_for(name, home)
        if name.startswith("!") or server_of(wanted) != home:
            return
        for alias in numbered(wanted):
            there = await self.found(alias)
            if there is None:
                await self._wire.call("PUT", path("directory", "room", alias), {"room_id": room})
            if there in (None, room):
                await self._make_canonical(room, alias, wanted)
                return
        raise Refused(f"every name from {wanted} on is taken on Matrix", Cure.NAME)

    async def set_access(self, room: str, visibility: Visibility, join: JoinMode, space: str | None = None) -> None:
        """Who may come in, and whether the homeserver's directory lists the room."""
        rule = join_rule(visibility, join, space)
        if await self._wire.state(room, "m.room.join_rules") != rule:
            await self._wire.put_state(room, "m.room.join_rules", rule)
        await self._wire.call("PUT", path("directory", "list", "room", room), {"visibility": visibility.value})

    async def stands_in(self, room: str, known: Mapping[str, Any], name: str) -> bool:
        """Whether the room has a numbered alias because that of this name leads to another one, by its `known` canonical alias."""
        wanted = alias_for(name, server_of(self._wire.user)) if name and not name.startswith("!") else None
        return wanted is not None and known.get(INSTEAD_OF) == wanted and await self.found(wanted) not in (None, room)

    async def _make_canonical(self, room: str, alias: str, wanted: str) -> None:
        known = await self._wire.state(room, "m.room.canonical_alias") or {}
        instead: Reply = {INSTEAD_OF: wanted} if alias != wanted else {}
        if known.get("alias") == alias and known.get(INSTEAD_OF) == instead.get(INSTEAD_OF):
            return
        others = [known["alias"]] if isinstance(known.get("alias"), str) and known["alias"] != alias else []
        others += [
            one for one in known.get("alt_aliases") or [] if isinstance(one, str) and one not in (alias, *others)
        ]
        await self._wire.put_state(room, "m.room.canonical_alias", {"alias": alias, "alt_aliases": others} | instead)

    async def power(self, room: str) -> Power:
        """The rights in the room, from its raw state."""
        return power_of(await self._created(room), await self._wire.state(room, _POWER))

    async def _set_power(self, room: str, power: Power, content: Reply | None, user: str, level: int) -> None:
        if content is None:
            return
        if lack := power.lacks(self._wire.user, user, level):
            raise Refused(f"rights in {room} can't be changed: {lack}", Cure.RIGHTS)
        await self._wire.put_state(room, _POWER, content)

    async def _entered(self, effect: OpenRoom | OpenSpace) -> str | None:
        """The id of the room of this name, once coterie is in; None where there is none."""
        where = await self.found(effect.name)
        if where is None:
            return None
        room = where if await self._is_in(where) else await self._joined(where, effect.name)
        is_space = (await self._created(room)).get("content", {}).get("type") == "m.space"
        if is_space != isinstance(effect, OpenSpace):
            raise Refused(f"{effect.name} is {'a Space and no room' if is_space else 'a room and no Space'}")
        return room

    async def _is_in(self, room: str) -> bool:
        """A homeserver takes far longer to join who is in already than to say so."""
        try:
            return await self._membership(room, self._wire.user) == "join"
        except Denied:  # who was never in a room may not ask
            return False

    async def _joined(self, room: str, name: str) -> str:
        try:
            return str((await self._wire.call("POST", path("join", room), {}))["room_id"])
        except Denied as error:
            how = "it knocked, let it in" if await self._knocked(room) else f"invite {self._wire.user}"
            raise Refused(f"the room {name} is there, but coterie may not enter: {how}") from error

    async def _knocked(self, room: str) -> bool:
        """Ask to be let in, where the room lets one ask. Whoever lets coterie in invites it, and the next sync takes that."""
        try:
            await self._wire.call("POST", path("knock", room), {})
        except Denied:
            return False
        return True

    async def _own(self, effect: OpenRoom) -> str:
        """A room of this effect's own: the one that an earlier try made, else a new one by the first free name."""
        for name in names_for(effect):
            room = await self.found(name)
            if room is None:
                return await self._made(evolve(effect, name=name), tuple(native_id(one) for one in effect.invite))
            with suppress(Denied):
                if (await self._created(room)).get("content", {}).get(KEY) == transaction_id(effect.key):
                    return room
        raise Refused(f"every name from {effect.name} on is taken on Matrix")

    async def found(self, name: str) -> str | None:
        """The id behind a name: an id stands for itself, everything else for the alias of that name."""
        if name.startswith("!"):
            return name
        try:
            alias = alias_for(name, server_of(self._wire.user))
            return str((await self._wire.call("GET", path("directory", "room", alias)))["room_id"])
        except Denied as error:
            if error.code == "M_NOT_FOUND":
                return None
            raise

    async def _made(self, effect: OpenRoom | OpenSpace, invited: tuple[str, ...]) -> str:
        home = server_of(self._wire.user)
        alias = alias_for(effect.name, home)
        if isinstance(effect, OpenRoom) and not effect.create:
            raise Refused(f"there is no room {effect.name} on Matrix", Cure.INVITE)
        if server_of(alias) != home:
            raise Refused(f"{alias} can't be made: the account of coterie is on {home}")
        encrypted = isinstance(effect, OpenRoom) and self._encrypts(effect)
        wish = room_wish(effect, alias, invited, encrypted=encrypted)
        try:
            return str((await self._wire.call("POST", path("createRoom"), wish))["room_id"])
        except Denied as error:
            # Made by somebody else, or by an earlier try of ours, since it was looked for.
            if error.code != "M_ROOM_IN_USE" or (room := await self._entered(effect)) is None:
                raise
            return room

    def _encrypts(self, effect: OpenRoom) -> bool:
        """Raises Refused where it is to be encrypted and coterie could not write there itself."""
        if effect.encrypted and self._encryption.machine is None:
            why = self._encryption.trouble or "encryption is off in [matrix]"
            raise Refused(f"{effect.name} is to be encrypted, and coterie could not write there: {why}")
        return effect.encrypted or self._encryption.encrypts(private=effect.private)

    async def _created(self, room: str) -> Reply:
        """The whole event that made the room: its sender is the creator.

        Of a homeserver that gives the content alone, the creator is known for room versions below 11 only.
        """
        event = await self._wire.call(
            "GET", path("rooms", room, "state", "m.room.create", ""), query={"format": "event"}
        )
        return event if "content" in event else {"content": event, "sender": event.get("creator", "")}

    async def _membership(self, room: str, user: str) -> str | None:
        return (await self._wire.state(room, "m.room.member", user) or {}).get("membership")


def _known(role: str) -> str:
    if role not in LEVELS:
        raise Refused(f"no rights on Matrix go with the role {role}: only with {', '.join(LEVELS)}")
    return role
