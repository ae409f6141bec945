"""Every method of the Web API that the loopback Slack knows, by its name."""

from __future__ import annotations

from . import methods_bookmarks, methods_chat, methods_connect, methods_conversations, methods_groups, methods_rest

METHODS = {
    **methods_chat.METHODS,
    **methods_connect.METHODS,
    **methods_conversations.METHODS,
    **methods_bookmarks.METHODS,
    **methods_groups.METHODS,
    **methods_rest.METHODS,
}
