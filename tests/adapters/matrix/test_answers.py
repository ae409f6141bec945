"""Before the homeserver is asked for more, what is said in answer goes out."""

from __future__ import annotations

import asyncio

from coterie.adapters.matrix.answers import Answers


async def test_an_answer_that_has_begun_is_waited_for_with_all_that_were_begun_meanwhile() -> None:
    answers, said = Answers(), list[str]()
    asked_for_more = asyncio.ensure_future(answers.given())
    async with answers.under_way():
        async with answers.under_way():
            said.append("one")
        for _ in range(10):
            await asyncio.sleep(0)  # lets the other go on
        assert not asked_for_more.done()
        said.append("two")
    await asyncio.wait_for(asked_for_more, 20)
    assert said == ["one", "two"]


async def test_nobody_waits_long_for_an_answer_that_does_not_come_or_does_not_end() -> None:
    answers = Answers()
    await asyncio.wait_for(answers.given(), 20)
    async with answers.under_way():
        await asyncio.wait_for(answers.given(), 20)
