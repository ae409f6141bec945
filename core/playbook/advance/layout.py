"""Where the steps of a playbook stand: lists of steps by name, and the place of each step by its id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.playbook import Each, Playbook, Step
from ...model.run import Frame


def block_of(step: str, choice: str | None = None) -> str:
    """The name of the list of steps that a step contains: of an `each`, or behind a choice."""
    return step if choice is None else f"{step}={choice}"


class Layout:
    """The lists of a playbook. The outermost one's name is empty."""

    def __init__(self, playbook: Playbook) -> None:
        self.blocks: dict[str, tuple[Step, ...]] = {}
        self.steps: dict[str, Step] = {}
        self._path: dict[str, tuple[Frame, ...]] = {}
        self._add("", playbook.steps, ())

    def _add(self, block: str, steps: Sequence[Step], above: tuple[Frame, ...]) -> None:
        self.blocks[block] = tuple(steps)
        for index, step in enumerate(steps):
            self.steps[step.id] = step
            self._path[step.id] = (*above, Frame(block, index))
            for inner, inside in _inner(step):
                self._add(inner, inside, self._path[step.id])

    def path(self, step: str) -> tuple[Frame, ...]:
        """The frames that lead to the step, the outermost first."""
        return self._path[step]

    def at(self, frame: Frame) -> Step | None:
        """The step at this place; None behind the last one."""
        steps = self.blocks[frame.block]
        return steps[frame.index] if frame.index < len(steps) else None


def _inner(step: Step) -> Iterator[tuple[str, tuple[Step, ...]]]:
    if isinstance(step.verb, Each):
        yield block_of(step.id), step.verb.steps
    for choice, answer in step.when.items():
        if isinstance(answer, tuple):
            yield block_of(step.id, choice), answer
