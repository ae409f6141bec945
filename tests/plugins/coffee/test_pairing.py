"""Who has coffee with whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as some

from coterie.plugins.coffee.pairing import History, Seating, Table, history_of, repeats, seated


def people(count: int) -> list[str]:
    return [f"p{number}" for number in range(count)]


def ways(left: tuple[str, ...], trio: bool) -> Iterator[tuple[Table, ...]]:
    """Every way to seat them: at tables for two, one of them for three where they are odd in number."""
    if not left:
        yield ()
        return
    first, others = left[0], left[1:]
    for size in (2, 3) if trio else (2,):
        for company in combinations(others, size - 1):
            rest = tuple(one for one in others if one not in company)
            for more in ways(rest, trio and size == 2):
                yield ((first, *company), *more)


def fewest(who: list[str], met: History) -> int:
    return min(repeats(tables, met) for tables in ways(tuple(who), len(who) % 2 == 1))


def everybody_once(seating: Seating, who: list[str]) -> bool:
    seen = [one for table in seating.tables for one in table]
    return sorted([*seen, *seating.left]) == sorted(who) and len(seen) == len(set(seen))


@some.composite
def histories(draw: some.DrawFn) -> tuple[list[str], dict[str, dict[str, int]]]:
    who = people(draw(some.integers(2, 9)))
    pairs = draw(some.lists(some.tuples(some.sampled_from(who), some.sampled_from(who)), max_size=30))
    rounds = [(number, [(one, other)]) for number, (one, other) in enumerate(pairs) if one != other]
    return who, history_of(rounds)


@given(histories(), some.text("abc", max_size=3), some.integers(0, 60))
@settings(deadline=None, max_examples=200)
def test_no_round_has_a_repeat_that_could_be_avoided(
    given: tuple[list[str], dict[str, dict[str, int]]], seed: str, round: int
) -> None:
    who, met = given
    seating = seated(who, met, seed=seed, round=round)
    assert everybody_once(seating, who) and not seating.left
    assert repeats(seating.tables, met) == fewest(who, met)


@given(histories(), some.text("abc", max_size=3))
@settings(deadline=None, max_examples=100)
def test_a_liking_costs_no_repeat(given: tuple[list[str], dict[str, dict[str, int]]], seed: str) -> None:
    who, met = given
    seating = seated(who, met, seed=seed, liking=lambda one, other: (one[-1] > "4") == (other[-1] > "4"))
    assert everybody_once(seating, who)
    assert repeats(seating.tables, met) == fewest(who, met)


@given(some.integers(1, 20), some.text("abc", max_size=3))
@settings(deadline=None, max_examples=30)
def test_a_pool_that_stays_the_same_meets_all_before_anybody_meets_again(half: int, seed: str) -> None:
    who, rounds = people(2 * half), list[tuple[int, tuple[Table, ...]]]()
    for number in range(2 * len(who) - 2):
        met = history_of(rounds[len(who) - 1 :] if number >= len(who) - 1 else rounds)
        tables = seated(who, history_of(rounds), seed=seed, round=number).tables
        assert repeats(tables, met) == 0
        rounds.append((number, tables))


@given(
    some.lists(some.tuples(some.lists(some.integers(0, 9), max_size=3), some.booleans()), min_size=1, max_size=8),
    some.text("abc", max_size=2),
)
@settings(deadline=None, max_examples=40)
def test_who_comes_and_goes_causes_no_repeat_that_could_be_avoided(
    changes: list[tuple[list[int], bool]], seed: str
) -> None:
    here, rounds = set(people(6)), list[tuple[int, tuple[Table, ...]]]()
    for number, (who, _) in enumerate(changes):
        here ^= {f"p{one}" for one in who}
        if not 2 <= len(here) <= 9:
            here = set(people(6))
        met = history_of(rounds)
        seating = seated(here, met, seed=seed, round=number)
        assert everybody_once(seating, sorted(here))
        assert repeats(seating.tables, met) == fewest(sorted(here), met)
        rounds.append((number, seating.tables))


def test_those_who_shall_never_meet_never_do() -> None:
    apart = {"p0": ["p1"], "p1": ["p0"]}
    for count in range(2, 8):
        for number in range(20):
            tables = seated(people(count), {}, seed="s", round=number, apart=apart).tables
            assert not any({"p0", "p1"} <= set(table) for table in tables)
    assert seated(people(2), {}, seed="s", apart=apart) == Seating((), tuple(seated(people(2), {}, seed="s").tables[0]))


def test_one_alone_is_left() -> None:
    assert seated(["p0"], {}, seed="s") == Seating((), ("p0",))
    assert seated([], {}, seed="s") == Seating(())


def test_among_a_thousand_with_a_year_behind_them_nobody_meets_again_though_a_tenth_comes_and_goes_every_week() -> None:
    everybody, rounds = people(1101), list[tuple[int, tuple[Table, ...]]]()
    for number in range(8):
        here = [one for place, one in enumerate(everybody) if (place + number) % 10]
        met = history_of(rounds)
        tables = seated(here, met, seed="s", round=number).tables
        assert repeats(tables, met) == 0
        rounds.append((number, tables))


def test_who_fits_sits_together_while_it_lasts() -> None:
    def field(one: str) -> int:
        return int(one[1:]) % 2

    who = people(40)
    tables = seated(who, {}, seed="s", liking=lambda one, other: field(one) == field(other)).tables
    assert sum(field(one) == field(other) for one, other in tables) >= 18


def test_the_same_seed_gives_the_same_tables_and_another_one_others() -> None:
    who = people(20)
    assert seated(who, {}, seed="a") == seated(who[::-1], {}, seed="a")
    assert seated(who, {}, seed="a") != seated(who, {}, seed="b")
