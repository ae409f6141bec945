"""Where runs are kept, and how they are found again.

Records:
    run          run's id → the run
    run-group    "GROUP RUN" → true                       every run of a group
    run-live     "GROUP PLAYBOOK RUN" → {member}          those that go on, each with whom it is about, else who began it
    run-wait     "EVENT GROUP RUN" → true                 those that wait for an event
    run-reply    reply's reference → run                  while it goes on, so that a removed reply finds it
    run-over     "INSTANT RUN" → true                     those that have ended, by when
    run-source   "PLAYBOOK DIGEST" → text of the file     what runs keep to, each once
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from ...codec import converter
from ...model.playbook import Playbook
from ...model.run import Run
from ...ports import Unit
from ...refs import GroupRef, MessageRef, PersonRef
from .. import bindings
from ..people_in import with_accounts_linked

RUN, GROUP, LIVE, WAIT, REPLY, SOURCE = "run", "run-group", "run-live", "run-wait", "run-reply", "run-source"
OVER = "run-over"
PREFIX = "run:"
"""All keys of effects of runs begin so; the run's id follows."""


def run_of(key: str) -> str | None:
    """The id of the run whose effect or timer has this key; None where it is no run's."""
    return key.split(":", 2)[1] if key.startswith(PREFIX) and key.count(":") >= 2 else None


def _place(group: GroupRef | None) -> str:
    return group.id if group else "-"


async def load(unit: Unit, id: str) -> Run | None:
    """The run of this id."""
    kept = await unit.get(RUN, id)
    return await with_accounts_linked(unit, converter.structure(kept, Run)) if kept else None


def save(unit: Unit, run: Run, awaited: frozenset[str], before: frozenset[str]) -> None:
    """Keep the run and what finds it; `awaited` are the events it waits for now, `before` those it waited for."""
    unit.put(RUN, run.id, converter.unstructure(run))
    unit.put(GROUP, f"{_place(run.group)} {run.id}", True)
    live = f"{_place(run.group)} {run.playbook} {run.id}"
    if run.live:
        whose = run.member or run.starter
        unit.put(LIVE, live, {"member": whose.id if whose else None})
    else:
        unit.delete(LIVE, live)
        _is_over(unit, run)
    for event in before - awaited:
        unit.delete(WAIT, f"{event} {_place(run.group)} {run.id}")
    for event in awaited:
        unit.put(WAIT, f"{event} {_place(run.group)} {run.id}", True)


def _is_over(unit: Unit, run: Run) -> None:
    if run.ended is not None:
        unit.put(OVER, f"{run.ended.isoformat()} {run.id}", True)
    for state in run.steps.values():
        for reply in state.replies:
            unit.delete(REPLY, reply.id)


async def drop_over(unit: Unit, before: datetime, limit: int) -> int:
    """Let go of runs that ended before and of what they said, so many at most; whatever still names them finds nothing. How many were looked at.

    One whose parent goes on is looked at again a day later.
    """
    old = [key for key, _ in await unit.scan(OVER, limit=limit) if key < before.isoformat()]
    for key in old:
        unit.delete(OVER, key)
        run = await load(unit, key.partition(" ")[2])
        if run is None:
            continue
        parent = await load(unit, run.parent[0]) if run.parent else None
        if parent is not None and parent.live:
            unit.put(OVER, f"{(before + timedelta(days=1)).isoformat()} {run.id}", True)
        else:
            await _forget(unit, run)
    return len(old)


async def _forget(unit: Unit, run: Run) -> None:
    unit.delete(RUN, run.id)
    unit.delete(GROUP, f"{_place(run.group)} {run.id}")
    for message in await bindings.of_run(unit, run.id):
        await bindings.forget(unit, message)


async def of_group(unit: Unit, group: GroupRef) -> Sequence[Run]:
    """Every run of a group: the live ones first, of each kind the newest first."""
    found = [await load(unit, key.partition(" ")[2]) for key in await unit.keys(GROUP, f"{group.id} ")]
    runs = [run for run in found if run is not None]
    runs.sort(key=lambda run: (run.started, run.sequence, run.id), reverse=True)
    return sorted(runs, key=lambda run: not run.live)


async def is_running(unit: Unit, playbook: str, group: GroupRef | None, member: PersonRef | None = None) -> bool:
    """Whether a run of the playbook is live in the group: any, or, given a member, one about them, or about nobody and begun by them."""
    found = await unit.scan(LIVE, f"{_place(group)} {playbook} ")
    if member is None:
        return bool(found)
    accounts = {member.id, *(account.id for account in await bindings.natives(unit, member))}
    return any(one["member"] in accounts for _, one in found)


async def waiting_for(unit: Unit, event: str, group: GroupRef | None) -> Sequence[str]:
    """The ids of the runs of the group that wait for the event."""
    return [key.rpartition(" ")[2] for key in await unit.keys(WAIT, f"{event} {_place(group)} ")]


async def children_of(unit: Unit, run: Run) -> Sequence[str]:
    """The ids of the live runs that this one began."""
    keys = [key.rpartition(" ")[2] for key in await unit.keys(LIVE, f"{_place(run.group)} ")]
    found = [await load(unit, id) for id in keys]
    return [one.id for one in found if one is not None and one.parent is not None and one.parent[0] == run.id]


def note_reply(unit: Unit, reply: MessageRef, run: str) -> None:
    """Remember in whose thread a message stands."""
    unit.put(REPLY, reply.id, run)


async def run_of_reply(unit: Unit, reply: MessageRef) -> str | None:
    """The run in whose thread the message stood."""
    found: str | None = await unit.get(REPLY, reply.id)
    return found


# --- texts of playbooks ---------------------------------------------------------------------------------------------


def digest(playbook: Playbook) -> str:
    """A short name for the text of the playbook's file."""
    return hashlib.blake2b(playbook.source.encode(), digest_size=12).hexdigest()


async def keep_source(unit: Unit, playbook: Playbook) -> str:
    """Keep the text of the playbook's file; its digest."""
    name = digest(playbook)
    if await unit.get(SOURCE, f"{playbook.id} {name}") is None:
        unit.put(SOURCE, f"{playbook.id} {name}", playbook.source)
    return name


async def source(unit: Unit, playbook: str, digest: str) -> str | None:
    """The text that runs with this digest keep to."""
    found: str | None = await unit.get(SOURCE, f"{playbook} {digest}")
    return found


def new_run_id(*cause: str) -> str:
    """An id for a run, the same when the same event is handled again."""
    return hashlib.blake2b("\0".join(cause).encode(), digest_size=5).hexdigest()
