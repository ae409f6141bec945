"""Looking at a group: the evidence is counts alone, the decision is a person's, and the group is told of it."""

from __future__ import annotations

from datetime import date, timedelta

from coterie.core.api import (
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupRef,
    GroupState,
    PersonRef,
    Text,
    Urgency,
    evolve,
)

from ..founding.cards import above, months, rows
from .activity import RECENT, Activity
from .standing import Autonomy, Coming, Decision, Evidence, Review, Standing

PATIENCE = timedelta(days=14)
"""So long leaders have for a review before the managers are told."""


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
    return rows(ctx, lines)


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
    return later(last, months(group)) <= today


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


async def ask(ctx: Context) -> None:
    """Put the evidence before the leaders, or before the managers where nobody leads, and ask for a decision."""
    standing, ref = await ctx.load(Standing), ctx.group
    text = above(
        ctx,
        ctx.text("review-head", group=ctx.groups.get().name),
        said(ctx, await evidence(ctx)),
        ctx.text("review-ask"),
    )
    decide = Choice("decide", ctx.plain("choice-decide"), ref.id, urgency=Urgency.PRIMARY)
    for person in await deciders(ctx, "review"):
        ctx.post(person, Card(text, choices=[decide]))
    today = ctx.local_now.date()
    await ctx.save(evolve(standing, asked=today))
    ctx.timer(PATIENCE, then="review-silent", value=today.isoformat())


def managers(ctx: Context) -> tuple[PersonRef, ...]:
    """Who manages the community."""
    return tuple(PersonRef(id) for id in ctx.community.managers)


async def deciders(ctx: Context, act: str, group: GroupRef | None = None) -> tuple[PersonRef, ...]:
    """Who is asked for a decision about a group: those who lead it, or the managers where it takes one, or where nobody leads."""
    takes = (await ctx.load(Autonomy, scope="community")).role(act)
    return (ctx.leaders(group) if takes == "leader" else ()) or managers(ctx)


def form(ctx: Context) -> Form:
    """What is decided, and why."""
    choices = tuple(Choice(one.value, ctx.plain(f"decision-{one.value}")) for one in Decision)
    decision = Field("decision", FieldKind.SELECT, ctx.plain("field-decision"), required=True, choices=choices)
    why = Field("why", FieldKind.LONG, ctx.plain("field-why"), required=True, maximum="500")
    return Form(ctx.plain("form-review"), (decision, why))


async def decided(ctx: Context, decision: Decision, why: str, by: PersonRef) -> None:
    """Keep the decision with the evidence it was made on, and tell the group. A pilot that goes on is no pilot any more."""
    ref, found = ctx.group, await evidence(ctx)
    now = ctx.now
    await ctx.save(Review(now, decision, why, by, found), key=f"{now:%Y-%m-%dT%H:%M:%S}")
    await ctx.save(evolve(await ctx.load(Standing), reviewed=ctx.local_now.date(), asked=None))
    await ctx.save(Coming())
    words = ctx.plain(f"decision-{decision.value}")
    head = ctx.text("reviewed", person=by, decision=words, why=why)
    ctx.post(ctx.groups.room(ref), above(ctx, head, said(ctx, found)))
    if decision is Decision.GO_ON and ctx.groups.get(ref).state is GroupState.PILOT:
        await ctx.groups.move(ref, GroupState.ACTIVE, why, by=by)


async def tell_silence(ctx: Context, ref: GroupRef, asked: str) -> None:
    """Tell the managers that nobody looked at the group; they may decide themselves."""
    standing = await ctx.load(Standing)
    if standing.asked is None or standing.asked.isoformat() != asked:
        return
    decide = Choice("decide", ctx.plain("choice-decide"), ref.id)
    for person in managers(ctx):
        ctx.post(person, Card(ctx.text("review-silent", group=ctx.groups.get(ref).name), choices=[decide]))
