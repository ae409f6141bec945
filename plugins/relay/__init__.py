"""Carries what people say between the homes of one group, for groups whose leaders switch it on."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from coterie.core.api import (
    Capability,
    Card,
    Context,
    MessageEdited,
    MessagePosted,
    MessageRef,
    MessageRemoved,
    PersonRef,
    Plugin,
    ReactionAdded,
    ReactionRemoved,
    RoomRef,
    SharedFile,
    Text,
    escape,
    frozen,
)

from .carried import Carried, Copy, Reacted

plugin = Plugin("relay", texts="relay.ftl", uses=(Capability.REACTIONS,))

KEPT = timedelta(days=7)
"""So long a message's edits, its thread, its reactions and its removal are carried. Then nothing is left of it but the copies themselves."""


class Act(Enum):
    """What can be said behind `relay`."""

    ON = "on"
    OFF = "off"
    NOT_ME = "not-me"
    ME = "me"


@frozen
class Switch:
    """That the relay is off in a group although its file, or its community's, has it."""

    off: bool = False


@frozen
class Wish:
    """Whether what somebody says is carried."""

    carried: bool = True


# --- switching ------------------------------------------------------------------------------------------------------


@plugin.command("relay")
async def relay(ctx: Context, act: Act | None = None) -> None:
    """Carry messages between the homes of this group: `relay on`, `relay off`; for oneself `relay not-me`, `relay me`."""
    match act:
        case None:
            await _tell(ctx)
        case Act.ON | Act.OFF:
            await ctx.require("leader")
            await _switch(ctx, on=act is Act.ON)
        case Act.NOT_ME | Act.ME:
            await ctx.save(Wish(act is Act.ME), scope="person")
            ctx.quietly(ctx.text("me" if act is Act.ME else "not-me"))


async def _tell(ctx: Context) -> None:
    carried = (await ctx.load(Wish, scope="person")).carried
    ctx.quietly(
        ctx.text(
            "state",
            state="on" if await _is_on(ctx) else "off",
            mine="yes" if carried else "no",
            homes=await _homes(ctx),
        )
    )


async def _switch(ctx: Context, *, on: bool) -> None:
    """Switch it, and tell every home: whoever speaks there must know where it is read."""
    group, homes = ctx.charter, await ctx.homes()
    if on and len(homes) < 2:
        ctx.refuse("one-home")
    if on == await _is_on(ctx):
        ctx.refuse("already", state="on" if on else "off")
    others = tuple(name for name in group.plugins if name != plugin.name)
    await ctx.groups.amend(ctx.group, plugins=(*others, plugin.name) if on else others)
    await ctx.save(Switch(off=not on))
    said = ctx.text("now-on" if on else "now-off", person=ctx.person, homes=await _homes(ctx))
    ctx.post(ctx.room, said)


async def _is_on(ctx: Context) -> bool:
    names = (*ctx.charter.plugins, *ctx.community.plugins)
    return plugin.name in names and not (await ctx.load(Switch)).off


async def _homes(ctx: Context) -> list[str]:
    return [ctx.accounts.platform(PersonRef(home.id)) for home in await ctx.homes()]


# --- what is said ---------------------------------------------------------------------------------------------------


@plugin.on(MessagePosted, scope="group")
async def carry(ctx: Context, said: MessagePosted) -> None:
    """Say it again in every other home, under the name of who said it."""
    here = ctx.home
    others = [home for home in await ctx.homes() if home != here]
    if here is None or not others or not await _may(ctx):
        return
    card, root = await _card(ctx, said.text, said.files), said.thread or said.reply_to
    begun = await ctx.find(Carried, key=root.id) if root else None
    copies = tuple(Copy(home, ctx.post(home, card, thread=_thread(root, begun, home))) for home in others)
    await _remember(ctx, Carried(said.message, here, copies))


def _thread(root: MessageRef | None, begun: Carried | None, home: RoomRef) -> MessageRef | None:
    """The message in whose thread a copy stands in a home: what was carried, or what coterie itself said in every home."""
    if begun is not None:
        return begun.in_home(home)
    return root if root is not None and root.platform is None else None


@plugin.on(MessageEdited, scope="group")
async def edit(ctx: Context, edited: MessageEdited) -> None:
    """Let the copies read as the message does now."""
    carried = await ctx.find(Carried, key=edited.message.id)
    if carried is None or carried.original != edited.message or not await _may(ctx):
        return
    card = await _card(ctx, edited.text, edited.files)
    for copy in carried.copies:
        ctx.edit(copy.message, card)


@plugin.on(MessageRemoved, scope="group")
async def remove(ctx: Context, removed: MessageRemoved) -> None:
    """Take the copies of a message away that is gone. A copy that somebody took away leaves the message where it is."""
    carried = await ctx.find(Carried, key=removed.message.id)
    if carried is None or carried.original != removed.message:
        return
    for copy in carried.copies:
        ctx.remove(copy.message)


async def _may(ctx: Context) -> bool:
    """Whether it is to be carried: the relay is on, and who caused this does not mind."""
    return await _is_on(ctx) and (await ctx.load(Wish, scope="person")).carried


async def _card(ctx: Context, text: str, files: tuple[SharedFile, ...]) -> Card:
    """What somebody said, under their name and platform. What they typed is escaped: it mentions nobody, and no whole room."""
    account = ctx.accounts.acting
    head = ctx.text("said", name=await ctx.accounts.name(account), platform=ctx.accounts.platform(account))
    typed = "" if text in {file.name for file in files} else text
    links = [f"📎 [{escape(file.name)}](<{file.url}>)" for file in files]
    return Card(Text("\n\n".join(part for part in (f"{head}\\\n{escape(typed)}" if typed else head, *links) if part)))


# --- reactions ------------------------------------------------------------------------------------------------------


@plugin.on(ReactionAdded, scope="group")
async def react(ctx: Context, added: ReactionAdded) -> None:
    """Show the emoji in the other homes, once, however many react so."""
    await _count(ctx, added.message, added.emoji, 1)


@plugin.on(ReactionRemoved, scope="group")
async def unreact(ctx: Context, removed: ReactionRemoved) -> None:
    """Take it back when nobody in another home reacts so any more."""
    await _count(ctx, removed.message, removed.emoji, -1)


async def _count(ctx: Context, message: MessageRef, emoji: str, number: int) -> None:
    carried, here = await ctx.find(Carried, key=message.id), ctx.home
    if carried is None or here is None or not emoji or not await _may(ctx):
        return
    key = f"{carried.original.id} {emoji}"
    before = await ctx.load(Reacted, key=key)
    after = before.plus(here, number)
    await ctx.save(after, key=key)
    for home, one in zip(carried.homes, carried.messages, strict=True):
        if after.shown_in(home) and not before.shown_in(home):
            ctx.react(one, emoji)
        elif before.shown_in(home) and not after.shown_in(home):
            ctx.unreact(one, emoji)


# --- what is remembered ---------------------------------------------------------------------------------------------


async def _remember(ctx: Context, carried: Carried) -> None:
    for message in carried.messages:
        await ctx.save(carried, key=message.id)
    ctx.timer(KEPT, then="let-go", value=carried.original, name=carried.original.id)


@plugin.timer("let-go")
async def let_go(ctx: Context, original: MessageRef) -> None:
    """Forget which messages were copies of this one."""
    carried = await ctx.find(Carried, key=original.id)
    if carried is None:
        return
    for message in carried.messages:
        await ctx.delete(Carried, key=message.id)
    for key in await ctx.keys(Reacted, prefix=f"{original.id} "):
        await ctx.delete(Reacted, key=key)
    for copy in carried.copies:
        await ctx.forget(copy.message)
