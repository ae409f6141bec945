"""A hundred people and three plugins that all want something of them: nobody hears more than they take."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.api import Context, Plugin, Text
from coterie.core.model.preferences import Hours, Quiet
from coterie.core.testing import StageFactory

CROWD, MOST = 100, 3


def speaking(name: str, hour: int) -> Plugin:
    """A plugin that tells everybody something every day."""
    plugin = Plugin(name)

    @plugin.every(f"day {hour:02}:00")
    async def speak(ctx: Context) -> None:
        for person in await ctx.members():
            ctx.post(person, Text(f"{name} of {ctx.local_now:%a}"))

    return plugin


async def test_a_hundred_people_are_addressed_no_oftener_than_they_take(stage: StageFactory) -> None:
    plugins = [speaking("brief", 9), speaking("coffee", 12), speaking("digest", 22)]
    room = await stage(*plugins, quiet=Quiet(Hours.parse("21-8"), most_per_week=MOST), crowd=CROWD)
    await room.wait(timedelta(days=7))
    people = ["bo", "cy", *(f"p{number}" for number in range(1, CROWD + 1))]
    heard = {who: room.told(who) for who in people}
    assert {len(texts) for texts in heard.values()} == {MOST}
    assert heard["p1"] == ("brief of Mon", "coffee of Mon", "digest of Mon")
    await room.wait(timedelta(days=7))
    assert all(len(room.told(who)) <= 2 * MOST for who in people)
    everything = " ".join(room.told("p100"))
    assert "digest of Sun" in everything  # what was too much waited, and came together
