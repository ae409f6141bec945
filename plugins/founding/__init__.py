"""From a wish to a group: somebody proposes, people say that they are in, and with enough of them it opens."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from coterie.core.api import (
    LONGEST_NAME,
    Answer,
    Context,
    Field,
    FieldKind,
    Form,
    Group,
    GroupRef,
    MemberLeft,
    MessageRef,
    PersonRef,
    Plugin,
    Rest,
    RoomRef,
    evolve,
    one_line,
    people_in,
)

from . import cards, door, going, questions
from .overview import overview
from .proposal import Draft, Proposal, Settings, Stage, Written
from .seeing import remarks_on, thin_figures

plugin = Plugin("founding", texts="founding.ftl")


class Setting(Enum):
    """What a manager may set about founding."""

    APPROVAL = "approval"
    DAYS = "days"
    QUORUM = "quorum"


# --- a draft, which its author alone sees ----------------------------------------------------------------------------


@plugin.command("propose")
async def propose(ctx: Context, *, name: Rest | None = None) -> None:
    """Propose a new group: `propose`, or `propose Rust evenings`."""
    form = questions.form(ctx)
    if name is not None and len(name) > LONGEST_NAME:
        ctx.refuse("name-long", most=LONGEST_NAME)
    if name is not None:
        form = Form(form.title, tuple(one for one in form.fields if one.id != "name"), form.text)
    where = "" if ctx.direct else ctx.room.id
    ctx.ask(form, then="drafted", value=[where, str(name or "")])


@plugin.action("propose")
async def propose_from_elsewhere(ctx: Context) -> None:
    """Ask whoever misses a group what it shall be."""
    await propose(ctx)


@plugin.form("drafted")
async def drafted(ctx: Context, answers: Mapping[str, Answer], begun: tuple[str, str]) -> None:
    """Show the author what they are about to propose."""
    where, name = begun
    settings = await ctx.load(Settings, scope="community")
    given = {**answers, **({"name": name} if name else {})}
    zone, locale = await going.home_of(ctx, given.get("basis"))
    charter = questions.charter_of(given, ctx.person, zone, locale, settings.quorum or 10)
    await show(ctx, charter, RoomRef(where) if where else None)


@plugin.choice("change")
async def change(ctx: Context) -> None:
    """Ask again for what there was something to say about; for everything, where there was nothing."""
    draft = await own_draft(ctx)
    fields = {remark.about for remark in await remarks_on(ctx, draft.charter, draft.why_closed)}
    # Which of the two numbers is the wrong one, only the author knows.
    fields |= {"from", "to"} if fields & {"from", "to"} else set()
    ctx.ask(questions.form(ctx, fields or {one.id for one in questions.form(ctx).fields}), then="changed")


@plugin.form("changed")
async def changed(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Show the draft again."""
    draft = await own_draft(ctx)
    charter, why = (
        questions.with_answers(draft.charter, answers),
        one_line(answers.get("why_closed") or draft.why_closed),
    )
    if charter.basis.kind is not draft.charter.basis.kind:
        # What a region brings together lives by its founder's clocks.
        zone, locale = await going.home_of(ctx, charter.basis.kind.value)
        charter = evolve(charter, zone=zone, locale=locale)
    await show(ctx, charter, draft.room, draft.card, why_closed=why)


@plugin.choice("drop")
async def drop(ctx: Context) -> None:
    """Forget the draft."""
    draft = await own_draft(ctx)
    ctx.edit(draft.card, ctx.text("draft-dropped"))
    await ctx.delete(Draft, scope="person")


async def show(
    ctx: Context, charter: Group, room: RoomRef | None, before: MessageRef | None = None, *, why_closed: str = ""
) -> None:
    """Show a draft to its author, with all that is to be said about it; the card before it is over."""
    if before is not None:
        ctx.remove(before)
    remarks, thin = await remarks_on(ctx, charter, why_closed), await thin_figures(ctx, charter.size.from_)
    card = ctx.post(ctx.person, cards.draft(ctx, charter, remarks, thin, why_closed))
    await ctx.save(Draft(Written.of(charter), card, room, why_closed), scope="person")


async def own_draft(ctx: Context) -> Draft:
    """The draft of who pressed; there is one, or they are told that it is over."""
    draft = await ctx.find(Draft, scope="person")
    if draft is None or (ctx.message is not None and ctx.message != draft.card):
        ctx.refuse("draft-gone")
    return draft


# --- a proposal ------------------------------------------------------------------------------------------------------


@plugin.choice("propose")
async def propose_it(ctx: Context) -> None:
    """Propose the draft: those who shall lead are asked."""
    draft = await own_draft(ctx)
    if any(remark.stops for remark in await remarks_on(ctx, draft.charter, draft.why_closed)):
        await show(ctx, draft.charter, draft.room, draft.card, why_closed=draft.why_closed)
        return
    await ctx.delete(Draft, scope="person")
    await going.begin(ctx, draft)


@plugin.choice("lead")
async def lead(ctx: Context, id: str) -> None:
    """Somebody agrees to lead."""
    proposal = await live(ctx, id)
    group = ctx.groups.get(GroupRef(id))
    if ctx.person not in proposal.agreed:
        await going.led(ctx, proposal, ctx.person)
    going.settle_card(ctx, ctx.text("lead-thanks", group=group.name))


@plugin.choice("decline")
async def decline(ctx: Context, id: str) -> None:
    """Somebody will not lead. Only who proposed it is told."""
    proposal = await live(ctx, id)
    await going.not_led(ctx, proposal, ctx.person)
    going.settle_card(ctx, ctx.text("lead-declined"))


@plugin.choice("suggest")
async def suggest(ctx: Context, id: str) -> None:
    """Ask the author whom else to ask."""
    await live(ctx, id)
    who = Field("who", FieldKind.PEOPLE, ctx.plain("field-who"), required=True)
    ctx.ask(Form(ctx.plain("form-suggest"), (who,)), then="suggested", value=id)


@plugin.form("suggested")
async def suggested(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """Ask them."""
    before, wanted = await live(ctx, id), people_in(answers.get("who"))
    asked = [one for one in wanted if one not in (*before.asked, *before.agreed)]
    await going.ask_to_lead(ctx, before, wanted)
    ctx.quietly(ctx.text("asked-too", people=asked) if asked else ctx.text("asked-before", people=wanted))


@plugin.choice("in")
async def come_in(ctx: Context, id: str) -> None:
    """Somebody is in."""
    proposal = await live(ctx, id)
    await going.counted(ctx, proposal.with_person(ctx.person))
    ctx.quietly(ctx.text("you-are-in", group=ctx.groups.get(GroupRef(id)).name))


@plugin.action("come-in")
async def come_in_from_elsewhere(ctx: Context, group: str) -> None:
    """Be in, where a group still looks for people."""
    await come_in(ctx, group)


@plugin.choice("out")
async def go_out(ctx: Context, id: str) -> None:
    """Somebody is not in after all; who would have led does not lead either."""
    proposal = await live(ctx, id)
    if ctx.person in (*proposal.agreed, *proposal.asked):
        await going.not_led(ctx, proposal.without_person(ctx.person), ctx.person)
    else:
        await going.counted(ctx, proposal.without_person(ctx.person))
    ctx.quietly(ctx.text("you-are-out"))


@plugin.choice("withdraw")
async def withdraw(ctx: Context, id: str) -> None:
    """The author takes the proposal back."""
    proposal = await live(ctx, id)
    if ctx.person == proposal.by or await ctx.has_role("manager"):
        await going.withdrawn(ctx, proposal)
        ctx.quietly(ctx.text("withdrawn", group=ctx.groups.get(GroupRef(id)).name))


@plugin.choice("extend")
async def extend(ctx: Context, id: str) -> None:
    """Two weeks more, once."""
    proposal = await live(ctx, id)
    if ctx.person == proposal.by and not proposal.extended:
        extended = await going.extended(ctx, proposal)
        going.settle_card(ctx, ctx.text("extended", deadline=extended.deadline))


@plugin.timer("remind")
async def remind(ctx: Context, id: str) -> None:
    """Tell the author how it stands, shortly before the deadline."""
    proposal = await ctx.find(Proposal, key=id, scope="community")
    if proposal is None or proposal.stage is not Stage.GATHERING or proposal.is_full or proposal.deadline is None:
        return
    if proposal.deadline - ctx.now <= going.REMINDER:
        going.remind(ctx, proposal)


@plugin.timer("unanswered")
async def unanswered(ctx: Context, id: str) -> None:
    """Tell the author that nobody whom they named has answered, once after each asking."""
    proposal = await ctx.find(Proposal, key=id, scope="community")
    if proposal is not None and proposal.is_live and proposal.asked and not proposal.agreed:
        going.unanswered(ctx, proposal)


@plugin.timer("deadline")
async def deadline(ctx: Context, id: str) -> None:
    """What has not come about by now folds."""
    proposal = await ctx.find(Proposal, key=id, scope="community")
    if proposal is None or (proposal.deadline is not None and proposal.deadline > ctx.now):
        return
    if proposal.stage is Stage.APPROVAL:
        await going.ask_managers_again(ctx, proposal)
    else:
        await going.run_out(ctx, proposal)


@plugin.on(MemberLeft)
async def left(ctx: Context, left: MemberLeft) -> None:
    """Who leaves the community's common room is in no proposal any more."""
    if ctx.in_group or ctx.common_room is None or left.room != ctx.common_room:
        return
    for proposal in (await ctx.load_all(Proposal, scope="community")).values():
        if ctx.person in (*proposal.agreed, *proposal.asked):
            await going.not_led(ctx, proposal.without_person(ctx.person), ctx.person)
        elif ctx.person in proposal.people:
            await going.counted(ctx, proposal.without_person(ctx.person))


async def live(ctx: Context, id: str) -> Proposal:
    """The proposal of this id, if it is still one; else who pressed is told."""
    proposal = await ctx.find(Proposal, key=id, scope="community")
    if proposal is None:
        ctx.refuse("proposal-over")
    return proposal


# --- what managers decide --------------------------------------------------------------------------------------------


@plugin.choice("approve", who="manager")
async def approve(ctx: Context, id: str) -> None:
    """Open the group."""
    proposal = await undecided(ctx, id)
    await going.open_group(ctx, proposal, by=ctx.person)
    going.settle_card(
        ctx, ctx.text("gathering-open", count=len(proposal.people), group=ctx.groups.get(GroupRef(id)).name)
    )


@plugin.choice("refuse", who="manager")
async def refuse(ctx: Context, id: str) -> None:
    """Ask what the people shall be told."""
    proposal = await undecided(ctx, id)
    why = Field("why", FieldKind.LONG, ctx.plain("field-why", person=await ctx.name(proposal.by)), required=True)
    ctx.ask(Form(ctx.plain("form-refuse"), (why,)), then="refused", value=id)


@plugin.form("refused")
async def refused(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """The group does not open, and everybody who was in is told why."""
    proposal, why = await undecided(ctx, id), str(answers["why"])
    await going.refused(ctx, proposal, why)


async def undecided(ctx: Context, id: str) -> Proposal:
    """The proposal about which a manager still has to decide; else who pressed is told."""
    proposal = await live(ctx, id)
    if not proposal.agreed:
        ctx.refuse("nobody-leads-now")
    if proposal.stage is not Stage.APPROVAL:
        ctx.refuse("not-enough-now", count=len(proposal.people), quorum=proposal.quorum)
    return proposal


@plugin.command("founding", who="manager")
async def founding(ctx: Context, setting: Setting | None = None, value: str | None = None) -> None:
    """How groups are founded here: `founding approval yes`, `founding days 28`, `founding quorum 8`."""
    settings = await ctx.load(Settings, scope="community")
    if setting is not None and value is not None:
        changed = with_setting(settings, setting, ctx.one_of(value, "yes", "no") or value)
        if changed is None:
            ctx.refuse("settings-wrong", value=value)
        await ctx.save(settings := changed, scope="community")
    ctx.quietly(ctx.text("settings", approval=settings.approval, days=settings.days, quorum=settings.quorum or 0))


def with_setting(settings: Settings, setting: Setting, value: str) -> Settings | None:
    """The settings with one of them changed; None where the value can't be."""
    number = int(value) if value.isascii() and value.isdecimal() else None
    match setting:
        case Setting.APPROVAL if value in ("yes", "no"):
            return evolve(settings, approval=value == "yes")
        case Setting.DAYS if number is not None and 1 <= number <= 365:
            return evolve(settings, days=number)
        case Setting.QUORUM if number == 0 or (number is not None and 2 <= number <= 1000):
            return evolve(settings, quorum=number or None)
    return None


# --- what there is ---------------------------------------------------------------------------------------------------


@plugin.command("proposals")
async def proposals(ctx: Context) -> None:
    """Show the groups that are looking for people."""
    found = (await ctx.load_all(Proposal, scope="community")).values()
    looking = [one for one in found if one.stage is Stage.GATHERING]
    for proposal in looking:
        ctx.quietly(cards.gathering(ctx, ctx.groups.get(GroupRef(proposal.id)), proposal))
    if not looking:
        ctx.quietly(ctx.text("nothing-gathers"))


@plugin.command("portfolio", who="manager")
async def portfolio(ctx: Context) -> None:
    """Show all groups together: how many, how full, which overlap."""
    ctx.quietly(await overview(ctx))


@plugin.choice("join")
async def join(ctx: Context, id: str) -> None:
    """Somebody wants into a group that is near to what they wished for."""
    await door.admit(ctx, ctx.person, GroupRef(id))


@plugin.choice("let-in")
async def let_in(ctx: Context, asked: tuple[str, str]) -> None:
    """Who leads a group lets in whoever asked."""
    group, person = asked
    await door.let_in(ctx, GroupRef(group), PersonRef(person))


@plugin.choice("meet")
async def meet(ctx: Context, chosen: tuple[str, str]) -> None:
    """Somebody says when they would like to meet first; the host sees what most would like."""
    id, wish = chosen
    await going.would_meet(ctx, GroupRef(id), wish)


@plugin.timer("first-gathering")
async def said_when(ctx: Context, id: str) -> None:
    """Everybody had the time to say when they would like to meet first."""
    if (group := ctx.groups.alive(id)) is not None:
        await going.said_when(ctx, GroupRef(group.id))


from . import finding, telling  # noqa: E402, F401 - they need the plugin
