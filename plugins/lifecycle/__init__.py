"""The life of a group: pauses, reviews, quiet spells, merging, dividing, and a good end. Every step is a person's decision, told to the group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

from coterie.core.api import (
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    Group,
    GroupRef,
    JoinMode,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    PersonRef,
    Plugin,
    Rest,
    Visibility,
    evolve,
)

from ..founding.cards import above, rows
from ..founding.likeness import nearest_groups
from ..founding.questions import PEOPLE, PURPOSE, line
from ..founding.seeing import LIVELY, known_groups
from . import ending, merging, pausing, reviewing, splitting, watching, widening
from .activity import Activity
from .standing import Autonomy, Coming, Decision, Ending, Review, Standing
from .votes import Opening

plugin = Plugin("lifecycle", texts="lifecycle.ftl")


class Act(Enum):
    """What may be done with a group by `group …`."""

    STATUS = "status"
    MOVES = "moves"
    PAUSE = "pause"
    WAKE = "wake"
    REVIEW = "review"
    CHANGE = "change"
    MERGE = "merge"
    SPLIT = "split"
    SUNSET = "sunset"
    KEEP = "keep"
    VISIBILITY = "visibility"
    JOIN = "join"


LEADERS = "leaders"

FOR_ALL = (Act.STATUS, Act.MOVES)


class Who(Enum):
    """Who takes a decision."""

    LEADER = "leader"
    MANAGER = "manager"


@plugin.command("group")
async def group(ctx: Context, act: Act = Act.STATUS, *, more: Rest | None = None) -> None:
    """Look at this group, or decide about it: `group status`, `group pause 2027-01-10 Holidays`, `group merge Wood Evenings`."""
    said = str(more or "").strip()
    if act not in FOR_ALL:
        await allowed(ctx, act)
    match act:
        case Act.STATUS:
            await status(ctx)
        case Act.MOVES:
            await moves(ctx)
        case Act.PAUSE:
            await pause(ctx, said)
        case Act.WAKE:
            await pausing.wake(ctx, said or ctx.plain("why-woken"), by=ctx.person)
        case Act.REVIEW:
            ctx.quietly(Card(await review_text(ctx), choices=[decide_choice(ctx)]))
        case Act.CHANGE:
            ctx.ask(charter_form(ctx), then="charter", value=ctx.group.id)
        case Act.MERGE:
            await merge(ctx, said)
        case Act.SPLIT:
            await splitting.begin(ctx, splitting.topics_of(said), ctx.person)
        case Act.SUNSET:
            wanted, why = pausing.split_day(said)
            ctx.quietly(ending.confirm(ctx, why or ctx.plain("why-none"), wanted))
        case Act.KEEP:
            await ending.call_off(ctx, said or ctx.plain("why-none"), ctx.person)
        case Act.VISIBILITY | Act.JOIN:
            await widen(ctx, act, said)


async def allowed(ctx: Context, act: Act) -> None:
    """Go on only if who asks may decide this here."""
    await ctx.require((await ctx.load(Autonomy, scope="community")).role(act.value))


async def entered(ctx: Context, id: str, act: Act) -> None:
    """Let it be about this group, for somebody who may decide this there."""
    ctx.enter(GroupRef(id))
    await allowed(ctx, act)


async def leading(ctx: Context, id: str) -> None:
    """Let it be about this group, for somebody who leads it or manages the community."""
    ctx.enter(GroupRef(id))
    await ctx.require("leader")


def settle(ctx: Context, said: str, **arguments: object) -> None:
    """Let the card on which was chosen offer nothing more, and say what came of it."""
    if ctx.message is not None:
        ctx.edit(ctx.message, ctx.text(said, **arguments))


# --- looking ---------------------------------------------------------------------------------------------------------


async def status(ctx: Context) -> None:
    """How the group stands, for whoever asks."""
    found, ref, standing = ctx.groups.get(), ctx.group, await ctx.load(Standing)
    life, end = await ctx.groups.moves(ref), await ctx.find(Ending)
    state = ctx.plain(f"state-{found.state.value}")
    head = (
        ctx.text("status-since", group=found.name, state=state, since=life[-1].at.date())
        if life
        else ctx.text("status", group=found.name, state=state)
    )
    parts = [head, reviewing.said(ctx, await reviewing.evidence(ctx))]
    if standing.pause is not None:
        parts.append(ctx.text("status-pause", day=standing.pause))
    if end is not None:
        parts.append(ctx.text("status-end", day=end.on, why=end.why))
    elif found.until is not None:
        parts.append(ctx.text("status-until", day=found.until))
    ctx.quietly(above(ctx, *parts))


async def moves(ctx: Context) -> None:
    """What was decided about the group, by whom and why."""
    lines = [
        ctx.text("move", day=one.at.date(), state=ctx.plain(f"state-{one.state.value}"), person=one.by, why=one.why)
        if one.by is not None
        else ctx.text("move-itself", day=one.at.date(), state=ctx.plain(f"state-{one.state.value}"), why=one.why)
        for one in await ctx.groups.moves(ctx.group)
    ]
    reviews = (await ctx.load_all(Review)).values()
    lines += [
        ctx.text(
            "move-review",
            day=one.at.date(),
            person=one.by,
            decision=ctx.plain(f"decision-{one.decision.value}"),
            why=one.why,
        )
        for one in reviews
    ]
    ctx.quietly(above(ctx, ctx.text("moves"), rows(ctx, lines)) if lines else ctx.text("no-moves"))


# --- pauses ----------------------------------------------------------------------------------------------------------


async def pause(ctx: Context, said: str) -> None:
    """Let the group rest, until a day if one is named."""
    until, why = pausing.split_day(said)
    if until is not None and until <= ctx.local_now.date():
        ctx.refuse("day-over", day=until)
    await pausing.pause(ctx, until, why or ctx.plain("why-none"), ctx.person)


@plugin.timer("wake")
async def wake(ctx: Context, until: str) -> None:
    """The planned end of a pause."""
    await pausing.woken_by_plan(ctx, ctx.group, until)


@plugin.choice("wake")
async def wake_now(ctx: Context, id: str) -> None:
    """A leader ends a pause that had no end."""
    await entered(ctx, id, Act.WAKE)
    await pausing.wake(ctx, ctx.plain("why-woken"), by=ctx.person)
    settle(ctx, "done")


# --- reviews ---------------------------------------------------------------------------------------------------------


async def review_text(ctx: Context) -> str:
    """The evidence, for a review that a leader begins."""
    head = ctx.text("review-head", group=ctx.groups.get().name)
    return above(ctx, head, reviewing.said(ctx, await reviewing.evidence(ctx)), ctx.text("review-ask"))


def decide_choice(ctx: Context) -> Choice:
    return Choice("decide", ctx.plain("choice-decide"), ctx.group.id)


@plugin.choice("decide")
async def decide(ctx: Context, id: str) -> None:
    """Ask what a review has come to."""
    await entered(ctx, id, Act.REVIEW)
    ctx.ask(reviewing.form(ctx), then="decided", value=id)


@plugin.form("decided")
async def decided(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """Keep the decision, tell the group, and begin what was decided."""
    await entered(ctx, id, Act.REVIEW)
    decision, why = Decision(str(answers["decision"])), str(answers["why"])
    if decision is Decision.PAUSE:
        await allowed(ctx, Act.PAUSE)
    await reviewing.decided(ctx, decision, why, ctx.person)
    match decision:
        case Decision.PAUSE:
            await pausing.pause(ctx, None, why, ctx.person)
        case Decision.SUNSET:
            ctx.post(ctx.person, ending.confirm(ctx, why, ctx.groups.get().until))
        case Decision.CHANGE | Decision.MERGE | Decision.SPLIT:
            ctx.post(ctx.person, ctx.text(f"next-{decision.value}"))


@plugin.timer("review-silent")
async def review_silent(ctx: Context, asked: str) -> None:
    """Nobody looked at the group."""
    await reviewing.tell_silence(ctx, ctx.group, asked)


def charter_form(ctx: Context) -> Form:
    """What a charter may say otherwise without a vote."""
    fields = (
        Field("purpose", FieldKind.LONG, ctx.plain("field-purpose"), maximum=str(PURPOSE)),
        Field("for", FieldKind.TEXT, ctx.plain("field-for"), maximum=str(PEOPLE)),
        Field("not_for", FieldKind.TEXT, ctx.plain("field-not-for"), maximum=str(PEOPLE)),
    )
    return Form(ctx.plain("form-charter"), fields, ctx.text("form-charter-intro"))


@plugin.form("charter")
async def charter(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """The charter says something else from now on, and the group is told what."""
    await entered(ctx, id, Act.CHANGE)
    before = ctx.groups.get()
    after = await ctx.groups.amend(
        ctx.group,
        purpose=line(answers.get("purpose") or before.purpose),
        for_=line(answers.get("for") or before.for_),
        not_for=line(answers.get("not_for") or before.not_for),
    )
    pairs = [
        (name, getattr(before, name), getattr(after, name))
        for name in ("purpose", "for_", "not_for")
        if getattr(before, name) != getattr(after, name)
    ]
    if pairs:
        lines = [ctx.text(f"changed-{name.replace('_', '').lower()}", before=old, now=new) for name, old, new in pairs]
        ctx.post(ctx.groups.room(ctx.group), above(ctx, ctx.text("changed", person=ctx.person), rows(ctx, lines)))


# --- merging and dividing --------------------------------------------------------------------------------------------


async def merge(ctx: Context, said: str) -> None:
    """Find the group that is meant, and ask there."""
    others = [one for one in await known_groups(ctx) if one.state in LIVELY]
    into, why = named_group(others, said)
    if into is None:
        near = [one.group.name for one in nearest_groups(ctx.groups.get(), others)]
        ctx.refuse("merge-whom", groups=near, count=len(near))
    await merging.propose(ctx, into, why or ctx.plain("why-none"), ctx.person)


def named_group(groups: Sequence[Group], said: str) -> tuple[Group | None, str]:
    """The group with whose id or name a text begins, and what stands behind it; of several the longest name."""
    wanted = said.casefold()
    names = [(name.casefold(), one) for one in groups for name in (one.name, one.id)]
    fitting = [(name, one) for name, one in names if wanted == name or wanted.startswith((f"{name} ", f"{name}:"))]
    if not fitting:
        return None, said
    name, found = max(fitting, key=lambda pair: len(pair[0]))
    return found, said[len(name) :].lstrip(": ").strip()


@plugin.choice("merge")
async def merge_answered(ctx: Context, said: tuple[str, str, bool]) -> None:
    """The other group says whether it takes this one in."""
    id, into, agrees = said
    ctx.enter(GroupRef(into))
    await allowed(ctx, Act.MERGE)
    ctx.enter(GroupRef(id))
    await merging.answered(ctx, ctx.groups.get(GroupRef(into)), agrees=agrees, by=ctx.person)
    settle(ctx, "done")


@plugin.choice("along")
async def along(ctx: Context, said: tuple[str, str]) -> None:
    """Somebody comes along into the other group."""
    id, into = said
    ctx.enter(GroupRef(id))
    await ctx.groups.invite(ctx.person, GroupRef(into))
    ctx.quietly(ctx.text("invited", group=ctx.groups.get(GroupRef(into)).name))


@plugin.choice("part")
async def part(ctx: Context, said: tuple[str, int]) -> None:
    """Somebody says with which part they would go."""
    id, topic = said
    ctx.enter(GroupRef(id))
    await splitting.chosen(ctx, ctx.person, topic)


@plugin.timer("parted")
async def parted(ctx: Context, number: int) -> None:
    """Everybody had the time to choose."""
    await splitting.suggest(ctx, number)


@plugin.choice("part-found")
async def part_found(ctx: Context, said: tuple[str, int]) -> None:
    """A part becomes a group."""
    id, topic = said
    await entered(ctx, id, Act.SPLIT)
    await splitting.found(ctx, topic, ctx.person)


@plugin.choice("parts-done")
async def parts_done(ctx: Context, id: str) -> None:
    """No more parts."""
    await entered(ctx, id, Act.SPLIT)
    await splitting.done(ctx, ctx.person)
    settle(ctx, "done")


# --- the end ---------------------------------------------------------------------------------------------------------


@plugin.choice("sunset")
async def sunset(ctx: Context, said: tuple[str, str, str]) -> None:
    """It is decided: the group ends."""
    id, on, why = said
    await entered(ctx, id, Act.SUNSET)
    await ending.begin(ctx, ending.last_day(ctx, date.fromisoformat(on)), why, ctx.person)
    settle(ctx, "done")


@plugin.choice("not-yet")
async def not_yet(ctx: Context) -> None:
    """Nothing is decided."""
    settle(ctx, "nothing-decided")


@plugin.choice("where")
async def where(ctx: Context, id: str) -> None:
    """Show somebody where they could go on."""
    ctx.enter(GroupRef(id))
    ctx.quietly(await ending.where_to(ctx, ctx.person) or ctx.text("where-none", group=ctx.groups.get().name))


@plugin.choice("onward")
async def onward(ctx: Context, said: tuple[str, str]) -> None:
    """Somebody goes on in another group, and lets themselves be introduced there."""
    id, to = said
    ctx.enter(GroupRef(id))
    await ending.come_along(ctx, ctx.person, GroupRef(to))


@plugin.choice("remember")
async def remember(ctx: Context, id: str) -> None:
    """Ask what should outlive the group."""
    fields = (
        Field("what", FieldKind.TEXT, ctx.plain("field-what"), required=True, maximum="200"),
        Field("link", FieldKind.TEXT, ctx.plain("field-link"), maximum="500"),
    )
    ctx.ask(Form(ctx.plain("form-remember"), fields), then="remembered", value=id)


@plugin.form("remembered")
async def remembered(ctx: Context, answers: Mapping[str, Answer], id: str) -> None:
    """Keep it."""
    ctx.enter(GroupRef(id))
    await ending.remember(ctx, str(answers["what"]), str(answers.get("link") or ""), ctx.person)


@plugin.timer("end")
async def end(ctx: Context, on: str) -> None:
    """The day has come."""
    await ending.finish(ctx, on)


@plugin.timer("day")
async def day(ctx: Context, until: str) -> None:
    """The day of the charter has come, and nobody has decided."""
    await ending.day_came(ctx, until)


@plugin.timer("day-silent")
async def day_silent(ctx: Context, until: str) -> None:
    """Everybody was asked, and nobody has decided."""
    await ending.day_passed(ctx, until)


@plugin.choice("like")
async def like(ctx: Context, said: tuple[str, bool]) -> None:
    """A member says whether the group should go on."""
    id, longer = said
    ctx.enter(GroupRef(id))
    await ending.liked(ctx, ctx.person, longer)


@plugin.choice("day-ends")
async def day_ends(ctx: Context, said: tuple[str, str]) -> None:
    """The group ends on its day."""
    await day_decided(ctx, said, longer=False)


@plugin.choice("day-longer")
async def day_longer(ctx: Context, said: tuple[str, str]) -> None:
    """The group gets a quarter more."""
    await day_decided(ctx, said, longer=True)


async def day_decided(ctx: Context, said: tuple[str, str], *, longer: bool) -> None:
    """Somebody who may has decided about the day of a group."""
    id, until = said
    await entered(ctx, id, Act.SUNSET)
    await ending.day_decided(ctx, until, longer=longer, by=ctx.person)
    settle(ctx, "done")


# --- how open ---------------------------------------------------------------------------------------------------------


async def widen(ctx: Context, act: Act, said: str) -> None:
    """Ask for another visibility, or another way in."""
    found = ctx.groups.get()
    now = Opening(found.visibility, found.join)
    word, _, why = said.partition(" ")
    try:
        wanted = (
            evolve(now, visibility=Visibility(word.casefold()))
            if act is Act.VISIBILITY
            else evolve(now, join=JoinMode(word.casefold()))
        )
    except ValueError:
        ctx.refuse("open-how")
    await widening.want(ctx, wanted, why.strip() or ctx.plain("why-none"), ctx.person)


@plugin.choice("vote")
async def vote(ctx: Context, said: tuple[str, int, bool]) -> None:
    """A member votes."""
    id, number, agrees = said
    ctx.enter(GroupRef(id))
    await widening.voted(ctx, ctx.person, number, agrees)


@plugin.timer("opened")
async def opened(ctx: Context, number: int) -> None:
    """The notice is over."""
    await widening.settle(ctx, number)


# --- what is noticed --------------------------------------------------------------------------------------------------


@plugin.every("monday 09:00")
async def monday(ctx: Context) -> None:
    """Look at the group once a week."""
    await watching.look(ctx)


@plugin.on(MessagePosted)
async def heard(ctx: Context, posted: MessagePosted) -> None:
    """Count that something was said, and in how many people's week; not what."""
    if ctx.in_group and not posted.direct:
        await ctx.save((await ctx.load(Activity)).heard(ctx.person, ctx.local_now.date()))


@plugin.on(MemberJoined)
async def joined(ctx: Context, _: MemberJoined) -> None:
    """One more came."""
    if ctx.in_group:
        coming = await ctx.load(Coming)
        await ctx.save(evolve(coming, joined=coming.joined + 1))


@plugin.on(MemberLeft)
async def left(ctx: Context, _: MemberLeft) -> None:
    """One more left; where it was a leader, they lead no longer, and where it was the only one, the managers are told."""
    if not ctx.in_group or ctx.person in await ctx.members():
        return
    coming, ref = await ctx.load(Coming), ctx.group
    await ctx.save(evolve(coming, left=coming.left + 1))
    group = ctx.groups.get()
    # The plugin leaders looks after roles, where a group uses it.
    if LEADERS in (*group.plugins, *ctx.community.plugins):
        return
    led = ctx.person in ctx.leaders(ref)
    for role in dict.fromkeys([*(["leader"] if led else []), *_roles(group, ctx.person)]):
        await ctx.groups.relieve(ctx.person, role, group=ref)
    if led and not ctx.leaders(ref):
        await tell_leaderless(ctx)


def _roles(group: Group, person: PersonRef) -> tuple[str, ...]:
    return tuple(term.role for term in group.terms if term.person == person.id)


async def tell_leaderless(ctx: Context) -> None:
    """The only leader is gone: the managers are told, and what was under way."""
    found, end = ctx.groups.get(), await ctx.find(Ending)
    said = ctx.text("leaderless", person=ctx.person, group=found.name)
    parts = [said, *([ctx.text("leaderless-ending", day=end.on)] if end else [])]
    for manager in reviewing.managers(ctx):
        ctx.post(manager, Card(above(ctx, *parts), choices=[decide_choice(ctx)]))


# --- hints ------------------------------------------------------------------------------------------------------------


@plugin.choice("prompt")
async def prompt(ctx: Context, id: str) -> None:
    """A leader lets coterie ask the group something."""
    await leading(ctx, id)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("prompt"))
    settle(ctx, "done")


@plugin.choice("meet")
async def meet(ctx: Context, id: str) -> None:
    """A leader lets coterie ask when people would like to meet."""
    await leading(ctx, id)
    ctx.post(ctx.groups.room(ctx.group), ctx.text("meet"))
    settle(ctx, "done")


@plugin.choice("planned")
async def planned(ctx: Context, id: str) -> None:
    """The quiet was planned."""
    await entered(ctx, id, Act.PAUSE)
    await pausing.pause(ctx, None, ctx.plain("why-planned"), ctx.person)
    settle(ctx, "done")


@plugin.choice("snooze")
async def snooze(ctx: Context, id: str) -> None:
    """The leaders want to hear nothing of it for a while."""
    await leading(ctx, id)
    await watching.snooze(ctx)
    settle(ctx, "snoozed")


# --- who decides ------------------------------------------------------------------------------------------------------


@plugin.command("autonomy", who="manager")
async def autonomy(ctx: Context, act: Act | None = None, who: Who | None = None) -> None:
    """Which decisions about groups take a manager: `autonomy sunset manager`, `autonomy sunset leader`."""
    found = await ctx.load(Autonomy, scope="community")
    if act is not None and who is not None and act not in FOR_ALL:
        found = found.with_act(act.value, manager=who is Who.MANAGER)
        await ctx.save(found, scope="community")
    managers = found.managers
    ctx.quietly(ctx.text("autonomy", acts=managers, count=len(managers)))
