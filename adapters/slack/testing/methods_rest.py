"""The Web API's methods about the app itself, people, views and files."""

from __future__ import annotations

import secrets

from .calls import Call, Method
from .things import (
    APP,
    BOT,
    BOT_USER,
    DOMAIN,
    TEAM,
    File,
    Payload,
    View,
)

PUSHES = 3


def auth_test(call: Call) -> Payload:
    who = {"team": DOMAIN, "user": "coterie", "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT}
    return who | {"url": f"{call.address}/", "is_enterprise_install": False}


def open_connection(call: Call) -> Payload:
    """The address of one Socket Mode connection; it works once."""
    ticket = secrets.token_hex(12)
    call.workspace.tickets.add(ticket)
    return {"url": f"{call.address.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={APP}"}


def user_info(call: Call) -> Payload:
    return {"user": call.user().as_json(call.flag("include_locale"))}


def user_list(call: Call) -> Payload:
    everybody = [user.as_json(call.flag("include_locale")) for user in call.workspace.users.values()]
    page, cursor = call.page(everybody, 1000, 1000)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def open_view(call: Call) -> Payload:
    definition = call.view()
    return {"view": _shown(call, call.trigger(), definition).as_json()}


def push_view(call: Call) -> Payload:
    definition = call.view()
    user = call.trigger()
    stack = call.workspace.views.get(user, [])
    if not stack:
        raise call.refuse("not_found")
    if sum(each.root == stack[-1].root for each in stack) >= PUSHES:
        raise call.refuse("push_limit_reached")
    return {"view": _shown(call, user, definition, stack[-1]).as_json()}


def update_view(call: Call) -> Payload:
    definition = call.view()
    wanted = (call.text("view_id"), call.text("external_id"))
    for view in (view for stack in call.workspace.views.values() for view in stack):
        if view.id == wanted[0] or (wanted[1] and view.definition.get("external_id") == wanted[1]):
            if call.text("hash") and call.text("hash") != view.hash:
                raise call.refuse("hash_conflict")
            view.definition, view.hash = definition, _hash(call)
            return {"view": view.as_json()}
    raise call.refuse("not_found")


def publish_view(call: Call) -> Payload:
    user = call.text("user_id")
    if user not in call.workspace.users:
        raise call.refuse("invalid_arguments", response_metadata={"messages": ["user_id is unknown"]})
    before, view = call.workspace.homes.get(user), call.view()
    id = before.id if before else call.workspace.new_id("V")
    home = View(id, user, view | {"blocks": call.workspace.with_ids(view["blocks"])}, _hash(call), id)
    call.workspace.homes[user] = home
    return {"view": home.as_json()}


def announce_upload(call: Call) -> Payload:
    file = File(call.workspace.new_id("F"), call.text("filename"), call.number("length", 0))
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.address}/upload/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Payload:
    asked = call.parsed("files")
    files = [_uploaded(call, each) for each in asked] if isinstance(asked, list) else []
    if not files:
        raise call.refuse("file_not_found")
    if call.text("channel_id"):
        channel = call.channel("channel_id", inside=True)
        text, thread = call.text("initial_comment"), call.text("thread_ts") or None
        call.workspace.post(channel, BOT_USER, text, files=files, thread_ts=thread)
    return {"files": [{"id": each["id"], "title": each["title"]} for each in files]}


def _shown(call: Call, user: str, definition: Payload, below: View | None = None) -> View:
    id = call.workspace.new_id("V")
    view = View(id, user, definition, _hash(call), below.root if below else id, below.id if below else None)
    view.opened = call.workspace.new_ts()
    call.workspace.views.setdefault(user, []).append(view)
    return view


def _hash(call: Call) -> str:
    return f"{int(call.workspace.clock.now().timestamp())}.{secrets.token_hex(4)}"


def _uploaded(call: Call, asked: Payload) -> Payload:
    file = call.workspace.files.get(str(asked.get("id")))
    if file is None or file.content is None:
        raise call.refuse("file_not_found")
    return file.as_json(asked.get("title"))


OPEN_ERRORS = ("invalid_trigger_id", "exchanged_trigger_id", "expired_trigger_id", "view_too_large")

METHODS = {
    "auth.test": Method(auth_test, ("token",)),
    "apps.connections.open": Method(open_connection, ("token",), token="app"),
    "users.info": Method(user_info, ("token", "user", "include_locale"), ("user_not_found",), ("users:read",)),
    "users.list": Method(
        user_list, ("token", "cursor", "limit", "include_locale", "team_id"), ("invalid_cursor",), ("users:read",)
    ),
    "views.open": Method(open_view, ("token", "trigger_id", "view"), OPEN_ERRORS),
    "views.push": Method(push_view, ("token", "trigger_id", "view"), OPEN_ERRORS + ("not_found", "push_limit_reached")),
    "views.update": Method(
        update_view,
        ("token", "view_id", "external_id", "view", "hash"),
        ("not_found", "hash_conflict", "view_too_large"),
    ),
    "views.publish": Method(publish_view, ("token", "user_id", "view", "hash"), ("view_too_large", "hash_conflict")),
    "files.getUploadURLExternal": Method(
        announce_upload, ("token", "filename", "length", "alt_txt", "snippet_type"), (), ("files:write",)
    ),
    "files.completeUploadExternal": Method(
        complete_upload,
        ("token", "files", "channel_id", "initial_comment", "thread_ts"),
        ("file_not_found", "channel_not_found", "not_in_channel"),
        ("files:write",),
    ),
}
