"""The Web API's methods about user groups: usergroups.*"""

from __future__ import annotations

from .calls import Call, Method
from .things import BOT_USER, TEAM, Payload


def list_groups(call: Call) -> Payload:
    _paid(call)
    shown = [
        {key: value for key, value in group.items() if key != "users" or call.flag("include_users")}
        for group in call.workspace.groups.values()
        if call.flag("include_disabled") or not group["date_delete"]
    ]
    return {"usergroups": shown}


def create_group(call: Call) -> Payload:
    _paid(call)
    handle = call.text("handle")
    if any(group["handle"] == handle for group in call.workspace.groups.values()):
        raise call.refuse("handle_already_exists")
    now = int(call.workspace.clock.now().timestamp())
    group: Payload = {"id": call.workspace.new_id("S"), "team_id": TEAM, "name": call.text("name"), "handle": handle}
    group |= {"description": call.text("description"), "date_create": now, "date_update": now, "date_delete": 0}
    group |= {"created_by": BOT_USER, "updated_by": BOT_USER, "users": []}
    group["prefs"] = {"channels": [one for one in call.text("channels").split(",") if one], "groups": []}
    call.workspace.groups[group["id"]] = group
    return {"usergroup": group}


def enable_group(call: Call) -> Payload:
    group = _group(call)
    group["date_delete"] = 0
    return {"usergroup": group}


def disable_group(call: Call) -> Payload:
    group = _group(call)
    group["date_delete"] = int(call.workspace.clock.now().timestamp())
    return {"usergroup": group}


def fill_group(call: Call) -> Payload:
    group = _group(call)
    users = [one for one in call.text("users").split(",") if one]
    if not users:
        raise call.refuse("no_users_provided")
    if not set(users) <= call.workspace.users.keys():
        raise call.refuse("invalid_users")
    group["users"] = users
    return {"usergroup": group}


def _paid(call: Call) -> None:
    if not call.workspace.is_paid:
        raise call.refuse("plan_upgrade_required")


def _group(call: Call) -> Payload:
    _paid(call)
    group = call.workspace.groups.get(call.text("usergroup"))
    if group is None:
        raise call.refuse("permission_denied")
    return group


READ, WRITE = ("usergroups:read",), ("usergroups:write",)
DENIED = ("plan_upgrade_required", "permission_denied")

METHODS = {
    "usergroups.list": Method(
        list_groups, ("token", "include_users", "include_disabled", "team_id"), ("plan_upgrade_required",), READ
    ),
    "usergroups.create": Method(
        create_group,
        ("token", "name", "handle", "description", "channels", "team_id"),
        ("plan_upgrade_required", "handle_already_exists"),
        WRITE,
    ),
    "usergroups.enable": Method(enable_group, ("token", "usergroup", "team_id"), DENIED, WRITE),
    "usergroups.disable": Method(disable_group, ("token", "usergroup", "team_id"), DENIED, WRITE),
    "usergroups.users.update": Method(
        fill_group,
        ("token", "usergroup", "users", "team_id"),
        (*DENIED, "no_users_provided", "invalid_users"),
        WRITE,
    ),
}
