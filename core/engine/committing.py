"""A write that is done anew where another one came between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ..errors import Conflict
from ..ports import Guessing, Store, Unit

T = TypeVar("T")

TRIES = 100
"""How often a unit is run again that somebody else's commit made stale; each time somebody got further."""


GUESSES = 2
"""So often a unit goes by what may be so no more, where the store knows how; then it looks."""


async def committed(store: Store, write: Callable[[Unit], Awaitable[T]], what: str) -> T:
    """What `write` gives, all that it wrote in one commit. It is called again, with a new unit, where another commit came between.

    It may find in its unit what never was so at one instant; what comes of that is lost, and it is called again.
    Raises Conflict where that happens `TRIES` times; `what` begins its sentence: `the outcome of an effect`.
    """
    guess = store.guess if isinstance(store, Guessing) else None
    for number in range(TRIES):
        try:
            async with guess() if guess and number < GUESSES else store.unit() as unit:
                result = await write(unit)
            return result
        except Conflict:
            continue
    raise Conflict(f"{what} could not be committed in {TRIES} tries")
