"""What an effect takes of a platform, and what stands in for it where the platform has no such thing (pure).

An adapter declares capabilities; `engine.deliveries` does the standing in. docs/platforms.md is made of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import effect as effects
from .content import Capability, Card
from .effect import Effect

NEEDS: Mapping[type[Effect], Capability] = {
    effects.Edit: Capability.EDITS,
    effects.React: Capability.REACTIONS,
    effects.Unreact: Capability.REACTIONS,
    effects.EndPoll: Capability.POLLS,
    effects.Pin: Capability.PINS,
    effects.AskForm: Capability.MODALS,
    effects.OpenRoom: Capability.ROOMS,
    effects.SetTopic: Capability.ROOMS,
    effects.SetAvatar: Capability.AVATARS,
    effects.Rename: Capability.ROOMS,
    effects.SetAccess: Capability.ACCESS,
    effects.Reopen: Capability.ROOMS,
    effects.Invite: Capability.ROOMS,
    effects.Expel: Capability.ROOMS,
    effects.Archive: Capability.ROOMS,
    effects.OpenSpace: Capability.SPACES,
    effects.PlaceInSpace: Capability.SPACES,
    effects.GrantRole: Capability.ROLES,
    effects.RevokeRole: Capability.ROLES,
    effects.Upload: Capability.UPLOAD,
    effects.ShowHome: Capability.HOME,
}
"""By its kind alone. To say something, take it away and look at it every platform must be able to."""

POSTS: Mapping[str, Capability] = {
    "with choices": Capability.BUTTONS,
    "of a short question to a room": Capability.POLLS,
    "of a form": Capability.MODALS,
    "quietly": Capability.QUIET,
    "in a thread": Capability.THREADS,
    "pinned": Capability.PINS,
    "pinned under a name": Capability.BOOKMARKS,
}
"""What a post may be besides."""

INSTEAD: Mapping[Capability, str] = {
    Capability.BUTTONS: "a numbered list: answered by a reaction, by the number or by the words",
    Capability.MODALS: "questions one by one in a direct message, with `back`, `skip` and `cancel`",
    Capability.QUIET: "a direct message",
    Capability.THREADS: "a message in the room",
    Capability.EDITS: "refused",
    Capability.REACTIONS: "left out; what is to be chosen is typed",
    Capability.PINS: "left out; the message stands in the room",
    Capability.BOOKMARKS: "pinned without a name",
    Capability.SPACES: "left out; rooms stand by themselves",
    Capability.ROLES: "left out; the role is known to coterie alone",
    Capability.ROOMS: "a thread in the community's room, where there are threads; else done by hand, and `coterie plan` says what",
    Capability.ACCESS: "done by hand; `coterie plan` says what",
    Capability.AVATARS: "left out; no room there has a picture",
    Capability.UPLOAD: "refused",
    Capability.POLLS: "as every post with choices",
    Capability.HOME: "a direct message, by the command `me`",
}


def needs(effect: Effect) -> Iterator[Capability]:
    """What a platform must be able to do for an effect, as it is: whatever could stand in for it left aside. A room that is there may be taken
    without being able to make one."""
    if type(effect) in NEEDS and not isinstance(effect, effects.OpenRoom):
        yield NEEDS[type(effect)]
    card: Card | None = getattr(effect, "card", None)
    if card is not None and card.choices:
        yield Capability.BUTTONS
    if card is not None and card.form is not None:
        yield Capability.MODALS
    if getattr(effect, "thread", None) is not None:
        yield Capability.THREADS
    if isinstance(effect, effects.Post) and effect.quietly is not None:
        yield Capability.QUIET
    if isinstance(effect, effects.Post) and effect.pin:
        yield Capability.PINS
