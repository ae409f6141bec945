"""What PostgreSQL's refusals mean for whoever runs coterie, and what to do about them. No password is ever among the words."""

from __future__ import annotations

import psycopg

from coterie.core.errors import StoreError

OLDEST = 14
"""The oldest PostgreSQL that this is written for."""

_TAKES_NO_WRITES = (
    "it takes no writes: name the server that does, or several, as in postgresql://USER@ONE,OTHER/DATABASE; "
    "where it is none that follows another, default_transaction_read_only is on there: `coterie doctor` tells how it is set back"
)

# libpq gives a failed connection no code, only the server's words.
_WORDS = (
    ("password authentication failed", "the name or the password is wrong: see to COTERIE_DATABASE_URL"),
    ("no password supplied", "it wants a password: put it into COTERIE_DATABASE_URL, or set PGPASSWORD"),
    ("does not exist", "create it, for example with `createdb`, or correct the location"),
    ("Connection refused", "nothing listens there: is PostgreSQL running, and are the host and the port right?"),
    ("could not translate host name", "there is no host of this name: correct the location"),
    ("failed to resolve host", "there is no host of this name: correct the location"),
    ("Name or service not known", "there is no host of this name: correct the location"),
    ("timeout expired", "it does not answer: is the host right, and does a firewall stand between?"),
    ("too many connections", "allow more with `max_connections`, or run fewer workers"),
    ("too many clients", "allow more with `max_connections`, or run fewer workers"),
    ("permission denied for database", "let it make its schema there: GRANT CREATE ON DATABASE … TO …"),
    ("no pg_hba.conf entry", "it lets nobody in from here: see to its pg_hba.conf"),
    ("session is read-only", _TAKES_NO_WRITES),
    ("read-only transaction", _TAKES_NO_WRITES),
    ("recovery mode", _TAKES_NO_WRITES),
    ("starting up", "it is not ready yet: start again in a moment"),
)


def refusal(error: psycopg.Error, server: str) -> StoreError:
    """The error for people, of a server that was not to be talked to."""
    words = " ".join(str(error).split())
    hint = next((what for said, what in _WORDS if said in words), "see to the server, or correct the location")
    return StoreError(f"can't use PostgreSQL at {server}: {words.removeprefix('connection failed: ')}; {hint}")


def too_old(version: int) -> str | None:
    """Why a server of this version (160002 is 16.2) can't be used, None where it can."""
    if version >= OLDEST * 10_000:
        return None
    found = (
        f"{version // 10_000}.{version % 10_000}"
        if version >= 100_000
        else f"{version // 10_000}.{version // 100 % 100}"
    )
    return f"PostgreSQL {found} is too old: coterie needs {OLDEST} or newer"
