"""Shows a group the runs of its playbooks, and lets its leaders start and end them."""

from __future__ import annotations

from coterie.core.api import Context, Plugin, RunView, code, listed, paragraphs

plugin = Plugin("runs", texts="runs.ftl")

SHOWN = 10
"""Live runs are all shown, of those that ended only so many."""


@plugin.command("runs")
async def runs(ctx: Context, run: str | None = None) -> None:
    """List the runs of this group, or show the timeline of one: `runs heartbeat-1`."""
    if run is None:
        ctx.quietly(await overview(ctx))
        return
    view = await ctx.run(run)
    if view is None:
        ctx.refuse("no-such-run", run=run)
    ctx.quietly(timeline(ctx, view))


@plugin.command("run", who="leader")
async def start(ctx: Context, playbook: str | None = None) -> None:
    """Start a playbook that this group uses: `run retro`."""
    if playbook is None:
        known = ctx.playbooks()
        rows = [ctx.text("row-playbook", usage=code(f"{ctx.start}run {id}"), title=known[id]) for id in sorted(known)]
        ctx.quietly(listed(rows) if rows else ctx.text("no-playbooks"))
        return
    if playbook not in ctx.playbooks():
        ctx.refuse(
            "no-such-playbook",
            playbook=playbook,
            known=[code(id) for id in ctx.playbooks()],
            count=len(ctx.playbooks()),
        )
    await ctx.start_run(playbook)


@plugin.command("cancel", who="leader")
async def cancel(ctx: Context, run: str | None = None) -> None:
    """End a run before its time: `cancel heartbeat-1`."""
    if run is None:
        live = [view for view in await ctx.runs() if view.ended is None]
        rows = [ctx.text("row-cancel", usage=code(f"{ctx.start}cancel {one.id}"), title=one.title) for one in live]
        ctx.quietly(listed(rows) if rows else ctx.text("none-live"))
        return
    view = await ctx.run(run)
    if view is None:
        ctx.refuse("no-such-run", run=run)
    if not await ctx.cancel_run(view.id):
        ctx.refuse("ended-already", title=view.title)
    ctx.reply(ctx.text("cancelled", title=view.title, person=ctx.person))


async def overview(ctx: Context) -> str:
    """The runs of the group, one a line."""
    views = await ctx.runs()
    live = [view for view in views if view.ended is None]
    over = [view for view in views if view.ended is not None][:SHOWN]
    if not live and not over:
        return ctx.text("none")
    rows = [ctx.text("row-live", **_named(view)) for view in live]
    rows += [ctx.text("row-over", state=view.state, outcome=view.outcome, **_named(view)) for view in over]
    return listed(rows)


def timeline(ctx: Context, view: RunView) -> str:
    """What happened in a run, one a line."""
    head = ctx.text("timeline", state=view.state, outcome=view.outcome, **_named(view))
    return paragraphs(head, listed([ctx.text("entry", at=entry.at, what=entry.what) for entry in view.timeline]))


def _named(view: RunView) -> dict[str, object]:
    return {"title": view.title, "run": code(view.id), "started": view.started}
