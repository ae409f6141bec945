"""What is done with an event as it is taken in, and what of it is kept where it has to wait: no more than its handling needs.

An event that nothing stands before is handled in the commit that takes it in; where it leaves no trace there is nothing to commit. All others
wait in the inbox.

What people say to each other is none of coterie's business: the text of a message is let go before anything is handled or written, unless it is
meant for coterie. What a plugin wants to read all the same, and what somebody chooses on an anonymous card, is never written down, not even on its
way: it is handled in the commit that takes it in, whatever waits.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from ..errors import Behind, Known, StoreError, Unfit
from ..logs import about, get_logger
from ..model.event import (
    ChoiceMade,
    CommandGiven,
    Event,
    FormSubmitted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
)
from ..ports import Cursor, Queue, Unit
from ..traces import told, trace_of
from ..values import evolved, frozen
from . import aside, bindings, cards, interview, typed
from .committing import committed
from .directory import group_in
from .dispatch import Dispatcher
from .early import Early, Of, on_their_way
from .inbox import entry_of, lane_of
from .overlay import Overlay
from .plugins import Listener
from .thread_homes.hearing import placed

log = get_logger(__name__)

HANDLED = "handled"
"""Table: the ids of events that were handled as they were taken in, though something waited → when."""

WATCHED = (ChoiceMade, CommandGiven, FormSubmitted)
"""Who causes one looks at a sign of waiting until it is acknowledged, and at an error after some seconds: no handler may be waited for."""


@frozen
class Intake:
    """Decides for every event that comes in. Wired by the app alone."""

    dispatcher: Dispatcher

    # --- what waits -------------------------------------------------------------------------------------------------

    async def admit(self, unit: Unit, event: Event, now: datetime) -> None:
        """Put the event into the inbox, as far as it must be kept, or handle it now."""
        event = await placed(unit, event)
        ours = await bindings.made_ours(unit, event)
        if await self._may_not_be_kept(unit, event, ours):
            await self._handle_unkept(unit, event, now)
        else:
            unit.enqueue(Queue.INBOX, entry_of((await _spared(unit, event, ours))[0], now))

    # --- what does not ----------------------------------------------------------------------------------------------

    async def at_once(self, event: Event, cursor: Cursor | None) -> bool:
        """Handle an event in the commit that takes it in; whether that could be done. Else nothing was: it has to wait in the inbox.

        It has to wait where somebody waits for its acknowledgement, for what came before it, for a message of coterie's that nobody knows yet, and
        where coterie itself fails at it: then it is tried again, and set aside in the end.
        """
        if isinstance(event, WATCHED):
            return False
        measures = self.dispatcher.measures
        begun = get_running_loop().time() if measures.counts else 0.0
        with about(event_id=event.id):
            if not await self._taken(event, cursor):
                return False
        if measures.counts:
            measures.waited(Queue.INBOX, 0)
            measures.worked(Queue.INBOX, get_running_loop().time() - begun)
        return True

    async def _taken(self, event: Event, cursor: Cursor | None) -> bool:
        store, what = self.dispatcher.store, f"event {event.id}"
        try:
            try:
                await committed(store, partial(self._take, event, cursor, Of.WHAT_IS_KNOWN), what)
            except Early:
                # Looked at before it is read again: what arrives in between is known then.
                if await on_their_way(store, event):
                    return False
                await committed(store, partial(self._take, event, cursor, Of.ANYTHING), what)
        except (Behind, Known, Unfit):
            return False
        except StoreError:
            raise
        except Exception as error:
            log.error("handling failed", error=told(error), exc_info=error)
            return False
        return True

    async def _take(self, event: Event, cursor: Cursor | None, of: Of, unit: Unit) -> None:
        event = await placed(unit, event)
        ours = await bindings.made_ours(unit, event)
        if await self._may_not_be_kept(unit, event, ours):
            await self._handle_unkept(unit, event, self.dispatcher.clock.now())
        else:
            unit.take(Queue.INBOX, event.id, lane_of(event))
            await self.dispatcher.handle_in(unit, *await _spared(unit, event, ours), of)
        if cursor is not None:
            unit.put("cursor", cursor.name, cursor.value)

    # --- what must never stand in the store -------------------------------------------------------------------------

    async def _may_not_be_kept(self, unit: Unit, event: Event, ours: Event) -> bool:
        """Whether it is a choice on an anonymous card, or has words that a plugin wants to read though they are not meant for coterie."""
        return await _is_secret(unit, ours) or await self._is_overheard(unit, event, ours)

    async def _handle_unkept(self, unit: Unit, event: Event, now: datetime) -> None:
        """Handle what can't wait in the inbox; one at which coterie itself fails is set aside without what was said."""
        if await unit.get(HANDLED, event.id) is not None:
            return
        unit.put(HANDLED, event.id, now.isoformat())
        for number in range(1, aside.TRIES + 1):
            overlay = Overlay(unit)
            try:
                await self.dispatcher.handle_in(overlay, event)
            except StoreError:
                raise
            except Exception as error:
                log.error("handling failed", event_id=event.id, tries=number, error=told(error), exc_info=error)
                if number == aside.TRIES:
                    reason, trace = (
                        f"coterie itself failed: {told(error):.300}",
                        trace_of(error)[-aside.LONGEST_TRACE :],
                    )
                    about = (lane_of(event), now, reason, number)
                    aside.keep(unit, aside.Aside(Queue.INBOX, event.id, *about, platform=event.platform, trace=trace))
            else:
                overlay.merge()
                return

    async def _is_overheard(self, unit: Unit, event: Event, ours: Event) -> bool:
        match event:
            case MessageEdited():
                return await self._is_read(unit, event, ours)
            case MessagePosted():
                return not await _is_meant_for_us(unit, event, ours) and await self._is_read(unit, event, ours)
        return False

    async def _is_read(self, unit: Unit, event: MessagePosted | MessageEdited, ours: Event) -> bool:
        """Whether a plugin wants to see it: one that hears of such events in its group. What bots say, none does."""
        if event.bot:
            return False
        group = group_in(ours.room)
        definitions = await self.dispatcher.register.definitions(unit)
        concerned = self.dispatcher.router.concerned(event, definitions, group)
        return any(
            one.reads(type(event), definitions, group) if isinstance(one, Listener) else True
            for one in concerned
            if not one.name.startswith("core.")
        )


_NO_WORDS: Mapping[str, object] = {"text": "", "files": ()}


async def _spared(unit: Unit, event: Event, ours: Event) -> tuple[Event, Event]:
    """The event, native and ours, without a text that nobody has to read."""
    match event, ours:
        case MessageEdited(), MessageEdited() if not await _was_an_answer(unit, event, ours):
            return evolved(event, _NO_WORDS), evolved(ours, _NO_WORDS)
        case MessagePosted(), MessagePosted() if not await _is_meant_for_us(unit, event, ours):
            return evolved(event, _NO_WORDS), evolved(ours, _NO_WORDS)
    return event, ours


async def _is_meant_for_us(unit: Unit, message: MessagePosted, ours: Event) -> bool:
    """Whether the message may be a command, or the answer to a question or to a card."""
    if message.direct or message.addressed or message.text.lstrip().startswith("!"):
        return True
    if len(message.text) > cards.LONGEST_TYPED or ours.room is None:
        return False
    in_reply = message.thread is not None or message.reply_to is not None
    return in_reply or await cards.is_awaited(unit, ours.room, message.at)


async def _was_an_answer(unit: Unit, edited: MessageEdited, ours: Event) -> bool:
    """Whether the message, as it read before, answered a card or a question: then how it reads now is meant for coterie, too."""
    if await typed.said_by(unit, edited.message) is not None:
        return True
    person = ours.person
    return person is not None and edited.message.id in (await interview.interview_of(unit, person)).said.values()


async def _is_secret(unit: Unit, ours: Event) -> bool:
    """Whether somebody chooses by it on an anonymous card."""
    if not isinstance(ours, ChoiceMade | ReactionAdded | ReactionRemoved | MessagePosted):
        return False
    choice = await cards.as_choice(unit, ours)
    kept = await cards.card_or_past(unit, choice.message) if choice else None
    return kept is not None and kept.secret
