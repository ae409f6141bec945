"""A homeserver with Synapse's own rate limits says when to come back, and coterie hears it."""

import pytest

from coterie.adapters.matrix.adapter import TOKEN, MatrixAdapter, MatrixSettings
from coterie.adapters.matrix.testing import Homeserver, Refusal
from coterie.core.clock import SystemClock
from coterie.core.errors import Transient
from coterie.core.model.content import Card
from coterie.core.model.effect import Post
from coterie.core.refs import RoomRef


async def test_a_rate_limit_is_transient_and_says_how_long(limited_server: Homeserver) -> None:
    bot, ana = await limited_server.person("coterie"), await limited_server.person("Ana")
    adapter = MatrixAdapter(MatrixSettings(bot.url, bot.user), {TOKEN: bot.token}, SystemClock())
    room = await ana.open_room("Busy", invite=[bot.user])
    await bot.join(room)
    with pytest.raises(Transient) as limited:
        for number in range(40):
            await adapter.perform(Post(key=f"k{number}", to=RoomRef(f"matrix/{room}"), card=Card("Hello")))
    await adapter.close()
    assert limited.value.retry_after is not None and limited.value.retry_after.total_seconds() > 0


async def test_a_server_with_rate_limits_says_when_to_come_back(limited_server: Homeserver) -> None:
    cy = await limited_server.person("Cy 🌱")
    room = await cy.open_room("Busy")
    with pytest.raises(Refusal, match="M_LIMIT_EXCEEDED"):
        for number in range(30):
            await cy.say(room, str(number))
