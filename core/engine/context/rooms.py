"""Rooms that a plugin opens, who comes into them and leaves, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.effect import Expel, GrantRole, Invite, OpenRoom, SetTopic
from ...refs import PersonRef, RoomRef
from .here import Here


class Rooms(Here):
    """What may be done with rooms and to those in them."""

    def open_room(
        self, name: str, *, title: str = "", topic: str = "", private: bool = False, invite: Sequence[PersonRef] = ()
    ) -> RoomRef:
        """Make a room. Its reference can be used at once."""
        effect = OpenRoom(
            key=self._key("room"),
            name=str(name),
            title=str(title),
            topic=str(topic),
            private=private,
            invite=tuple(invite),
            platform=self._platform,
        )
        self._asked.append(effect)
        return RoomRef(effect.key)

    def invite(self, person: PersonRef, room: RoomRef | None = None) -> None:
        """Ask a person into a room: the one where it happened, unless given."""
        self._asked.append(Invite(key=self._key("invite"), room=room or self.room, person=person))

    def expel(self, person: PersonRef, room: RoomRef | None = None, *, reason: str = "") -> None:
        """Make a person leave a room: the one where it happened, unless given."""
        self._asked.append(Expel(key=self._key("expel"), room=room or self.room, person=person, reason=str(reason)))

    def set_topic(self, topic: str, room: RoomRef | None = None) -> None:
        """Give a room a topic in plain text: the one where it happened, unless given."""
        self._asked.append(SetTopic(key=self._key("topic"), room=room or self.room, topic=str(topic)))

    def grant(self, person: PersonRef, role: str, room: RoomRef | None = None) -> None:
        """Give a person the platform's rights of a role in a room."""
        self._asked.append(GrantRole(key=self._key("grant"), room=room or self.room, person=person, role=role))

    @property
    def _platform(self) -> str | None:
        known = self._scene.event.platform
        return known if known in self._outlook.capabilities else None
