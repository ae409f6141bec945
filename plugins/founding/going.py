"""How a proposal goes on: leaders are asked, people gathered, the group opened or folded with thanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from coterie.core.api import (
    Card,
    Choice,
    Context,
    GroupRef,
    GroupState,
    JoinMode,
    MessageRef,
    PersonRef,
    RoomRef,
    Text,
    Urgency,
    evolve,
    field,
    frozen,
    paragraphs,
)

from . import cards
from .proposal import Draft, Proposal, Settings, Stage
from .seeing import is_regional

REMINDER = timedelta(days=3)
EXTENSION = timedelta(days=14)
HOSTING = timedelta(weeks=4)
PATIENCE = timedelta(weeks=1)
"""So long managers have before they are asked again, and whoever shall lead before the author hears that they said nothing."""

SHOWN = 12
"""So many people are named when a group opens."""

USED = ("lifecycle", "guidelines", "library", "gatherings", "leaders")
"""What a group that was founded in chat uses, as far as it is installed."""

WHEN = ("this", "next", "later")

SAID_WITHIN = timedelta(days=2)
"""So long the people of a new group have to say when they would like to meet first."""


@frozen
class FirstGathering:
    """When the people of a new group would like to meet first; `card` tells the host, and what by now: nothing, that they are few yet (empty),
    or what most would like. `over`: everybody had the time to say."""

    host: PersonRef | None = None
    card: MessageRef | None = None
    wishes: Mapping[PersonRef, str] = field(factory=dict)
    told: tuple[str, ...] | None = None
    over: bool = False

    @property
    def liked_most(self) -> tuple[str, ...]:
        """What most would like, in the order of `WHEN`; several where as many like each."""
        counts = {one: sum(wish == one for wish in self.wishes.values()) for one in WHEN}
        return tuple(one for one in WHEN if counts[one] and counts[one] == max(counts.values()))


async def home_of(ctx: Context, basis: object) -> tuple[str, str]:
    """Zone and language of a group to be: its founder's where a region brings it together, else the community's."""
    if is_regional(basis):
        return (await ctx.people.zone()).key, await ctx.people.locale()
    return ctx.community.zone, ctx.community.locale


# --- asking ----------------------------------------------------------------------------------------------------------


async def begin(ctx: Context, draft: Draft) -> None:
    """Write the group down as proposed, and ask those who shall lead it. The author, if they will, has agreed."""
    settings = await ctx.load(Settings, scope="community")
    there = {offer.by for offer in await ctx.offers()}
    used = tuple(name for name in USED if name in there)
    id = ctx.groups.free_id(draft.charter.name)
    wanted = tuple(PersonRef(one) for one in draft.charter.leaders)
    group = evolve(draft.charter, id=id, state=GroupState.PROPOSED, leaders=(), plugins=used)
    name, closed = await ctx.name(ctx.person), draft.why_closed if group.join is not JoinMode.OPEN else ""
    why = ctx.plain("why-closed", person=name, why=closed) if closed else ctx.plain("why-proposed", person=name)
    await ctx.groups.found(group, open_room=False, why=why)
    proposal = Proposal(
        id,
        ctx.person,
        settings.quorum or group.size.from_,
        people=(ctx.person,),
        deadline=ctx.now + settings.length,
        room=draft.room,
    )
    _wind(ctx, proposal)
    others = tuple(person for person in wanted if person != ctx.person)
    said = [ctx.text("proposed", people=others, count=len(others) if ctx.person not in wanted else 0)]
    if not _rooms(ctx, proposal):
        said.append(ctx.text("proposed-nowhere"))
    withdraw = Choice("withdraw", ctx.plain("choice-withdraw"), id)
    ctx.edit(draft.card, Card(paragraphs(*said), choices=[withdraw]))
    proposal = await ask_to_lead(ctx, proposal, others)
    if ctx.person in wanted:
        await led(ctx, proposal, ctx.person)


async def ask_to_lead(ctx: Context, proposal: Proposal, people: Sequence[PersonRef]) -> Proposal:
    """Ask them, each alone; who was asked and has not answered is not asked again."""
    group = ctx.groups.get(GroupRef(proposal.id))
    new = [person for person in people if person not in (*proposal.asked, *proposal.agreed)]
    for person in new:
        ctx.post(person, cards.lead(ctx, group, proposal))
    if new:
        ctx.timer(PATIENCE, then="unanswered", value=proposal.id, name=f"{proposal.id} asked", scope="community")
    proposal = evolve(proposal, asked=(*proposal.asked, *new))
    await _keep(ctx, proposal)
    return proposal


async def led(ctx: Context, proposal: Proposal, person: PersonRef) -> None:
    """Somebody leads: the charter names them, and with the first one people are gathered."""
    proposal = proposal.with_leader(person)
    ref = GroupRef(proposal.id)
    group = await ctx.groups.amend(ref, leaders=tuple(one.id for one in proposal.agreed))
    if person != proposal.by:
        ctx.post(proposal.by, ctx.text("leader-agreed", person=person, group=group.name))
    if proposal.stage is Stage.ASKING:
        proposal = await _gather(ctx, proposal)
    await counted(ctx, proposal)


async def not_led(ctx: Context, proposal: Proposal, person: PersonRef) -> None:
    """Somebody does not lead; the author is told, and where nobody does any more, asked for another."""
    proposal = proposal.without_leader(person)
    group = await ctx.groups.amend(GroupRef(proposal.id), leaders=tuple(one.id for one in proposal.agreed))
    left = proposal.agreed or proposal.asked
    still = "lead" if proposal.agreed else "asked" if proposal.asked else "nobody"
    said = ctx.text("leader-lost", person=person, group=group.name, still=still, people=left)
    ctx.post(proposal.by, Card(said, choices=() if left else _without_leader(ctx, proposal)))
    await counted(ctx, proposal)


def unanswered(ctx: Context, proposal: Proposal) -> None:
    """Nobody leads it, and who was asked has said nothing: the author hears so, and may go on without them."""
    group = ctx.groups.get(GroupRef(proposal.id))
    said = ctx.text("leader-silent", people=proposal.asked, group=group.name, deadline=proposal.deadline)
    ctx.post(proposal.by, Card(said, choices=_without_leader(ctx, proposal)))


def _without_leader(ctx: Context, proposal: Proposal) -> tuple[Choice, ...]:
    """What the author can do about it."""
    return (
        Choice("lead", ctx.plain("choice-lead-myself"), proposal.id),
        Choice("suggest", ctx.plain("choice-suggest"), proposal.id),
        Choice("withdraw", ctx.plain("choice-withdraw"), proposal.id),
    )


# --- gathering -------------------------------------------------------------------------------------------------------


async def _gather(ctx: Context, proposal: Proposal) -> Proposal:
    """Ask around, where the community meets and where it was proposed."""
    settings, ref = await ctx.load(Settings, scope="community"), GroupRef(proposal.id)
    if ctx.groups.get(ref).state is GroupState.PROPOSED:
        why = ctx.plain("why-gathering", person=await ctx.name(proposal.agreed[0]))
        await ctx.groups.move(ref, GroupState.GATHERING, why)
        # Whoever gathers has the whole time for it, however long it took to find who leads.
        proposal = evolve(proposal, deadline=ctx.now + settings.length)
        _wind(ctx, proposal)
    proposal = evolve(proposal, stage=Stage.GATHERING)
    if not proposal.cards:
        card = cards.gathering(ctx, ctx.groups.get(ref), proposal)
        proposal = evolve(proposal, cards=tuple(ctx.post(room, card) for room in _rooms(ctx, proposal)))
    return proposal


def _rooms(ctx: Context, proposal: Proposal) -> tuple[RoomRef, ...]:
    return tuple(dict.fromkeys(room for room in (ctx.common_room, proposal.room) if room is not None))


def _wind(ctx: Context, proposal: Proposal) -> None:
    assert proposal.deadline is not None
    name = f"{proposal.id} {proposal.deadline:%Y-%m-%d}"
    # Of the community, so that who proposes and who agrees to lead on the same day move one timer, and do not set two.
    ctx.timer(proposal.deadline, then="deadline", value=proposal.id, name=name, scope="community")
    if not proposal.extended and proposal.deadline - REMINDER > ctx.now:
        ctx.timer(proposal.deadline - REMINDER, then="remind", value=proposal.id, name=name, scope="community")


async def counted(ctx: Context, proposal: Proposal) -> None:
    """Keep who is in, let the cards show how many, and go on where that is enough and somebody leads."""
    if proposal.stage in (Stage.GATHERING, Stage.APPROVAL) and not proposal.agreed:
        proposal = evolve(proposal, stage=Stage.ASKING)
    if proposal.stage is Stage.APPROVAL and not proposal.is_full:
        proposal = _gathering_again(ctx, proposal)
    if proposal.stage is Stage.GATHERING and proposal.is_full:
        if not (ctx.community.managers and (await ctx.load(Settings, scope="community")).approval):
            await open_group(ctx, proposal)
            return
        proposal = evolve(proposal, stage=Stage.APPROVAL)
        _ask_managers(ctx, proposal)
    await _keep(ctx, proposal)
    _show(ctx, proposal)


def _gathering_again(ctx: Context, proposal: Proposal) -> Proposal:
    """Somebody changed their mind while a manager was asked: people are gathered again, and have the time for it."""
    assert proposal.deadline is not None
    again = evolve(proposal, stage=Stage.GATHERING, deadline=max(proposal.deadline, ctx.now + EXTENSION))
    _wind(ctx, again)
    return again


async def ask_managers_again(ctx: Context, proposal: Proposal) -> None:
    """No manager has decided until the deadline: they are asked once more, and again every week."""
    assert proposal.deadline is not None
    waiting = evolve(proposal, deadline=proposal.deadline + PATIENCE)
    _ask_managers(ctx, waiting)
    _wind(ctx, waiting)
    await _keep(ctx, waiting)


def _ask_managers(ctx: Context, proposal: Proposal) -> None:
    group = ctx.groups.get(GroupRef(proposal.id))
    head = ctx.text("approve-head", count=len(proposal.people), group=group.name)
    choices = [
        Choice("approve", ctx.plain("choice-approve"), proposal.id, urgency=Urgency.PRIMARY),
        Choice("refuse", ctx.plain("choice-refuse"), proposal.id),
    ]
    for manager in ctx.managers():
        ctx.post(manager, Card(paragraphs(head, cards.charter(ctx, group)), choices=choices))


def remind(ctx: Context, proposal: Proposal) -> None:
    """Tell the author how many are in, and offer two weeks more."""
    group, count = ctx.groups.get(GroupRef(proposal.id)), len(proposal.people)
    said = ctx.text("almost", group=group.name, count=count, quorum=proposal.quorum, deadline=proposal.deadline)
    ctx.post(proposal.by, Card(said, choices=[Choice("extend", ctx.plain("choice-extend"), proposal.id)]))


async def extended(ctx: Context, proposal: Proposal) -> Proposal:
    """The proposal with a later deadline."""
    assert proposal.deadline is not None
    proposal = evolve(proposal, deadline=proposal.deadline + EXTENSION, extended=True)
    _wind(ctx, proposal)
    await _keep(ctx, proposal)
    _show(ctx, proposal)
    return proposal


# --- the end of it ---------------------------------------------------------------------------------------------------


async def open_group(ctx: Context, proposal: Proposal, *, by: PersonRef | None = None) -> None:
    """Open the group for everybody who is in: room, charter, roster, host, and the question when to meet first."""
    ref = GroupRef(proposal.id)
    proposal = evolve(proposal, stage=Stage.OPEN)
    why = ctx.plain("why-open", count=len(proposal.people), quorum=proposal.quorum)
    # Who happened to be the last to come in has decided nothing: it opens because of whoever proposed it.
    group = await ctx.groups.move(ref, GroupState.PILOT, why, by=by or proposal.by)
    await ctx.groups.open(ref, invite=proposal.people)
    host = proposal.by if proposal.by in proposal.people else proposal.agreed[0]
    await ctx.groups.appoint(host, "host", group=ref, until=ctx.now + HOSTING)
    room, names = ctx.groups.room(ref), [await ctx.name(person) for person in proposal.people[:SHOWN]]
    opened = "opened-in-thread" if await ctx.groups.lives_in_thread(ref) else "opened"
    said = [ctx.text(opened, group=group.name, count=len(proposal.people), people=names)]
    said.append(ctx.text("opened-leaders", people=proposal.agreed, count=len(proposal.agreed)))
    said.append(ctx.text("opened-host", person=host, weeks=HOSTING // timedelta(weeks=1)))
    if "library" in group.plugins:
        said.append(ctx.text("opened-library"))
    said.append(ctx.text("opened-first"))
    labels = {"this": "choice-this-week", "next": "choice-next-week", "later": "choice-later"}
    choices = [Choice(f"meet:{wish}", ctx.plain(labels[wish]), (proposal.id, wish)) for wish in WHEN]
    ctx.post(room, Card(paragraphs(*said), choices=choices))
    await ctx.save(FirstGathering(host), of=ref)
    ctx.timer(SAID_WITHIN, then="first-gathering", value=ref.id, name=ref.id, scope="community")
    await _keep(ctx, proposal)
    _show(ctx, proposal)


async def would_meet(ctx: Context, ref: GroupRef, when: str) -> None:
    """Somebody would like to meet first at that time: the host sees what most would like, and not who."""
    first = await ctx.load(FirstGathering, of=ref)
    if first.host is None:
        return
    first = evolve(first, wishes={**first.wishes, ctx.person: when})
    if len(first.wishes) >= ctx.community.k:
        await _tell_host(ctx, ref, first, first.liked_most)
    else:
        await _tell_host(ctx, ref, first, first.told if first.over else ())


async def said_when(ctx: Context, ref: GroupRef) -> None:
    """Everybody had the time to say when they would like to meet first: the host hears what came of it, of however many."""
    first = evolve(await ctx.load(FirstGathering, of=ref), over=True)
    await _tell_host(ctx, ref, first, first.liked_most if first.wishes else None)


async def _tell_host(ctx: Context, ref: GroupRef, first: FirstGathering, told: tuple[str, ...] | None) -> None:
    """Keep it, and let the host's card say what is told now, where that is another thing than before."""
    card, group = first.card, ctx.groups.get(ref)
    if told is not None and told != first.told and first.host is not None:
        words = {"group": group.name, "plan": "some" if "gatherings" in group.plugins else "none"}
        if told:
            said = ctx.text("first-gathering", when=[ctx.plain(f"wish-{one}") for one in told], **words)
        else:
            said = ctx.text("first-gathering-few", k=ctx.community.k, days=SAID_WITHIN.days, **words)
        if card is None:
            card = ctx.post(first.host, said)
        else:
            ctx.edit(card, said)
    await ctx.save(evolve(first, told=told, card=card), of=ref)


async def run_out(ctx: Context, proposal: Proposal) -> None:
    """The deadline has come: let it be, and say what was missing, people or somebody who leads."""
    told = {"count": len(proposal.people), "quorum": proposal.quorum}
    missing = "folded" if proposal.agreed else "folded-leaderless"
    await fold(
        ctx, proposal, ctx.plain(f"why-{missing}", **told), ctx.text(missing, group=_name(ctx, proposal), **told)
    )


async def withdrawn(ctx: Context, proposal: Proposal) -> None:
    """Who proposed it, or a manager, takes it back."""
    why = ctx.plain("why-withdrawn", person=await ctx.name(ctx.person))
    await fold(ctx, proposal, why, ctx.text("folded-by", group=_name(ctx, proposal)))


async def refused(ctx: Context, proposal: Proposal, why: str) -> None:
    """A manager decides against it; everybody who was in reads why."""
    said = ctx.text("folded-by", group=_name(ctx, proposal))
    await fold(ctx, proposal, why, paragraphs(said, ctx.text("refused", person=ctx.person, why=why)))


def _name(ctx: Context, proposal: Proposal) -> str:
    return ctx.groups.get(GroupRef(proposal.id)).name


async def fold(ctx: Context, proposal: Proposal, why: str, said: Text) -> None:
    """Let it be; everybody who was in is told so, with the groups that are near to it. `why` is what is written down."""
    ref = GroupRef(proposal.id)
    group = await ctx.groups.move(ref, GroupState.ARCHIVED, why)
    proposal = evolve(proposal, stage=Stage.OVER)
    for person in proposal.people:
        near = await ctx.groups.near(group, person)
        names = tuple(one.group.name for one in near)
        parts = [said, *([ctx.text("near", groups=names, count=len(names))] if near else [])]
        choices = [
            Choice(f"join:{number}", ctx.plain("choice-join", group=one.group.name), one.group.id)
            for number, one in enumerate(near, 1)
        ]
        ctx.post(person, Card(paragraphs(*parts), choices=choices))
    await _keep(ctx, proposal)
    _show(ctx, proposal)


def settle_card(ctx: Context, said: Text) -> None:
    """Let the card on which was chosen say what came of it, and offer nothing more."""
    if ctx.message is not None:
        ctx.edit(ctx.message, said)


async def _keep(ctx: Context, proposal: Proposal) -> None:
    if proposal.is_live:
        await ctx.save(proposal, key=proposal.id, scope="community")
    else:
        await ctx.delete(Proposal, key=proposal.id, scope="community")


def _show(ctx: Context, proposal: Proposal) -> None:
    group = ctx.groups.get(GroupRef(proposal.id))
    for message in proposal.cards:
        ctx.edit(message, cards.gathering(ctx, group, proposal))
