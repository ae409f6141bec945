"""A person whose client encrypts: an account through matrix-nio's own client, for tests."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import define, field
from nio import (  # type: ignore[import-untyped]  # it ships no types
    AsyncClient,
    AsyncClientConfig,
    MegolmEvent,
    RoomSendResponse,
    SyncResponse,
)
from nio.store import DefaultStore  # type: ignore[import-untyped]  # likewise

from ..encryption.bound import BoundDatabase, bound_database
from .person import MatrixPerson

PATIENCE_SECONDS = 20
ALGORITHM = {"algorithm": "m.megolm.v1.aes-sha2"}


@define
class SealedPerson:
    """`person` is the same account without encryption. `heard` are all events of rooms so far, decrypted where they could be."""

    person: MatrixPerson
    client: AsyncClient
    heard: list[Any] = field(factory=list)

    @property
    def user(self) -> str:
        return self.person.user

    async def open_room(self, name: str, **more: Any) -> str:
        """Makes an encrypted room; gives its id."""
        sealed = {"type": "m.room.encryption", "state_key": "", "content": ALGORITHM}
        return await self.person.open_room(name, initial_state=[sealed], **more)

    async def dm(self, user: str) -> str:
        """A new encrypted conversation with `user` alone."""
        room = await self.open_room("", public=False, invite=[user], is_direct=True, preset="trusted_private_chat")
        await self.person.call(
            "PUT", f"/user/{self.user}/account_data/m.direct", {user: [*await self.person.direct_rooms(user), room]}
        )
        return room

    async def say(self, room: str, text: str, **more: Any) -> str:
        return await self.send(room, "m.room.message", {"msgtype": "m.text", "body": text, **more})

    async def send(self, room: str, kind: str, content: Mapping[str, Any]) -> str:
        """Encrypts for everybody who is in the room now."""
        await self.sync()
        sent = await self.client.room_send(room, kind, dict(content), ignore_unverified_devices=True)
        assert isinstance(sent, RoomSendResponse), sent
        return str(sent.event_id)

    async def send_without_key(self, room: str, text: str) -> list[dict[str, Any]]:
        """Says something, by a new key that nobody is told; gives what must be sent to devices to tell them (`tell`)."""
        await self.sync()
        olm = self.client.olm
        users = list(self.client.rooms[room].users)
        if missing := olm.get_missing_sessions(users):
            await self.client.keys_claim(missing)
        olm.create_outbound_group_session(room)
        held = [body for _, body in olm.share_group_session_parallel(room, users, ignore_unverified_devices=True)]
        olm.outbound_group_sessions[room].mark_as_shared()
        sent = await self.client.room_send(room, "m.room.message", {"msgtype": "m.text", "body": text})
        assert isinstance(sent, RoomSendResponse), sent
        return held

    async def tell(self, held: list[dict[str, Any]]) -> None:
        """Sends the keys that were held back."""
        for body in held:
            await self.person.call("PUT", f"/sendToDevice/m.room.encrypted/{secrets.token_hex(8)}", body)

    async def until(self, wanted: Callable[[Any], bool]) -> Any:
        """The first event that is wanted, as soon as it is there."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for event in self.heard:
                    if wanted(event):
                        return event
                await self.sync(500)

    async def hear(self, text: str) -> Any:
        """The message that reads so."""
        return await self.until(lambda event: getattr(event, "body", None) == text)

    async def sync(self, wait: int = 0) -> None:
        """Take in what is new, `wait`ing so many milliseconds for it, and do what a client does about keys."""
        told = await self.client.sync(timeout=wait, full_state=self.client.next_batch is None or None)
        assert isinstance(told, SyncResponse), told
        for room, joined in told.rooms.join.items():
            self.heard += [self._read(room, event) for event in joined.timeline.events]
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()
        if self.client.should_claim_keys:
            await self.client.keys_claim(self.client.get_users_for_key_claiming())
        await self.client.send_to_device_messages()

    def _read(self, room: str, event: Any) -> Any:
        if isinstance(event, MegolmEvent):
            event.room_id = room
        return event


class _Store(DefaultStore):  # type: ignore[misc]  # nio's class has no types
    """A client's file beside that of an adapter in the same process."""

    def _create_database(self) -> BoundDatabase:
        return bound_database(self.database_path)


@asynccontextmanager
async def sealed(person: MatrixPerson, folder: Path) -> AsyncIterator[SealedPerson]:
    """The person with a client that keeps its keys in the folder."""
    client = AsyncClient(
        person.url, person.user, person.device, str(folder), AsyncClientConfig(store=_Store, encryption_enabled=True)
    )
    client.restore_login(person.user, person.device, person.token)
    found = SealedPerson(person, client)
    try:
        await found.sync()
        yield found
    finally:
        await client.close()
