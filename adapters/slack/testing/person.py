"""A person at Slack's client: says, presses, reads. Every act returns when the app has acknowledged what it heard of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..emoji import name_of_emoji
from ..names import HOME
from .layout import EXTERNAL, Control, Layout, Seen, controls, seen
from .limits import options_problem
from .methods_connect import answered
from .modal import Given, block_called, filled, names
from .things import (
    APP,
    BOT_USER,
    DOMAIN,
    TEAM,
    Channel,
    Message,
    Payload,
    User,
    View,
)
from .typed import typed
from .world import (
    Workspace,
)

if TYPE_CHECKING:
    from .server import LoopbackSlack

COMMAND = "/coterie"


class NotPossible(Exception):
    """Slack's client does not let this person do that."""


class Person:
    """One account, in front of Slack. Channels are named by name or id, people by handle, messages by what was seen."""

    def __init__(self, user: User, slack: LoopbackSlack) -> None:
        self.user = user
        self._slack = slack
        self._held: dict[tuple[str, str, str], tuple[str, ...]] = {}  # what is ticked, which only this client knows

    # says

    async def say(self, channel: str, text: str, thread: str | None = None) -> str:
        """Write into a channel, or into the thread of the message with the ts `thread`. The ts of what was written.

        A text that begins with /coterie is typed as the command: it leaves no message, and the answer is "".
        """
        place = self._channel(channel)
        return await self._write(place, text, thread)

    async def dm(self, text: str, thread: str | None = None) -> str:
        """Write to coterie."""
        return await self._write(self._world.direct(self.user.id), text, thread)

    async def edit(self, message: Seen | str, text: str, channel: str | None = None) -> None:
        """Let a message of one's own read otherwise."""
        place, found = self._find(message, channel)
        said, blocks = typed(self._world, text)
        self._world.edit(place, found, said, blocks)
        await self._slack.happened()

    async def delete(self, message: Seen | str, channel: str | None = None) -> None:
        """Take a message away."""
        place, found = self._find(message, channel)
        self._world.remove(place, found)
        await self._slack.happened()

    async def upload(self, channel: str, name: str, content: bytes, text: str = "") -> str:
        """Share a file in a channel."""
        place = self._channel(channel)
        said, _ = typed(self._world, text)
        file = {"id": self._world.new_id("F"), "name": name, "title": name, "size": len(content), "user": self.user.id}
        file["permalink"] = f"https://{DOMAIN}.slack.com/files/{self.user.id}/{file['id']}/{quote(name)}"
        message = self._world.post(place, self.user.id, said, subtype="file_share", files=[file])
        await self._slack.happened()
        return message.ts

    async def react(self, message: Seen | str, emoji: str, channel: str | None = None) -> None:
        """Put an emoji (Unicode, or its short name) on a message."""
        place, found = self._find(message, channel)
        self._world.react(place, found, self.user.id, name_of_emoji(emoji) or emoji.strip(":"))
        await self._slack.happened()

    async def unreact(self, message: Seen | str, emoji: str, channel: str | None = None) -> None:
        """Take it back."""
        place, found = self._find(message, channel)
        self._world.unreact(place, found, self.user.id, name_of_emoji(emoji) or emoji.strip(":"))
        await self._slack.happened()

    # comes and goes

    async def join(self, channel: str) -> None:
        """Go into a channel."""
        place = self._channel(channel)
        if self.user.id not in place.members:
            if place.kind != "channel" or place.is_archived:
                raise NotPossible(f"{self.user.handle} can't join {place.name}")
            self._world.join(place, self.user.id)
        await self._slack.happened()

    async def leave(self, channel: str) -> None:
        self._world.leave(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def invite(self, channel: str, *handles: str) -> None:
        """Bring others into a channel; `coterie` is the app."""
        place = self._channel(channel)
        for handle in handles:
            user = self._world.user_called(handle)
            if user is None:
                raise LookupError(f"nobody in the workspace is called {handle!r}")
            self._world.join(place, user.id, inviter=self.user.id)
        await self._slack.happened()

    async def answer_invite(self, accepted: bool = True, *, address: str = "", waits: bool = False) -> None:
        """Answer, as somebody of another organisation, the one invitation into a shared channel that stands."""
        (id,) = self._world.invites
        place = self._world.channels[self._world.invites[id]["channel"]]
        told = answered(self._world, id, self.user.id, address, accepted=accepted, waits=waits)
        await self._slack.tell(told)
        if accepted and not waits:
            self._world.join(place, self.user.id)
            await self._slack.happened()

    async def open_channel(self, name: str, private: bool = False) -> None:
        """Make a channel."""
        self._world.open_channel(name, self.user.id, private)
        await self._slack.happened()

    async def rename_channel(self, channel: str, name: str) -> None:
        self._world.rename(self._channel(channel), self.user.id, name)
        await self._slack.happened()

    async def archive_channel(self, channel: str) -> None:
        self._world.archive(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def unarchive_channel(self, channel: str) -> None:
        self._world.unarchive(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def delete_channel(self, channel: str) -> None:
        self._world.delete(self._channel(channel))
        await self._slack.happened()

    async def make_private(self, channel: str) -> None:
        """Make a public channel private."""
        self._world.make_private(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def remove_coterie(self, channel: str) -> None:
        """Take the app out of a channel."""
        self._world.take_out(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def becomes(self, **changes: object) -> None:
        """Have another account from now on: `name`, `zone`, `locale`, `is_guest`, `is_deactivated`, or `home` in another workspace."""
        for name, value in changes.items():
            setattr(self.user, name, value)
        self._world.change(self.user)
        await self._slack.happened()

    async def choose_in_menu(self, callback_id: str, message: Seen | None = None) -> None:
        """Choose a shortcut: in the menu of a message, or, without one, in the menu that is there always."""
        payload = self._interaction("shortcut" if message is None else "message_action")
        payload |= {"callback_id": callback_id, "action_ts": self._world.new_ts()}
        if message is not None:
            place, found = self._find(message, None)
            payload |= {
                "channel": {"id": place.id, "name": "directmessage" if place.kind == "im" else place.name},
                "message": found.as_json(),
                "message_ts": found.ts,
                "response_url": self._slack.new_response_url(place.id, self.user.id, "app", found),
            }
        await self._slack.interact("interactive", payload)

    # presses

    async def press(self, message: Seen, choice: str) -> None:
        """Press a button, or choose an entry of a select: by its label, its value or its action_id.

        On checkboxes and multi-selects the entry is added to what is ticked, or taken away from it.
        """
        for control in message.controls:
            if control.is_typed:
                if any(choice in _names(one) for one in await self.suggested(message, control, choice)):
                    return await self.choose(message, *self._ticked(message, control, choice))
                continue
            if choice in (control.label, control.value, control.action_id) and not control.options:
                return await self._act(message, control, {})
            for option in control.options:
                if choice in (option.label, option.value):
                    return await self.choose(message, *self._ticked(message, control, option.value))
        raise LookupError(f"nothing to press called {choice!r} on {message.text!r}: there is {message.buttons}")

    async def press_on(self, message: Seen, block_id: str, action_id: str, *values: str) -> None:
        """Press the button, or choose these entries of the select, that has just this place on a message or on the home tab."""
        for control in message.controls:
            if (control.block_id, control.action_id) != (block_id, action_id):
                continue
            if not control.options and not control.is_typed:
                return await self._act(message, control, {})
            options = await self._meant(message, control, values)
            if not options and not control.takes_several:
                return None
            selected: Payload = (
                {"selected_options": options} if control.takes_several else {"selected_option": options[0]}
            )
            return await self._act(message, control, selected)
        raise LookupError(f"nothing stands there any more on {message.text!r}")

    async def choose(self, message: Seen, *choices: str) -> None:
        """Choose entries of one select, of radio buttons or of checkboxes."""
        for control in message.controls:
            options = await self._meant(message, control, choices)
            if (control.options or control.is_typed) and len(options) == len(choices):
                selected: Payload = (
                    {"selected_options": options} if control.takes_several else {"selected_option": options[0]}
                )
                held = (message.ts, control.block_id, control.action_id)
                self._held[held] = tuple(_called(option, control) for option in options)
                return await self._act(message, control, selected)
        raise LookupError(f"no select with {choices} on {message.text!r}: there is {message.buttons}")

    async def suggested(self, message: Seen, control: Control, typed: str) -> list[Payload]:
        """The entries that the app gives for what is typed into a select of a message, or of the home tab."""
        payload: Payload = {"action_id": control.action_id, "block_id": control.block_id, "value": typed}
        if message.channel == HOME:
            view = self._world.homes[self.user.id]
            return await self._suggested(
                payload | {"container": {"type": "view", "view_id": view.id}, "view": view.as_json()}
            )
        place, found = self._find(message, None)
        container = {"type": "message", "message_ts": found.ts, "channel_id": place.id}
        payload |= {"container": container | {"is_ephemeral": found.visible_to is not None}}
        payload |= {"channel": {"id": place.id, "name": "directmessage" if place.kind == "im" else place.name}}
        return await self._suggested(payload)

    async def open_home(self) -> None:
        """Click on the app, and look at its home tab."""
        event: Payload = {"type": "app_home_opened", "user": self.user.id, "tab": "home"}
        event |= {"channel": self._world.direct(self.user.id).id, "event_ts": self._world.new_ts()}
        view = self._world.homes.get(self.user.id)
        await self._slack.tell(event | ({"view": view.as_json()} if view else {}))

    @property
    def view(self) -> View | None:
        """The modal in front of this person."""
        views = self._world.views.get(self.user.id)
        return views[-1] if views else None

    async def submit(self, values: Mapping[str, Given] | None = None) -> dict[str, str]:
        """Fill in the modal by labels or ids, and send it. What is wrong, by block_id; nothing where it was taken."""
        view = self._open_view()
        state, errors = filled(self._world, await self._with_suggested(view, values or {}), values or {})
        if errors:
            return errors
        payload = self._interaction("view_submission") | {"view": view.as_json(state), "response_urls": []}
        answer = await self._slack.interact("interactive", payload) or {}
        return self._after_submission(view, answer)

    async def close_view(self) -> None:
        """Close the modal without sending it."""
        view = self._open_view()
        self._world.views[self.user.id].remove(view)
        if view.definition.get("notify_on_close"):
            payload = self._interaction("view_closed") | {"view": view.as_json(), "is_cleared": False}
            await self._slack.interact("interactive", payload)

    # reads

    def sees(self, channel: str) -> list[Seen]:
        """Everything in a channel, threads and what only this person sees included, in the order it was said."""
        return self._seen(self._channel(channel))

    def sees_dm(self) -> list[Seen]:
        """The direct conversation with coterie."""
        return self._seen(self._world.direct(self.user.id))

    @property
    def home(self) -> Seen | None:
        """The app's home tab as it reads now, with what can be pressed on it; None where nothing was published."""
        view = self._world.homes.get(self.user.id)
        if view is None:
            return None
        return Seen(HOME, self.user.id, BOT_USER, self.sees_home(), controls=tuple(controls(view.definition["blocks"])))

    def sees_home(self) -> str:
        """The text of the app's home tab, "" where nothing was published."""
        home = self._world.homes.get(self.user.id)
        layout = Layout(self._world)
        return "\n".join(layout.block(block) for block in home.definition["blocks"]) if home else ""

    # private

    async def _suggested(self, asked: Payload) -> list[Payload]:
        payload = self._interaction("block_suggestion")
        payload.pop("trigger_id")
        answer = await self._slack.interact("interactive", payload | asked)
        if (problem := options_problem(answer)) is not None:
            raise AssertionError(f"Slack shows no entries: {problem}")
        return list((answer or {})["options"])

    async def _with_suggested(self, view: View, values: Mapping[str, Given]) -> Payload:
        """The form as it is once somebody has typed into its selects: with the entries that the app gave for what they want."""
        typed = {block_called(view.definition, name): value for name, value in values.items()}
        blocks = []
        for block in view.definition["blocks"]:
            element = block.get("element") or {}
            if element.get("type") in EXTERNAL and typed.get(block["block_id"]):
                given = typed[block["block_id"]]
                wanted = names(given) if element["type"].startswith("multi_") else [str(given)]
                asked: Payload = {"action_id": element["action_id"], "block_id": block["block_id"]}
                asked |= {"container": {"type": "view", "view_id": view.id}, "view": view.as_json()}
                found = [one for name in wanted for one in await self._suggested(asked | {"value": name})]
                block = block | {"element": element | {"options": found}}
            blocks.append(block)
        return view.definition | {"blocks": blocks}

    async def _meant(self, message: Seen, control: Control, choices: Sequence[str]) -> list[Payload]:
        """The entries that are called so, by label or value."""
        if not control.is_typed:
            element = self._element(self._blocks(message), message, control)
            return [option for option in _options(element) if _names(option) & set(choices)]
        found: dict[str, Payload] = {}
        for choice in choices:
            offered = await self.suggested(message, control, choice) or await self.suggested(message, control, "")
            found |= {one["value"]: one for one in offered if choice in _names(one)}
        return list(found.values())

    def _ticked(self, message: Seen, control: Control, value: str) -> tuple[str, ...]:
        if not control.takes_several:
            return (value,)
        held = self._held.get((message.ts, control.block_id, control.action_id), ())
        return tuple(one for one in held if one != value) if value in held else (*held, value)

    @property
    def _world(self) -> Workspace:
        return self._slack.workspace

    def _channel(self, name: str) -> Channel:
        channel = self._world.channels.get(name) or self._world.channel_called(name.removeprefix("#"))
        if channel is None:
            raise LookupError(f"no channel is called {name!r}")
        return channel

    def _seen(self, channel: Channel) -> list[Seen]:
        return [
            seen(self._world, channel, message)
            for message in channel.messages
            if message.visible_to in (None, self.user.id)
        ]

    async def _write(self, place: Channel, text: str, thread: str | None) -> str:
        if text == COMMAND or text.startswith(COMMAND + " "):
            await self._command(place, text.removeprefix(COMMAND).strip())
            return ""
        if place.is_archived or self.user.id not in place.members:
            raise NotPossible(f"{self.user.handle} can't write in {place.name}")
        said, blocks = typed(self._world, text)
        message = self._world.post(place, self.user.id, said, blocks=blocks, thread_ts=thread)
        await self._slack.happened()
        return message.ts

    async def _command(self, place: Channel, text: str) -> None:
        escaped = typed(self._world, text)[0]  # the manifest says should_escape
        payload = {
            "token": "verification-token",
            "team_id": TEAM,
            "team_domain": DOMAIN,
            "channel_id": place.id,
            "channel_name": "directmessage" if place.kind == "im" else place.name,
            "user_id": self.user.id,
            "user_name": self.user.handle,
            "command": COMMAND,
            "text": escaped,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._slack.new_response_url(place.id, self.user.id, "commands"),
            "trigger_id": self._world.new_trigger(self.user.id),
        }
        answer = await self._slack.interact("slash_commands", payload)
        self._slack.answer_at_once(place.id, self.user.id, answer)

    def _find(self, message: Seen | str, channel: str | None) -> tuple[Channel, Message]:
        if isinstance(message, Seen):
            place, ts = self._world.channels[message.channel], message.ts
        else:
            place, ts = self._place_of(message, channel), message
        found = next((each for each in place.messages if each.ts == ts), None)
        if found is None:
            raise LookupError(f"there is no message {ts} in {place.name}")
        return place, found

    def _place_of(self, ts: str, channel: str | None) -> Channel:
        if channel is not None:
            return self._channel(channel)
        return next(each for each in self._world.channels.values() if each.message(ts))

    def _interaction(self, kind: str) -> Payload:
        user = {"id": self.user.id, "username": self.user.handle, "name": self.user.handle, "team_id": TEAM}
        payload: Payload = {"type": kind, "team": {"id": TEAM, "domain": DOMAIN}, "user": user, "api_app_id": APP}
        payload |= {"token": "verification-token", "enterprise": None, "is_enterprise_install": False}
        return payload if kind == "view_closed" else payload | {"trigger_id": self._world.new_trigger(self.user.id)}

    async def _act(self, message: Seen, control: Control, selected: Payload) -> None:
        if message.channel == HOME:
            return await self._act_at_home(control, selected)
        place, found = self._find(message, None)
        element = self._element(found.blocks, message, control)
        kept = {key: element[key] for key in ("type", "action_id", "text", "value", "style", "url") if key in element}
        action = kept | {"block_id": control.block_id, "action_ts": self._world.new_ts()} | selected
        container: Payload = {"type": "message", "message_ts": found.ts, "channel_id": place.id}
        container["is_ephemeral"] = found.visible_to is not None
        if found.thread_ts:
            container["thread_ts"] = found.thread_ts
        payload = self._interaction("block_actions") | {
            "container": container,
            "channel": {"id": place.id, "name": "directmessage" if place.kind == "im" else place.name},
            "state": {"values": {control.block_id: {control.action_id: action}} if selected else {}},
            "response_url": self._slack.new_response_url(place.id, self.user.id, "actions", found),
            "actions": [action],
        }
        if found.visible_to is None:  # Slack does not send an ephemeral message back
            payload["message"] = found.as_json()
        await self._slack.interact("interactive", payload)

    async def _act_at_home(self, control: Control, selected: Payload) -> None:
        view = self._world.homes[self.user.id]
        assert self.home is not None
        element = self._element(view.definition["blocks"], self.home, control)
        kept = {key: element[key] for key in ("type", "action_id", "text", "value", "style", "url") if key in element}
        action = kept | {"block_id": control.block_id, "action_ts": self._world.new_ts()} | selected
        payload = self._interaction("block_actions") | {
            "container": {"type": "view", "view_id": view.id},
            "view": view.as_json({control.block_id: {control.action_id: action}} if selected else {}),
            "actions": [action],
        }
        await self._slack.interact("interactive", payload)

    def _element(self, blocks: list[Payload], message: Seen, control: Control) -> Payload:
        for block in blocks:
            elements = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory")]
            for element in elements:
                if element and (block["block_id"], element.get("action_id", "")) == (
                    control.block_id,
                    control.action_id,
                ):
                    return dict(element)
        raise LookupError(f"{control.label!r} is no longer on {message.text!r}; it now has {controls(blocks)}")

    def _blocks(self, message: Seen) -> list[Payload]:
        if message.channel == HOME:
            return list(self._world.homes[self.user.id].definition["blocks"])
        return self._find(message, None)[1].blocks

    def _open_view(self) -> View:
        view = self.view
        if view is None:
            raise LookupError(f"there is no modal in front of {self.user.handle}")
        return view

    def _after_submission(self, view: View, answer: Payload) -> dict[str, str]:
        """Do what the app answered: show errors, another view, or close."""
        stack = self._world.views[self.user.id]
        match answer.get("response_action"):
            case "errors":
                return dict(answer["errors"])
            case "update":
                view.definition = answer["view"]
            case "push":
                stack.append(View(self._world.new_id("V"), self.user.id, answer["view"], "", view.root, view.id))
            case "clear":
                stack.clear()
            case _:
                stack.remove(view)
        return {}


def _called(option: Payload, control: Control) -> str:
    """What it is known by as ticked: one that is typed by what it reads."""
    return str(option["text"]["text"] if control.is_typed else option.get("value"))


def _names(option: Payload) -> set[str]:
    return {str(option["text"]["text"]), str(option.get("value"))}


def _options(element: Payload) -> list[Payload]:
    groups = [element.get("options", []), *(group["options"] for group in element.get("option_groups", []))]
    return [option for group in groups for option in group]
