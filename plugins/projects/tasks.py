"""Tasks: who does what by when."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NoReturn

from coterie.core.api import (
    Card,
    Choice,
    Context,
    GroupRef,
    PersonRef,
    Text,
    UserError,
    evolve,
    listed,
    local_to_utc,
    paragraphs,
)

from . import plugin
from .project import Project, Task, check_owner, key, project_of, task_key, tasks_of

MOST = 200
HOUR = time(9)
_LIKE_A_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})?")
"""What is meant as a day, whether there is such a day or not."""


async def add(ctx: Context, number: int | None, words: str) -> None:
    """A new task: `@bo 2026-12-05 Draw the board`; the person and the day may be missing."""
    project = await project_of(ctx, number)
    if ctx.person not in project.people:
        await check_owner(ctx, project)
    owner, due, text = await _read(ctx, words)
    if not text or project.tasks > MOST:
        ctx.refuse("no-text" if not text else "too-many", most=MOST)
    task = Task(project.number, project.tasks, text[:300], owner, due)
    await ctx.save(evolve(project, tasks=project.tasks + 1), key=key(project.number))
    await given(ctx, project, task)
    ctx.quietly(ctx.text("task-added", number=task.number, title=project.title))


async def _read(ctx: Context, words: str) -> tuple[PersonRef | None, date | None, str]:
    """Who, by when, and what, out of what was typed."""
    owner, left = None, words.strip()
    first, _, rest = left.partition(" ")
    if first.startswith(("@", "<@")):
        owner = await ctx.find_person(first)
        if owner is None or owner not in await ctx.members():
            ctx.refuse("nobody", who=first)
        left = rest.strip()
    first, _, rest = left.partition(" ")
    due = _day(ctx, first)
    if due is None and _LIKE_A_DAY.fullmatch(first):
        ctx.refuse("no-day", found=first)
    if due is None:
        return owner, None, left
    if due < ctx.local_now.date():
        ctx.refuse("is-past")
    return owner, due, rest.strip()


def _day(ctx: Context, word: str) -> date | None:
    """The day that a word is, `2026-12-05` or `5.12.2026`; None where it is none."""
    if not word[:1].isdecimal():
        return None
    try:
        return ctx.instant(f"{word} 12:00").astimezone(ctx.local_now.tzinfo).date()
    except UserError:
        return None


async def given(ctx: Context, project: Project, task: Task) -> None:
    """Keep the task, tell its owner, and remind them on its day."""
    await ctx.save(task, key=task_key(task))
    if task.owner is None:
        return
    if task.owner != ctx.person:
        ctx.post(task.owner, await _card(ctx, project, task, "task-yours"))
    if task.due is not None:
        at = local_to_utc(datetime.combine(task.due, HOUR), await ctx.people.zone(task.owner))
        if at > ctx.now:
            ctx.timer(at, then="due", value=[task.project, task.number], name=task_key(task))


async def _card(ctx: Context, project: Project, task: Task, id: str) -> Card:
    which = [ctx.group.id, task.project, task.number]
    said = ctx.text("task-by", due=task.due) if task.due else ""
    text = ctx.text(id, title=project.title, number=task.number, text=task.text, by=said)
    return Card(text, choices=[Choice("done", ctx.plain("done"), which), Choice("drop", ctx.plain("drop"), which)])


@plugin.timer("due")
async def due(ctx: Context, which: tuple[int, int]) -> None:
    """Its day has come: a quiet word to its owner."""
    task = await ctx.find(Task, key=task_key(Task(which[0], which[1], "")))
    project = await ctx.find(Project, key=key(which[0]))
    if task is None or project is None or task.done or task.owner is None or task.owner not in await ctx.members():
        return
    today = ctx.now.astimezone(zone := await ctx.people.zone(task.owner)).date()
    if task.due is not None and today > task.due:  # coterie was down on its day
        ctx.post(task.owner, await _card(ctx, project, task, "task-late"))
        return
    midnight = local_to_utc(datetime.combine(today + timedelta(days=1), time()), zone)
    ctx.post(task.owner, await _card(ctx, project, task, "task-due"), until=midnight)


@plugin.choice("done")
async def done(ctx: Context, which: tuple[str, int, int]) -> None:
    """A task is done."""
    ctx.enter(GroupRef(which[0]))
    await finished(ctx, which[1], which[2])


@plugin.choice("drop")
async def drop(ctx: Context, which: tuple[str, int, int]) -> None:
    """Its owner can't do it: it is free again, and the host knows."""
    ctx.enter(GroupRef(which[0]))
    project, task = await _task(ctx, which[1], which[2])
    if task.owner != ctx.person:
        ctx.refuse("not-yours")
    await ctx.save(evolve(task, owner=None), key=task_key(task))
    ctx.cancel_timer("due", task_key(task))
    ctx.quietly(ctx.text("dropped", text=task.text))
    if ctx.person != project.host:
        who = await ctx.name(ctx.person)
        ctx.post(project.host, ctx.text("somebody-dropped", who=who, text=task.text, title=project.title))


async def finished(ctx: Context, number: int | None, of: int) -> None:
    """A task is done: so says its owner, who hosts the project, or who leads the group."""
    project, task = await _task(ctx, number, of)
    if ctx.person != task.owner:
        await check_owner(ctx, project)
    await ctx.save(evolve(task, done=True), key=task_key(task))
    ctx.cancel_timer("due", task_key(task))
    left = sum(not one.done for one in await tasks_of(ctx, project.number))
    ctx.quietly(ctx.text("well-done", text=task.text, left=left))


async def claim(ctx: Context, number: int | None, of: int) -> None:
    """Somebody takes a task that nobody has."""
    project, task = await _task(ctx, number, of)
    if task.owner is not None or task.done:
        ctx.refuse("task-taken")
    await given(ctx, project, evolve(task, owner=ctx.person))
    ctx.quietly(ctx.text("task-is-yours", text=task.text))


async def _task(ctx: Context, number: int | None, of: int) -> tuple[Project, Task]:
    project = await project_of(ctx, number)
    task = await ctx.find(Task, key=task_key(Task(project.number, of, "")))
    if task is None:
        _no_task(ctx, of)
    return project, task


def _no_task(ctx: Context, of: int) -> NoReturn:
    ctx.refuse("no-task", number=of)


async def overview(ctx: Context, number: int | None) -> None:
    """What there is to do, the open ones first."""
    project = await project_of(ctx, number)
    tasks = sorted(await tasks_of(ctx, project.number), key=lambda task: (task.done, task.due or date.max, task.number))
    if not tasks:
        ctx.refuse("no-tasks", title=project.title)
    rows = [await _row(ctx, task) for task in tasks[:30]]
    ctx.quietly(paragraphs(ctx.text("tasks-head", title=project.title), listed(rows)))


async def _row(ctx: Context, task: Task) -> Text:
    owner = await ctx.name(task.owner) if task.owner else ""
    by = ctx.text("task-by", due=task.due) if task.due else ""
    state = "done" if task.done else "open" if task.owner else "free"
    return ctx.text("task-row", number=task.number, text=task.text, owner=owner, by=by, state=state)
