"""Two questions about a gathering, answered in secret: nobody's answer stands beside their name, and few answers are not told of."""

from __future__ import annotations

from coterie.core.api import Card, Choice, Context, GroupRef, Text, together

from . import plugin, shelf
from .circle import group_of
from .gathering import Feedback, Gathering, Phase
from .reminding import FEEDBACK

RATINGS = ("5", "4", "3", "2", "1")
AGAIN = ("yes", "perhaps", "no")


async def ask_how_it_was(ctx: Context, gathering: Gathering) -> None:
    """Ask everybody who was there, or said that they would be, but not the host."""
    which = [ctx.group.id, gathering.number]
    choices = [Choice(f"worth:{one}", ctx.plain(f"worth-{one}"), [*which, one]) for one in RATINGS]
    for person in gathering.asked:
        if person != gathering.host:
            card = Card(ctx.text("how-was-it", title=gathering.plan.title), choices=choices)
            through = await group_of(ctx, gathering, person)
            ctx.post(person, card, secret=True, until=ctx.now + FEEDBACK, through=through)


@plugin.choice("worth")
async def worth(ctx: Context, answer: tuple[str, int, str]) -> None:
    """The first answer; then comes the second question."""
    gathering = await _answered(ctx, answer, 1)
    which = [ctx.group.id, gathering.number]
    choices = [Choice(f"again:{one}", ctx.plain(f"again-{one}"), [*which, one]) for one in AGAIN]
    through = await group_of(ctx, gathering, ctx.person)
    card = Card(ctx.text("come-again", title=gathering.plan.title), choices=choices)
    ctx.post(ctx.person, card, secret=True, through=through)


@plugin.choice("again")
async def again(ctx: Context, answer: tuple[str, int, str]) -> None:
    """The second answer."""
    await _answered(ctx, answer, 2)
    ctx.quietly(ctx.text("thanks-for-answers"))


async def _answered(ctx: Context, answer: tuple[str, int, str], question: int) -> Gathering:
    group, number, said = answer
    ctx.enter(GroupRef(group))
    gathering = await ctx.find(Gathering, key=shelf.key(number))
    if gathering is None or gathering.phase is not Phase.OVER or ctx.person not in gathering.asked:
        ctx.refuse("is-closed")
    feedback = await ctx.load(Feedback, key=shelf.key(number))
    told = feedback.with_answer(ctx.person, question, said)
    if told is feedback:
        ctx.refuse("answered-already")
    await ctx.save(told, key=shelf.key(number))
    return gathering


def feedback_row(ctx: Context, gathering: Gathering, feedback: Feedback) -> Text:
    """How it was, from k answers on; before, only that there are too few to say."""
    # The host is not asked.
    least = ctx.community.k
    title, answered = gathering.plan.title, feedback.answered
    asked = max(answered, len([one for one in gathering.asked if one != gathering.host]))
    if answered < least:
        return ctx.text("feedback-few", title=title, least=least)
    worth, rate = round(feedback.worth or 0, 1), round(100 * answered / asked)
    told = ctx.text("feedback", title=title, answered=answered, asked=asked, rate=rate, worth=worth)
    if len(feedback.second) < least:
        return told
    yes, perhaps, no = (feedback.count(2, one) for one in AGAIN)
    return together(told, ctx.text("feedback-again", yes=yes, perhaps=perhaps, no=no), between=" ")
