"""The runs of groups, as their members may read and end them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ...model.run import Happening, Run
from ...refs import GroupRef
from ...texts import Reader, core_texts
from ...values import frozen
from ..scene import Scene
from . import store as run_store
from .book import RunView, TimelineEntry
from .events import Runs
from .schedules import next_start
from .starts import Starts


@frozen
class RunBookOfRuns:
    """Knows the runs of groups by the store."""

    runs: Runs
    starts: Starts

    async def of_group(self, scene: Scene, group: GroupRef) -> Sequence[RunView]:
        """The runs of a group: live ones first, each kind the newest first."""
        reader = Reader(scene.directory.locale(group), scene.directory.zone(group))
        return [self._view(run, reader) for run in await run_store.of_group(scene.unit, group)]

    async def cancel(self, scene: Scene, run: str) -> bool:
        """End a run with those it began, and tell whoever still has to answer; whether it was live."""
        return await self.runs.cancel(scene, run)

    def playbooks(self, scene: Scene, group: GroupRef) -> Mapping[str, str]:
        """The playbooks that a group uses: id → title in its language."""
        locale = scene.directory.locale(group)
        return {playbook.id: playbook.title.in_(locale) for playbook, _ in self.starts.used(scene, group)}

    async def next_start(self, scene: Scene, playbook: str, group: GroupRef) -> datetime | None:
        """When a group starts a playbook next by one of its schedules; None where none was set."""
        return await next_start(scene, playbook, group)

    async def start(self, scene: Scene, playbook: str, group: GroupRef) -> None:
        """Start a playbook by whoever caused the scene's event. Raises UserError where it can't be."""
        await self.starts.start_by_hand(scene, playbook, group, scene.event.person)

    def _view(self, run: Run, reader: Reader) -> RunView:
        playbook = self.starts.playbooks.get(run.playbook)
        waiting = next((strand.waiting for strand in run.strands if strand.waiting), None)
        return RunView(
            id=run.id,
            playbook=run.playbook,
            title=playbook.title.in_(reader.locale) if playbook else run.playbook,
            state=run.state.value,
            started=run.started,
            ended=run.ended,
            outcome=run.outcome if run.reason is None else run.reason,
            step=waiting,
            timeline=tuple(TimelineEntry(one.at, _words(one, reader)) for one in run.timeline),
        )


def _words(one: Happening, reader: Reader) -> str:
    return core_texts().plain(f"run-happened-{one.what}", reader, step=one.step, detail=one.detail)
