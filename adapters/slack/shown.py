"""How Slack shows what coterie does, and where what people do comes from: in words, for docs/platforms.md."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.model import effect as effects
from coterie.core.model import event as events

POSTS: Mapping[str, str] = {
    "with choices": "buttons under the message, a menu where there are many",
    "of a form": "a button that opens a modal",
    "quietly": "a message only that person sees (`chat.postEphemeral`)",
    "in a thread": "a reply in the thread",
    "pinned": "pinned to the channel",
    "pinned under a name": "and a bookmark of that name above the channel leads to it",
}
EFFECTS: Mapping[type[effects.Effect], str] = {
    effects.Post: "a message in blocks (`chat.postMessage`)",
    effects.Edit: "the message changes in its place",
    effects.Remove: "the message is gone",
    effects.React: "an emoji",
    effects.Unreact: "the emoji is gone",
    effects.Pin: "pinned to the channel",
    effects.Look: "`conversations.replies`, `chat.getPermalink`",
    effects.AskForm: "a modal",
    effects.OpenRoom: "a channel",
    effects.SetTopic: "the topic of the channel",
    effects.Rename: "the name of the channel",
    effects.Invite: "the person is in the channel at once",
    effects.Expel: "removed from the channel",
    effects.Archive: "archived",
    effects.Reopen: "unarchived, where the token may do that",
    effects.Survey: "looked at, nothing changed",
    effects.Upload: "a file",
    effects.ShowHome: "the home tab of the app",
}
EVENTS: Mapping[type[events.Event], str] = {
    events.MessagePosted: "`message`",
    events.MessageEdited: "`message_changed`",
    events.MessageRemoved: "`message_deleted`",
    events.MessageSeen: "what was looked at",
    events.ReactionAdded: "`reaction_added`",
    events.ReactionRemoved: "`reaction_removed`",
    events.ChoiceMade: "a button pressed",
    events.FormSubmitted: "a modal submitted",
    events.CommandGiven: "`/coterie`, a menu",
    events.HomeOpened: "`app_home_opened`",
    events.MemberJoined: "`member_joined_channel`",
    events.MemberLeft: "`member_left_channel`; by whose will is not told",
    events.RoomOpened: "coterie was added to a channel",
    events.RoomClosed: "archived, deleted, or coterie was removed",
    events.InvitationsRefused: "`conversations.invite`, `conversations.inviteShared`",
    events.InvitationAnswered: "`shared_channel_invite_accepted`, `shared_channel_invite_declined`",
    events.EventsWithheld: "`app_rate_limited`",
    events.AccountChanged: "`user_change`",
    events.RoomSurveyed: "what was looked at",
    events.Uninstalled: "`app_uninstalled`, `tokens_revoked`",
}
