"""How Matrix shows what coterie does, and where what people do comes from: in words, for docs/platforms.md."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.model import effect as effects
from coterie.core.model import event as events

POSTS: Mapping[str, str] = {
    "of a short question to a room": "a poll (MSC3381), unless it is anonymous",
    "in a thread": "a message in the thread",
    "pinned": "pinned to the room",
}
EFFECTS: Mapping[type[effects.Effect], str] = {
    effects.Post: "`m.room.message` with HTML and `m.mentions`",
    effects.Edit: "`m.replace`: the message changes in its place",
    effects.Remove: "redacted",
    effects.React: "`m.reaction`",
    effects.Unreact: "the reaction is redacted",
    effects.EndPoll: "the poll ends and shows its result",
    effects.Pin: "`m.room.pinned_events`",
    effects.Look: "the event, and a matrix.to link to it",
    effects.OpenRoom: "a room with an alias; with encryption and history as the charter says",
    effects.OpenSpace: "a Space",
    effects.PlaceInSpace: "`m.space.child` with order and suggestion, and `m.space.parent`",
    effects.SetTopic: "`m.room.topic`",
    effects.SetAvatar: "`m.room.avatar`, uploaded once",
    effects.Rename: "`m.room.name` and a new alias, numbered where it is taken; the old ones still lead there",
    effects.SetAccess: "join rule (public, knock, invite, or whoever is in the Space) and the directory",
    effects.Invite: "an invitation, unless a policy list says no",
    effects.Expel: "kicked; a knock is turned away",
    effects.GrantRole: "a power level: 75 leader, 50 moderator, 25 host",
    effects.RevokeRole: "the level is taken away again",
    effects.Archive: "read-only: nobody below 100 speaks or invites",
    effects.Reopen: "people speak again",
    effects.Survey: "raw state looked at, nothing changed",
    effects.Upload: "a file",
}
EVENTS: Mapping[type[events.Event], str] = {
    events.MessagePosted: "`m.room.message`, a poll of somebody's own",
    events.MessageEdited: "`m.replace` by whoever wrote it",
    events.MessageRemoved: "a redaction",
    events.MessageSeen: "what was looked at",
    events.MessageUnreadable: "an `m.room.encrypted` whose key did not come",
    events.ReactionAdded: "`m.reaction`",
    events.ReactionRemoved: "the reaction redacted",
    events.ChoiceMade: "a vote in a poll; else made of reactions and typed answers",
    events.FormSubmitted: "made of the answers in the direct message",
    events.MemberJoined: "`m.room.member`",
    events.MemberLeft: "`m.room.member`; who was kicked or banned was removed",
    events.Knocked: "`m.room.member` with `knock`",
    events.RoleChanged: "`m.room.power_levels`",
    events.RoomOpened: "an invitation taken, a room named anew",
    events.RightsFound: "`m.room.power_levels`, by type of event",
    events.RoomClosed: "`m.room.member`: coterie is kicked or banned",
    events.RoomReplaced: "`m.room.tombstone`",
    events.RoomSurveyed: "what was looked at",
}
