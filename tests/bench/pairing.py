"""How long it takes to seat many people every week for a year, and how much of it is kept.

python -m tests.bench pairing [PEOPLE] [WEEKS]

Every week one in a hundred stays away and one in a hundred is new. Each week begins with what is kept: a roster and a line for each round.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Sequence

from coterie.core.codec import converter
from coterie.plugins.coffee.history import Roster, Round, known, written
from coterie.plugins.coffee.pairing import Liking, repeats, seated

PEOPLE = 10_000
WEEKS = 52


def main(arguments: Sequence[str]) -> None:
    people = int(arguments[0]) if arguments else PEOPLE
    weeks = int(arguments[1]) if len(arguments) > 1 else WEEKS
    _year(people, weeks, "in one pool", None)
    _year(people, weeks, "with a liking for somebody of another group", _of_another_group)


def _of_another_group(one: str, other: str) -> int:
    return int(int(one[1:]) // 50 != int(other[1:]) // 50)


def _year(people: int, weeks: int, how: str, liking: Liking | None) -> None:
    chance, roster, kept = random.Random(1), Roster(), list[object]()
    here, repeated, liked, tables_all = [f"p{number}" for number in range(people)], 0, 0, 0
    begin = time.perf_counter()
    slowest = 0.0
    for week in range(weeks):
        started = time.perf_counter()
        rounds = [(number, converter.structure(one, Round)) for number, one in enumerate(kept)]
        met = known(rounds, roster)
        tables = seated(here, met, seed="bench", round=week, liking=liking).tables
        roster = roster.with_everybody(here)
        kept.append(converter.unstructure(written(tables, roster)))
        slowest = max(slowest, time.perf_counter() - started)
        repeated += repeats(tables, met)
        tables_all += len(tables)
        liked += sum(bool(liking and liking(table[0], table[1])) for table in tables)
        gone = set(chance.sample(here, people // 100))
        newcomers = [f"p{10 * people * (week + 1) + number}" for number in range(people // 100)]
        here = [one for one in here if one not in gone] + newcomers
    seconds = time.perf_counter() - begin
    size = sum(len(str(one)) for one in kept) + sum(len(one) + 4 for one in roster.people)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{people:,} people, {weeks} weeks, {how}: {seconds:.1f} s (slowest week {slowest:.2f} s), {repeated} repeats, "
        f"{f'{liked / tables_all:.0%} as liked, ' if liking else ''}{size / 1e6:.1f} MB kept, {memory:.0f} MB of memory at most"
    )
