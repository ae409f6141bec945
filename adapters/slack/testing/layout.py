"""What a person reads: messages as plain text, laid out as Slack does, with the buttons under them.

What only the eye sees is written as `coterie.core.markdown.plain` writes it: `- ` before items, `> ` before quotations, the address of a
link behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import field

from coterie.core.values import frozen

from ..emoji import emoji_named, with_emoji
from .things import (
    BOT_USER,
    Channel,
    Message,
    Payload,
)
from .world import (
    Workspace,
)

EXTERNAL = ("external_select", "multi_external_select")
BROADCASTS = ("channel", "here", "everyone")


@frozen
class Option:
    """One entry of a select, of radio buttons or of checkboxes."""

    label: str
    value: str


@frozen
class Control:
    """Something on a message that can be pressed or chosen: a button, or a select with its options."""

    kind: str
    action_id: str
    block_id: str
    label: str
    value: str = ""
    url: str | None = None
    options: tuple[Option, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether its entries are asked for as somebody types."""
        return self.kind in EXTERNAL

    @property
    def takes_several(self) -> bool:
        """Whether several entries may be ticked on it."""
        return self.kind.startswith("multi_") or self.kind == "checkboxes"


@frozen
class Seen:
    """A message as one person sees it.

    `pings` are the handles of those it notifies: the mentioned ones who are there, everybody in a direct conversation, and
    the one to whom an ephemeral message is shown.
    """

    channel: str
    ts: str
    author: str
    text: str
    thread_ts: str | None = None
    is_ephemeral: bool = False
    is_edited: bool = False
    is_pinned: bool = False
    controls: tuple[Control, ...] = ()
    pings: frozenset[str] = frozenset()
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()
    subtype: str | None = None
    raw: Payload = field(factory=dict, repr=False, eq=False)

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels that can be pressed or chosen, in order."""
        return tuple(
            label
            for control in self.controls
            for label in ([option.label for option in control.options] if control.options else [control.label])
        )

    @property
    def by_coterie(self) -> bool:
        return self.author == "coterie"


def seen(workspace: Workspace, channel: Channel, message: Message) -> Seen:
    """The message as it reads now."""
    layout = Layout(workspace)
    return Seen(
        channel.id,
        message.ts,
        workspace.users[message.user].handle,
        layout.message(message),
        None if message.thread_ts == message.ts else message.thread_ts,
        message.visible_to is not None,
        message.edited is not None,
        message.pinned,
        tuple(controls(message.blocks)),
        frozenset(workspace.users[user].handle for user in _pinged(workspace, channel, message)),
        tuple((emoji_named(name) or f":{name}:", _handles(workspace, who)) for name, who in message.reactions.items()),
        tuple(str(file["name"]) for file in message.files),
        message.subtype,
        message.as_json(metadata=True),
    )


def controls(blocks: Iterable[Payload]) -> list[Control]:
    """All that can be pressed or chosen on blocks, in order."""
    found: list[Control] = []
    for block in blocks:
        elements = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory")]
        found += [_control(block, each) for each in elements if isinstance(each, dict) and each["type"] != "image"]
    return found


def _control(block: Payload, element: Payload) -> Control:
    label = element.get("text") or element.get("placeholder") or {}
    return Control(
        element["type"],
        element.get("action_id", ""),
        block.get("block_id", ""),
        with_emoji(label.get("text", "")),
        element.get("value", ""),
        element.get("url"),
        tuple(
            Option(with_emoji(option["text"]["text"]), option.get("value", ""))
            for options in [element.get("options", [])]
            + [group["options"] for group in element.get("option_groups", [])]
            for option in options
        ),
    )


@frozen
class Layout:
    """Turns blocks and mrkdwn into the text a person reads, with names for ids."""

    workspace: Workspace

    def message(self, message: Message) -> str:
        if not message.blocks:
            return self.mrkdwn(message.text)
        parts = (self.block(block) for block in message.blocks)
        return "\n\n".join(part for part in parts if part)

    def block(self, block: Payload) -> str:
        """A block as text. Buttons and selects are no text: they are controls."""
        match block["type"]:
            case "rich_text":
                return self._rich_text(block["elements"])
            case "section":
                texts = [block["text"]] if "text" in block else []
                return "\n".join(self.text_object(each) for each in texts + block.get("fields", []))
            case "header":
                return self.text_object(block["text"])
            case "context":
                return " ".join(self.text_object(each) for each in block["elements"] if each["type"] != "image")
            case "image":
                return str(block.get("alt_text", ""))
            case "input":
                return self.text_object(block["label"])
            case "divider":
                return "———"
            case _:
                return ""

    def text_object(self, text: Payload) -> str:
        return self.mrkdwn(text["text"]) if text["type"] == "mrkdwn" else with_emoji(text["text"])

    def mrkdwn(self, text: str) -> str:
        """Slack's own markup: `<@U1>`, `<url|label>`, `*bold*`; `&amp;` and the like are undone last."""
        text = re.sub(r"<([^<>|]+)(?:\|([^<>]*))?>", lambda found: self._reference(found[1], found[2]), text)
        text = re.sub(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])", r"\1", text)
        text = re.sub(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])", r"\1", text)
        text = re.sub(r"(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])", r"\1", text)
        return with_emoji(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _reference(self, target: str, label: str | None) -> str:
        if target.startswith("@"):
            return self._user(target[1:])
        if target.startswith("#"):
            return self._channel(target[1:])
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        return _linked(target, label)

    def _user(self, id: str) -> str:
        user = self.workspace.users.get(id)
        return f"@{user.handle}" if user else f"<@{id}>"

    def _channel(self, id: str) -> str:
        channel = self.workspace.channels.get(id)
        return f"#{channel.name}" if channel else "#unknown-channel"

    def _rich_text(self, elements: list[Payload]) -> str:
        """Elements apart by an empty line, as one sees them; the levels of a list close together."""
        text, before = "", ""
        for element in elements:
            both_lists = element["type"] == before == "rich_text_list"
            text += ("\n" if both_lists else "\n\n" if text else "") + self._rich(element)
            before = element["type"]
        return text

    def _rich(self, element: Payload) -> str:
        match element["type"]:
            case "rich_text_list":
                return self._list(element)
            case "rich_text_quote":
                return "\n".join(f"> {line}" for line in self._inline(element).split("\n"))
            case _:
                return self._inline(element).removesuffix("\n")

    def _list(self, element: Payload) -> str:
        indent = "  " * element.get("indent", 0)
        ordered = element["style"] == "ordered"
        marks = (f"{number}." if ordered else "-" for number, _ in enumerate(element["elements"], 1))
        return "\n".join(
            f"{indent}{mark} {self._inline(item)}" for mark, item in zip(marks, element["elements"], strict=True)
        )

    def _inline(self, element: Payload) -> str:
        return "".join(self._piece(each) for each in element["elements"])

    def _piece(self, piece: Payload) -> str:
        match piece["type"]:
            case "text":
                return str(piece["text"])
            case "link":
                return _linked(piece["url"], piece.get("text"))
            case "emoji":
                return emoji_named(piece["name"]) or f":{piece['name']}:"
            case "user":
                return self._user(piece["user_id"])
            case "channel":
                return self._channel(piece["channel_id"])
            case "broadcast":
                return f"@{piece['range']}"
            case _:
                return ""


def _linked(address: str, label: str | None) -> str:
    """A link as text: what it reads, and where it leads if that is not the same."""
    address = address.removeprefix("mailto:")
    return f"{label} ({address})" if label and label != address else address


def mentioned(message: Message) -> tuple[set[str], bool]:
    """The users that blocks or text mention, and whether everybody is meant."""
    marks = [message.text, *_mrkdwn(message.blocks)]
    users = {id for mark in marks for id in re.findall(r"<@([A-Z0-9]+)(?:\|[^>]*)?>", mark)}
    everybody = any(f"<!{each}" in mark for mark in marks for each in BROADCASTS)
    pieces = list(_pieces(message.blocks))
    users |= {piece["user_id"] for piece in pieces if piece.get("type") == "user"}
    return users, everybody or any(piece.get("type") == "broadcast" for piece in pieces)


def _pinged(workspace: Workspace, channel: Channel, message: Message) -> set[str]:
    if message.subtype is not None:
        return set()
    if message.visible_to is not None:
        return {message.visible_to}
    users, everybody = mentioned(message)
    there = set(channel.members) - {message.user, BOT_USER}
    return there if everybody or channel.is_direct else users & there


def _mrkdwn(value: object) -> Iterable[str]:
    if isinstance(value, list):
        for each in value:
            yield from _mrkdwn(each)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value.get("text"))
        for each in value.values():
            yield from _mrkdwn(each)


def _pieces(value: object) -> Iterable[Payload]:
    """Every object that stands somewhere in rich text."""
    if isinstance(value, list):
        for each in value:
            yield from _pieces(each)
    elif isinstance(value, dict):
        yield value
        yield from _pieces(value.get("elements"))


def _handles(workspace: Workspace, users: Iterable[str]) -> tuple[str, ...]:
    return tuple(workspace.users[user].handle for user in users)
