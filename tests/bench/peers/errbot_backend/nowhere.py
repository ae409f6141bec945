"""A backend of Errbot that sends nothing: whoever measures brings messages and hears what is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from errbot.backends.base import Message, Person
from errbot.core import ErrBot


class Somebody(Person):
    """A person of whom there is nothing but a name."""

    def __init__(self, name: str) -> None:
        self._name = name

    person = client = nick = aclattr = fullname = email = property(lambda self: self._name)

    def __str__(self) -> str:
        return self._name

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._name)


class Nowhere(ErrBot):
    """What `said` is called with is all that leaves."""

    said: Callable[[str], None]

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.bot_identifier = self.build_identifier("bot")

    def build_identifier(self, text_representation: str) -> Somebody:
        return Somebody(text_representation)

    def build_reply(self, msg: Message, text: str | None = None, private: bool = False, threaded: bool = False) -> Any:
        return Message(text, frm=self.bot_identifier, to=msg.frm, parent=msg)

    def send_message(self, msg: Message) -> None:
        super().send_message(msg)
        self.said(msg.body)

    def change_presence(self, status: str = "", message: str = "") -> None:
        """Nobody sees it."""

    def prefix_groupchat_reply(self, message: Message, identifier: Any) -> None:
        """There are no rooms."""

    def query_room(self, room: str) -> None:
        """There are no rooms."""

    def rooms(self) -> list[Any]:
        return []

    @property
    def mode(self) -> str:
        return "nowhere"
