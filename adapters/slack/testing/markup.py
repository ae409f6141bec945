"""Blocks and views as HTML, as Slack lays them out. Every text is escaped; nothing that an app or a person wrote becomes markup. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from coterie.core.values import frozen

from ..emoji import emoji_named, with_emoji
from .things import Payload
from .world import Workspace

_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_STYLES = (
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])"), r"<s>\1</s>"),
)
_PIECE_STYLES = (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code"))


@frozen
class Markup:
    """Turns what stands in one workspace into HTML."""

    workspace: Workspace

    def blocks(self, blocks: Iterable[Payload], where: str) -> str:
        """Blocks one below another. `where` marks what is pressed on them: a channel and a message, a view."""
        return "".join(self.block(block, where) for block in blocks)

    def block(self, block: Payload, where: str) -> str:
        match block["type"]:
            case "rich_text":
                return f'<div class="rich">{"".join(self._rich(each) for each in block["elements"])}</div>'
            case "section":
                return self._section(block, where)
            case "header":
                return f"<h3>{self.plain(block['text'])}</h3>"
            case "context":
                shown = "".join(f"<span>{self.text(each)}</span>" for each in block["elements"] if "text" in each)
                return f'<div class="context">{shown}</div>'
            case "actions":
                shown = "".join(self._element(each, block, where) for each in block["elements"])
                return f'<div class="actions">{shown}</div>'
            case "input":
                return self._input(block)
            case "divider":
                return "<hr>"
            case _:
                return ""

    # --- texts ------------------------------------------------------------------------------------------------------

    def text(self, text: Payload) -> str:
        """A text object."""
        return self.mrkdwn(text["text"]) if text["type"] == "mrkdwn" else self.plain(text)

    @staticmethod
    def plain(text: Payload) -> str:
        return _lines(with_emoji(str(text["text"])))

    def mrkdwn(self, text: str) -> str:
        """Slack's own markup; `&lt;` and the like are what was typed."""
        parts, done = [], 0
        for found in _REFERENCE.finditer(text):
            parts += [_styled(text[done : found.start()]), self._reference(found[1], found[2])]
            done = found.end()
        return "".join([*parts, _styled(text[done:])])

    def _reference(self, target: str, label: str | None) -> str:
        if target.startswith("@"):
            return self._user(target[1:])
        if target.startswith("#"):
            return self._channel(target[1:])
        if target.startswith("!"):
            return f'<span class="mention">@{escape(label or target[1:].partition("^")[0])}</span>'
        return linked(_unescaped(target), _unescaped(label) if label else None)

    def _user(self, id: str) -> str:
        user = self.workspace.users.get(id)
        return f'<span class="mention">@{escape(user.name if user else id)}</span>'

    def _channel(self, id: str) -> str:
        channel = self.workspace.channels.get(id)
        return f'<span class="mention">#{escape(channel.name if channel else "unknown")}</span>'

    # --- rich text --------------------------------------------------------------------------------------------------

    def _rich(self, element: Payload) -> str:
        match element["type"]:
            case "rich_text_list":
                tag = "ol" if element["style"] == "ordered" else "ul"
                items = "".join(f"<li>{self._inline(each)}</li>" for each in element["elements"])
                return f'<{tag} class="in{int(element.get("indent", 0))}">{items}</{tag}>'
            case "rich_text_quote":
                return f"<blockquote>{self._inline(element)}</blockquote>"
            case "rich_text_preformatted":
                return f"<pre>{self._inline(element)}</pre>"
            case _:
                return f"<p>{self._inline(element)}</p>"

    def _inline(self, element: Payload) -> str:
        return "".join(self._piece(each) for each in element["elements"])

    def _piece(self, piece: Payload) -> str:
        match piece["type"]:
            case "text":
                shown = _lines(str(piece["text"]))
            case "link":
                shown = linked(str(piece["url"]), piece.get("text"))
            case "emoji":
                shown = escape(emoji_named(piece["name"]) or f":{piece['name']}:")
            case "user":
                shown = self._user(piece["user_id"])
            case "channel":
                shown = self._channel(piece["channel_id"])
            case "broadcast":
                shown = f'<span class="mention">@{escape(str(piece["range"]))}</span>'
            case _:
                shown = ""
        for name, tag in _PIECE_STYLES:
            if (piece.get("style") or {}).get(name):
                shown = f"<{tag}>{shown}</{tag}>"
        return shown

    # --- what is pressed --------------------------------------------------------------------------------------------

    def _section(self, block: Payload, where: str) -> str:
        said = f"<div>{self.text(block['text'])}</div>" if "text" in block else ""
        fields = "".join(f"<div>{self.text(each)}</div>" for each in block.get("fields", []))
        fields = f'<div class="fields">{fields}</div>' if fields else ""
        accessory = block.get("accessory")
        beside = self._element(accessory, block, where) if accessory else ""
        return f'<div class="section"><div>{said}{fields}</div>{beside}</div>'

    def _element(self, element: Payload, block: Payload, where: str) -> str:
        mark = _attributes(where=where, block=block.get("block_id", ""), action=element.get("action_id", ""))
        match element["type"]:
            case "button":
                return self._button(element, mark)
            case "static_select" | "multi_static_select":
                return self._select(element, mark)
            case "external_select" | "multi_external_select":
                return self._typed(element, mark)
            case "checkboxes" | "radio_buttons":
                return f'<fieldset class="boxes" {mark}>{self._boxes(element, element.get("action_id", ""))}</fieldset>'
            case _:
                return ""

    @staticmethod
    def _button(element: Payload, mark: str) -> str:
        style = f"button {element.get('style', '')}".strip()
        label = Markup.plain(element["text"])
        if element.get("url"):
            return f'<a class="{escape(style)}" href="{_address(element["url"])}" target="_blank" rel="noreferrer">{label}</a>'
        return f'<button class="{escape(style)}" {mark} data-value="{escape(str(element.get("value", "")))}">{label}</button>'

    @staticmethod
    def _typed(element: Payload, mark: str) -> str:
        """A select whose entries are asked for: here one types the whole of what one wants."""
        hint = escape(str((element.get("placeholder") or {}).get("text", "")))
        value = escape(", ".join(str(one["text"]["text"]) for one in _initial(element)))
        return f'<input type="text" {mark} placeholder="{hint}" value="{value}">'

    def _select(self, element: Payload, mark: str) -> str:
        several = " multiple" if element["type"].startswith("multi_") else ""
        first = "" if several else f'<option value="">{self.plain(element.get("placeholder") or _NONE)}</option>'
        return f"<select {mark}{several}>{first}{self._options(element)}</select>"

    def _options(self, element: Payload) -> str:
        chosen = {str(one.get("value")) for one in _initial(element)}
        groups = [("", element.get("options", []))]
        groups += [(self.plain(group["label"]), group["options"]) for group in element.get("option_groups", [])]
        return "".join(
            (f'<optgroup label="{label}">' if label else "")
            + "".join(
                f'<option value="{escape(str(one["value"]))}"{" selected" if str(one["value"]) in chosen else ""}>'
                f"{self.plain(one['text'])}</option>"
                for one in options
            )
            + ("</optgroup>" if label else "")
            for label, options in groups
        )

    def _boxes(self, element: Payload, name: str) -> str:
        kind = "checkbox" if element["type"] == "checkboxes" else "radio"
        chosen = {str(one.get("value")) for one in _initial(element)}
        return "".join(
            f'<label><input type="{kind}" name="{escape(name)}" value="{escape(str(one["value"]))}"'
            f"{' checked' if str(one['value']) in chosen else ''}> {self.text(one['text'])}</label>"
            for one in element.get("options", [])
        )

    # --- modals -----------------------------------------------------------------------------------------------------

    def modal(self, view: Payload, errors: dict[str, str]) -> str:
        """A modal over the page; what is wrong stands under its field."""
        fields = "".join(
            self._input(block, errors) if block["type"] == "input" else self.block(block, "")
            for block in view["blocks"]
        )
        close, submit = view.get("close") or {"text": "Cancel"}, view.get("submit")
        buttons = f'<button class="button" type="button" data-close>{self.plain(close)}</button>'
        buttons += f'<button class="button primary">{self.plain(submit)}</button>' if submit else ""
        return (
            f'<form class="modal" role="dialog" aria-modal="true"><h2>{self.plain(view["title"])}</h2>'
            f'<div class="fields-of">{fields}</div><footer>{buttons}</footer></form>'
        )

    def _input(self, block: Payload, errors: dict[str, str] | None = None) -> str:
        wrong = (errors or {}).get(block.get("block_id", ""))
        label = self.plain(block["label"])
        optional = " <em>(optional)</em>" if block.get("optional") else ""
        hint = f"<small>{self.plain(block['hint'])}</small>" if block.get("hint") else ""
        shown = f'<small class="wrong">{escape(wrong)}</small>' if wrong else ""
        id = escape(block.get("block_id", ""))
        return f'<div class="input" data-input="{id}"><label>{label}{optional}</label>{self._field(block["element"], id)}{hint}{shown}</div>'

    def _field(self, element: Payload, id: str) -> str:
        placeholder = escape(str((element.get("placeholder") or {}).get("text", "")))
        value = escape(str(element.get("initial_value", element.get("initial_date", element.get("initial_time", "")))))
        match element["type"]:
            case "plain_text_input" if element.get("multiline"):
                return f'<textarea rows="4" placeholder="{placeholder}">{value}</textarea>'
            case "plain_text_input":
                return f'<input type="text" placeholder="{placeholder}" value="{value}">'
            case "number_input":
                return f'<input type="text" inputmode="decimal" placeholder="{placeholder}" value="{value}">'
            case "datepicker":
                return f'<input type="date" value="{value}">'
            case "timepicker":
                return f'<input type="time" value="{value}">'
            case "static_select" | "multi_static_select":
                return self._select(element, "")
            case "external_select" | "multi_external_select":
                return self._typed(element, "")
            case "users_select" | "multi_users_select":
                people = [user for user in self.workspace.users.values() if not user.is_bot and not user.is_deactivated]
                shown = "".join(
                    f'<option value="{escape(user.handle)}">{escape(user.name)}</option>' for user in people
                )
                return f"<select{' multiple' if element['type'].startswith('multi') else ''}>{shown}</select>"
            case "checkboxes" | "radio_buttons":
                return f'<fieldset class="boxes">{self._boxes(element, id)}</fieldset>'
            case _:
                return ""


_NONE = {"text": "Choose…"}


def linked(address: str, label: object = None) -> str:
    """A link that opens elsewhere; an address that is none of the web's is shown as text."""
    shown = escape(str(label or address.removeprefix("mailto:")))
    if urlsplit(address).scheme not in ("http", "https", "mailto"):
        return shown
    return f'<a href="{_address(address)}" target="_blank" rel="noreferrer">{shown}</a>'


def _address(address: str) -> str:
    return escape(address) if urlsplit(address).scheme in ("http", "https", "mailto") else "#"


def _initial(element: Payload) -> Sequence[Payload]:
    one = element.get("initial_option")
    return [one] if one else element.get("initial_options", [])


def _attributes(**values: str) -> str:
    return " ".join(f'data-{name}="{escape(str(value))}"' for name, value in values.items())


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _styled(text: str) -> str:
    """A piece of Slack's markup without references."""
    parts = re.split(r"`([^`\n]+)`", text)
    shown = []
    for number, part in enumerate(parts):
        words = _lines(with_emoji(_unescaped(part)))
        if number % 2:
            shown.append(f"<code>{words}</code>")
            continue
        for pattern, replacement in _STYLES:
            words = pattern.sub(replacement, words)
        shown.append(words)
    return "".join(shown)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
