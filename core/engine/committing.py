"""A write that is done anew where another one came between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import TypeVar, cast

from ..errors import Conflict, Missing, Misused, StoreError
from ..ports import Guessing, Store, Unit

T = TypeVar("T")

TRIES = 100
"""How often a unit is run again that somebody else's commit made stale; each time somebody got further."""


GUESSES = 2
"""So often a unit goes by what may be so no more, where the store knows how; then it looks."""


@cache
def _guesses(kind: type[Store]) -> bool:
    """Whether stores of this class do: to ask a protocol takes longer than to begin a unit."""
    return issubclass(kind, Guessing)


def ends_unit(error: Exception) -> bool:
    """Whether it is an affair of the unit, and of nobody who works in it: what was read is so no more, or the store can't be used just now.

    Whoever handles an event must let it pass: it would end as if they had failed, and never be handled again.
    """
    return isinstance(error, StoreError) and not isinstance(error, Misused | Missing)


async def committed(store: Store, write: Callable[[Unit], Awaitable[T]], what: str) -> T:
    """What `write` gives, all that it wrote in one commit. It is called again, with a new unit, where another commit came between.

    It may find in its unit what never was so at one instant; what comes of that is lost, and it is called again.
    Raises Conflict where that happens `TRIES` times; `what` begins its sentence: `the outcome of an effect`.
    """
    guess = cast(Guessing, store).guess if _guesses(type(store)) else None
    for number in range(TRIES):
        try:
            async with guess() if guess and number < GUESSES else store.unit() as unit:
                result = await write(unit)
            return result
        except Conflict:
            continue
    raise Conflict(f"{what} could not be committed in {TRIES} tries")
