"""The runs of playbooks, put together."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ..model.content import Capability
from ..model.event import MemberJoined, MemberLeft, MessagePosted, ReactionAdded, TimerFired
from ..model.playbook import Playbook
from ..playbook.verbs import Known
from ..refs import RoomRef
from .directory import Definitions
from .router import Router
from .run_book_of import RunBookOfRuns
from .run_facts import OnDuty, nobody_on_duty
from .run_starts import Starts
from .runs import HEARD, PluginVerbs, Running, Runs
from .runs import Reader as PlaybookReader


@frozen
class RunLineup:
    """What the wiring makes of runs: the handler of what happens to them, what starts them, and what plugins see of them."""

    runs: Runs
    starts: Starts
    book: RunBookOfRuns = field(init=False)

    @book.default
    def _book(self) -> RunBookOfRuns:
        return RunBookOfRuns(self.runs, self.starts)

    def add_to(self, router: Router) -> None:
        """Let both hear what happens. To be called after the plugins are in the line, which take answers and commands out of it."""
        router.add(self.runs, *HEARD)
        router.add(self.starts, TimerFired, MemberJoined, MemberLeft, MessagePosted, ReactionAdded)


def line_up_runs(
    playbooks: Mapping[str, Playbook],
    known: Known,
    definitions: Definitions,
    plugins: PluginVerbs | None,
    capabilities: Mapping[str, frozenset[Capability]],
    *,
    on_duty: OnDuty = nobody_on_duty,
    parents: Mapping[str, RoomRef] | None = None,
) -> RunLineup:
    """The runs of these playbooks. `known` is that by which they were read; `parents` are rooms of communities by group.

    `prepare` of its starts is to be called when everything else is there.
    """
    running = Running(PlaybookReader(known), plugins, capabilities, on_duty, parents or {})
    starts = Starts(running, playbooks, definitions)
    return RunLineup(Runs(running, starts), starts)
