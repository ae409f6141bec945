"""What a store must do with the work that waits in its queues."""

from __future__ import annotations

import asyncio
from datetime import timedelta, timezone

from attrs import evolve

from ..clock import ManualClock
from ..ports import Entry, Queue, Store
from .store_tools import add, at, drain, entry


async def _claimed(store: Store, minutes: float = 0, queue: Queue = Queue.INBOX) -> str | None:
    found = await store.claim(queue, at(minutes))
    return found.id if found else None


class QueueContract:
    """Lanes, claims, attempts and remembered ids."""

    async def test_an_entry_is_claimed_as_it_was_enqueued(self, store: Store) -> None:
        one = Entry("1", "room", {"text": "hello", "n": [0]}, at(0), attempts=2)
        await add(store, Queue.INBOX, one)
        assert await store.claim(Queue.INBOX, at(0)) == one

    async def test_an_instant_of_another_zone_is_the_same_instant(self, store: Store) -> None:
        there = timezone(timedelta(hours=-7))
        await add(store, Queue.INBOX, Entry("1", "a", None, at(1).astimezone(there)), entry("2", "b", due=2))
        assert await _claimed(store, 0) is None
        found = await store.claim(Queue.INBOX, at(1).astimezone(there))
        assert found is not None and found.due == at(1)

    async def test_queues_do_not_mix(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1"))
        assert await store.claim(Queue.OUTBOX, at(0)) is None
        assert [await store.size(queue) for queue in (Queue.INBOX, Queue.OUTBOX)] == [1, 0]
        await add(store, Queue.OUTBOX, entry("1"))
        assert await store.size(Queue.OUTBOX) == 1

    async def test_a_lane_is_worked_off_in_the_order_it_came(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("z"), entry("a"))
        await add(store, Queue.INBOX, entry("m"), entry("k"))
        assert [one.id for one in await drain(store, Queue.INBOX)] == ["z", "a", "m", "k"]

    async def test_a_lane_gives_nothing_while_something_of_it_is_claimed(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1"), entry("2"))
        assert await _claimed(store) == "1"
        assert await _claimed(store) is None
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, "1")
        assert await _claimed(store) == "2"
        assert await _claimed(store) is None

    async def test_lanes_are_claimed_side_by_side_oldest_first(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "c"), entry("2", "a"), entry("3", "c"), entry("4", "b"))
        assert [await _claimed(store) for _ in range(4)] == ["1", "2", "4", None]

    async def test_several_are_claimed_at_once_as_they_would_be_one_by_one(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "c"), entry("2", "a"), entry("3", "c"), entry("4", "b"))
        assert [one.id for one in await store.claim_some(Queue.INBOX, at(0), 2)] == ["1", "2"]
        assert [one.id for one in await store.claim_some(Queue.INBOX, at(0), 5)] == ["4"]
        assert not await store.claim_some(Queue.INBOX, at(0), 5)

    async def test_the_oldest_comes_first_even_if_another_was_due_earlier(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "a", due=3), entry("2", "b", due=1))
        assert await _claimed(store, 5) == "1"
        assert await _claimed(store, 5) == "2"

    async def test_what_is_not_due_yet_waits_and_its_lane_with_it(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "a", due=5), entry("2", "a", due=0), entry("3", "b", due=1))
        assert await _claimed(store, 0) is None
        assert await _claimed(store, 1) == "3"
        assert await _claimed(store, 4) is None
        assert await _claimed(store, 5) == "1"
        assert await _claimed(store, 5) is None

    async def test_an_earlier_instant_may_be_asked_for_after_a_later_one(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "a", due=1), entry("2", "b", due=3), entry("3", "c", due=2))
        assert await _claimed(store, 4) == "1"
        assert await _claimed(store, 2) == "3"
        assert await _claimed(store, 2) is None
        assert await _claimed(store, 3) == "2"

    async def test_nothing_is_claimed_twice_among_many_claimers(self, store: Store) -> None:
        await add(store, Queue.INBOX, *(entry(f"{number}", f"lane {number % 7}") for number in range(50)))
        order: list[str] = []

        async def work() -> None:
            while (found := await store.claim(Queue.INBOX, at(0))) is not None:
                order.append(found.id)
                async with store.unit() as unit:
                    unit.finish(Queue.INBOX, found.id)

        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(work())
        order += [one.id for one in await drain(store, Queue.INBOX)]
        assert sorted(order, key=int) == [str(number) for number in range(50)]
        for lane in range(7):
            of_lane = [int(id) for id in order if int(id) % 7 == lane]
            assert of_lane == sorted(of_lane)

    async def test_a_released_entry_can_be_claimed_again_untouched(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", body={"a": 1}), entry("2"))
        first = await store.claim(Queue.INBOX, at(0))
        await store.release(Queue.INBOX, "1")
        second = await store.claim(Queue.INBOX, at(0))
        assert first is not None and first.fresh
        assert second == evolve(first, fresh=False), "it was claimed before"

    async def test_releasing_what_is_not_claimed_changes_nothing(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1"), entry("2"))
        await store.release(Queue.INBOX, "1")
        await store.release(Queue.INBOX, "never there")
        assert await _claimed(store) == "1"
        await store.release(Queue.INBOX, "2")
        assert await _claimed(store) is None

    async def test_a_postponed_entry_comes_again_with_one_attempt_more(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", body="first"), entry("2"))
        for attempts, due, body in ((1, 5, None), (2, 7, "second"), (3, 9, None)):
            assert await _claimed(store, due) == "1"
            async with store.unit() as unit:
                unit.postpone(Queue.INBOX, "1", at(due), body)
            assert await _claimed(store, due - 1) is None, "its lane waits for it"
            found = await store.claim(Queue.INBOX, at(due))
            kept = "first" if attempts == 1 else "second"
            assert found == Entry("1", "room", kept, at(due), attempts=attempts, fresh=False)
            await store.release(Queue.INBOX, "1")
        assert [one.id for one in await drain(store, Queue.INBOX)] == ["1", "2"]

    async def test_the_head_of_a_lane_is_told_once_somebody_may_have_begun_it(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "a"), entry("2", "a"), entry("3", "b"))
        await add(store, Queue.OUTBOX, entry("1", "b"))
        assert [await store.begun(Queue.INBOX, lane) for lane in ("a", "b", "c")] == [None, None, None]
        assert await _claimed(store) == "1"
        assert [await store.begun(Queue.INBOX, lane) for lane in ("a", "b", "c")] == ["1", None, None]
        assert await store.begun(Queue.OUTBOX, "a") is None
        await store.release(Queue.INBOX, "1")
        assert await store.begun(Queue.INBOX, "a") == "1"
        async with store.unit() as unit:
            unit.postpone(Queue.INBOX, "1", at(5))
        assert await store.begun(Queue.INBOX, "a") == "1"
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, "1")
        assert await store.begun(Queue.INBOX, "a") is None, "the next has not been begun"

    async def test_a_body_may_be_replaced_by_something_empty(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", body="full"))
        async with store.unit() as unit:
            unit.postpone(Queue.INBOX, "1", at(1), "")
        found = await store.claim(Queue.INBOX, at(1))
        assert found is not None and found.body == ""

    async def test_only_the_lane_of_a_postponed_entry_waits(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", "a"), entry("2", "b"))
        async with store.unit() as unit:
            unit.postpone(Queue.INBOX, "1", at(5))
        assert await store.next_due() == at(0)
        assert await _claimed(store) == "2"
        assert await store.next_due() == at(5)

    async def test_an_id_that_waits_or_was_finished_is_dropped(self, store: Store) -> None:
        await add(store, Queue.INBOX, entry("1", body="first"), entry("1", body="second"))
        await add(store, Queue.INBOX, entry("1", body="third"))
        assert await store.size(Queue.INBOX) == 1
        assert [one.body for one in await drain(store, Queue.INBOX)] == ["first"]
        await add(store, Queue.INBOX, entry("1", "another lane"))
        assert await store.size(Queue.INBOX) == 0
        assert await store.claim(Queue.INBOX, at(9)) is None

    async def test_an_id_that_comes_twice_at_the_same_time_is_kept_once(self, store: Store) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(add(store, Queue.INBOX, entry("1")))
        assert await store.size(Queue.INBOX) == 1

    async def test_what_one_unit_enqueues_and_finishes_is_remembered(self, store: Store) -> None:
        async with store.unit() as unit:
            unit.enqueue(Queue.INBOX, entry("1"))
            unit.enqueue(Queue.INBOX, entry("2"))
            unit.postpone(Queue.INBOX, "2", at(3))
            unit.finish(Queue.INBOX, "1")
            unit.enqueue(Queue.INBOX, entry("1"))
        assert [(one.id, one.attempts) for one in await drain(store, Queue.INBOX)] == [("2", 1)]

    async def test_any_entry_can_be_finished_wherever_it_stands(self, store: Store) -> None:
        await add(store, Queue.INBOX, *(entry(id) for id in "1234"))
        assert await _claimed(store) == "1"
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, "2")
            unit.finish(Queue.INBOX, "4")
        assert await _claimed(store) is None, "the lane is still claimed"
        await store.release(Queue.INBOX, "1")
        assert [one.id for one in await drain(store, Queue.INBOX)] == ["1", "3"]

    async def test_the_size_counts_what_is_not_finished(self, store: Store) -> None:
        await add(store, Queue.INBOX, *(entry(id) for id in "123"))
        await store.claim(Queue.INBOX, at(0))
        assert await store.size(Queue.INBOX) == 3
        async with store.unit() as unit:
            unit.finish(Queue.INBOX, "1")
            unit.postpone(Queue.INBOX, "2", at(9))
        assert await store.size(Queue.INBOX) == 2

    async def test_ids_are_forgotten_by_the_instant_they_were_finished(self, store: Store, clock: ManualClock) -> None:
        for minutes, id in ((0, "1"), (10, "2"), (20, "3")):
            clock.jump(at(minutes))
            await add(store, Queue.INBOX, entry(id))
            async with store.unit() as unit:
                unit.finish(Queue.INBOX, id)
        await add(store, Queue.INBOX, entry("waits"))
        assert await store.forget_seen(at(0)) == 0
        assert await store.forget_seen(at(10)) == 1
        assert await store.forget_seen(at(10)) == 0
        await add(store, Queue.INBOX, entry("1"), entry("2"), entry("3"), entry("waits"))
        assert await store.size(Queue.INBOX) == 2
        assert await store.forget_seen(at(99)) == 2
        assert await store.size(Queue.INBOX) == 2, "what waits is not forgotten"
