"""Joins runs to the engine: a run is advanced by a cause, and saved with what it asks for in one unit."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from ...errors import ConfigError, CoterieError, Missing
from ...logs import about, get_logger
from ...model.content import Capability
from ...model.playbook import LocalText, Playbook
from ...model.run import Run, RunState
from ...playbook import advance as going
from ...playbook.facts import Unknown
from ...refs import GroupRef, PersonRef
from ...values import frozen
from ..committing import ends_unit
from ..scene import Scene
from . import cards as run_cards
from . import store as run_store
from .calls import PluginVerbs, call
from .facts import RunFacts
from .texts import Reader

log = get_logger(__name__)

R = TypeVar("R")

_NOTHING = Playbook("", 0, LocalText({}), ())


class Children(Protocol):
    """Whoever starts playbooks for runs, and hears of what happened in them."""

    async def begin_child(self, scene: Scene, parent: Run, child: going.Child) -> None:
        """Start the playbook. Raises CoterieError where it can't begin."""

    async def announce(
        self, scene: Scene, event: str, group: GroupRef | None, person: PersonRef | None, chain: Sequence[str] = ()
    ) -> None:
        """Something happened: start what it starts, and wake what waits for it."""


@frozen
class Running:
    """Advances runs within scenes. Wired by the app alone."""

    reader: Reader
    plugins: PluginVerbs | None
    capabilities: Mapping[str, frozenset[Capability]]

    def facts(self, scene: Scene) -> RunFacts:
        return RunFacts(scene)

    async def handle(self, scene: Scene, children: Children, causes: Sequence[tuple[str, going.Cause]]) -> None:
        """Let causes come to runs, one after another, and all that follows from them at once."""
        facts, waiting = self.facts(scene), deque(causes)
        while waiting:
            id, cause = waiting.popleft()
            run = await run_store.load(scene.unit, id)
            if run is None or not run.live:
                continue
            with about(run_id=id):
                waiting.extendleft(reversed(await self._advance(scene, children, facts, run, cause)))

    async def _advance(
        self, scene: Scene, children: Children, facts: RunFacts, run: Run, cause: going.Cause
    ) -> Sequence[tuple[str, going.Cause]]:
        try:
            playbook = await self._playbook(scene, run)
        except (Missing, ConfigError) as error:
            log.error("a run's playbook can't be read any more", playbook=run.playbook, error=str(error))
            return await self._keep_advanced(
                scene,
                children,
                facts,
                run,
                await loaded(facts, lambda: going.unreadable(run, scene.now, facts)),
                _NOTHING,
            )
        advanced = await loaded(facts, lambda: going.advance(run, playbook, cause, scene.now, facts))
        return await self._keep_advanced(scene, children, facts, run, advanced, playbook)

    async def _keep_advanced(
        self,
        scene: Scene,
        children: Children,
        facts: RunFacts,
        run: Run,
        advanced: going.Advanced,
        playbook: Playbook,
    ) -> Sequence[tuple[str, going.Cause]]:
        """Save the run and do what it asks for; what follows from that."""
        before, now = going.awaited_events(run, playbook), going.awaited_events(advanced.run, playbook)
        run_store.save(scene.unit, advanced.run, now if advanced.run.live else frozenset(), before)
        for effect in advanced.effects:
            await run_cards.ask(scene, self.capabilities, advanced.run, effect)
        for person in advanced.called_upon:
            facts.note_asked(run.group, person)
        await run_cards.close(scene, run, advanced.run, playbook)
        follow: list[tuple[str, going.Cause]] = []
        for child in advanced.children:
            follow += await self._begin(scene, children, advanced.run, child)
        for wanted in advanced.calls:
            follow.append((run.id, await call(scene, self.plugins, advanced.run, wanted)))
        if not advanced.run.live:
            follow += await self._ended(scene, children, advanced.run)
        return follow

    async def _playbook(self, scene: Scene, run: Run) -> Playbook:
        text = await run_store.source(scene.unit, run.playbook, run.source)
        if text is None:
            raise Missing(f"the text of playbook {run.playbook} that run {run.id} keeps to is not in the store")
        return self.reader.playbook(text)

    async def _begin(
        self, scene: Scene, children: Children, run: Run, child: going.Child
    ) -> Sequence[tuple[str, going.Cause]]:
        try:
            await children.begin_child(scene, run, child)
        except CoterieError as error:
            if ends_unit(error):
                raise
            return [(run.id, going.CallFailed(child.key, f"playbook {child.playbook} can't run: {error}"))]
        return []

    async def _ended(self, scene: Scene, children: Children, run: Run) -> Sequence[tuple[str, going.Cause]]:
        if run.state is RunState.FINISHED:
            await children.announce(scene, "run_finished", run.group, run.member, (*run.chain, run.playbook))
        if run.parent is None:
            return []
        return [(run.parent[0], going.ChildEnded(run.parent[1], run.outcome, run.state))]


async def loaded(facts: RunFacts, look: Callable[[], R]) -> R:
    """What `look` gives, when everything that it asks the facts is loaded."""
    while True:
        try:
            return look()
        except Unknown as unknown:
            await facts.load(unknown)
