"""Of which workspace a payload tells, where the app is in many. Pure.

Source: docs.slack.dev, Events API (authorizations), interaction payloads, organisation-wide apps.
"""

from __future__ import annotations

from datetime import UTC, datetime

from coterie.core.payloads import well_formed
from coterie.core.values import frozen

from .reading import listed, text


@frozen
class Whose:
    """`teams`: the workspaces that it concerns. `enterprise`: their organisation, where they have one.

    `installation`: the key of the installation that it tells of, where it tells of one.
    """

    teams: tuple[str, ...] = ()
    enterprise: str = ""
    installation: str = ""


def whose(payload: object) -> Whose:
    """An event concerns those whose authorisations it names; what somebody does, the workspace in which the app was pressed."""
    payload = well_formed(payload)
    authorised = [one for one in listed(payload, "authorizations") if isinstance(one, dict)]
    enterprise = next((found for one in (*authorised, payload) if (found := text(one, "enterprise_id"))), "")
    enterprise = enterprise or text(payload, "enterprise", "id")
    # What an organisation installed is named by it alone: the workspace stands in the event itself.
    teams = [text(one, "team_id") for one in authorised if not one.get("is_enterprise_install")]
    if not any(teams):
        teams = [
            text(payload, "view", "app_installed_team_id")
            or text(payload, "context_team_id")
            or text(payload, "team_id")
            or text(payload, "team", "id")
            or text(payload, "user", "team_id")
        ]
    known = tuple(dict.fromkeys(team for team in teams if team and not team.startswith("E")))
    is_of_org = any(one.get("is_enterprise_install") is True for one in authorised) or not known
    return Whose(known, enterprise, enterprise if is_of_org and enterprise else next(iter(known), ""))


def shared_channel(payload: object) -> str:
    """The channel in which it happened, where that is shared with another organisation: of such a one Slack tells once, naming one of the workspaces
    that have the app (source: docs.slack.dev, Slack Connect). Empty for all else."""
    if not isinstance(payload, dict) or payload.get("is_ext_shared_channel") is not True:
        return ""
    event = payload.get("event")
    return text(event, "channel") or text(event, "channel", "id") or text(event, "item", "channel")


def told_to(payload: object, team: str) -> object:
    """The same as it would have been told to another workspace that is in the channel."""
    if not isinstance(payload, dict):
        return payload
    bare = {key: value for key, value in payload.items() if key not in ("authorizations", "context_team_id")}
    return bare | {"team_id": team}


def told_at(payload: object) -> datetime | None:
    """When Slack first told of the event, by its own clock; None where it does not say."""
    seconds = payload.get("event_time") if isinstance(payload, dict) else None
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and 0 < seconds < 2**33 else None
