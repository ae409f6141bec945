"""What is shown of a charter and of a proposal, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coterie.core.api import (
    Card,
    Choice,
    Context,
    Group,
    JoinMode,
    PersonRef,
    Text,
    Urgency,
    Visibility,
    listed,
    paragraphs,
    review_months,
)

from .charter_lint import Remark
from .portfolio import Portfolio
from .proposal import Proposal, Stage


def charter(ctx: Context, group: Group, why_closed: str = "") -> Text:
    """What a charter says, a line for each thing."""
    lines: list[Text] = [ctx.text("charter-for", people=group.for_)] if group.for_ else []
    lines += [ctx.text("charter-not-for", people=group.not_for)] if group.not_for else []
    if (goal := ctx.community.goals.get(group.goal or "")) is not None:
        lines.append(ctx.text("charter-goal", goal=goal))
    if group.leaders:
        people = tuple(PersonRef(id) for id in group.leaders)
        lines.append(ctx.text("charter-leaders", people=people))
    lines.append(ctx.text("charter-size", **{"from": group.size.from_, "to": group.size.to}))
    if group.until is not None:
        lines.append(ctx.text("charter-until", day=group.until))
    elif group.review_every is not None:
        lines.append(ctx.text("charter-review", months=review_months(group)))
    if group.join is not JoinMode.OPEN:
        closed = ctx.text(f"charter-{'closed' if group.visibility is Visibility.PRIVATE else 'knock'}")
        lines.append(ctx.text("charter-closed-why", closed=closed, why=why_closed) if why_closed else closed)
    head = ctx.text("charter", group=group.name, purpose=group.purpose)
    return paragraphs(head, listed(lines))


def remark(ctx: Context, one: Remark) -> Text:
    """One remark about a charter."""
    said = ctx.text(f"lint-{one.id}", **one.arguments)
    return ctx.text("stops" if one.stops else "hint", remark=said)


def draft(ctx: Context, group: Group, remarks: Sequence[Remark], thin: Portfolio | None, why_closed: str = "") -> Card:
    """What somebody is about to propose, with what is to be said about it. `thin` are the figures where there are too many groups."""
    parts = [ctx.text("draft-head"), charter(ctx, group, why_closed)]
    parts += [ctx.text("draft-remarks"), listed([remark(ctx, one) for one in remarks])] if remarks else []
    parts += [too_many(ctx, thin, group.size.from_)] if thin is not None else []
    stops = any(one.stops for one in remarks)
    parts.append(ctx.text("draft-stops" if stops else "draft-ask"))
    choices = [] if stops else [Choice("propose", ctx.plain("choice-propose"), urgency=Urgency.PRIMARY)]
    choices += [Choice("change", ctx.plain("choice-change")), Choice("drop", ctx.plain("choice-drop"))]
    return Card(paragraphs(*parts), choices=choices)


def too_many(ctx: Context, figures: Portfolio, least: int) -> Text:
    """That one more group will be thin, in figures."""
    each = round(figures.seats_each(more=1), 1)
    return ctx.text("too-many", equal=round(figures.equal, 1), each=each, least=least, **counts(figures))


def counts(figures: Portfolio) -> dict[str, int | float]:
    """The figures of a portfolio as texts name them."""
    return {
        "groups": figures.groups,
        "below": figures.below,
        "percent": figures.percent_below,
        "people": figures.people,
        "per": round(figures.per_person, 1),
        "sample": figures.sample,
    }


def gathering(ctx: Context, group: Group, proposal: Proposal) -> Card:
    """The card on which people say that they are in; how it went, once it is over."""
    count, quorum = len(proposal.people), proposal.quorum
    parts = [ctx.text("gathering-head", person=proposal.by), charter(ctx, group)]
    match proposal.stage:
        case Stage.ASKING:
            parts.append(ctx.text("gathering-leaderless", count=count, quorum=quorum))
        case Stage.GATHERING:
            parts.append(ctx.text("gathering-count", count=count, quorum=quorum, deadline=proposal.deadline))
        case Stage.APPROVAL:
            parts.append(ctx.text("gathering-approval", count=count))
        case Stage.OPEN:
            parts.append(ctx.text("gathering-open", count=count, group=group.name))
        case Stage.OVER:
            parts.append(ctx.text("gathering-over", count=count, quorum=quorum))
    return Card(paragraphs(*parts), choices=list(_in_or_out(ctx, proposal)))


def _in_or_out(ctx: Context, proposal: Proposal) -> Iterable[Choice]:
    if proposal.is_live:
        yield Choice("in", ctx.plain("choice-in"), proposal.id, urgency=Urgency.PRIMARY)
        yield Choice("out", ctx.plain("choice-out"), proposal.id)


def lead(ctx: Context, group: Group, proposal: Proposal) -> Card:
    """Whether somebody will lead the group."""
    asked = ctx.text("lead-head", person=proposal.by, group=group.name)
    choices = [
        Choice("lead", ctx.plain("choice-lead"), proposal.id, urgency=Urgency.PRIMARY),
        Choice("decline", ctx.plain("choice-decline"), proposal.id),
    ]
    return Card(paragraphs(asked, charter(ctx, group), ctx.text("lead-ask")), choices=choices)
