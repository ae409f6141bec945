"""What of an event is kept until it is handled: no more than its handling needs.

What people say to each other is none of coterie's business: the text of a message is let go before anything is written, unless it is meant
for coterie. What a plugin wants to read all the same, and what somebody chooses on an anonymous card, is never written down, not even on its
way: it is handled in the commit that takes it in.
"""

from __future__ import annotations

from datetime import datetime

from attrs import evolve

from ..errors import StoreError
from ..logs import get_logger
from ..model.event import ChoiceMade, Event, MessageEdited, MessagePosted, ReactionAdded, ReactionRemoved
from ..ports import Queue, Unit
from ..values import frozen
from . import aside, bindings, cards, interview, typed
from .directory import group_in
from .dispatch import Dispatcher
from .inbox import entry_of, lane_of
from .overlay import Overlay
from .plugins import Listener

log = get_logger(__name__)

HANDLED = "handled"
"""Table: the ids of events that were handled as they were taken in → when."""


@frozen
class Intake:
    """Decides for every event that comes in. Wired by the app alone."""

    dispatcher: Dispatcher

    async def admit(self, unit: Unit, event: Event, now: datetime) -> None:
        """Put the event into the inbox, as far as it must be kept, or handle it now."""
        if not await _is_secret(unit, event) and not await self._is_overheard(unit, event):
            unit.enqueue(Queue.INBOX, entry_of(await self._spared(unit, event), now))
        elif await unit.get(HANDLED, event.id) is None:
            unit.put(HANDLED, event.id, now.isoformat())
            await self._handled_now(unit, event, now)

    async def _handled_now(self, unit: Unit, event: Event, now: datetime) -> None:
        """Handle what can't wait in the inbox; one at which coterie itself fails is set aside without what was said."""
        for number in range(1, aside.TRIES + 1):
            overlay = Overlay(unit)
            try:
                await self.dispatcher.handle_in(overlay, event)
            except StoreError:
                raise
            except Exception as error:
                trace = aside.trace_of(error, with_words=False)
                log.error("handling failed", event_id=event.id, tries=number, trace=trace)
                if number == aside.TRIES:
                    reason = f"coterie itself failed: {type(error).__name__}"
                    about = (lane_of(event), now, reason, number)
                    aside.keep(unit, aside.Aside(Queue.INBOX, event.id, *about, platform=event.platform, trace=trace))
            else:
                overlay.merge()
                return

    async def _is_overheard(self, unit: Unit, event: Event) -> bool:
        """Whether it has words that a plugin wants to read, though they are not meant for coterie."""
        match event:
            case MessageEdited():
                return await self._is_read(unit, event)
            case MessagePosted():
                return await self._is_read(unit, event) and not await _is_meant_for_us(unit, event)
        return False

    async def _spared(self, unit: Unit, event: Event) -> Event:
        """The event without a text that nobody has to read."""
        match event:
            case MessageEdited() if not await _was_an_answer(unit, event):
                return evolve(event, text="")
            case MessagePosted() if not await _is_meant_for_us(unit, event):
                return evolve(event, text="", files=())
        return event

    async def _is_read(self, unit: Unit, event: MessagePosted | MessageEdited) -> bool:
        """Whether a plugin wants to see it: one that hears of such events in its group. What bots say, none does."""
        if event.bot:
            return False
        group = group_in(await bindings.ours(unit, event.room)) if event.room else None
        definitions = await self.dispatcher.register.definitions(unit)
        concerned = self.dispatcher.router.concerned(event, definitions, group)
        return any(
            one.reads(type(event), definitions, group) if isinstance(one, Listener) else True
            for one in concerned
            if not one.name.startswith("core.")
        )


async def _is_meant_for_us(unit: Unit, message: MessagePosted) -> bool:
    """Whether the message may be a command, or the answer to a question or to a card."""
    if message.direct or message.addressed or message.text.lstrip().startswith("!"):
        return True
    if len(message.text) > cards.LONGEST_TYPED or message.room is None:
        return False
    in_reply = message.thread is not None or message.reply_to is not None
    return in_reply or await cards.is_awaited(unit, await bindings.ours(unit, message.room), message.at)


async def _was_an_answer(unit: Unit, edited: MessageEdited) -> bool:
    """Whether the message, as it read before, answered a card or a question: then how it reads now is meant for coterie, too."""
    if await typed.said_by(unit, edited.message) is not None:
        return True
    person = await bindings.ours(unit, edited.person) if edited.person else None
    return person is not None and edited.message.id in (await interview.interview_of(unit, person)).said.values()


async def _is_secret(unit: Unit, event: Event) -> bool:
    """Whether somebody chooses by it on an anonymous card."""
    if not isinstance(event, ChoiceMade | ReactionAdded | ReactionRemoved | MessagePosted):
        return False
    choice = await cards.as_choice(unit, await bindings.made_ours(unit, event))
    kept = await cards.card_or_past(unit, choice.message) if choice else None
    return kept is not None and kept.secret
