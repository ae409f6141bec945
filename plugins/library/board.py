"""What a group keeps, in view in its room: one pinned message with the newest entries, which changes with the library."""

from __future__ import annotations

from coterie.core.api import Context, GroupRef, MessageRef, MessageRemoved, Text, code, escape, frozen

from . import plugin, shelves
from .entry import Entry
from .showing import MARKS, titled

SHOWN = 25
"""Entries that stand on it; whoever looks for an older one asks."""
ROOM = 6000
"""Characters that it may have: a long address counts as what it is."""


@frozen
class Board:
    """The message of a group that shows its library."""

    message: MessageRef


async def pin(ctx: Context) -> None:
    """Let the library stand in the room of the group, pinned; anew where it stands already."""
    before = await ctx.find(Board)
    called = str(ctx.plain("board-called"))
    if before is not None:
        ctx.remove(before.message, called=called)
    message = ctx.post(ctx.groups.room(ctx.group), await reads(ctx, ctx.group), pin=True, called=called)
    await ctx.save(Board(message))


async def unpin(ctx: Context) -> None:
    """Take it away."""
    before = await ctx.find(Board)
    if before is not None:
        ctx.remove(before.message, called=str(ctx.plain("board-called")))
        await ctx.delete(Board)


async def changed(ctx: Context, *groups: str) -> None:
    """Let it read as the library of these groups is now, where it stands."""
    for id in sorted(set(groups)):
        group = GroupRef(id)
        board = await ctx.find(Board, of=group)
        if board is not None and ctx.groups.alive(id) is not None:
            ctx.edit(board.message, await reads(ctx, group))


async def reads(ctx: Context, group: GroupRef) -> Text:
    """The newest entries, as many as there is room for."""
    entries = sorted(await shelves.of_group(ctx, group), key=lambda one: (one.shelved, one.number), reverse=True)
    rows, left = list[str](), ROOM
    for entry in entries[:SHOWN]:
        line = row(entry)
        if (left := left - len(line)) < 0:
            break
        rows.append(f"- {line}")
    search = code(f"{ctx.start}library")
    return ctx.text(
        "board", rows=Text("\n".join(rows)), count=len(entries), left=len(entries) - len(rows), search=search
    )


def row(entry: Entry) -> Text:
    """One line: number, title with its link, tags."""
    tags = " ".join(escape(f"#{tag}") for tag in entry.tags)
    mark = f"{MARKS[entry.shelf]}{'⏳' if entry.doubtful else ''}"
    return Text(" · ".join(part for part in (f"**{entry.number}** {titled(entry)}", tags, mark) if part))


@plugin.on(MessageRemoved)
async def taken_away(ctx: Context, removed: MessageRemoved) -> None:
    """Somebody took it out of the room: then it is not wanted there, nor what leads to it."""
    board = await ctx.find(Board) if ctx.in_group else None
    if board is not None and board.message == removed.message:
        await unpin(ctx)
