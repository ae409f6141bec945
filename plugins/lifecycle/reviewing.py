"""Looking at a group: the evidence is counts alone, the decision is a person's, and the group is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupState,
    PersonRef,
    Text,
    Urgency,
    evolve,
    listed,
    paragraphs,
    review_months,
)

from . import ending, pausing, plugin
from .activity import RECENT, Activity
from .deciding import Act, allowed, deciders, entered
from .standing import UNDER_WAY, Coming, Decision, Evidence, Review, Standing, Unseen

CALLED_OFF = (GroupState.MERGING, GroupState.SUNSETTING)
"""In these states a group that is decided to go on calls off what was begun."""

PATIENCE = timedelta(days=13)
"""So long leaders have for a review before the managers are told: asked on a Monday, it stands on the list of the second Monday after."""
NAMED, TAPS = 20, 5
"""So many groups are named to the managers at once, and so many can be decided about by a tap there."""


async def evidence(ctx: Context) -> Evidence:
    """The counts of the group here, as they are now."""
    activity = (await ctx.load(Activity)).upto(ctx.local_now.date())
    coming = await ctx.load(Coming)
    people = [week.people for week in activity.past[-RECENT:]]
    most = max(people, default=0)
    return Evidence(
        members=len(await ctx.members()),
        joined=coming.joined,
        left=coming.left,
        recent=round(activity.recent, 1),
        usual=activity.usual,
        people=most if most >= ctx.community.k else None,
    )


def said(ctx: Context, found: Evidence) -> Text:
    """The evidence in words."""
    group = ctx.groups.get()
    lines: list[Text] = [
        ctx.text("evidence-members", members=found.members, **{"from": group.size.from_, "to": group.size.to}),
        ctx.text("evidence-coming", joined=found.joined, left=found.left),
    ]
    if found.usual is None:
        lines.append(ctx.text("evidence-recent", recent=found.recent))
    else:
        lines.append(ctx.text("evidence-usual", recent=found.recent, usual=found.usual))
    if found.people is not None:
        lines.append(ctx.text("evidence-people", people=found.people))
    if found.members < group.size.from_:
        lines.append(ctx.text("evidence-below"))
    elif found.members > group.size.to:
        lines.append(ctx.text("evidence-above"))
    return listed(lines)


async def is_due(ctx: Context, today: date) -> bool:
    """Whether the group here was not looked at for longer than its charter says."""
    group, standing = ctx.groups.get(), await ctx.load(Standing)
    if group.review_every is None:
        return False
    if standing.reviewed is None:
        moves = await ctx.groups.moves(ctx.group)
        if not moves:
            # Nothing is known of when a group of a file began: its first rhythm counts from the first look at it.
            await ctx.save(evolve(standing, reviewed=today))
            return False
        last = moves[0].at.date()
    else:
        last = standing.reviewed
    return later(last, review_months(group)) <= today


def later(day: date, by: int) -> date:
    """The same day so many months later; the last of the month where it has none such."""
    number = day.month - 1 + by
    year, month = day.year + number // 12, number % 12 + 1
    for left in range(day.day, day.day - 4, -1):
        try:
            return date(year, month, left)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


async def text(ctx: Context) -> str:
    """The evidence, and the question what follows from it."""
    head = ctx.text("review-head", group=ctx.groups.get().name)
    return paragraphs(head, said(ctx, await evidence(ctx)), ctx.text("review-ask"))


def decide_choice(ctx: Context) -> Choice:
    """The choice by which somebody says what a review has come to."""
    return Choice("decide", ctx.plain("choice-decide"), ctx.group.id)


async def ask(ctx: Context) -> None:
    """Put the evidence before the leaders, or before the managers where nobody leads, and ask for a decision."""
    standing, ref = await ctx.load(Standing), ctx.group
    question = await text(ctx)
    decide = Choice("decide", ctx.plain("choice-decide"), ref.id, urgency=Urgency.PRIMARY)
    for person in await deciders(ctx, "review"):
        ctx.post(person, Card(question, choices=[decide]))
    today = ctx.local_now.date()
    await ctx.save(evolve(standing, asked=today))
    ctx.timer(PATIENCE, then="review-silent", value=today.isoformat())


def form(ctx: Context) -> Form:
    """What is decided, and why."""
    state = ctx.groups.get().state
    words = {Decision.GO_ON: "decision-after-all"} if state in CALLED_OFF else {}
    choices = tuple(
        Choice(one.value, ctx.plain(words.get(one, f"decision-{one.value}")))
        for one in Decision
        if _may_come(one, state)
    )
    decision = Field("decision", FieldKind.SELECT, ctx.plain("field-decision"), required=True, choices=choices)
    why = Field("why", FieldKind.LONG, ctx.plain("field-why"), required=True, maximum="500")
    return Form(ctx.plain("form-review"), (decision, why))


def _may_come(decision: Decision, state: GroupState) -> bool:
    """Whether a group in this state can go there: one on its way elsewhere goes on, or there, and what is no longer on trial may pause."""
    if state in UNDER_WAY:
        return decision in (Decision.GO_ON, Decision.CHANGE)
    return decision is not Decision.PAUSE or state is GroupState.ACTIVE


async def keep(ctx: Context, decision: Decision, why: str, by: PersonRef) -> None:
    """Keep the decision with the evidence it was made on, and tell the group. A pilot that goes on is no pilot any more."""
    ref, found = ctx.group, await evidence(ctx)
    now = ctx.now
    await ctx.save(Review(now, decision, why, by, found), key=f"{now:%Y-%m-%dT%H:%M:%S}")
    await ctx.save(evolve(await ctx.load(Standing), reviewed=ctx.local_now.date(), asked=None))
    await ctx.delete(Unseen, key=ref.id, scope="community")
    await ctx.save(Coming())
    words = ctx.plain(f"decision-{decision.value}")
    head = ctx.text("reviewed", person=by, decision=words, why=why)
    ctx.post(ctx.groups.room(ref), paragraphs(head, said(ctx, found)))
    if decision is Decision.GO_ON and ctx.groups.get(ref).state is GroupState.PILOT:
        await ctx.groups.move(ref, GroupState.ACTIVE, why, by=by)


@plugin.choice("decide")
async def decide(ctx: Context, id: str) -> None:
    """Ask what a review has come to."""
    await entered(ctx, id, Act.REVIEW)
    ctx.ask(form(ctx), then="decided", value=id)


@plugin.form("decided")
async def decided(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """Keep the decision, tell the group, and begin what was decided."""
    await entered(ctx, id, Act.REVIEW)
    decision, why = Decision(str(answers["decision"])), str(answers["why"])
    if decision is Decision.PAUSE:
        await allowed(ctx, Act.PAUSE)
    after_all = decision is Decision.GO_ON and ctx.groups.get().state in CALLED_OFF
    if after_all:
        await allowed(ctx, Act.KEEP)
    await keep(ctx, decision, why, ctx.person)
    match decision:
        case Decision.GO_ON if after_all:
            await ending.call_off(ctx, why, ctx.person)
        case Decision.PAUSE:
            await pausing.pause(ctx, None, why, ctx.person)
        case Decision.SUNSET:
            ctx.post(ctx.person, ending.confirm(ctx, why, ctx.groups.get().until))
        case Decision.CHANGE | Decision.MERGE | Decision.SPLIT:
            ctx.post(ctx.person, ctx.text(f"next-{decision.value}"))


@plugin.timer("review-silent")
async def silent(ctx: Context, asked: str) -> None:
    """Nobody looked at the group: it stands on the list that the managers get on Monday."""
    standing = await ctx.load(Standing)
    if standing.asked is not None and standing.asked.isoformat() == asked:
        await ctx.save(Unseen(standing.asked), key=ctx.group.id, scope="community")


@plugin.every("monday 09:00", scope="community")
async def tell_managers(ctx: Context) -> None:
    """Tell the managers once, of all groups together, at which nobody looked; they may decide themselves."""
    unseen = set(await ctx.keys(Unseen, scope="community"))
    groups = sorted((group for group in ctx.groups.all() if group.id in unseen), key=lambda group: group.name)
    for id in unseen:
        await ctx.delete(Unseen, key=id, scope="community")
    if not groups:
        return
    named = [group.name for group in groups[:NAMED]]
    said = ctx.text("reviews-silent", groups=", ".join(named), count=len(groups), more=len(groups) - len(named))
    choices = [
        Choice(f"decide:{number}", ctx.plain("choice-decide-of", group=group.name), group.id)
        for number, group in enumerate(groups[:TAPS])
    ]
    for person in ctx.managers():
        ctx.post(person, Card(said, choices=choices))
