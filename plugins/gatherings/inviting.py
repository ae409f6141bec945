"""Other groups are asked to hold a gathering too: nothing is said in their rooms before one who leads them agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from difflib import get_close_matches

from coterie.core.api import (
    AWAKE,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Group,
    GroupMoved,
    GroupRef,
    MessageRef,
    PersonRef,
    Urgency,
    evolve,
    paragraphs,
)

from . import plugin, shelf
from .bridge import Partner, Standing, Visit
from .calendars import send_file
from .circle import holding, is_private, known_to, may_name, named_to
from .gathering import Gathering, Phase
from .showing import refresh_pages, show
from .wording import card as card_of
from .wording import city, link, name, span

ANSWER = timedelta(days=3)
"""For so long a group may answer; never for longer than half of what is left until it begins."""
MOST = 10
"""So many other groups one gathering may be held with."""
ASKED_AT_MOST = 2
"""So often one group is asked about one gathering: a no is one, and whoever asks may have slipped."""


# --- whom --------------------------------------------------------------------------------------------------------------


async def others(ctx: Context) -> tuple[Group, ...]:
    """The groups with which who caused this could hold something: of a private one they have to know."""
    return tuple(one for one in await ctx.groups.known() if one.id != ctx.group.id and one.state in AWAKE)


def with_field(ctx: Context, written: str = "") -> Field:
    """What is asked for: names, with commas between; from the start what was written before."""
    return Field("with_groups", FieldKind.TEXT, ctx.plain("form-with"), maximum="300", initial=written)


async def named(ctx: Context, written: str) -> tuple[Group, ...]:
    """The groups that somebody named, by name or id, with commas between. They are told which is not to be had."""
    there = {word: one for one in await others(ctx) for word in (one.name.casefold(), one.id.casefold())}
    found = dict[str, Group]()
    for words in filter(None, (" ".join(one.split()) for one in written.split(","))):
        word = words.casefold().removeprefix("#")
        if word in (ctx.group.id.casefold(), ctx.charter.name.casefold()):
            ctx.refuse("with-itself")
        if word not in there:
            near = get_close_matches(word, there, 1)
            hint = {"hint": "near", "near": there[near[0]].name} if near else {"hint": "none", "near": ""}
            ctx.refuse("with-unknown", name=words[:80], **hint)
        found[there[word].id] = there[word]
    if not found:
        ctx.refuse("with-whom")
    if unled := [one.name for one in found.values() if not ctx.groups.doorkeepers(GroupRef(one.id))]:
        ctx.refuse("with-unled", group=unled[0])
    if len(found) > MOST:
        ctx.refuse("with-too-many", most=MOST)
    return tuple(found.values())


# --- by command --------------------------------------------------------------------------------------------------------


async def hold_with(ctx: Context, number: int | None, words: str) -> None:
    """Ask other groups to hold it too: `with 3 Leipzig, Parents`."""
    await ctx.require("leader")
    gathering = await shelf.gathering(ctx, number)
    if gathering.phase is not Phase.PLANNED:
        ctx.refuse("is-over")
    if gathering.series is not None:
        ctx.refuse("with-no-series")
    groups = await named(ctx, words)
    asked = [one for one in groups if _is_news(gathering, one)]
    if not asked:
        ctx.refuse("with-already", groups=tuple(one.name for one in groups), count=len(groups))
    if len(asked) + len(gathering.together) + len(gathering.unanswered) > MOST:
        ctx.refuse("with-too-many", most=MOST)
    await ask_others(ctx, gathering, asked)


def _is_news(gathering: Gathering, group: Group) -> bool:
    partner = gathering.partner(GroupRef(group.id))
    return partner is None or (partner.standing is Standing.WITHOUT and partner.times < ASKED_AT_MOST)


async def hold_without(ctx: Context, number: int | None, words: str) -> None:
    """Hold it without a group that was asked or holds it too: `without 3 Leipzig`, `without 3` where it is one. Who has a seat keeps it."""
    gathering = await shelf.own(ctx, number)
    if not gathering.is_open:
        ctx.refuse("is-over")
    partner = await _meant(ctx, gathering, words.strip().casefold())
    if partner is None:
        ctx.refuse("with-none-of", name=words.strip()[:80], title=gathering.plan.title)
    left = await _without(ctx, gathering, partner, "ask-withdrawn")
    await shelf.keep(ctx, await show(ctx, left))
    groups = await named_to(ctx, [partner.group], ctx.person)
    ctx.quietly(ctx.text("goes-on-without", title=gathering.plan.title, groups=groups))


async def _meant(ctx: Context, gathering: Gathering, words: str) -> Partner | None:
    """Which group is meant; that it is a private one is no answer to who guesses its name."""
    there = (*gathering.together, *gathering.unanswered)
    for partner in there:
        called = (await ctx.name(partner.group)).casefold(), partner.group.id.casefold()
        if words in called and await may_name(ctx, partner.group, ctx.person):
            return partner
    return there[0] if not words and len(there) == 1 else None


# --- asking ------------------------------------------------------------------------------------------------------------


async def ask_others(ctx: Context, gathering: Gathering, groups: Sequence[Group]) -> None:
    """Ask those who lead these groups, or where nobody does the managers; who leads both has answered already."""
    gathering = evolve(await _unnamed(ctx, gathering), asker=ctx.person)
    gathering = evolve(gathering, answer_by=ctx.now + min(ANSWER, (gathering.plan.at - ctx.now) / 2))
    joined, asked = list[str](), list[str]()
    for group in groups:
        ref = GroupRef(group.id)
        before = gathering.partner(ref)
        partner = Partner(ref, asked=ctx.groups.doorkeepers(ref), times=before.times + 1 if before else 1)
        if ctx.person in partner.asked:
            gathering = await _joined(ctx, gathering, partner)
            joined.append(group.name)
            continue
        asks = list[MessageRef]()
        for one in partner.asked:
            card = await _ask(ctx, gathering, partner, one)
            asks.append(ctx.post(one, card, until=gathering.answer_by, through=partner.group))
        gathering = gathering.with_partner(evolve(partner, asks=tuple(asks)))
        asked.append(group.name)
    _set_timer(ctx, gathering)
    await shelf.keep(ctx, await _announced(ctx, gathering) if joined else gathering)
    title, by = gathering.plan.title, gathering.answer_by
    if joined:
        ctx.quietly(ctx.text("with-joined", title=title, groups=tuple(joined)))
    if asked:
        ctx.quietly(ctx.text("with-asked", title=title, groups=tuple(asked), by=by))


async def _unnamed(ctx: Context, gathering: Gathering) -> Gathering:
    """The same; of a private group, calendars know it by a name that tells nothing, also those that know it already."""
    if gathering.known_as or not is_private(ctx, ctx.group):
        return gathering
    for person in gathering.filed:
        await send_file(ctx, gathering.in_phase(Phase.CANCELLED, ctx.now), person)
    unnamed = evolve(gathering, known_as=f"{ctx.seed('known as').getrandbits(80):020x}")
    for person in gathering.filed:
        await send_file(ctx, unnamed, person)
    return unnamed


async def _ask(ctx: Context, gathering: Gathering, partner: Partner, person: PersonRef) -> Card:
    """The question to one of those who may answer for a group, by their own clocks."""
    plan, zone = gathering.plan, str(await ctx.people.zone(person, partner.group))
    where = ctx.text("where-link", link=link(plan)) if plan.link else ctx.text("where-place", place=plan.place)
    said = ctx.text(
        "with-ask",
        by=await name(ctx, gathering.asker or gathering.host),
        host=await known_to(ctx, ctx.group, person),
        group=ctx.text("a-group", group=await ctx.name(partner.group)),
        title=plan.title,
        kind=ctx.text("kind", kind=plan.kind),
        city=city(zone),
        where=where if plan.link or plan.place else "",
        **span(plan, zone),
    )
    about = [ctx.text("card-about", about=plan.about)] if plan.about else []
    said = paragraphs(said, *about, ctx.text("with-terms", until=gathering.answer_by))
    which = [ctx.group.id, gathering.number, partner.group.id]
    yes = Choice("with:yes", ctx.plain("with-yes"), [*which, True], urgency=Urgency.PRIMARY)
    return Card(said, choices=[yes, Choice("with:no", ctx.plain("with-no"), [*which, False])])


def _set_timer(ctx: Context, gathering: Gathering) -> None:
    if gathering.unanswered and gathering.answer_by is not None and gathering.phase is Phase.PLANNED:
        ctx.timer(gathering.answer_by, then="answers", value=gathering.number, name=str(gathering.number))
    else:
        ctx.cancel_timer("answers", str(gathering.number))


async def asked_anew(ctx: Context, gathering: Gathering) -> Gathering:
    """The same after a change: who was asked reads what is asked now; of what is called off nobody is asked any more."""
    if not gathering.unanswered:
        return gathering
    if gathering.phase is not Phase.PLANNED:
        for partner in gathering.unanswered:
            gathering = await _without(ctx, gathering, partner, "ask-called-off")
    elif gathering.answer_by is not None:
        half = ctx.now + (gathering.plan.at - ctx.now) / 2
        gathering = evolve(gathering, answer_by=min(gathering.answer_by, half))
        for partner in gathering.unanswered:
            for person, message in zip(partner.asked, partner.asks, strict=True):
                if person not in partner.declined:
                    ctx.edit(message, await _ask(ctx, gathering, partner, person), through=partner.group)
    _set_timer(ctx, gathering)
    return gathering


# --- answers -----------------------------------------------------------------------------------------------------------


@plugin.choice("with")
async def answered(ctx: Context, said: tuple[str, int, str, bool]) -> None:
    """One who leads a group says whether it holds the gathering too: the first yes counts, a no when nobody is left to say yes."""
    host, number, id, agrees = said
    gathering, partner = await _entered(ctx, host, number, id, Standing.ASKED)
    title, group = gathering.plan.title, await ctx.name(partner.group)
    if agrees:
        if (found := ctx.groups.alive(id)) is None or found.state not in AWAKE:
            ctx.refuse("with-asleep", group=group)
        gathering = await _joined(ctx, gathering, partner)
        await _tell_asker(ctx, gathering, "with-agreed", partner)
    else:
        partner = evolve(partner, declined=(*partner.declined, ctx.person))
        gathering = gathering.with_partner(partner)
        if set(ctx.groups.doorkeepers(partner.group)) <= set(partner.declined):
            gathering = await _without(ctx, gathering, partner, "ask-declined")
            await _tell_asker(ctx, gathering, "with-declined", partner)
        elif ctx.message is not None:
            ctx.edit(ctx.message, ctx.text("ask-declined", title=title), through=partner.group)
    _set_timer(ctx, gathering)
    await shelf.keep(ctx, await _announced(ctx, gathering) if agrees else gathering)


@plugin.choice("part")
async def parted(ctx: Context, which: tuple[str, int, str]) -> None:
    """One who leads a group that holds it too takes that back."""
    gathering, partner = await _entered(ctx, *which, Standing.TOGETHER)
    gathering = await _without(ctx, gathering, partner, "ask-parted")
    await _tell_asker(ctx, gathering, "goes-on-without", partner)
    await shelf.keep(ctx, await show(ctx, gathering))


async def _entered(ctx: Context, host: str, number: int, id: str, standing: Standing) -> tuple[Gathering, Partner]:
    """Let it be about the gathering, for somebody who may answer for a group that stands so to it."""
    ctx.enter(GroupRef(host))
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    partner = gathering.partner(GroupRef(id)) if gathering is not None else None
    if gathering is None or partner is None or gathering.phase is not Phase.PLANNED or partner.standing is not standing:
        ctx.refuse("is-closed")
    if ctx.person not in ctx.groups.doorkeepers(partner.group):
        ctx.refuse("with-leaders")
    return gathering, partner


async def _tell_asker(ctx: Context, gathering: Gathering, id: str, *partners: Partner) -> None:
    """Tell whoever asked what became of it, or the host where they left, who may not know a private group that was asked."""
    asker = gathering.asker if gathering.asker in await ctx.members() and gathering.asker else gathering.host
    groups = await named_to(ctx, [one.group for one in partners], asker)
    ctx.post(asker, ctx.text(id, title=gathering.plan.title, groups=groups), until=gathering.plan.at)


@plugin.timer("answers")
async def time_is_over(ctx: Context, number: int) -> None:
    """Nobody said yes in time: it goes on without these groups, and who asked is told once."""
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    if gathering is None or gathering.phase is not Phase.PLANNED or not (late := gathering.unanswered):
        return
    for partner in late:
        gathering = await _without(ctx, gathering, partner, "ask-too-late")
    await _tell_asker(ctx, gathering, "with-unanswered", *late)
    await shelf.keep(ctx, await show(ctx, gathering))


async def _joined(ctx: Context, gathering: Gathering, partner: Partner) -> Gathering:
    """A group holds it too, and whoever was asked reads so."""
    visit = Visit(ctx.group, gathering.number)
    await ctx.save(visit, key=shelf.visit_key(ctx.group, gathering.number), of=partner.group)
    which = [ctx.group.id, gathering.number, partner.group.id]
    back = Choice("part", ctx.plain("with-part"), which)
    for ask in partner.asks:
        said = ctx.text(
            "ask-agreed",
            title=gathering.plan.title,
            by=await name(ctx, ctx.person),
            group=await ctx.name(partner.group),
        )
        if not await ctx.take_back(ask):
            ctx.edit(ask, Card(said, choices=[back]), through=partner.group)
    return gathering.with_partner(evolve(partner, standing=Standing.TOGETHER))


async def _announced(ctx: Context, gathering: Gathering) -> Gathering:
    """The same as its cards show it, with one in the room of each group that holds it since now.

    The new ones come last: what was said in this very handling can't be worded anew for its room.
    """
    shown = await show(ctx, gathering)
    for partner in holding(ctx, shown):
        if partner.message is None:
            message = ctx.post(ctx.groups.room(partner.group), await card_of(ctx, shown, partner.group))
            shown = shown.with_partner(evolve(partner, message=message))
            await refresh_pages(ctx, shown)
    return shown


async def _without(ctx: Context, gathering: Gathering, partner: Partner, id: str) -> Gathering:
    """A group is out of it. Nothing new is said in its rooms: what stands there says so, and so does what its leaders were asked."""
    title = gathering.plan.title
    for ask in partner.asks:
        if not await ctx.take_back(ask):
            ctx.edit(ask, ctx.text(id, title=title), through=partner.group)
    found = ctx.groups.alive(partner.group.id)
    if partner.message is not None and found is not None:
        ctx.edit(partner.message, ctx.text("no-longer-together", title=title))
    await ctx.delete(Visit, key=shelf.visit_key(ctx.group, gathering.number), of=partner.group)
    return gathering.with_partner(evolve(partner, standing=Standing.WITHOUT, message=None))


@plugin.on(GroupMoved, scope="always")  # a group that holds what another one plans need not use this plugin itself
async def fell_asleep(ctx: Context, moved: GroupMoved) -> None:
    """A group that rests, ends or goes into another one is let go, without a word: who of it has a seat keeps it."""
    if moved.state in AWAKE:
        return
    group = ctx.group
    for host, gathering in await shelf.open_visits(ctx):
        ctx.enter(host)
        if (partner := gathering.partner(group)) is not None:
            left = await _without(ctx, gathering, partner, "ask-let-go")
            await shelf.keep(ctx, await show(ctx, left))
