"""How people treat each other: the community's rules and those that groups added, in versions and layers, acknowledged with one tap."""

from __future__ import annotations

from enum import Enum

from coterie.core.api import (
    Card,
    Choice,
    Context,
    GroupRef,
    MemberJoined,
    MemberLeft,
    Plugin,
    Rest,
    Text,
    Urgency,
    code,
    frozen,
    listed,
    paragraphs,
)

from .rules import Book, Difference, rules_of

plugin = Plugin("guidelines", texts="guidelines.ftl")

LONGEST = 300
HISTORY = 10


class Act(Enum):
    """What may be done with the guidelines of a group."""

    SHOW = "show"
    ADD = "add"
    WITHDRAW = "withdraw"
    HISTORY = "history"


@frozen
class Acknowledged:
    """The version that somebody has acknowledged; 0 for none."""

    version: int = 0


@plugin.command("guidelines")
async def guidelines(ctx: Context, act: Act = Act.SHOW, *, more: Rest | None = None) -> None:
    """Show the guidelines of this group; add to them: `guidelines add No photos without asking`."""
    if not ctx.in_group:
        await everywhere(ctx, act)
        return
    said = " ".join(str(more or "").split())
    match act:
        case Act.SHOW:
            await show(ctx)
        case Act.ADD:
            await ctx.require("leader")
            await add(ctx, said)
        case Act.WITHDRAW:
            # A group only ever tightens: taking back what it added is for whoever answers for all groups.
            await ctx.require("manager")
            await withdraw(ctx, said)
        case Act.HISTORY:
            await history(ctx)


async def everywhere(ctx: Context, act: Act) -> None:
    """The community's own, for who asks outside of all groups."""
    book = await of_community(ctx)
    if act in (Act.ADD, Act.WITHDRAW):
        ctx.refuse("in-group-alone", usage=code(f"guidelines {ctx.word(act.value)}"))
    if book.current is None or not book.current.rules:
        ctx.refuse("none")
    if act is Act.HISTORY:
        ctx.quietly(versions(ctx, book))
        return
    ctx.quietly(paragraphs(ctx.text("of-community", community=ctx.community.name), numbered(ctx, book.current.rules)))


async def of_community(ctx: Context) -> Book:
    """The community's own guidelines in all versions since they were first seen, brought to what its file says now."""
    before = await ctx.load(Book, scope="community")
    book, _ = before.with_version(rules_of(ctx.community.guidelines_text), (), ctx.now)
    if book is not before:
        await ctx.save(book, scope="community")
    return book


async def show(ctx: Context) -> None:
    """The guidelines as they are now; leaders see how many have acknowledged them."""
    book = await updated(ctx)
    if book.current is None or not book.current.rules:
        ctx.refuse("none")
    parts = [await whole(ctx, book)]
    if await ctx.has_role("leader"):
        members = await ctx.members()
        known = [await ctx.load(Acknowledged, key=person.id) for person in members]
        count, k = sum(one.version >= book.current.number for one in known), ctx.community.k
        if len(members) >= k:  # of fewer people a count would say who
            parts.append(ctx.text("so-many" if count >= k else "so-few", count=count, members=len(members), k=k))
    ctx.quietly(Card(paragraphs(*parts), choices=await unless_known(ctx, book)))


async def add(ctx: Context, rule: str) -> None:
    """Add a rule to those of the group, and tell it."""
    if not rule or len(rule) > LONGEST:
        ctx.refuse("add-what", most=LONGEST)
    book = await updated(ctx)
    if book.current is not None and rule in book.current.rules:
        ctx.refuse("there-already")
    common = book.current.common if book.current else ()
    book, changes = book.with_version(common, (*book.own, rule), ctx.now, ctx.person)
    await ctx.save(book)
    announce(ctx, book, changes)


async def withdraw(ctx: Context, said: str) -> None:
    """Take back a rule that the group added, by its number in what `guidelines` shows."""
    book = await updated(ctx)
    current = book.current
    rules = current.rules if current else ()
    number = int(said) - 1 if said.isascii() and said.isdecimal() else -1
    if current is None or not 0 <= number < len(rules) or rules[number] in current.common:
        ctx.refuse("withdraw-what")
    own = tuple(rule for rule in book.own if rule != rules[number])
    book, changes = book.with_version(current.common, own, ctx.now, ctx.person)
    await ctx.save(book)
    announce(ctx, book, changes)


async def history(ctx: Context) -> None:
    """The last versions: since when, by whom."""
    book = await updated(ctx)
    if not any(one.number for one in book.versions):
        ctx.refuse("none")
    ctx.quietly(versions(ctx, book))


def versions(ctx: Context, book: Book) -> Text:
    """The last versions, a line each."""
    lines = [
        ctx.text("version-by", number=one.number, since=one.since.date(), count=len(one.rules), person=one.by)
        if one.by is not None
        else ctx.text("version", number=one.number, since=one.since.date(), count=len(one.rules))
        for one in [one for one in book.versions if one.number][-HISTORY:]
    ]
    return paragraphs(ctx.text("history"), listed(lines))


# --- coming and changing ---------------------------------------------------------------------------------------------


@plugin.on(MemberJoined)
async def greet(ctx: Context, _: MemberJoined) -> None:
    """Show a newcomer the guidelines, quietly, unless they have acknowledged them already."""
    if not ctx.in_group:
        return
    book = await updated(ctx)
    choices = await unless_known(ctx, book)
    if choices:
        ctx.quietly(Card(paragraphs(ctx.text("hello"), await whole(ctx, book)), choices=choices))


@plugin.on(MemberLeft)
async def forget(ctx: Context, _: MemberLeft) -> None:
    """Who has left has acknowledged nothing any more."""
    if ctx.in_group:
        await ctx.delete(Acknowledged, key=ctx.person.id)


@plugin.choice("acknowledge")
async def acknowledge(ctx: Context, said: tuple[str, int]) -> None:
    """Somebody has read this version."""
    id, version = said
    ctx.enter(GroupRef(id))
    known = await ctx.load(Acknowledged, key=ctx.person.id)
    await ctx.save(Acknowledged(max(known.version, version)), key=ctx.person.id)
    ctx.quietly(ctx.text("thanks"))


@plugin.every("day 09:00", scope="community", on_holidays=True)
async def look_above(ctx: Context) -> None:
    """Note when the community's own have changed, so that their history is right whoever asks when."""
    await of_community(ctx)


@plugin.every("day 10:00")
async def look(ctx: Context) -> None:
    """Tell the group where the guidelines above it have changed."""
    await updated(ctx)


async def updated(ctx: Context) -> Book:
    """The guidelines of the group here, brought to what holds above it now. A change is announced; the first version is not."""
    before = await ctx.load(Book)
    book, changes = before.with_version(await rules_above(ctx), before.own, ctx.now)
    if book is not before:
        await ctx.save(book)
        if before.current is not None and changes:
            announce(ctx, book, changes)
    return book


async def rules_above(ctx: Context) -> tuple[str, ...]:
    """What holds for the group here from above: the rules of the community, then what each group added out of which it grew, the first one first."""
    line, above = list[str](), ctx.groups.alive(ctx.groups.get().parent)
    while above is not None and above.id not in line and above.id != ctx.group.id:
        line.append(above.id)
        above = ctx.groups.alive(above.parent)
    added = [rule for id in reversed(line) for rule in (await ctx.load(Book, of=GroupRef(id))).own]
    return tuple(dict.fromkeys((*rules_of(ctx.community.guidelines_text), *added)))


def announce(ctx: Context, book: Book, changes: Difference) -> None:
    """Tell the group what is different, with one tap for whoever has read it."""
    assert book.current is not None
    lines: list[Text] = [ctx.text("added", rule=rule) for rule in changes.added]
    lines += [ctx.text("reworded", before=before, now=now) for before, now in changes.changed]
    lines += [ctx.text("removed", rule=rule) for rule in changes.removed]
    head = (
        ctx.text("changed-by", person=book.current.by, number=book.current.number)
        if book.current.by
        else ctx.text("changed-above" if ctx.groups.get().parent else "changed", number=book.current.number)
    )
    card = Card(paragraphs(head, listed(lines)), choices=[read(ctx, book)])
    ctx.post(ctx.groups.room(ctx.group), card)


# --- what is shown ---------------------------------------------------------------------------------------------------


async def whole(ctx: Context, book: Book) -> Text:
    """All rules, those of the group behind the community's."""
    assert book.current is not None
    head = ctx.text("head", group=await ctx.name(ctx.group), number=book.current.number)
    return paragraphs(head, numbered(ctx, book.current.rules, len(book.current.common)))


def numbered(ctx: Context, rules: tuple[str, ...], common: int | None = None) -> Text:
    """The rules with their numbers; those behind the `common` first ones are marked as the group's own."""
    lines = [
        ctx.text("rule" if common is None or number <= common else "own-rule", number=number, rule=rule)
        for number, rule in enumerate(rules, 1)
    ]
    return listed(lines)


async def unless_known(ctx: Context, book: Book) -> list[Choice]:
    """The one tap, for who has not acknowledged this version; nothing where there are no rules."""
    if book.current is None or not book.current.rules:
        return []
    known = await ctx.load(Acknowledged, key=ctx.person.id)
    return [] if known.version >= book.current.number else [read(ctx, book)]


def read(ctx: Context, book: Book) -> Choice:
    """The one tap."""
    assert book.current is not None
    value = [ctx.group.id, book.current.number]
    return Choice("acknowledge", ctx.plain("choice-read"), value, urgency=Urgency.PRIMARY)
