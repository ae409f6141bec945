"""The whole content of a store in PostgreSQL as documents: read in order, and written as they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec

from coterie.core.ports import Document, Json, Queue
from coterie.core.values import frozen

from ..unit import TIMERS, queue_table, record_table, seen_table, text_of
from .names import shown, stored

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode
_RECORDS = record_table("")


@frozen
class Kind:
    """How one kind of document is read: behind a key, or, of records, behind a table and a key."""

    table: str
    query: str

    def document(self, row: Sequence[Any]) -> Document:
        """The document of a row."""
        if self.table == _RECORDS:
            return Document(record_table(shown(row[0])), shown(row[1]), _decode(row[2]))
        if self.table == TIMERS:
            return Document(TIMERS, shown(row[0]), {"due": text_of(row[1]), "body": _decode(row[2])})
        if self.table.startswith("seen"):
            return Document(self.table, shown(row[0]), text_of(row[1]))
        id, lane, body, due, attempts, place = row
        value = {"lane": shown(lane), "body": _decode(body), "due": text_of(due), "attempts": attempts, "order": place}
        return Document(self.table, shown(id), value)

    def values(self, after: tuple[str, str]) -> Sequence[str]:
        """What is asked for: whatever stands behind this table and key."""
        table, key = after
        inside = table == self.table or (self.table == _RECORDS and table.startswith(_RECORDS))
        behind = stored(key) if inside and key else ""
        if self.table == _RECORDS:
            return [stored(table.removeprefix(_RECORDS)) if inside and table != _RECORDS else "", behind]
        return [behind]


def _queue(queue: Queue) -> Kind:
    names = "id, lane, body::text, due, attempts, place"
    return Kind(
        queue_table(queue),
        f"SELECT {names} FROM entry WHERE queue = '{queue.value}' AND id > %s ORDER BY id LIMIT %s",
    )


def _seen(queue: Queue) -> Kind:
    return Kind(
        seen_table(queue), f"SELECT id, at FROM seen WHERE queue = '{queue.value}' AND id > %s ORDER BY id LIMIT %s"
    )


KINDS = (
    *map(_queue, Queue),
    Kind(_RECORDS, "SELECT tab, key, value::text FROM record WHERE (tab, key) > (%s, %s) ORDER BY tab, key LIMIT %s"),
    *map(_seen, Queue),
    Kind(TIMERS, "SELECT key, due, body::text FROM timer WHERE key > %s ORDER BY key LIMIT %s"),
)
"""In the order of their tables."""

Ask = Callable[[str, Sequence[Any]], Awaitable[Sequence[tuple[Any, ...]]]]
"""Gives the rows of a query with these values."""


async def page(ask: Ask, after: tuple[str, str] | None, limit: int) -> Sequence[Document]:
    """The documents behind this table and key, in the order of both."""
    found: list[Document] = []
    table, key = after or ("", "")
    for kind in KINDS:
        # The table of records is the beginning of the names of many.
        if len(found) < limit and (kind.table >= table or table.startswith(kind.table)):
            values = [*kind.values((table, key)), limit - len(found)]
            found += [kind.document(row) for row in await ask(kind.query, values)]
    return found


_BEGIN = "UPDATE progress SET number = number + 1"
_TAKE = {
    "records": "DELETE FROM record AS k USING json_to_recordset(%s::json) AS r(tab text, key text) WHERE k.tab = r.tab AND k.key = r.key",
    "queue": "DELETE FROM entry AS e USING json_to_recordset(%s::json) AS r(queue text, id text) WHERE e.queue = r.queue AND e.id = r.id",
    "seen": "DELETE FROM seen AS s USING json_to_recordset(%s::json) AS r(queue text, id text) WHERE s.queue = r.queue AND s.id = r.id",
    TIMERS: "DELETE FROM timer AS t USING json_to_recordset(%s::json) AS r(key text) WHERE t.key = r.key",
}
# Work that comes from elsewhere may have been begun there: it counts as claimed once.
_PUT = {
    "records": """
        INSERT INTO record SELECT r.tab, r.key, r.value::json, p.number
        FROM json_to_recordset(%s::json) AS r(tab text, key text, value text), progress AS p""",
    "queue": """
        INSERT INTO entry SELECT r.queue, r.id, r.lane, r.place, r.body::json, r.due, r.attempts, 1 FROM json_to_recordset(%s::json)
        AS r(queue text, id text, lane text, place bigint, body text, due timestamptz, attempts integer)""",
    "seen": "INSERT INTO seen SELECT r.queue, r.id, r.at FROM json_to_recordset(%s::json) AS r(queue text, id text, at timestamptz)",
    TIMERS: "INSERT INTO timer SELECT r.key, r.due, r.body::json FROM json_to_recordset(%s::json) AS r(key text, due timestamptz, body text)",
}
_LANES = (
    "DELETE FROM lane AS l USING json_to_recordset(%s::json) AS r(queue text, lane text) WHERE l.queue = r.queue AND l.name = r.lane",
    """
    INSERT INTO lane SELECT DISTINCT ON (e.queue, e.lane) e.queue, e.lane, e.place, e.due
    FROM json_to_recordset(%s::json) AS r(queue text, lane text) JOIN entry AS e ON e.queue = r.queue AND e.lane = r.lane
    ORDER BY e.queue, e.lane, e.place ON CONFLICT DO NOTHING""",
)
_OLD_LANES = """
    SELECT e.queue, e.lane FROM entry AS e JOIN json_to_recordset(%s::json) AS r(queue text, id text) ON e.queue = r.queue AND e.id = r.id"""
_GO_ON = "SELECT setval('place', greatest((SELECT max(place) FROM entry), (SELECT last_value FROM place)))"


async def write_all(connection: Any, documents: Sequence[Document]) -> None:
    """Make these documents so. The connection is in a transaction."""
    await connection.execute(_BEGIN)
    rows: dict[str, list[Mapping[str, Json]]] = {kind: [] for kind in _PUT}
    gone: dict[str, list[Mapping[str, Json]]] = {kind: [] for kind in _PUT}
    for document in documents:
        kind, name = _kind_of(document)
        gone[kind].append(name)
        if document.value is not None:
            rows[kind].append({**name, **_columns(kind, document.value)})
    cursor = await connection.execute(_OLD_LANES, [_text(gone["queue"])])
    old = [{"queue": queue, "lane": lane} for queue, lane in await cursor.fetchall()]
    for kind in _PUT:
        await connection.execute(_TAKE[kind], [_text(gone[kind])])
        await connection.execute(_PUT[kind], [_text(rows[kind])])
    lanes = _text(old + [{"queue": row["queue"], "lane": row["lane"]} for row in rows["queue"]])
    for query in _LANES:
        await connection.execute(query, [lanes])
    await connection.execute(_GO_ON)


def _kind_of(document: Document) -> tuple[str, Mapping[str, Json]]:
    """The kind of a document, and the columns by which it is found."""
    kind, _, rest = document.table.partition("/")
    key = stored(document.key)
    match kind:
        case "records":
            return kind, {"tab": stored(rest), "key": key}
        case "queue" | "seen":
            return kind, {"queue": rest, "id": key}
    return TIMERS, {"key": key}


def _columns(kind: str, value: Json) -> Mapping[str, Json]:
    match kind:
        case "records":
            return {"value": _text(value)}
        case "seen":
            return {"at": value}
        case "queue":
            own = {"lane": stored(value["lane"]), "body": _text(value["body"]), "place": value["order"]}
            return {**own, "due": value["due"], "attempts": value["attempts"]}
    return {"due": value["due"], "body": _text(value["body"])}


def _text(value: Json) -> str:
    return _encode(value).decode()
