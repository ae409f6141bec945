"""What stands of projects on somebody's own page: the tasks that they took."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from coterie.core.api import Context, Item, PersonRef, Section, Tap, local_to_utc

from . import plugin, tasks
from .project import Project, Task

TOLD = 5


@plugin.contribute("page")
async def on_the_page(ctx: Context, person: PersonRef) -> tuple[Item, ...]:
    """What they have to do, what is due first."""
    own = [one for one in (await ctx.load_all(Task)).values() if one.owner == person and not one.done]
    projects = {one.number: one.title for one in (await ctx.load_all(Project)).values()}
    first = sorted((one for one in own if one.project in projects), key=lambda one: (one.due or date.max, one.number))
    zone = await ctx.people.zone(person)
    return tuple(_item(ctx, one, projects[one.project], zone) for one in first[:TOLD])


def _item(ctx: Context, task: Task, title: str, zone: ZoneInfo) -> Item:
    at = local_to_utc(datetime.combine(task.due, time()), zone) if task.due else None
    by = ctx.text("task-by", due=task.due) if task.due else ""
    said = ctx.text("on-page", text=task.text, title=title, by=by)
    tap = Tap(ctx.plain("done"), "projects.done", {"project": task.project, "task": task.number})
    return Item(Section.MINE, said, task.text[:30], at=at, taps=(tap,))


@plugin.action("done")
async def done(ctx: Context, project: int, task: int) -> None:
    """A task is done."""
    await tasks.finished(ctx, project, task)
