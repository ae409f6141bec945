"""What is to be done about a difference (pure, but that pictures are read from their files)."""

from __future__ import annotations

from ..charter import charter_key
from ..engine.lanes import HOME
from ..engine.made import SPACE
from ..files.pictures import content_of
from ..model.community import JoinMode, Visibility
from ..model.content import Card
from ..model.effect import (
    Archive,
    Edit,
    Effect,
    GrantRole,
    Invite,
    OpenRoom,
    OpenSpace,
    Pin,
    PlaceInSpace,
    Post,
    Remove,
    Rename,
    Reopen,
    RevokeRole,
    SetAccess,
    SetAvatar,
    SetTopic,
)
from ..model.picture import Picture
from ..refs import PersonRef, RoomRef
from .comparing import seat_in
from .desired import Desired, SpaceWanted, Wanted
from .difference import THE_SPACE, WITHIN, Change, Difference, What
from .found import Found, Home


def remedy(difference: Difference, desired: Desired, found: Found, occasion: str) -> Effect | None:
    """What repairs the difference; None where that is nothing for a platform, or something else must be done before.

    `occasion` is part of the effect's key: never given twice.
    """
    if difference.what is What.SPACE:
        return _of_space(difference, desired, found, occasion)
    if difference.platform is None:
        return None
    if difference.what is What.AVATAR and difference.subject == THE_SPACE:
        space = _space(difference, desired)
        there = found.space(space.community, space.platform).room
        return _avatar(space.avatar, there, occasion) if there else None
    wanted = next(one for one in desired.homes if (one.group, one.platform) == (difference.group, difference.platform))
    home = found.home(wanted.group, wanted.platform)
    if difference.what is What.ROOM and difference.change is Change.ADD:
        around = [one for one in desired.homes if (one.group, one.platform) == (wanted.around, wanted.platform)]
        if around and home.room is None and not found.home(wanted.around, wanted.platform).bound:
            return None  # first the room, then the threads in it
        return _opening(wanted, home, occasion)
    # A room that is yet to be opened: the rest follows in the next round.
    if home.room is None or not home.inside or not home.bound:
        return None
    if difference.what is What.ACCESS:
        return _access(wanted, home.room, desired, found, occasion)
    return _in_room(difference, wanted, home, home.room, occasion)


def _opening(wanted: Wanted, home: Home, occasion: str) -> Effect:
    key = f"{HOME}{wanted.group}:{wanted.platform}:{occasion}"
    if home.room is not None:
        name = home.room.native if home.inside else wanted.name
        return OpenRoom(key=key, name=name, platform=wanted.platform, create=False)
    return OpenRoom(
        key=key,
        name=wanted.name,
        platform=wanted.platform,
        title=wanted.title,
        topic=wanted.topic or "",
        private=wanted.visibility is Visibility.PRIVATE,
        encrypted=wanted.encrypted,
        history=wanted.history,
    )


def _in_room(difference: Difference, wanted: Wanted, home: Home, room: RoomRef, occasion: str) -> Effect | None:
    key = f"apply:{occasion}"
    match difference.what:
        case What.ROOM:
            alters = difference.change is Change.ALTER
            return Reopen(key=key, room=room) if alters else Archive(key=key, room=room)
        case What.NAME:
            name = wanted.name if wanted.exact else home.name
            return Rename(key=key, room=room, name=name, title=wanted.title)
        case What.TOPIC:
            return SetTopic(key=key, room=room, topic=wanted.topic or "")
        case What.AVATAR:
            return _avatar(wanted.avatar, room, occasion)
        case What.CHARTER:
            return _charter(difference, wanted, home, room, occasion)
        case What.MEMBER:
            return Invite(key=key, room=room, person=PersonRef(difference.subject))
        case What.ROLE:
            seat = seat_in(difference.subject)
            kind = RevokeRole if difference.change is Change.TAKE else GrantRole
            return kind(key=key, room=room, person=PersonRef(seat.account), role=seat.role)
    return None


def _access(wanted: Wanted, room: RoomRef, desired: Desired, found: Found, occasion: str) -> Effect | None:
    """Whoever is in the Space may come in: it must be there before."""
    inside = [one for one in desired.spaces if one.platform == wanted.platform and wanted.group in one.groups]
    space = found.space(inside[0].community, wanted.platform).room if inside else None
    if wanted.join is JoinMode.COMMUNITY and inside and space is None:
        return None
    return SetAccess(key=f"apply:{occasion}", room=room, visibility=wanted.visibility, join=wanted.join, space=space)


def _avatar(shown: Picture | None, room: RoomRef, occasion: str) -> Effect:
    if shown is None:
        return SetAvatar(key=f"apply:{occasion}", room=room)
    return SetAvatar(key=f"apply:{occasion}", room=room, media_type=shown.media_type, content=content_of(shown))


def _charter(difference: Difference, wanted: Wanted, home: Home, room: RoomRef, occasion: str) -> Effect:
    if difference.change is Change.TAKE:
        assert home.left is not None
        return Remove(key=f"apply:{occasion}", message=home.left, called=wanted.called)
    card = Card(wanted.charter or "")
    if home.charter is None or difference.change is Change.ADD:
        return Post(
            key=charter_key(wanted.group, f"{wanted.platform}:{occasion}"),
            to=room,
            card=card,
            pin=True,
            called=wanted.called,
        )
    if home.made.charter != wanted.digest:
        return Edit(key=f"apply:{occasion}", message=home.charter, card=card)
    return Pin(key=f"apply:{occasion}", message=home.charter, called=wanted.called)


def _of_space(difference: Difference, desired: Desired, found: Found, occasion: str) -> Effect | None:
    assert difference.platform is not None
    wanted = _space(difference, desired)
    if not difference.subject:
        key = f"{SPACE}{wanted.community}:{wanted.platform}:{occasion}"
        return OpenSpace(key=key, name=wanted.name, platform=wanted.platform, title=wanted.title)
    there = found.space(wanted.community, wanted.platform)
    space = there.room
    if difference.subject == WITHIN:
        if space is None or there.above is None:
            return None
        return PlaceInSpace(key=f"apply:{occasion}", room=space, space=there.above)
    home = found.home(difference.subject, wanted.platform)
    if space is None or home.room is None or not home.inside:
        return None
    order, suggested = f"{wanted.groups.index(difference.subject):04d}", difference.subject not in wanted.private
    return PlaceInSpace(key=f"apply:{occasion}", room=home.room, space=space, order=order, suggested=suggested)


def _space(difference: Difference, desired: Desired) -> SpaceWanted:
    about = (difference.group, difference.platform)
    return next(one for one in desired.spaces if (one.community, one.platform) == about)
