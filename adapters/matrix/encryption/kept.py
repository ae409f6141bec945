"""What a device keeps: nio's store in a file of its own, with what waits to be read beside it.

Tables of ours, besides those of nio:
    waiting   what could not be read yet: id of the event → room, session, native event, when it came, whether that was told
    handled   digests of the to-device events that came last: a sync that is read again is not handled again
    former    public keys of devices that the account was before: what was said by them is its own
    used      session by which others write → when it came or was used last, as far as `prune` has seen
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from nio.crypto import GroupSessionStore, InboundGroupSession  # type: ignore[import-untyped]  # it ships no types
from nio.store import SqliteStore  # type: ignore[import-untyped]  # likewise
from nio.store.database import use_database  # type: ignore[import-untyped]  # likewise
from nio.store.models import MegolmInboundSessions  # type: ignore[import-untyped]  # likewise

from coterie.core.values import frozen

from .bound import BoundDatabase, bound_database

Native = Mapping[str, Any]

_REMEMBERED = 2_000
"""So many sessions are kept at hand: each person has a new one in each room every hundred messages, for ever."""

_TABLES = (
    "create table if not exists waiting (event text primary key, room text not null, session text not null,"
    " native text not null, since text not null, told integer not null default 0)",
    "create index if not exists waiting_for on waiting (session)",
    "create table if not exists handled (digest text primary key)",
    "create table if not exists used (session text primary key, at text not null)",
    "create table if not exists former (key text primary key)",
)


@frozen
class Waiting:
    """An event that can't be read for want of a key."""

    room: str
    session: str
    native: Native
    since: datetime


class Kept(SqliteStore):  # type: ignore[misc]  # nio's class has no types
    """The file. What is done to it between `begun` and the end of the block is there as a whole or not at all, whenever the process dies."""

    def _create_database(self) -> BoundDatabase:
        return bound_database(self.database_path)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.touched: set[str] = set()
        """The sessions that were used since `prune` was called last."""
        for table in _TABLES:
            self.database.execute_sql(table)

    def begun(self) -> Any:
        """A block of which all is written or nothing."""
        return self.database.atomic()

    def close(self) -> None:
        self.database.close()

    # --- sessions ---------------------------------------------------------------------------------------------------

    def load_inbound_group_sessions(self) -> Sessions:
        """All of them, each read when it is asked for: nio would hold every session there ever was."""
        return Sessions(self)

    @use_database  # type: ignore[untyped-decorator]  # it has no types
    def inbound(self, room: str, session: str) -> InboundGroupSession | None:
        """The session by its id alone: that says whose it is, and a newer event does not."""
        found = MegolmInboundSessions.get_or_none(
            MegolmInboundSessions.session_id == session, MegolmInboundSessions.room_id == room
        )
        if found is None:
            return None
        chain = [one.sender_key for one in found.forwarded_chains]
        return InboundGroupSession.from_pickle(
            found.session, found.fp_key, found.sender_key, found.room_id, self.pickle_key, chain
        )

    def inbound_ids(self) -> tuple[tuple[str, str], ...]:
        """Room and id of every session by which others write."""
        rows = self.database.execute_sql("select room_id, session_id from megolminboundsessions").fetchall()
        return tuple((room, session) for room, session in rows)

    def former(self) -> frozenset[str]:
        """The public curve25519 keys of devices that the account was before."""
        return frozenset(key for (key,) in self.database.execute_sql("select key from former").fetchall())

    def was(self, keys: Iterable[str]) -> None:
        """The account was these devices."""
        for key in keys:
            self.database.execute_sql("insert or ignore into former values (?)", (key,))

    def save_inbound_group_session(self, session: InboundGroupSession) -> None:
        """Keep it; unless it is known as somebody else's, or from an earlier message on."""
        known = self.inbound(session.room_id, session.id)
        if known is not None and (
            known.sender_key != session.sender_key or known.first_known_index <= session.first_known_index
        ):
            return
        super().save_inbound_group_session(session)

    def prune(self, now: datetime, before: datetime) -> int:
        """Forget the sessions that were not used since an instant; how many. Used they are when they come, and when something is read by them."""
        kept = "select session_id from megolminboundsessions"
        with self.begun():
            self.database.execute_sql(
                f"insert or ignore into used select session_id, ? from ({kept})", (now.isoformat(),)
            )
            for session in self.touched:
                self.database.execute_sql("update used set at = ? where session = ?", (now.isoformat(), session))
            old = "select session from used where at < ?"
            for table in ("forwardedchains", "megolminboundsessions"):
                self.database.execute_sql(f"delete from {table} where session_id in ({old})", (before.isoformat(),))
            forgotten = self.database.execute_sql("delete from used where at < ?", (before.isoformat(),)).rowcount
        self.touched.clear()
        return int(forgotten)

    # --- what waits -------------------------------------------------------------------------------------------------

    def wait_for(self, session: str, room: str, native: Native, since: datetime) -> None:
        row = (native["event_id"], room, session, json.dumps(native), since.isoformat())
        self.database.execute_sql("insert or ignore into waiting values (?, ?, ?, ?, ?, 0)", row)

    def waiting(self, sessions: Iterable[str] | None = None) -> tuple[Waiting, ...]:
        """What waits for these sessions, for any unless given; the oldest first."""
        asked = None if sessions is None else list(sessions)
        if asked == []:
            return ()
        which = "" if asked is None else f" where session in ({','.join('?' * len(asked))})"
        rows = self.database.execute_sql(
            f"select room, session, native, since from waiting{which} order by rowid", asked or ()
        )
        return tuple(map(_waiting, rows.fetchall()))

    def untold(self) -> tuple[Waiting, ...]:
        """What waits without anybody having been told."""
        rows = self.database.execute_sql(
            "select room, session, native, since from waiting where told = 0 order by rowid"
        )
        return tuple(map(_waiting, rows.fetchall()))

    def waited(self, read: Iterable[str], told: Iterable[str], before: datetime) -> None:
        """Those need not wait any more; that these can't be read was told; and of what came before an instant nobody will send the keys."""
        with self.begun():
            for event in read:
                self.database.execute_sql("delete from waiting where event = ?", (event,))
            for event in told:
                self.database.execute_sql("update waiting set told = 1 where event = ?", (event,))
            self.database.execute_sql("delete from waiting where since < ?", (before.isoformat(),))

    # --- what was handled -------------------------------------------------------------------------------------------

    def unhandled(self, events: Sequence[Native]) -> tuple[Native, ...]:
        """Those that the last call did not have, which are noted. To be called where `begun`."""
        by_digest = {hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest(): one for one in events}
        rows = self.database.execute_sql("select digest from handled").fetchall()
        known = {digest for (digest,) in rows}
        self.database.execute_sql("delete from handled")
        for digest in by_digest:
            self.database.execute_sql("insert into handled values (?)", (digest,))
        return tuple(one for digest, one in by_digest.items() if digest not in known)


class Sessions(GroupSessionStore):  # type: ignore[misc]  # nio's class has no types
    """The sessions by which others write, as nio asks for them."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept
        self._known: OrderedDict[tuple[str, str], InboundGroupSession] = OrderedDict()

    def of(self, room: str, session: str) -> InboundGroupSession | None:
        """The session by its id alone."""
        self._kept.touched.add(session)
        found = self._known.get((room, session))
        if found is None and (found := self._kept.inbound(room, session)) is not None:
            self._known[room, session] = found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def get(self, room_id: str, sender_key: str, session_id: str) -> InboundGroupSession | None:
        found = self.of(room_id, session_id)
        return found if found is not None and found.sender_key == sender_key else None

    def add(self, session: InboundGroupSession) -> bool:
        """Whoever adds it saves it: it is read anew when it is asked for."""
        self._known.pop((session.room_id, session.id), None)
        return True

    def __iter__(self) -> Iterator[InboundGroupSession]:
        return iter(self._known.values())


def _waiting(row: tuple[str, str, str, str]) -> Waiting:
    room, session, native, since = row
    return Waiting(room, session, json.loads(native), datetime.fromisoformat(since))
