"""One digest for one person, however many accounts they have."""

from __future__ import annotations

from datetime import timedelta

from .test_counting import Pair, cheap
from .test_linking import linked
from .town import HOME, two_homes


@cheap
async def test_who_asked_for_it_by_one_account_gets_it_once_when_both_are_linked_and_again_when_they_are_parted(
    pair: Pair,
) -> None:
    first, second = pair
    plugins = ["digest", "link"]
    async with two_homes(pair, first=["bo", "ana"], second=["bo"], plugins=plugins, uses=plugins) as town:
        await town.say(second, "bo", "digest daily 9:00", dm=True)
        await linked(town, "bo")
        await town.drivers[first].join("cy", HOME)
        await town.settled()

        async def digests() -> int:
            heard = [*await town.told(first, "bo"), *await town.told(second, "bo")]
            return sum("Somebody is new here" in one for one in heard)

        await town.wait(timedelta(hours=2))
        assert await digests() == 1
        await town.say(first, "bo", "unlink", dm=True)
        await town.drivers[first].join("dee", HOME)
        await town.wait(timedelta(days=1))
        assert await digests() == 2
