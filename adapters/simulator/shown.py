"""How the simulator shows what coterie does, and where what people do comes from: in words, for docs/platforms.md."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.model import effect as effects
from coterie.core.model import event as events

POSTS: Mapping[str, str] = {
    "with choices": "buttons",
    "of a form": "a modal",
    "quietly": "seen by that person alone",
    "in a thread": "in the thread",
    "pinned": "pinned",
}
EFFECTS: Mapping[type[effects.Effect], str] = {
    kind: "as it is meant"
    for kind in effects.EFFECTS
    if kind not in (effects.EndPoll, effects.SetTimer, effects.CancelTimer)
}
EVENTS: Mapping[type[events.Event], str] = {
    kind: "as it is meant"
    for kind in (
        events.MessagePosted,
        events.MessageEdited,
        events.MessageRemoved,
        events.MessageSeen,
        events.ReactionAdded,
        events.ReactionRemoved,
        events.ChoiceMade,
        events.FormSubmitted,
        events.CommandGiven,
        events.HomeOpened,
        events.MemberJoined,
        events.MemberLeft,
        events.RoomOpened,
        events.RoomReplaced,
        events.RoomSurveyed,
    )
}
