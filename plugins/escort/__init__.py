"""No question left alone: one that nobody answers is brought to somebody who may know and offered to be asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from coterie.core.api import (
    AWAKE,
    AccountsLinked,
    Context,
    Line,
    MemberLeft,
    MessagePosted,
    MessageRef,
    MessageRemoved,
    PersonRef,
    Plugin,
    Rest,
    frozen,
    paragraphs,
)

from .questions import Helpers, Open, Question, Week, awake, is_question, week_of

plugin = Plugin("escort", texts="escort.ftl")

AGAIN = timedelta(hours=1)
GIVEN_UP = timedelta(days=2)
"""About a question so old nobody is asked any more."""

KEPT = timedelta(days=8)
"""So long it is known that a question waits: a digest of a week tells how many do."""

NEXT_MESSAGE = timedelta(hours=1)
"""What somebody else says in the room so soon after a question may be its answer, though it stands in no thread."""

SHORTEST = timedelta(minutes=10)
TOPICS, TOPIC = 20, 40


@frozen
class Settings:
    """After how long a question counts as unanswered."""

    after: timedelta = timedelta(hours=4)


# --- who may be asked -----------------------------------------------------------------------------------------------


@plugin.command("ask-me")
async def ask_me(ctx: Context, *, topics: Rest | None = None) -> None:
    """Offer to be asked what nobody answers: `ask-me python, testing`, `ask-me mine`; without a topic anything; `ask-me off` ends it."""
    helpers = await ctx.load(Helpers)
    if ctx.one_of(topics or "", "off"):
        await ctx.save(helpers.with_(ctx.person, None))
        ctx.quietly(ctx.text("no-more"))
        return
    found = await ctx.call("profiles.topics", typed=topics or "")
    typed = (
        found if isinstance(found, tuple) else (topics or "").split(",")
    )  # without profiles there are none of theirs
    tidied = [" ".join(one.split())[:TOPIC] for one in typed]
    said = {one.casefold(): one for one in tidied if one}  # compared without case, told as it was typed
    told = tuple(said.values())[:TOPICS]
    await ctx.save(helpers.with_(ctx.person, tuple(said)[:TOPICS]))
    ctx.quietly(ctx.text("ask-you", topics=told) if told else ctx.text("ask-you-anything"))


@plugin.command("ask-after", who="leader")
async def ask_after(ctx: Context, length: timedelta | None = None) -> None:
    """Choose after how long a question counts as unanswered: `ask-after 6h`."""
    if length is None:
        now = ctx.text("after-is", length=(await ctx.load(Settings)).after)
        ctx.quietly(paragraphs(now, ctx.ways("ask-after 6h")))
        return
    if not SHORTEST <= length < GIVEN_UP:
        ctx.refuse("no-length")
    await ctx.save(Settings(length))
    ctx.quietly(ctx.text("after", length=length))


@plugin.on(MemberLeft)
async def left(ctx: Context, event: MemberLeft) -> None:
    """Who left is asked nothing, and what they asked waits for no answer."""
    if ctx.in_group and event.person is not None:
        open_ = await ctx.load(Open)
        if (kept := open_.without_asker(event.person)) != open_:
            await ctx.save(kept)
    helpers = await ctx.load(Helpers) if ctx.in_group else Helpers()
    if event.person is not None and event.person in helpers.topics:
        await ctx.save(helpers.with_(event.person, None))


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: what either offered to be asked."""
    if linked.person is None:
        return
    for group in await ctx.joined(linked.person):
        ctx.enter(group)
        helpers = await ctx.load(Helpers)
        if linked.other in helpers.topics:
            await ctx.save(helpers.as_one(linked.person, linked.other))


# --- what is asked and answered -------------------------------------------------------------------------------------


@plugin.on(MessagePosted)
async def hear(ctx: Context, posted: MessagePosted) -> None:
    """Watch a question; see that one was answered."""
    if not ctx.in_group or posted.person is None:
        return
    answered = posted.thread or posted.reply_to
    await hear_answer(ctx, posted.person, answered)
    if answered is None and is_question(posted.text):
        candidates = (await ctx.load(Helpers)).who_may_know(posted.text, posted.person)
        await watch(ctx, Question(posted.message, posted.person, ctx.now, candidates))


async def watch(ctx: Context, question: Question) -> None:
    """Look at the question again when it is time."""
    await ctx.save((await ctx.load(Open)).plus(question))
    week = week_of(ctx.local_now.date())
    await ctx.save((await ctx.load(Week, key=week)).with_asked(question.asker), key=week)
    after = (await ctx.load(Settings)).after
    ctx.timer(after, then="look", value=(question.message, False), name=question.message.id)


async def hear_answer(ctx: Context, person: PersonRef, answered: MessageRef | None) -> None:
    """Somebody said something: in the thread of a question, or next in the room."""
    open_ = await ctx.load(Open)
    if answered is not None:
        question = open_.of(answered)
    else:
        newest = open_.questions[-1] if open_.questions else None
        question = newest if newest and ctx.now - newest.at <= NEXT_MESSAGE else None
    if question is None or question.asker == person:
        return
    await let_go_of(ctx, question)
    await ctx.call("leaders.helped", person=person, whom=question.asker)
    if not question.left:  # it counts as left already, and each counts once
        week = week_of(ctx.local_now.date())
        await ctx.save((await ctx.load(Week, key=week)).with_answer(ctx.now - question.at), key=week)


@plugin.on(MessageRemoved)
async def removed(ctx: Context, event: MessageRemoved) -> None:
    """A question that was taken back waits for no answer."""
    if ctx.in_group and (question := (await ctx.load(Open)).of(event.message)) is not None:
        await let_go_of(ctx, question)


async def let_go_of(ctx: Context, question: Question) -> None:
    """Watch this one no longer."""
    await ctx.save((await ctx.load(Open)).without(question))
    ctx.cancel_timer("look", question.message.id)
    ctx.cancel_timer("let-go", question.message.id)


@plugin.timer("look")
async def look(ctx: Context, value: tuple[MessageRef, bool]) -> None:
    """Bring a question that is still open to somebody awake who may know: once, and to one person."""
    message, counted = value
    open_ = await ctx.load(Open)
    question = open_.of(message)
    if question is None:
        return
    if not counted:
        week = week_of(ctx.local_now.date())
        await ctx.save((await ctx.load(Week, key=week)).with_left(), key=week)
        await ctx.save(open_.with_left(question))
    helper = await somebody(ctx, question)
    if helper is not None:
        await ctx.save((await ctx.load(Helpers)).was_asked(helper, ctx.now))
        ctx.post(ctx.groups.room(ctx.group), ctx.text("perhaps-you", person=helper), thread=message)
    if helper is None and question.candidates and ctx.now - question.at < GIVEN_UP:
        ctx.timer(AGAIN, then="look", value=(message, True), name=message.id)
    else:
        ctx.timer(max(question.at + KEPT - ctx.now, timedelta(0)), then="let-go", value=message, name=message.id)


@plugin.timer("let-go")
async def let_go(ctx: Context, message: MessageRef) -> None:
    """It has waited for so long that nobody is told of it any more."""
    if (question := (await ctx.load(Open)).of(message)) is not None:
        await let_go_of(ctx, question)


async def somebody(ctx: Context, question: Question) -> PersonRef | None:
    """Who is asked: in the group, awake, not asked lately, and not to be left in peace now."""
    members = set(await ctx.members())
    for person in (await ctx.load(Helpers)).free(question.candidates, ctx.now):
        if person in members and awake((await ctx.reader(person)).zone, ctx.now) and await ctx.may_disturb(person):
            return person
    return None


# --- what others tell of it -----------------------------------------------------------------------------------------


@plugin.contribute("digest")
async def in_the_digest(ctx: Context, since: datetime) -> tuple[Line, ...]:
    """How many questions wait, for everybody who could answer one of them: in a group that rests nobody is expected to."""
    waiting = (await ctx.load(Open)).waiting_since(since)
    if not waiting or ctx.charter.state not in AWAKE:
        return ()
    askers = tuple(dict.fromkeys(one.asker for one in waiting))
    said = ctx.text("waiting", count=len(waiting))
    return (Line(said, 0.55, but=askers if len(askers) == 1 else ()),)


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """The share of last week's questions that nobody answered in time, where enough people asked."""
    week = await ctx.load(Week, key=week_of(ctx.local_now.date() - timedelta(days=1)))
    if len(week.askers) < ctx.community.k or not week.left + week.answered:
        return ()
    said = ctx.text("in-the-brief", left=week.left, asked=week.left + week.answered, median=week.median)
    return (Line(said, 0.4 + week.share_left / 2),)
