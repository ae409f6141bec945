"""Addresses at which plugins are read by programs: a calendar to subscribe to, for instance. Whoever has the address can read it.

The secret part of an address, its token, is known to whoever was given it: kept is only its SHA-256, so that neither the store nor a
backup of it gives anybody's address away.

Records:
    feed        SHA-256 of the token → what is read there
    feed-open   "PLUGIN FEED NAME" → that SHA-256: there is one address of each name
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from .codec import converter
from .ports import Unit
from .refs import GroupRef
from .values import frozen

FEED = "feed"
OPEN = "feed-open"
PATH = "/feeds"


@frozen
class Feed:
    """What is read at an address: bytes of a media type."""

    media_type: str
    content: bytes


@frozen
class OpenFeed:
    """What an address is for: the feed of a plugin, its value, since when; in which group it was asked for, and, of several communities, about
    which."""

    plugin: str
    feed: str
    name: str
    value: object
    group: GroupRef | None
    since: datetime
    community: str | None = None


async def open_feed(unit: Unit, opened: OpenFeed) -> str:
    """Make a new address; gives its token. The one of the same name that was there before is void."""
    await close_feed(unit, opened.plugin, opened.feed, opened.name)
    token = token_urlsafe(32)
    unit.put(FEED, _digest(token), converter.unstructure(opened))
    unit.put(OPEN, _key(opened.plugin, opened.feed, opened.name), _digest(token))
    return token


async def close_feed(unit: Unit, plugin: str, feed: str, name: str) -> bool:
    """Make the address of this name void; whether there was one."""
    key = _key(plugin, feed, name)
    digest = await unit.get(OPEN, key)
    if digest is None:
        return False
    unit.delete(FEED, digest)
    unit.delete(OPEN, key)
    return True


async def feed_since(unit: Unit, plugin: str, feed: str, name: str) -> datetime | None:
    """Since when there is an address of this name; None where there is none."""
    digest = await unit.get(OPEN, _key(plugin, feed, name))
    kept = await unit.get(FEED, digest) if digest is not None else None
    return converter.structure(kept, OpenFeed).since if kept else None


async def feed_of(unit: Unit, token: str) -> OpenFeed | None:
    """What is read under this token; None where it is nobody's, or no more."""
    kept = await unit.get(FEED, _digest(token))
    return converter.structure(kept, OpenFeed) if kept else None


def path_of(plugin: str, feed: str, token: str, suffix: str) -> str:
    """The path of an address on the server; some programs look at how it ends."""
    return f"{PATH}/{plugin}/{feed}/{token}" + (f".{suffix}" if suffix else "")


def _key(plugin: str, feed: str, name: str) -> str:
    return f"{plugin} {feed} {name}"


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
