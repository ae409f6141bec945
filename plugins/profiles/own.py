"""Somebody's own profile: shown to them, filled in, changed, and taken back."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Facet,
    Field,
    FieldKind,
    Form,
    Item,
    PersonRef,
    Rest,
    Section,
    Tap,
    Text,
    Urgency,
    listed,
    paragraphs,
    together,
)

from . import index, plugin
from .circle import profile_of, refuse
from .meeting import drop_unwanted, settle
from .parting import forget
from .profile import LONGEST, MAY, TOPICS, Profile, evolve_may, tidy
from .reading import NOTHING, Unfit, changed, values
from .state import Past


@plugin.command("profile")
async def profile(ctx: Context, *, words: Rest | None = None) -> None:
    """See and change what you say of yourself: `profile`, `profile topics python, testing`, `profile forget`."""
    if words is None or not words.strip():
        ctx.quietly(await card(ctx))
    elif ctx.one_of(words, "forget"):
        ctx.quietly(await forgotten(ctx))
    else:
        before = await profile_of(ctx, ctx.person)
        try:
            after = changed(before, words, ctx.community.facets)
        except Unfit as unfit:
            refuse(ctx, unfit)
        await keep(ctx, after)
        ctx.quietly(await card(ctx))


async def keep(ctx: Context, after: Profile) -> None:
    """Keep what somebody says, and drop what rests on what they say no more."""
    await index.keep(ctx, ctx.person, after)
    await drop_unwanted(ctx, ctx.person, after)
    await ctx.call("me.refresh", people=[ctx.person])


# --- shown ----------------------------------------------------------------------------------------------------------


async def card(ctx: Context) -> Card:
    """What they say of themselves and who learns of it, with what can be done about it."""
    own = await profile_of(ctx, ctx.person)
    if own == Profile():
        return Card(paragraphs(ctx.text("nothing-yet"), who_learns(ctx, own)), choices=[_change(ctx, "fill-in")])
    rows = [_row(ctx, own, facet) for facet in ctx.community.facets]
    parts = (ctx.text("head"), listed(rows), who_learns(ctx, own))
    choices = [
        _change(ctx, "change"),
        *(_toggle(ctx, own, name) for name in MAY),
        Choice("forget", ctx.plain("forget"), urgency=Urgency.DANGER),
    ]
    return Card(paragraphs(*parts), choices=choices)


def _row(ctx: Context, own: Profile, facet: Facet) -> Text:
    said = own.values(facet)
    return (
        ctx.text("row", facet=ctx.plain(f"facet-{facet.value}"), values=said)
        if said
        else ctx.text("row-nothing", facet=ctx.plain(f"facet-{facet.value}"))
    )


def who_learns(ctx: Context, own: Profile) -> Text:
    """Who sees what of it, for each thing that may be allowed whether it is."""
    rows = [ctx.text(f"may-{name}", yes=own.may(name), least=ctx.community.k) for name in MAY]
    return together(ctx.text("who-learns"), listed(rows))


def _change(ctx: Context, label: str) -> Choice:
    return Choice("change", ctx.plain(label), urgency=Urgency.PRIMARY)


def _toggle(ctx: Context, own: Profile, name: str) -> Choice:
    yes = own.may(name)
    return Choice(f"may:{name}", ctx.plain(f"{'stop' if yes else 'let'}-{name}"), (name, not yes))


@plugin.choice("may")
async def may(ctx: Context, what: tuple[str, bool]) -> None:
    """Allow one thing, or not any more."""
    name, yes = what
    await keep(ctx, evolve_may(await profile_of(ctx, ctx.person), name, yes))
    settle(ctx, await card(ctx))


@plugin.choice("leave")
async def leave(ctx: Context) -> None:
    """One tap on what they are asked, and they are asked about nobody any more."""
    said = await profile_of(ctx, ctx.person)
    settle(ctx, ctx.text("left-in-peace"))
    await keep(ctx, evolve_may(evolve_may(said, "asked", False), "monthly", False))


# --- filled in ------------------------------------------------------------------------------------------------------


@plugin.choice("change")
async def change(ctx: Context) -> None:
    """Ask what they want to say of themselves."""
    own = await profile_of(ctx, ctx.person)
    fields = [_field(ctx, own, facet) for facet in ctx.community.facets]
    missing = tuple(Choice(name, ctx.plain(f"field-{name}")) for name in MAY if not own.may(name))
    if missing:
        fields.append(Field("may", FieldKind.MANY, ctx.plain("field-may"), choices=missing))
    ctx.ask(Form(ctx.plain("form-title"), tuple(fields), ctx.text("form-intro", least=ctx.community.k)), then="said")


def _field(ctx: Context, own: Profile, facet: Facet) -> Field:
    longest = (LONGEST + 2) * TOPICS if facet is Facet.TOPICS else LONGEST
    initial = ", ".join(own.values(facet))
    label = ctx.plain(f"field-{facet.value}")
    return Field(facet.value, FieldKind.TEXT, label, maximum=str(longest), initial=initial)


@plugin.form("said")
async def said(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Keep what was filled in, all of it or nothing; what was left empty stays as it was."""
    found = await profile_of(ctx, ctx.person)
    try:
        for facet in ctx.community.facets:
            if typed := str(answers.get(facet.value) or "").strip():
                found = found.with_values(facet, () if typed in NOTHING else values(facet, typed))
    except Unfit as unfit:
        refuse(ctx, unfit)
    allowed = answers.get("may")
    for name in allowed if isinstance(allowed, tuple) else ():
        found = evolve_may(found, str(name), True)
    await keep(ctx, found)
    ctx.quietly(await card(ctx))


# --- taken back -----------------------------------------------------------------------------------------------------


@plugin.choice("forget")
async def remove(ctx: Context) -> None:
    """One tap, and all that they said of themselves is forgotten."""
    settle(ctx, await forgotten(ctx))


async def forgotten(ctx: Context) -> Text:
    """Forget all that they said of themselves, and whom they were thought of for; what to say of it."""
    kept = await forget(ctx, ctx.person)
    await ctx.call("me.refresh", people=[ctx.person])
    stays = await ctx.find(Past, key=ctx.person.id, scope="community") is not None
    return ctx.text("forgotten", kept=stays) if kept else ctx.text("nothing-to-forget")


# --- on the page of whoever it is about -----------------------------------------------------------------------------


@plugin.contribute("page-everywhere")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """What they say of themselves, and where it is changed."""
    own = await profile_of(ctx, person)
    change_it = Tap(ctx.plain("fill-in" if own.is_empty else "change"), "profiles.change")
    if own == Profile():
        return (Item(Section.YOU, ctx.text("page-nothing"), ctx.plain("page-about"), weight=0.4, taps=(change_it,)),)
    told = [value for facet in ctx.community.facets for value in own.values(facet)]
    allowed = [ctx.plain(f"page-{name}") for name in MAY if own.may(name)]
    text = ctx.text("page", values=told, count=len(told), may=allowed, allowed=len(allowed))
    forget_it_all = Tap(ctx.plain("forget"), "profiles.forget", urgency=Urgency.DANGER)
    taps = (change_it, Tap(ctx.plain("show"), "profiles.show"), forget_it_all)
    return (Item(Section.YOU, text, ctx.plain("page-about"), weight=0.4, taps=taps),)


@plugin.action("change")
async def change_it(ctx: Context) -> None:
    """Let whoever asks change what they say of themselves."""
    await change(ctx)


@plugin.action("show")
async def show_it(ctx: Context) -> None:
    """Show whoever asks what they say of themselves."""
    ctx.quietly(await card(ctx))


@plugin.action("forget")
async def forget_it(ctx: Context) -> None:
    """Forget what whoever asks said of themselves."""
    ctx.quietly(await forgotten(ctx))


@plugin.action("topics")
async def topics(ctx: Context, typed: Rest | None = None) -> tuple[str, ...]:
    """The topics that whoever asks typed, with commas between them; for `mine` those of their profile, which are to be some. Where nothing is
    given, those of the profile, be there any or not."""
    if typed is not None and not ctx.one_of(typed, "mine"):
        return tuple(one for one in map(tidy, typed.split(",")) if one)
    own = (await profile_of(ctx, ctx.person)).topics
    if typed is not None and not own:
        ctx.refuse("none-of-yours")
    return own
