"""Commands that coterie names read as they are typed on Slack, whatever they answer: `!coterie …` works too, and is read by everybody."""

from __future__ import annotations

from coterie.core.api import Card, Choice, Context, Plugin, Text, code
from coterie.core.testing import StageFactory, StageRoom


def naming() -> Plugin:
    plugin = Plugin("naming")

    def words(ctx: Context) -> Text:
        return Text(f"Say {code(f'{ctx.start}ask')} again.")

    @plugin.command("ask")
    async def ask(ctx: Context) -> None:
        ctx.quietly(words(ctx))
        ctx.post(ctx.room, Card("Well?", choices=[Choice("more", "More"), Choice("there", "There")]))

    @plugin.choice("more")
    async def more(ctx: Context) -> None:
        ctx.quietly(words(ctx))

    @plugin.choice("there")
    async def there(ctx: Context) -> None:
        ctx.post(ctx.room, words(ctx), thread=ctx.message)

    return plugin


async def asked(stage: StageFactory, platform: str) -> StageRoom:
    room = await stage(naming(), platform=platform)
    await room.say("bo", "!coterie ask")
    return room


async def test_answers_to_commands_and_to_presses_name_the_slash_command(stage: StageFactory) -> None:
    room = await asked(stage, "slack")
    await room.press("bo", room.cards[-1], "More")
    assert room.told("bo") == ("Say /coterie ask again.",) * 2


async def test_in_a_thread_where_slack_takes_no_slash_command_it_is_a_message(stage: StageFactory) -> None:
    room = await asked(stage, "slack")
    await room.press("bo", room.cards[-1], "There")
    assert room.last == "Say !coterie ask again."


async def test_elsewhere_it_is_a_message_too(stage: StageFactory) -> None:
    room = await asked(stage, "simulator")
    await room.press("bo", room.cards[-1], "More")
    assert room.told("bo") == ("Say !coterie ask again.",) * 2
