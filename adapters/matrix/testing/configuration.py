"""The configuration of the Synapse that tests run against."""

import json
from pathlib import Path
from typing import Any

_NEVER = {"per_second": 100_000, "burst_count": 100_000}

_NO_RATE_LIMITS: dict[str, Any] = {
    "rc_message": _NEVER,
    "rc_registration": _NEVER,
    "rc_registration_token_validity": _NEVER,
    "rc_login": {"address": _NEVER, "account": _NEVER, "failed_attempts": _NEVER},
    "rc_admin_redaction": _NEVER,
    "rc_joins": {"local": _NEVER, "remote": _NEVER},
    "rc_joins_per_room": _NEVER,
    "rc_key_requests": _NEVER,
    "rc_3pid_validation": _NEVER,
    "rc_invites": {"per_room": _NEVER, "per_user": _NEVER, "per_issuer": _NEVER},
    "rc_third_party_invite": _NEVER,
    "rc_media_create": _NEVER,
    "rc_presence": {"per_user": _NEVER},
    "rc_delayed_event_mgmt": _NEVER,
    "rc_room_creation": _NEVER,
    "rc_reports": _NEVER,
    "rc_user_directory": _NEVER,
    "rc_profile": _NEVER,
}

# What takes time at every event and coterie never asks for: who is online, who might be found, notifications to phones, statistics.
_UNUSED: dict[str, Any] = {
    "presence": {"enabled": False},
    "user_directory": {"enabled": False},
    "push": {"enabled": False},
    "stats": {"enabled": False},
}


def homeserver_configuration(
    *, folder: Path, server_name: str, port: int, secret: str, signing_key: str, rate_limits: bool
) -> dict[str, Any]:
    """Synapse's configuration: one client listener on loopback, SQLite, no federation, no sign-up."""
    (folder / "log.json").write_text(_log_configuration(folder))
    return {
        "server_name": server_name,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "report_stats": False,
        "pid_file": str(folder / "homeserver.pid"),
        "media_store_path": str(folder / "media"),
        "log_config": str(folder / "log.json"),
        "listeners": [
            {
                "port": port,
                "type": "http",
                "tls": False,
                "bind_addresses": ["127.0.0.1"],
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "signing_key": signing_key,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "registration_shared_secret": secret,
        "macaroon_secret_key": secret,
        "form_secret": secret,
        "enable_registration": False,
        "bcrypt_rounds": 4,
        # The directory stays empty by default, without a word.
        "room_list_publication_rules": [{"action": "allow"}],
        # By default a repeated request gets a stale initial sync for two minutes.
        "caches": {"sync_response_cache_duration": "0s"},
        **_UNUSED,
        **({} if rate_limits else _NO_RATE_LIMITS),
    }


def _log_configuration(folder: Path) -> str:
    return json.dumps(
        {
            "version": 1,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {
                "file": {
                    "class": "logging.FileHandler",
                    "filename": str(folder / "homeserver.log"),
                    "formatter": "line",
                }
            },
            "root": {"level": "WARNING", "handlers": ["file"]},
            "disable_existing_loggers": False,
        }
    )
