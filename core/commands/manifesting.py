"""`coterie slack manifest`: what a platform must be told of coterie before it lets it in, as the platform's adapter writes it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..config import Config, read_config
from ..discovery import ADAPTERS, MANIFESTS, PLUGINS, PlatformSettings, installed, load
from ..errors import ConfigError, Finding
from ..files.surroundings import load_plugins
from ..handling import LoadedPlugin
from ..texts import Reader
from .config_check import plugin_names


class Way(Enum):
    """How the platform's events come in."""

    SOCKET = "socket"
    HTTP = "http"


def print_manifest(
    platform: str, file: Path, name: str, way: Way | None, address: str | None, *, for_many: bool = False
) -> None:
    """Print it as JSON; `for_many`: of an app that many workspaces install over HTTP.

    Raises ConfigError where the configuration or the address is wrong.
    """
    config = read_config(file, PlatformSettings()) if file.is_file() else None
    settings = config.adapters.get(platform) if config else None
    settings = settings or load(ADAPTERS, platform).Settings()
    way = Way.HTTP if for_many else way or Way(settings.mode.value)
    base = None if way is Way.SOCKET else _address(address, config)
    reached = None if base is None else base + settings.path
    written: Any = load(MANIFESTS, platform)
    locale = config.coterie.locale if config else "en"
    more = {"back": f"{base}{settings.back}"} if for_many else {}
    manifest = written(_plugins(config), Reader(locale), name=name, address=reached, also=settings.also, **more)
    sys.stdout.write(f"{json.dumps(manifest, indent=2, ensure_ascii=False)}\n")


def _plugins(config: Config | None) -> Sequence[LoadedPlugin]:
    return load_plugins(plugin_names(config) if config else tuple(installed(PLUGINS)))


def _address(given: str | None, config: Config | None) -> str:
    """Where requests can be sent to, without a slash at the end."""
    found = given or (config.web.url if config and config.web else "")
    parts = urlsplit(found)
    if parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment):
        return found.rstrip("/")
    what = f"'{found}' is no address" if found else "give an address"
    message = f"{what} that requests can be sent to, for example --http https://coterie.example.org"
    raise ConfigError(Finding("coterie.toml" if found and not given else "--http", None, None, message))
