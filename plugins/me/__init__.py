"""One page for everybody: their groups, what comes next, what they have taken on, and for those who lead or manage what waits for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from coterie.core.api import (
    AccountsLinked,
    Context,
    Event,
    GroupMoved,
    GroupRef,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    PersonRef,
    Plugin,
    TermBegan,
    TermEnded,
    evolve,
    frozen,
)

plugin = Plugin("me", texts="me.ftl")

from .page import GROUPS, as_one, page_of  # noqa: E402 - it needs the plugin
from .telling import known_of  # noqa: E402

SOON = timedelta(seconds=2)
"""What changes within this time is shown together."""

OPEN_FOR = timedelta(days=1)
"""So long after somebody looked at their page, what changes on it is shown there."""


@frozen
class Looked:
    """When somebody looked at their page last, and a fingerprint of what they saw."""

    at: datetime | None = None
    seen: str = ""


@frozen
class Reader:
    """When somebody of the group looked at their page last; kept under their reference."""

    at: datetime


# --- shown ----------------------------------------------------------------------------------------------------------


@plugin.command("me", menu="everywhere")
async def me(ctx: Context) -> None:
    """Show your page: your groups, what comes next, what you have taken on."""
    ctx.quietly(as_one(ctx, await page_of(ctx, ctx.person)))


@plugin.on(HomeOpened)
async def opened(ctx: Context, event: HomeOpened) -> None:
    """Show the page to whoever opens it."""
    if event.person is not None:
        await show(ctx, ctx.person, Looked(ctx.now))
        for group in (await ctx.joined())[:GROUPS]:
            await ctx.save(Reader(ctx.now), key=ctx.person.id, of=group)


@plugin.timer("show")
async def changed(ctx: Context, person: PersonRef) -> None:
    """Show the page anew, if it is open and reads otherwise now."""
    looked = await ctx.load(Looked, scope="person", of=person)
    if is_open(ctx, looked):
        await show(ctx, person, looked)


async def show(ctx: Context, person: PersonRef, looked: Looked) -> None:
    """Show somebody their page as it is now, unless they see just that."""
    cards = [part.card for part in await page_of(ctx, person)]
    fingerprint = blake2b(repr(cards).encode(), digest_size=8).hexdigest()
    if fingerprint != looked.seen:
        ctx.show_page(cards, person)
    await ctx.save(evolve(looked, seen=fingerprint), scope="person", of=person)


# --- shown anew -----------------------------------------------------------------------------------------------------


@plugin.action("refresh")
async def refresh(ctx: Context, people: tuple[PersonRef, ...] = ()) -> None:
    """Show the pages of these people anew, where they are open; without people, those of everybody in the group."""
    for person in people or (await readers(ctx) if ctx.in_group else ()):
        await stir(ctx, person)


async def readers(ctx: Context) -> tuple[PersonRef, ...]:
    """Who of the group looked at their page lately; who did not is forgotten."""
    found = await ctx.load_all(Reader)
    for id, reader in found.items():
        if ctx.now - reader.at > OPEN_FOR:
            await ctx.delete(Reader, key=id)
    return tuple(PersonRef(id) for id, reader in found.items() if ctx.now - reader.at <= OPEN_FOR)


async def stir(ctx: Context, person: PersonRef) -> None:
    """Show somebody's page anew soon, if it is open."""
    if is_open(ctx, await ctx.load(Looked, scope="person", of=person)):
        ctx.timer(SOON, then="show", value=person, name=person.id, scope="community")


def is_open(ctx: Context, looked: Looked) -> bool:
    """Whether somebody looked lately enough to see what changes."""
    return looked.at is not None and ctx.now - looked.at <= OPEN_FOR


@plugin.on(MemberJoined, scope="always")
@plugin.on(MemberLeft, scope="always")
@plugin.on(TermBegan, scope="always")
@plugin.on(TermEnded, scope="always")
async def belongs_otherwise(ctx: Context, event: Event) -> None:
    """Somebody is in one group more or less, or has a role more or less."""
    if event.person is not None:
        await stir(ctx, event.person)


@plugin.on(GroupMoved, scope="always")
async def moved(ctx: Context, event: GroupMoved) -> None:
    """A group stands otherwise: for its people, and for who manages the community."""
    await refresh(ctx)
    for manager in ctx.managers():
        await stir(ctx, manager)


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: their page is of both."""
    if linked.person is not None:
        looked = await ctx.load(Looked, scope="person", of=linked.other)
        if is_open(ctx, looked):
            await ctx.save(evolve(looked, seen=""), scope="person", of=linked.person)
            await stir(ctx, linked.person)


# --- pressed --------------------------------------------------------------------------------------------------------


@plugin.choice("do")
async def do(ctx: Context, what: tuple[str, str, dict[str, object]]) -> None:
    """Do what a plugin offers on the page. It looks itself whether who pressed may."""
    group, action, arguments = what
    if group:
        if ctx.groups.knows(GroupRef(group)):
            ctx.enter(GroupRef(group))
        else:
            ctx.refuse("group-gone")
    await ctx.call(action, **arguments)
    await stir(ctx, ctx.person)


@plugin.choice("known")
async def known(ctx: Context) -> None:
    """Tell somebody what coterie knows of them."""
    ctx.reply(await known_of(ctx, ctx.person))
