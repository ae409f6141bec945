"""The sandbox's page as HTML: who one is, the channels, what was said, a thread, a modal. Pure but for reading the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from zlib import crc32
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coterie.core.values import frozen

from ..emoji import emoji_named
from ..names import COMMAND, HOME
from .markup import Markup
from .person import Person
from .server import LoopbackSlack
from .things import BOT_USER, Channel, Message, Payload

COLOURS = 8
"""So many classes of colours the style sheet has: `c0` …"""
LEAPS = ((1, "+1 h"), (24, "+1 day"), (168, "+1 week"))
DM = "dm"
WELCOME = "Write here to talk to coterie."


@frozen
class Menu:
    """A shortcut: the command that it gives, what it is called, and whether it is about a message."""

    command: str
    name: str
    of_message: bool


@frozen
class Where:
    """Who looks at what: `at` a channel's id, `dm` or `home`; `thread` the time stamp of the message that began one."""

    who: str
    at: str
    thread: str = ""


@frozen
class Rendering:
    """What somebody sees now."""

    slack: LoopbackSlack
    menus: Sequence[Menu]

    def page(self, where: Where, errors: dict[str, str]) -> dict[str, str]:
        """The parts of the page, each as HTML."""
        person, markup = self.slack.person(where.who), Markup(self.slack.workspace)
        view = person.view
        return {
            "bar": self._bar(where),
            "side": self._side(where, person),
            "head": self._head(where, person),
            "log": self._home(person, markup) if where.at == HOME else self._log(where, person, markup),
            "thread": self._thread(where, person, markup) if where.thread else "",
            "foot": "" if where.at == HOME else self._box(where, person, ""),
            "over": markup.modal(view.definition, errors) if view else "",
        }

    def channel(self, where: Where) -> Channel | None:
        """The conversation that is looked at."""
        world = self.slack.workspace
        if where.at == DM:
            return world.direct(self.slack.person(where.who).user.id)
        return world.channels.get(where.at)

    # --- around -----------------------------------------------------------------------------------------------------

    def _bar(self, where: Where) -> str:
        people = "".join(
            f'<option value="{escape(user.handle)}"{" selected" if user.handle == where.who else ""}>{escape(user.name)}</option>'
            for user in self.slack.workspace.users.values()
            if not user.is_bot and not user.is_deactivated
        )
        leaps = "".join(f'<button data-leap="{hours}">{label}</button>' for hours, label in LEAPS)
        now = self.slack.clock.now().astimezone(_zone(self.slack.person(where.who)))
        return f'<b>coterie on Slack</b><time>{now:%a %d %b %H:%M}</time>{leaps}<label>You are <select id="as">{people}</select></label>'

    def _side(self, where: Where, person: Person) -> str:
        channels = sorted(self._channels(person), key=lambda channel: channel.name)
        shown = "".join(self._place(where, one.id, f"{_mark(one)} {one.name}") for one in channels)
        menus = "".join(
            f'<button data-menu="{escape(one.command)}">⚡ {escape(one.name)}</button>'
            for one in self.menus
            if not one.of_message
        )
        apps = self._place(where, DM, "coterie") + self._place(where, HOME, "coterie: Home")
        shortcuts = f"<h4>Shortcuts</h4>{menus}" if menus else ""
        return f"<h4>Channels</h4>{shown}<h4>Apps</h4>{apps}{shortcuts}"

    def _channels(self, person: Person) -> list[Channel]:
        return [
            one
            for one in self.slack.workspace.channels.values()
            if not one.is_direct and (one.kind == "channel" or person.user.id in one.members)
        ]

    @staticmethod
    def _place(where: Where, at: str, name: str) -> str:
        here = ' class="here"' if at == where.at else ""
        return f'<button data-at="{escape(at)}"{here}>{escape(name)}</button>'

    def _head(self, where: Where, person: Person) -> str:
        channel = self.channel(where)
        if channel is None or channel.is_direct:
            return f"<b>{'Home' if where.at == HOME else 'coterie'}</b>"
        inside = person.user.id in channel.members
        word = "archived" if channel.is_archived else f"{len(channel.members)} members"
        button = f'<button class="button" data-join="{"leave" if inside else "join"}">{"Leave" if inside else "Join"}</button>'
        return f"<b>{_mark(channel)} {escape(channel.name)}</b><span>{word}</span><span>{escape(channel.topic)}</span>{button}"

    # --- what was said ----------------------------------------------------------------------------------------------

    def _log(self, where: Where, person: Person, markup: Markup) -> str:
        channel = self.channel(where)
        if channel is None:
            return '<p class="empty">There is no such channel any more.</p>'
        top = [one for one in self._readable(channel, person) if one.thread_ts in (None, one.ts)]
        return (
            "".join(self._message(channel, one, person, markup, in_thread=False) for one in top)
            or f'<p class="empty">{WELCOME}</p>'
        )

    def _thread(self, where: Where, person: Person, markup: Markup) -> str:
        channel = self.channel(where)
        said = (
            [one for one in self._readable(channel, person) if where.thread in (one.ts, one.thread_ts)]
            if channel
            else []
        )
        shown = "".join(self._message(channel, one, person, markup, in_thread=True) for one in said if channel)
        return f"{shown}{self._box(where, person, where.thread)}"

    @staticmethod
    def _readable(channel: Channel, person: Person) -> list[Message]:
        return [one for one in channel.messages if one.visible_to in (None, person.user.id)]

    def _message(self, channel: Channel, message: Message, person: Person, markup: Markup, *, in_thread: bool) -> str:
        user = self.slack.workspace.users[message.user]
        said = (
            markup.blocks(message.blocks, f"{channel.id}:{message.ts}")
            if message.blocks
            else markup.mrkdwn(message.text)
        )
        at = datetime.fromtimestamp(float(message.ts), UTC).astimezone(_zone(person))
        notes = "".join(
            f'<span class="{kind}">{note}</span> '
            for kind, note in (("note", "Only visible to you"), ("pin", "📌 Pinned"), ("note", "(edited)"))
            if (note[0] == "O" and message.visible_to)
            or (note[0] == "📌" and message.pinned)
            or (note[0] == "(" and message.edited)
        )
        app = "<i>APP</i>" if user.id == BOT_USER else ""
        files = "".join(f'<p class="note">📎 {escape(str(one["name"]))}</p>' for one in message.files)
        alone = " alone" if message.visible_to else " told" if message.subtype not in (None, "file_share") else ""
        more = "" if message.visible_to or message.subtype else self._more(message)
        replies = "" if in_thread else self._replies(channel, message, person)
        return (
            f'<article class="message{alone}" data-ts="{escape(message.ts)}">{_face(user.name, user.id)}<div><div class="who">'
            f"<b>{escape(user.name)}</b>{app}<time>{at:%H:%M}</time> {notes}</div>{said}{files}"
            f"{self._reactions(message, person)}{replies}</div>{more}</article>"
        )

    def _replies(self, channel: Channel, message: Message, person: Person) -> str:
        count = sum(one.thread_ts == message.ts and one.ts != message.ts for one in self._readable(channel, person))
        words = f"{count} {'reply' if count == 1 else 'replies'}"
        return f'<button class="replies" data-thread="{escape(message.ts)}">{words}</button>' if count else ""

    def _reactions(self, message: Message, person: Person) -> str:
        shown = "".join(
            f'<button data-ts="{escape(message.ts)}" data-react="{escape(_emoji(name))}"'
            f"{' class=mine' if person.user.id in users else ''}>{escape(_emoji(name))} {len(users)}</button>"
            for name, users in message.reactions.items()
        )
        return f'<div class="reactions">{shown}</div>' if shown else ""

    def _more(self, message: Message) -> str:
        ts = escape(message.ts)
        buttons = "".join(
            f'<button data-ts="{ts}" data-react="{one}" aria-label="React with {one}">{one}</button>'
            for one in "👍🎉❤️".replace("\ufe0f", "")
        )
        buttons += f'<button data-thread="{ts}">Reply</button>'
        options = "".join(
            f'<option value="{escape(one.command)}">{escape(one.name)}</option>' for one in self.menus if one.of_message
        )
        menu = (
            f'<select data-menus data-ts="{ts}" aria-label="More"><option value="">⋮</option>{options}</select>'
            if options
            else ""
        )
        return f'<div class="more">{buttons}{menu}</div>'

    def _home(self, person: Person, markup: Markup) -> str:
        view = self.slack.workspace.homes.get(person.user.id)
        shown = markup.blocks(view.definition["blocks"], HOME) if view else '<p class="empty">Nothing yet.</p>'
        return f'<div id="home">{shown}</div>'

    def _box(self, where: Where, person: Person, thread: str) -> str:
        channel = self.channel(where)
        if channel is None or channel.is_archived or person.user.id not in channel.members:
            return ""
        to = (
            "Reply…"
            if thread
            else f"Message {'coterie' if channel.is_direct else '#' + channel.name}, or {COMMAND} help"
        )
        box = f'<input type="text" placeholder="{escape(to)}" aria-label="{escape(to)}">'
        box = f'<input type="text" placeholder="{escape(to)}" aria-label="{escape(to)}">'
        return f'<form class="say" data-ts="{escape(thread)}">{box}<button class="button primary">Send</button></form>'


def _mark(channel: Channel) -> str:
    return "#" if channel.kind == "channel" else "🔒"


def _face(name: str, id: str) -> str:
    colour = "app" if id == BOT_USER else f"c{crc32(id.encode()) % COLOURS}"
    initials = "".join(word[0] for word in name.split()[:2] if word[0].isalnum()).upper() or "?"
    return f'<div class="face {colour}">{escape(initials)}</div>'


def _emoji(name: str) -> str:
    return emoji_named(name) or f":{name}:"


def _zone(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.user.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def parts_of(payload: Payload, *names: str) -> tuple[str, ...]:
    """Texts of a request by their names; "" where there is none."""
    return tuple(found if isinstance(found := payload.get(name), str) else "" for name in names)
