"""The call for people: a card with the roles that are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

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
    MemberLeft,
    TermBegan,
    Text,
    evolve,
)

from . import plugin
from .project import LONGEST_ROLE, MOST_PEOPLE, MOST_ROLES, Project, Shelf, key, roles_of, task_key, tasks_of


def ask(ctx: Context) -> None:
    """Let the person say what is to be made, and with whom."""
    fields = (
        Field("title", FieldKind.TEXT, ctx.plain("form-name", group=ctx.charter.name), required=True, maximum="100"),
        Field("wanted", FieldKind.TEXT, ctx.plain("form-wanted"), required=True, maximum="250"),
        Field("demo", FieldKind.DATE, ctx.plain("form-demo")),
        Field("about", FieldKind.LONG, ctx.plain("form-about"), maximum="1500"),
    )
    ctx.ask(Form(ctx.plain("form-title"), fields), then="new")


@plugin.form("new")
async def begin(ctx: Context, answers: Mapping[str, Answer]) -> None:
    """Call for people; and plan the demo, where gatherings are planned here."""
    demo = answers.get("demo")
    if isinstance(demo, date) and demo <= ctx.local_now.date():
        ctx.refuse("is-past")
    try:
        roles = roles_of(str(answers["wanted"]))
    except ValueError as error:
        ctx.refuse("no-role", found=str(error)[:LONGEST_ROLE], roles=MOST_ROLES, people=MOST_PEOPLE)
    shelf = await ctx.load(Shelf)
    await ctx.save(evolve(shelf, next=shelf.next + 1))
    project = Project(
        shelf.next,
        str(answers["title"]).strip(),
        ctx.person,
        roles,
        str(answers.get("about") or "").strip(),
        demo if isinstance(demo, date) else None,
    )
    project = evolve(project, message=ctx.post(ctx.room, await card(ctx, project)))
    await ctx.save(project, key=key(project.number))
    if project.demo is not None:
        title = str(ctx.plain("demo-title", title=project.title))
        await ctx.call("gatherings.plan", title=title, at=f"{project.demo} 18:00", kind="project")
    ctx.quietly(ctx.text("begun", title=project.title, number=project.number))


async def card(ctx: Context, project: Project) -> Card:
    """The call as its room sees it now."""
    rows: list[str] = [ctx.text("card-head", title=project.title, number=project.number)]
    if project.about:
        rows.append(ctx.text("card-about", about=project.about))
    if project.demo is not None:
        rows.append(ctx.text("card-demo", demo=project.demo))
    rows.append(ctx.text("card-host", host=await ctx.name(project.host)))
    for role in project.wanted:
        names = tuple([await ctx.name(person) for person in role.people])
        rows.append(ctx.text("card-role", role=role.name, names=names, taken=len(role.people), count=role.count))
    choices = [
        Choice(f"take:{place}", ctx.plain("take", role=role.name), [ctx.group.id, project.number, place])
        for place, role in enumerate(project.wanted)
        if not role.is_full
    ]
    return Card(Text("\\\n".join(rows)), choices=choices)


@plugin.choice("take")
async def take(ctx: Context, which: tuple[str, int, int]) -> None:
    """Somebody takes a role; the last free one has one taker."""
    ctx.enter(GroupRef(which[0]))
    project = await ctx.find(Project, key=key(which[1]))
    if project is None:
        ctx.refuse("is-over")
    await ctx.require("member")
    taken = project.with_taken(which[2], ctx.person)
    role = project.wanted[which[2]]
    if taken is project:
        ctx.refuse("is-yours" if ctx.person in role.people else "is-taken", role=role.name)
    await changed(ctx, taken)
    ctx.quietly(ctx.text("you-are", role=role.name, title=project.title, host=await ctx.name(project.host)))
    if ctx.person != project.host:
        who = await ctx.name(ctx.person)
        ctx.post(project.host, ctx.text("somebody-is", who=who, role=role.name, title=project.title))


async def changed(ctx: Context, project: Project) -> None:
    """Keep it, and let the card say so."""
    await ctx.save(project, key=key(project.number))
    if project.message is not None:
        ctx.edit(project.message, await card(ctx, project))


@plugin.on(AccountsLinked)
async def one_person(ctx: Context, linked: AccountsLinked) -> None:
    """Two who were two are one: they have one role, and the tasks of both."""
    if linked.person is None:
        return
    for group in await ctx.joined(linked.person):
        ctx.enter(group)
        for project in (await ctx.load_all(Project)).values():
            both = project.as_one(linked.person, linked.other)
            if both != project:
                await changed(ctx, both)
            for task in await tasks_of(ctx, project.number):
                if task.owner == linked.other:
                    await ctx.save(evolve(task, owner=linked.person), key=task_key(task))


async def _handed_on(ctx: Context, project: Project) -> Project:
    """The same with a leader who is there as its host, who is told; where nobody leads, the host stays on paper."""
    present = await ctx.members()
    heir = next((leader for leader in ctx.leaders() if leader in present), None)
    if heir is None:
        return project
    ctx.post(heir, ctx.text("host-left", title=project.title, group=await ctx.name(ctx.group)))
    return evolve(project, host=heir)


@plugin.on(TermBegan)
async def led_again(ctx: Context, term: TermBegan) -> None:
    """Whoever comes to lead a group takes over what somebody left who was followed by nobody."""
    if not ctx.in_group or term.role != "leader":
        return
    around = (*await ctx.members(), *ctx.leaders(), *ctx.managers())
    for project in (await ctx.load_all(Project)).values():
        if project.host not in around:
            await changed(ctx, await _handed_on(ctx, project))


@plugin.on(MemberLeft)
async def gone(ctx: Context, left: MemberLeft) -> None:
    """Whoever leaves the group gives their role and tasks back; what they host is handed to a leader."""
    if not ctx.in_group or left.person is None or left.person in await ctx.members():
        return
    for project in (await ctx.load_all(Project)).values():
        free = project.without(left.person)
        if project.host == left.person:
            free = await _handed_on(ctx, free)
        if free != project:
            await changed(ctx, free)
        for task in await tasks_of(ctx, project.number):
            if task.owner == left.person:
                await ctx.save(evolve(task, owner=None), key=task_key(task))
                ctx.cancel_timer("due", task_key(task))
