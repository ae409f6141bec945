"""Wins: collected by a 🏆 or a command, and told to others only when everybody who is named agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from coterie.core.api import (
    AccountsLinked,
    Answer,
    Card,
    Choice,
    Context,
    Field,
    FieldKind,
    Form,
    GroupRef,
    Line,
    MessageRef,
    MessageSeen,
    PersonRef,
    Plugin,
    ReactionAdded,
    Rest,
    RoomRef,
    evolve,
    mention,
    people_in,
)

from .stories import LONGEST, Noted, Story, Wins, called_in, handles_in, named_in, shown

plugin = Plugin("wins", texts="wins.ftl", events=("win_told",))

TROPHY = "🏆"
DECIDED_WITHIN = timedelta(days=7)
TITLE = 80


# --- how a win is found ---------------------------------------------------------------------------------------------


@plugin.on(ReactionAdded)
async def see(ctx: Context, reaction: ReactionAdded) -> None:
    """Have the platform asked who wrote the message, once."""
    if reaction.emoji != TROPHY or not ctx.in_group:
        return
    if await ctx.find(Noted, key=reaction.message.id) is not None:
        return
    await ctx.save(Noted(), key=reaction.message.id)
    ctx.look(reaction.message)


@plugin.on(MessageSeen)
async def seen(ctx: Context, seen: MessageSeen) -> None:
    """Ask whoever wrote it, once, whether they want to tell of it."""
    if seen.person is None or not ctx.in_group:
        return
    noted = await ctx.find(Noted, key=seen.message.id)
    if noted is None or noted.asked:
        return
    await ctx.save(Noted(asked=True), key=seen.message.id)
    choices = [Choice("tell", ctx.plain("tell"), ctx.group), Choice("not-me", ctx.plain("not-me"))]
    ctx.post(seen.person, Card(ctx.text("a-win", group=ctx.charter.name), choices=choices))


@plugin.choice("tell")
async def tell(ctx: Context, group: GroupRef) -> None:
    """They want to: what happened, and who took part?"""
    ctx.enter(group)
    fields = (
        Field("story", FieldKind.LONG, ctx.plain("story"), required=True, maximum=str(LONGEST)),
        Field("people", FieldKind.PEOPLE, ctx.plain("who")),
    )
    ctx.ask(Form(ctx.plain("title"), fields, ctx.text("no-messages-kept")), then="told", value=group)


@plugin.choice("not-me")
async def not_me(ctx: Context) -> None:
    """They do not."""
    if ctx.message is not None:
        ctx.edit(ctx.message, ctx.text("as-you-like"))


@plugin.form("told")
async def told(ctx: Context, answers: Mapping[str, Answer], group: GroupRef) -> None:
    """The story that somebody wrote down. It names whoever wrote it, and those who took part."""
    ctx.enter(group)
    others = [one for one in people_in(answers.get("people")) if one != ctx.person]
    text = " ".join(str(answers.get("story") or "").split())
    missing = [one for one in (ctx.person, *others) if one not in await named(ctx, text)]
    await offer(ctx, f"{text} ({', '.join(mention(one) for one in missing)})" if missing else text)


@plugin.command("win")
async def win(ctx: Context, *, story: Rest) -> None:
    """Tell what was won; whoever is named is asked first: `win @bo and @cy finished the bench`."""
    ctx.group  # noqa: B018 - outside of a group it says so
    await offer(ctx, " ".join(story.split()))


# --- consent --------------------------------------------------------------------------------------------------------


async def offer(ctx: Context, text: str) -> None:
    """Ask everybody who is named but the teller; tell it at once where there is nobody else."""
    if not text or len(text) > LONGEST + 200:
        ctx.refuse("too-long", longest=LONGEST)
    wins = await ctx.load(Wins)
    key = f"{wins.count + 1:06d}"
    await ctx.save(evolve(wins, count=wins.count + 1))
    story = Story(text, ctx.person, tuple(one for one in await named(ctx, text) if one != ctx.person))
    if not story.waiting:
        await publish(ctx, story)
        ctx.quietly(ctx.text("told-at-once"))
        return
    await ctx.save(story, key=key)
    for person in story.waiting:
        of = (ctx.group, key)
        choices = [Choice("agree", ctx.plain("agree"), of), Choice("refuse", ctx.plain("refuse"), of)]
        said = ctx.text("may-i", group=ctx.charter.name, story=shown(story.text))
        ctx.post(person, Card(said, choices=choices), secret=True)
    ctx.timer(DECIDED_WITHIN, then="decide", value=key, name=key)
    other_words = Choice("change", ctx.plain("change"), (ctx.group, key))
    ctx.quietly(Card(ctx.text("asked", count=len(story.waiting)), choices=[other_words]))


@plugin.choice("change")
async def change(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """The teller wants to say it otherwise."""
    await own_story(ctx, of)
    field = Field("story", FieldKind.LONG, ctx.plain("story"), required=True, maximum=str(LONGEST))
    ctx.ask(Form(ctx.plain("title"), (field,), ctx.text("asked-anew")), then="changed", value=of)


@plugin.form("changed")
async def changed(ctx: Context, answers: Mapping[str, Answer], of: tuple[GroupRef, str]) -> None:
    """Other words are another story: everybody who is named in it is asked anew."""
    await own_story(ctx, of)
    await over(ctx, of[1])
    await offer(ctx, " ".join(str(answers.get("story") or "").split()))


async def own_story(ctx: Context, of: tuple[GroupRef, str]) -> Story:
    """The story, for whoever tells it, as long as it is not told; its group from here on."""
    ctx.enter(of[0])
    story = await ctx.find(Story, key=of[1])
    if story is None or story.teller != ctx.person:
        ctx.refuse("over")
    return story


async def named(ctx: Context, text: str) -> tuple[PersonRef, ...]:
    """Whom a story names: who is mentioned, whose handle is typed, and who of the group is called by their name."""
    names = {person: await ctx.name(person) for person in await ctx.members()}
    typed = [await ctx.find_person(one) for one in handles_in(text)]
    return tuple(dict.fromkeys((*named_in(text), *(one for one in typed if one), *called_in(text, names))))


@plugin.choice("agree")
async def agree(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """One of those who are named agrees; the last one lets it be told."""
    story = (await asked_for(ctx, of)).agreed(ctx.person)
    if story.waiting:
        await ctx.save(story, key=of[1])
    else:
        await publish(ctx, story)
        await over(ctx, of[1])
        if story.teller is not None:
            ctx.post(story.teller, ctx.text("it-is-told"))
    ctx.reply(ctx.text("thanks"))


@plugin.choice("refuse")
async def refuse(ctx: Context, of: tuple[GroupRef, str]) -> None:
    """One refusal, and it is not told. Nobody learns of it before the time is over, so that nobody can tell whose it was."""
    await ctx.save((await asked_for(ctx, of)).without_words(), key=of[1])
    ctx.reply(ctx.text("stays"))


async def asked_for(ctx: Context, of: tuple[GroupRef, str]) -> Story:
    """The story about which somebody who is named decides; its group from here on."""
    group, key = of
    ctx.enter(group)
    story = await ctx.find(Story, key=key)
    if story is None:
        ctx.refuse("over")
    if story.refused or ctx.person not in story.waiting:
        ctx.refuse("noted-already")
    return story


@plugin.timer("decide")
async def decide(ctx: Context, key: str) -> None:
    """The time is over: without a yes of everybody it is not told."""
    story = await ctx.find(Story, key=key)
    if story is not None:
        await ctx.delete(Story, key=key)
        if story.teller is not None:
            ctx.post(story.teller, ctx.text("stays-here"))


async def over(ctx: Context, key: str) -> None:
    """Keep nothing of the story any more."""
    await ctx.delete(Story, key=key)
    ctx.cancel_timer("decide", key)


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: what either was asked they are asked."""
    if linked.person is None:
        return
    for group in await ctx.joined(linked.person):
        ctx.enter(group)
        for key, story in (await ctx.load_all(Story)).items():
            if (both := story.as_one(linked.person, linked.other)) != story:
                await ctx.save(both, key=key)


# --- telling --------------------------------------------------------------------------------------------------------


async def publish(ctx: Context, story: Story) -> MessageRef:
    """Tell it to the parent group, else to the whole community, else here; and keep it in the library, where there is one."""
    said = ctx.text("won", group=ctx.charter.name, story=shown(story.text))
    message = ctx.post(where(ctx), said)
    await ctx.save((await ctx.load(Wins)).with_told(ctx.now))
    await ctx.call("library.keep", title=ctx.plain("library-title", at=ctx.now), message=message.id, tags=("wins",))
    await ctx.announce("win_told")
    return message


def where(ctx: Context) -> RoomRef:
    """The room where a win of this group is told."""
    parent = ctx.charter.parent
    return ctx.groups.room(GroupRef(parent)) if parent else ctx.common_room or ctx.groups.room(ctx.group)


@plugin.contribute("digest")
async def in_the_digest(ctx: Context, since: datetime) -> tuple[Line, ...]:
    """How many wins were told."""
    count = sum(at >= since for at in (await ctx.load(Wins)).told)
    return (Line(ctx.text("so-many", count=count), 0.5),) if count else ()


@plugin.contribute("brief")
async def in_the_brief(ctx: Context) -> tuple[Line, ...]:
    """How many wins were told in the last week."""
    count = sum(at >= ctx.now - DECIDED_WITHIN for at in (await ctx.load(Wins)).told)
    return (Line(ctx.text("so-many", count=count), 0.35),) if count else ()
