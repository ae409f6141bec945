"""The contract of stores is tested itself: a store with a fault is caught by the tests that are there for it."""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coterie.adapters.stores.lines import Agenda, Line
from coterie.adapters.stores.memory import MemoryStore
from coterie.adapters.stores.unit import OpenUnit
from coterie.core.clock import Clock, ManualClock
from coterie.core.contracts.store import StoreContract
from coterie.core.contracts.store_tools import START
from coterie.core.errors import StoreError
from coterie.core.ports import Store
from tests.mutants import store_mutants as faulty
from tests.mutants.store_mutants import Reopened, WithUnit

Make = Callable[[Clock], Store]
contract = StoreContract


class Contract(StoreContract):
    keeps = False


def unit(kind: type[OpenUnit]) -> Make:
    return lambda clock: WithUnit(clock, unit=kind)


def line(kind: type[Line]) -> Make:
    return lambda clock: WithUnit(clock, line=kind)


def agenda(kind: type[Agenda]) -> Make:
    return lambda clock: WithUnit(clock, agenda=kind)


UNIT_FAULTS: dict[type[OpenUnit], Callable[..., Any]] = {
    faulty.ScanMissesOwnWrites: contract.test_reads_see_the_unit_s_own_writes,
    faulty.GetMissesOwnWrites: contract.test_reads_see_the_unit_s_own_writes,
    faulty.ScanForgetsItsLimit: contract.test_a_scan_gives_no_more_than_its_limit,
    faulty.ScanIgnoresCase: contract.test_a_scan_gives_what_begins_with_the_prefix_in_the_order_of_code_points,
    faulty.ScanTakesAWildcard: contract.test_a_scan_gives_what_begins_with_the_prefix_in_the_order_of_code_points,
    faulty.FalsyIsNothing: contract.test_every_json_value_but_none_is_kept_as_it_is,
    faulty.TrueIsOne: contract.test_every_json_value_but_none_is_kept_as_it_is,
    faulty.GetGivesTheStoredThing: contract.test_changing_a_value_that_was_got_or_scanned_changes_nothing,
    faulty.PutKeepsTheGivenThing: contract.test_changing_a_value_after_it_was_put_changes_nothing,
    faulty.PutMerges: contract.test_a_record_is_written_over_as_a_whole,
    faulty.PutTakesNone: contract.test_what_json_can_not_hold_is_refused_when_it_is_put,
    faulty.PutTakesEmptyKeys: contract.test_tables_and_keys_are_not_empty,
    faulty.NeverOver: contract.test_a_unit_that_is_over_raises,
    faulty.TablesRunTogether: contract.test_tables_do_not_mix,
    faulty.NoConflict: contract.test_a_unit_conflicts_when_what_it_read_was_changed,
    faulty.NoPhantoms: contract.test_a_unit_conflicts_when_what_it_scanned_was_changed,
    faulty.AbsenceIsNotRead: contract.test_a_unit_conflicts_when_what_it_read_was_changed,
    faulty.ConflictsAlways: contract.test_units_that_touch_different_records_do_not_conflict,
    faulty.ReadsTheNewest: contract.test_all_reads_of_a_unit_see_one_instant,
    faulty.DeletedIsSeenNoMore: contract.test_all_reads_of_a_unit_see_one_instant,
    faulty.LosesTheAttempt: contract.test_a_postponed_entry_comes_again_with_one_attempt_more,
    faulty.LosesTheNewBody: contract.test_a_postponed_entry_comes_again_with_one_attempt_more,
    faulty.EmptyBodyIsNone: contract.test_a_body_may_be_replaced_by_something_empty,
    faulty.ForgetsWhatWasFinished: contract.test_an_id_that_waits_or_was_finished_is_dropped,
    faulty.LastOfTwinsWins: contract.test_an_id_that_waits_or_was_finished_is_dropped,
    faulty.FinishesNothingQuietly: contract.test_a_unit_that_finishes_what_is_not_there_writes_nothing,
    faulty.TimerLosesItsFraction: contract.test_the_instant_of_a_timer_is_kept_to_the_microsecond,
    faulty.CancelsWhatWasMoved: contract.test_a_timer_is_cancelled_only_at_the_instant_that_is_named,
    faulty.CancelsOwnTimersBlindly: contract.test_a_timer_is_cancelled_only_at_the_instant_that_is_named,
    faulty.TakesAgain: contract.test_what_a_unit_takes_is_done_and_never_comes_again,
    faulty.OvertakesWhatWaits: contract.test_nothing_is_taken_before_what_waits_in_its_lane,
    faulty.LooksOnlyWhenItTakes: contract.test_what_two_units_take_side_by_side_is_done_once,
    faulty.RemembersWhatLeftNoTrace: contract.test_of_a_unit_that_writes_nothing_nothing_is_remembered,
    faulty.TimerStaysWhereItWas: contract.test_a_timer_that_is_set_again_moves,
}
LINE_FAULTS: dict[type[Line], Callable[..., Any]] = {
    faulty.LastInFirstOut: contract.test_a_lane_is_worked_off_in_the_order_it_came,
    faulty.ByIdInTheLane: contract.test_a_lane_is_worked_off_in_the_order_it_came,
    faulty.PostponedGoesToTheEnd: contract.test_a_postponed_entry_comes_again_with_one_attempt_more,
    faulty.ClaimsTwice: contract.test_a_lane_gives_nothing_while_something_of_it_is_claimed,
    faulty.ClaimsPastTheHead: contract.test_a_lane_gives_nothing_while_something_of_it_is_claimed,
    faulty.WaitingDoesNotHoldItsLane: contract.test_what_is_not_due_yet_waits_and_its_lane_with_it,
    faulty.EarliestDueFirst: contract.test_the_oldest_comes_first_even_if_another_was_due_earlier,
    faulty.NeverLooksBack: contract.test_an_earlier_instant_may_be_asked_for_after_a_later_one,
    faulty.AlwaysFresh: contract.test_a_released_entry_can_be_claimed_again_untouched,
    faulty.SizeLeavesClaimedOut: contract.test_the_size_counts_what_is_not_finished,
    faulty.NextDueOfClaimed: contract.test_the_next_instant_is_that_of_the_earliest_timer_or_entry,
    faulty.ReleasesAnything: contract.test_releasing_what_is_not_claimed_changes_nothing,
}
STORE_FAULTS: dict[type[MemoryStore], Callable[..., Any]] = {
    faulty.KeepsDeleted: contract.test_a_deleted_record_is_gone_and_can_be_put_again,
    faulty.KeepsCancelledTimers: contract.test_timers_come_due_earliest_first_and_stay_until_cancelled,
    faulty.CommitsWhatRaised: contract.test_a_unit_that_raises_writes_nothing,
    faulty.WritesAtOnce: contract.test_a_unit_that_finishes_what_is_not_there_writes_nothing,
    faulty.LosesUpdatesInAHurry: contract.test_no_increment_is_lost_among_many_writers,
    faulty.RingsOnce: contract.test_timers_come_due_earliest_first_and_stay_until_cancelled,
    faulty.LetsBodiesBeChanged: contract.test_changing_a_body_changes_neither_entry_nor_timer,
    faulty.ReleaseCountsAsAttempt: contract.test_a_released_entry_can_be_claimed_again_untouched,
    faulty.ForgetsTooMuch: contract.test_ids_are_forgotten_by_the_instant_they_were_finished,
    faulty.ForgetsWhatIsWaiting: contract.test_ids_are_forgotten_by_the_instant_they_were_finished,
    faulty.ForgetsNothing: contract.test_ids_are_forgotten_by_the_instant_they_were_finished,
    faulty.NextDueLooksAtTimersOnly: contract.test_the_next_instant_is_that_of_the_earliest_timer_or_entry,
    faulty.NextDueLooksAtEntriesOnly: contract.test_the_next_instant_is_that_of_the_earliest_timer_or_entry,
    faulty.OneQueue: contract.test_queues_do_not_mix,
    faulty.WorksWhenClosed: contract.test_a_closed_store_says_so,
}
REOPENED_FAULTS: dict[type[Reopened], Callable[..., Any]] = {
    faulty.LosesAllWhenClosed: contract.test_a_closed_store_can_be_opened_again_and_holds_what_it_held,
    faulty.LosesDeletionsWhenClosed: contract.test_what_was_deleted_finished_or_cancelled_is_gone_after_opening_again,
    faulty.ForgetsIdsWhenClosed: contract.test_ids_are_remembered_over_opening_again,
    faulty.FreshWhenOpened: contract.test_an_entry_that_was_there_when_the_store_was_opened_is_not_fresh,
    faulty.ClaimsOutliveTheProcess: contract.test_an_entry_that_was_there_when_the_store_was_opened_is_not_fresh,
    faulty.LanesByIdWhenOpened: contract.test_lanes_keep_their_order_over_opening_again,
}
CAUGHT = (AssertionError, StoreError, pytest.fail.Exception)
FAULTS: list[tuple[str, Make, Callable[..., Any]]] = [
    *((kind.__name__, unit(kind), test) for kind, test in UNIT_FAULTS.items()),
    *((kind.__name__, line(kind), test) for kind, test in LINE_FAULTS.items()),
    *((kind.__name__, kind, test) for kind, test in STORE_FAULTS.items()),
    ("UnorderedAgenda", agenda(faulty.UnorderedAgenda), contract.test_timers_come_due_earliest_first_and_stay_until_cancelled),
    ("EndlessAgenda", agenda(faulty.EndlessAgenda), contract.test_timers_come_due_earliest_first_and_stay_until_cancelled),
]  # fmt: skip


@pytest.mark.parametrize(("make", "test"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_caught_by_the_test_that_is_there_for_it(
    make: Make, test: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(CAUGHT):
        for case in cases(test):
            run(test, make, case, tmp_path)


@pytest.mark.parametrize(("store", "test"), REOPENED_FAULTS.items(), ids=lambda value: value.__name__)
def test_a_fault_of_keeping_is_caught_too(store: type[Reopened], test: Callable[..., Any], tmp_path: Path) -> None:
    run_reopened(test, Reopened, tmp_path)
    with pytest.raises(CAUGHT):
        run_reopened(test, store, tmp_path)


@pytest.mark.parametrize("test", {test.__name__: test for _, _, test in FAULTS}.values())
def test_a_sound_store_passes_each_of_these_tests_when_run_like_this(test: Callable[..., Any], tmp_path: Path) -> None:
    for case in cases(test):
        run(test, MemoryStore, case, tmp_path)


def cases(test: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """The parameters with which pytest would call a test."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for chosen in itertools.product(*(mark.args[1] for mark in marks)):
        found: dict[str, Any] = {}
        for mark, value in zip(marks, chosen, strict=True):
            found.update(
                {mark.args[0]: value} if isinstance(mark.args[0], str) else dict(zip(mark.args[0], value, strict=True))
            )
        yield found


def run(test: Callable[..., Any], make: Make, case: dict[str, Any], folder: Path) -> None:
    """One test of the contract, on a new store, without pytest around it."""
    clock = ManualClock(START)
    store = make(clock)

    async def open_store(folder: str, clock: Clock) -> Store:
        return make(clock)

    given = {"store": store, "open_store": open_store, "clock": clock, "tmp_path": folder, **case}
    asyncio.run(call(test, Contract(), given))


def run_reopened(test: Callable[..., Any], kind: type[Reopened], folder: Path) -> None:
    """One test of the contract, on a store that keeps what it holds."""
    fresh: type[Reopened] = type(kind.__name__, (kind,), {"folders": {}})
    asyncio.run(call(test, contract(), {"open_store": fresh.open, "clock": ManualClock(START), "tmp_path": folder}))


async def call(test: Callable[..., Any], suite: StoreContract, given: dict[str, Any]) -> None:
    async with asyncio.timeout(10):
        await test(suite, **{name: given[name] for name in list(inspect.signature(test).parameters)[1:]})
