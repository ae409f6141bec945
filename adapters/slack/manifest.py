"""The manifest of the app: what somebody with admin rights pastes into Slack once (pure).

Source of its shape and limits: the published schema of manifests, version 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from coterie.core.handling import Command, LoadedPlugin
from coterie.core.texts import Reader, core_texts

from .names import COMMAND
from .scopes import events, has_home, scopes
from .sizes import cut

Json = dict[str, Any]

NAME, ABOUT = 35, 140
SHORTCUTS, SHORTCUT, SHORTCUT_ABOUT = 10, 24, 150
COLOUR = "#1d4f5c"


def manifest(
    plugins: Sequence[LoadedPlugin],
    reader: Reader,
    *,
    name: str = "coterie",
    address: str | None = None,
    back: str | None = None,
    also: Sequence[str] = (),
) -> Json:
    """The manifest for these plugins, in the reader's language: for Socket Mode, or, with the address that requests go to, for HTTP.

    With `back`, where people come back to who install it, it is one for many workspaces; `also` names what is turned on.
    """
    words = core_texts()
    url = {} if address is None else {"url": address}
    to = {} if address is None else {"request_url": address}
    menus = list(shortcuts(plugins, reader))
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": cut(name, NAME),
            "description": cut(words.plain("app-about", reader), ABOUT),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": has_home(plugins),
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            **({"shortcuts": menus[:SHORTCUTS]} if menus else {}),
            "slash_commands": [
                {"command": COMMAND, "description": words.plain("app-command", reader)}
                | {"usage_hint": "help", "should_escape": True}
                | url
            ],
        },
        "oauth_config": ({"redirect_urls": [back]} if back else {}) | {"scopes": {"bot": list(scopes(plugins, also))}},
        "settings": {
            "event_subscriptions": to | {"bot_events": list(events(plugins, also, for_many=back is not None))},
            "interactivity": {"is_enabled": True}
            | to
            | ({} if address is None else {"message_menu_options_url": address}),
            "org_deploy_enabled": back is not None,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": back is not None,
        },
    }


def shortcuts(plugins: Sequence[LoadedPlugin], reader: Reader) -> Iterator[Json]:
    """What stands in Slack's menus, by plugin and name: each gives the command that its callback_id names."""
    for plugin in sorted(plugins, key=lambda one: one.name):
        for _, command in sorted(plugin.commands.items()):
            if command.menu is not None:
                yield {
                    "type": "message" if command.menu == "message" else "global",
                    "callback_id": f"{plugin.name} {command.name}",
                    "name": cut(_said(plugin, f"menu-{command.name}", command.name, reader), SHORTCUT),
                    "description": cut(
                        _said(plugin, f"menu-{command.name}-about", _doc(command), reader), SHORTCUT_ABOUT
                    ),
                }


def _said(plugin: LoadedPlugin, id: str, otherwise: str, reader: Reader) -> str:
    return plugin.texts.plain(id, reader) if id in plugin.texts.ids else otherwise


def _doc(command: Command) -> str:
    return command.doc or command.name
