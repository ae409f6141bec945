"""What one says to coterie about projects."""

from __future__ import annotations

from enum import Enum

from coterie.core.api import Card, Context, GroupMoved, GroupState, Rest, Text, listed, paragraphs

from . import plugin, tasks
from .calling import ask, card, changed
from .project import Project, Task, check_owner, key, project_of, task_key, tasks_of
from .tasks import add, claim, finished

LONGEST = 1500


class Deed(Enum):
    """What is to be done with a project."""

    NEW = "new"
    SHOW = "show"
    LEAVE = "leave"
    TASK = "task"
    TASKS = "tasks"
    TAKE = "take"
    DONE = "done"
    CLOSE = "close"


DEEDS = "|".join(one.value for one in Deed)


@plugin.command("projects")
async def projects(ctx: Context) -> None:
    """List the projects of this group."""
    said = await all_of_them(ctx)
    if said is None:
        ctx.refuse("no-such", count=0)
    ctx.quietly(said)


async def all_of_them(ctx: Context) -> Text | None:
    """A line for each project; None where there is none."""
    found = (await ctx.load_all(Project)).values()
    if not found:
        return None
    rows = [
        ctx.text(
            "row", number=one.number, title=one.title, free=sum(role.count - len(role.people) for role in one.wanted)
        )
        for one in found
    ]
    return listed(rows)


@plugin.command("project")
async def project(
    ctx: Context, deed: Deed | None = None, number: int | None = None, *, words: Rest | None = None
) -> None:
    """Begin a project, give and do its tasks, close it: `project new`, `project task 1 @bo 2026-12-05 Draw the board`; alone, see all."""
    said = str(words or "").strip()
    match deed:
        case None if said:
            ctx.refuse("deed-unknown", word=said[:40], usage=ctx.usage(f"project {DEEDS}"))
        case None if number is None:
            projects_ = await all_of_them(ctx) or ctx.text("no-such", count=0)
            ctx.quietly(paragraphs(projects_, ctx.ways(f"project {DEEDS}")))
        case Deed.NEW:
            ask(ctx)
        case None | Deed.SHOW:
            ctx.quietly(Card((await card(ctx, await project_of(ctx, number))).text))
        case Deed.LEAVE:
            found = await project_of(ctx, number)
            if found.without(ctx.person) == found:
                ctx.refuse("not-in-it", title=found.title)
            await changed(ctx, found.without(ctx.person))
            ctx.quietly(ctx.text("left", title=found.title))
        case Deed.TASK:
            await add(ctx, number, said)
        case Deed.TASKS:
            await tasks.overview(ctx, number)
        case Deed.TAKE:
            await claim(ctx, number, _number(ctx, said))
        case Deed.DONE:
            await finished(ctx, number, _number(ctx, said))
        case Deed.CLOSE:
            await close(ctx, await project_of(ctx, number), said)


def _number(ctx: Context, words: str) -> int:
    if not words.isdecimal():
        ctx.refuse("which-task")
    return int(words)


async def close(ctx: Context, found: Project, words: str) -> None:
    """Say what came of it and thank everybody; the library keeps that, of the rest nothing stays."""
    await check_owner(ctx, found)
    tasks = await tasks_of(ctx, found.number)
    names = tuple([await ctx.name(person) for person in found.people])
    done = sum(task.done for task in tasks)
    figures = {"done": done, "tasks": len(tasks), "told": bool(words)}
    said = ctx.text("closed", title=found.title, names=names, text=words[:LONGEST], **figures)
    message = ctx.post(ctx.room, said)
    title = str(ctx.plain("closed-title", title=found.title))
    await ctx.call("library.keep", title=title, message=message.id, tags=("projects",))
    await _let_go(ctx, found)


async def _let_go(ctx: Context, found: Project) -> None:
    """Nothing stays of it but what was said."""
    if found.message is not None:
        ctx.edit(found.message, Card(ctx.text("card-closed", title=found.title)))
    for task in await tasks_of(ctx, found.number):
        await ctx.delete(Task, key=task_key(task))
        ctx.cancel_timer("due", task_key(task))
    await ctx.delete(Project, key=key(found.number))
    await ctx.announce("project_closed", found.host)


@plugin.on(GroupMoved, scope="always")  # what is archived uses no plugin any more
async def group_ended(ctx: Context, moved: GroupMoved) -> None:
    """The projects of a group end with it: nobody is reminded of a task any more."""
    if moved.state is GroupState.ARCHIVED:
        for found in (await ctx.load_all(Project)).values():
            await _let_go(ctx, found)
