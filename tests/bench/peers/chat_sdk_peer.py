"""chat-sdk with its state in memory, and an adapter that sends nothing: a pattern for each plugin, as its guide has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

from chat_sdk import Chat
from chat_sdk.state.memory import MemoryStateAdapter
from chat_sdk.testing import MockAdapter, create_test_message
from chat_sdk.types import RawMessage
from drive import Take, main


async def begin(plugins: int, said: Callable[[str], None]) -> Take:
    class Null(MockAdapter):
        async def post_message(self, thread_id: str, message: Any) -> RawMessage:
            said(message if isinstance(message, str) else message.markdown)
            return RawMessage(id="said", thread_id=thread_id, raw={})

    adapter = Null("null")
    chat = Chat(user_name="bot", adapters={"null": adapter}, state=MemoryStateAdapter(), concurrency="concurrent")
    await chat.initialize()
    for number in range(plugins):
        _plugin(chat, number)
    numbers = count()

    async def take(text: str, conversation: int) -> None:
        message = create_test_message(f"m{next(numbers)}", text)
        await chat.handle_incoming_message(adapter, f"null:r{conversation}:t", message)

    return take


def _plugin(chat: Chat, number: int) -> None:
    @chat.on_message(re.compile(rf"^!do{number} (\S+)$"))
    async def do(thread: Any, message: Any, context: Any = None) -> None:
        await thread.post(f"done {message.text.split()[1]}")


main(begin)
