"""What coterie says and makes → native contents (pure). Every content sent is built here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from coterie.core.errors import Refused, Unsupported
from coterie.core.markdown import split
from coterie.core.model.community import History
from coterie.core.model.content import Capability, Card
from coterie.core.model.effect import OpenRoom, OpenSpace

from .markup import rendered
from .names import transaction_id

Content = dict[str, Any]

# An event may have 65,536 bytes in canonical JSON (client-server API, "Size limits"). Encrypted it is four thirds as long; what comes to that,
# and what the homeserver adds (ids, hashes, signatures, the events before it), stays well below the difference.
LARGEST_CONTENT = 45_000
# A text of this many characters, cut from a longer one, nearly always fits.
_COARSE = 16_000

# Synapse lets an account invite ten people at once, then one in three seconds (`rc_invites`), and makes no room at all for more: the others are
# invited one by one, as it lets us.
INVITED_AT_ONCE = 8

# Stands in what coterie made: by it a thing is found again whose making nobody heard of.
KEY = "coterie.key"
# Stands in the state of a direct conversation that coterie opened: with whom.
DIRECT_STATE = "coterie.direct"

# Stands in the picture of a room that coterie put there: which one it is.
PICTURE = "coterie.picture"

# Stands beside the alias of a room that was to have this one, which leads to another room.
INSTEAD_OF = "coterie.instead_of"

# The state by which a room is encrypted from its beginning.
ENCRYPTION: Content = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


def card_text(card: Card) -> str:
    """The text of a card. Raises Unsupported for what this platform has no means to show."""
    if card.choices:
        raise Unsupported(f"Matrix has no {Capability.BUTTONS.value}: the choices of a card must stand in its text")
    if card.form is not None:
        raise Unsupported(f"Matrix has no {Capability.MODALS.value}: the fields of a form must be asked one by one")
    return card.text


def messages(text: str, names: Mapping[str, str], *, key: str, root: str | None = None) -> tuple[Content, ...]:
    """The text as one message, or as several in order where one event can't hold it. `root` is the event whose thread it joins."""

    @cache  # what was found to fit is not read a second time to be sent
    def shown(piece: str) -> Content:
        return _text_message(piece, names)

    def message(piece: str, part: int = 0) -> Content:
        return shown(piece) | {KEY: transaction_id(key, part)} | in_thread(root)

    def fits(piece: str) -> bool:
        return _size(message(piece)) <= LARGEST_CONTENT

    pieces = _pieces(text, fits, _COARSE)
    return tuple(message(piece, part) for part, piece in enumerate(pieces))


def edit(text: str, names: Mapping[str, str], *, key: str, event: str) -> Content:
    """The message that lets `event` read as `text`. It notifies nobody: who is mentioned was told by the first one.

    Raises Refused where one event can't hold it.
    """
    new = _text_message(text, names)
    relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": event}}
    # Only clients that know no edits show the outer text, so that it may be cut.
    outer = {"msgtype": new["msgtype"], "body": f"* {new['body']}"[:1000], "m.mentions": {}}
    content = outer | {"m.new_content": new, KEY: transaction_id(key)} | relation
    if _size(content) > LARGEST_CONTENT:
        raise Refused(f"a message of {len(text)} characters is too long to be edited on Matrix: one event holds 64 KiB")
    return content


def reaction(emoji: str, *, key: str, event: str) -> Content:
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": emoji}, KEY: transaction_id(key)}


def file_message(
    name: str,
    media_type: str,
    size: int,
    where: str | Content,
    *,
    key: str,
    caption: str,
    names: Mapping[str, str],
    root: str | None,
) -> Content:
    """A message that shows an uploaded file, with a caption where there is one (client-server API, "Media captions").

    `where` is its address, or for an encrypted one an `EncryptedFile`.
    """
    kind = media_type.partition("/")[0]
    file = {
        "msgtype": f"m.{kind}" if kind in ("image", "video", "audio") else "m.file",
        "filename": name,
        **({"url": where} if isinstance(where, str) else {"file": where}),
        "info": {"mimetype": media_type, "size": size},
        KEY: transaction_id(key),
    }
    words = _text_message(caption, names) if caption else {"body": name, "m.mentions": {}}
    return words | file | in_thread(root)


def avatar(where: str, media_type: str, size: int, digest: str) -> Content:
    """The state that shows a room by the picture at an address; `digest` tells later which one it is."""
    return {"url": where, "info": {"mimetype": media_type, "size": size}, PICTURE: digest}


def room_wish(
    effect: OpenRoom | OpenSpace, alias: str, invited: tuple[str, ...], *, encrypted: bool = False
) -> Content:
    """The request that makes the room or the Space, to be found under `alias`."""
    called = alias.removeprefix("#").partition(":")[0]
    wish: Content = {
        "room_alias_name": called,
        "preset": "private_chat" if effect.private else "public_chat",
        "visibility": "private" if effect.private else "public",
        "name": effect.title or called,
        "creation_content": {KEY: transaction_id(effect.key)}
        | ({"type": "m.space"} if isinstance(effect, OpenSpace) else {}),
    }
    if isinstance(effect, OpenRoom) and (state := _initial(effect, encrypted or effect.encrypted)):
        wish["initial_state"] = state
    return (
        wish
        | ({"topic": effect.topic} if effect.topic else {})
        | ({"invite": list(invited[:INVITED_AT_ONCE])} if invited else {})
    )


def _initial(effect: OpenRoom, encrypted: bool) -> list[Content]:
    """What holds in the room from its first event on: encryption, which can't be switched off, and how far back newcomers read."""
    state: list[Content] = [ENCRYPTION] if encrypted else []
    if effect.history is not History.SHARED:
        content = {"history_visibility": effect.history.value}
        state.append({"type": "m.room.history_visibility", "state_key": "", "content": content})
    return state


def direct_wish(user: str, *, encrypted: bool = False) -> Content:
    """The request that opens a direct conversation; its state says with whom, so that it is found again."""
    return {
        "preset": "trusted_private_chat",
        "visibility": "private",
        "is_direct": True,
        "invite": [user],
        "initial_state": [
            {"type": DIRECT_STATE, "state_key": "", "content": {"person": user}},
            *([ENCRYPTION] if encrypted else ()),
        ],
    }


def _pieces(text: str, fits: Callable[[str], bool], size: int) -> list[str]:
    """The text in pieces that fit: cut by length, which costs nothing to try, and what does not fit by half of it.

    What is longer than an event is not tried: to read it would take seconds.
    """
    if size == 0 or (len(text) <= LARGEST_CONTENT and fits(text)):
        return [text]
    return [piece for one in split(text, lambda cut: len(cut) <= size) for piece in _pieces(one, fits, size // 2)]


def _text_message(text: str, names: Mapping[str, str]) -> Content:
    # m.text and not m.notice: a push rule that stands before those of mentions silences every notice.
    shown = rendered(text, names)
    content: Content = {"msgtype": "m.text", "body": shown.plain}
    if shown.html is not None:
        content |= {"format": "org.matrix.custom.html", "formatted_body": shown.html}
    # Always there, also when empty: where it stands, the old rules that look for names in the text are off.
    return content | {"m.mentions": {"user_ids": list(shown.mentions)} if shown.mentions else {}}


def in_thread(root: str | None) -> Content:
    if root is None:
        return {}
    relation = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root}}
    return {"m.relates_to": relation}


def _size(content: Content) -> int:
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
