"""The ways that a run may take through the steps of a playbook: which step may come after which, and which ways never wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field

from ..model.playbook import Ask, Each, End, Form, Goto, PluginVerb, Post, Remind, RunPlaybook, Step, Stop, Task, Wait
from ..values import frozen
from .verbs import VerbDeclaration


@frozen
class Stand:
    """Where a step stands among the others.

    `frame` are the ids of the `each` steps around it, the outermost first. `blocks` are the numbers of the blocks of steps around it,
    its own last: a `goto` may go to a step whose own block is among them. `after` is what comes when it is through: an id, or nothing.
    `pressed` is the post whose button runs it, if one does.
    """

    step: Step
    order: int
    frame: tuple[str, ...]
    blocks: tuple[int, ...]
    after: str | None
    pressed: str | None = None


class Flow:
    """The steps of a playbook as a graph. A `goto` that is not allowed is passed over."""

    def __init__(self, steps: tuple[Step, ...], declarations: Mapping[str, VerbDeclaration]) -> None:
        self.declarations = declarations
        self.stands: dict[str, Stand] = {}
        self._blocks = 0
        self._reached: dict[str, frozenset[str]] = {}
        self._enter(steps, None, (), (), None)
        self._next = {
            id: tuple(to for to in self._successors(stand) if to in self.stands) for id, stand in self.stands.items()
        }
        self._presses = {id: tuple(self._pressed_from(stand)) for id, stand in self.stands.items()}

    def _enter(
        self,
        steps: tuple[Step, ...],
        after: str | None,
        frame: tuple[str, ...],
        blocks: tuple[int, ...],
        pressed: str | None,
    ) -> None:
        self._blocks += 1
        inner = (*blocks, self._blocks)
        for step, following in zip(steps, (*(step.id for step in steps[1:]), after), strict=False):
            stand = Stand(step, len(self.stands), frame, inner, following, pressed)
            self.stands[step.id] = stand
            onward = _onward(step, following)
            if isinstance(step.verb, Each):
                self._enter(step.verb.steps, onward, (*frame, step.id), inner, pressed)
            for answered in step.when.values():
                if isinstance(answered, tuple) and isinstance(step.verb, Post):
                    self._enter(answered, None, frame, inner, step.id)
                elif isinstance(answered, tuple):
                    self._enter(answered, onward, frame, inner, pressed)

    def _successors(self, stand: Stand) -> Iterator[str]:
        """The steps that may come next without anybody pressing a button."""
        step = stand.step
        if step.if_ is not None and stand.after is not None:
            yield stand.after
        if isinstance(step.verb, Each) and step.verb.steps:
            yield step.verb.steps[0].id
        if not isinstance(step.verb, Post):
            yield from self._entries(stand)
        late = step.late.then if isinstance(step.late, Remind) else step.late
        if isinstance(late, Goto):
            yield from self._allowed(stand, late.goto)
        onward = _onward(step, stand.after)
        if isinstance(step.goto, Goto) and not self.is_allowed(stand, step.goto.goto):
            onward = stand.after
        if onward is not None and not isinstance(step.verb, End):
            yield onward

    def _pressed_from(self, stand: Stand) -> Iterator[str]:
        return self._entries(stand) if isinstance(stand.step.verb, Post) else iter(())

    def _entries(self, stand: Stand) -> Iterator[str]:
        for answered in stand.step.when.values():
            if isinstance(answered, Goto):
                yield from self._allowed(stand, answered.goto)
            elif isinstance(answered, tuple) and answered:
                yield answered[0].id

    def _allowed(self, stand: Stand, target: str) -> Iterator[str]:
        if self.is_allowed(stand, target):
            yield target

    def is_allowed(self, source: Stand, target: str) -> bool:
        """Whether a `goto` may go there: to a step of its own block or one around it, not out of an `each`."""
        there = self.stands.get(target)
        return there is not None and there.blocks[-1] in source.blocks and there.frame == source.frame

    # --- what comes after what --------------------------------------------------------------------------------------

    def may_precede(self, earlier: str, later: str) -> bool:
        """Whether the one step may have begun before the other begins. A step precedes itself only where a `goto` leads back."""
        if earlier not in self._reached:
            self._reached[earlier] = self._reach(earlier)
        return later in self._reached[earlier]

    def _reach(self, earlier: str) -> frozenset[str]:
        found = self._walk(self._following(earlier))
        while True:
            # a button may still be pressed when the run is long past its post
            presses = [
                entry
                for id, entries in self._presses.items()
                if entries and (id == earlier or id in found or earlier in self._walk(self._following(id)))
                for entry in entries
                if entry not in found
            ]
            if not presses:
                return found
            found |= self._walk(presses)

    def _walk(self, starts: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(starts)
        while waiting:
            id = waiting.pop()
            if id not in found:
                found.add(id)
                waiting.extend(self._following(id))
        return frozenset(found)

    def _following(self, id: str) -> list[str]:
        """What may come after a step: for one that a button runs, also whatever comes after the post with the button."""
        stand = self.stands[id]
        beside = self._next.get(stand.pressed, ()) if stand.pressed else ()
        return [*self._next[id], *self._presses[id], *beside]

    # --- ways that never wait ---------------------------------------------------------------------------------------

    def waits(self, step: Step) -> bool:
        """Whether the step may take a while of its own, so that a way through it is no endless loop."""
        match step.verb:
            case Ask() | Form() | Task() | Wait():
                return True
            case RunPlaybook(detach=detach):
                return not detach
            case Each(steps=steps):
                return any(self.waits(inner) for inner in steps)
            case PluginVerb(name=name):
                return name not in self.declarations or self.declarations[name].waits
        return False

    def restless_cycles(self) -> tuple[tuple[str, ...], ...]:
        """Every knot of steps that can go on for ever without waiting: the ids of its steps in the order of the file."""
        restless = {id for id, stand in self.stands.items() if not self.waits(stand.step)}
        edges = {id: [to for to in self._next[id] if to in restless] for id in restless}
        knots = [knot for knot in _knots(edges) if len(knot) > 1 or knot[0] in edges[knot[0]]]
        return tuple(
            sorted(
                (tuple(sorted(knot, key=lambda id: self.stands[id].order)) for knot in knots),
                key=lambda knot: self.stands[knot[0]].order,
            )
        )


def _onward(step: Step, following: str | None) -> str | None:
    """Where it goes on when the step is done."""
    match step.goto:
        case Goto(goto=target):
            return target
        case Stop():
            return None
    return following


@frozen
class _Visit:
    id: str
    edges: Iterator[str] = field(eq=False)


def _knots(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The strongly connected components of a graph (Tarjan 1972), without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in sorted(edges):
        work = [_Visit(root, iter(edges[root]))] if root not in index else []
        while work:
            visit = work[-1]
            if visit.id not in index:
                index[visit.id] = low[visit.id] = len(index)
                stack.append(visit.id)
                on_stack.add(visit.id)
            for to in visit.edges:
                if to not in index:
                    work.append(_Visit(to, iter(edges[to])))
                    break
                if to in on_stack:
                    low[visit.id] = min(low[visit.id], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1].id] = min(low[work[-1].id], low[visit.id])
                if low[visit.id] == index[visit.id]:
                    yield _popped(stack, on_stack, visit.id)


def _popped(stack: list[str], on_stack: set[str], until: str) -> list[str]:
    found: list[str] = []
    while not found or found[-1] != until:
        found.append(stack.pop())
        on_stack.discard(found[-1])
    return found
