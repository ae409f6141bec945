"""A person who presses buttons, chooses, fills in modals and looks at the app's home tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..names import HOME
from .client import Client
from .layout import EXTERNAL, Control, Layout, Seen, controls
from .limits import options_problem
from .modal import Given, block_called, filled, names
from .things import (
    BOT_USER,
    Payload,
    View,
)


class Interacting(Client):
    """What somebody does with what an app shows."""

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
