"""What is installed: adapters, stores, plugins and scenario drivers, found by their entry points."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from .errors import ConfigError, Finding

ADAPTERS = "coterie.adapters"
STORES = "coterie.stores"
PLUGINS = "coterie.plugins"
DRIVERS = "coterie.drivers"


def installed(group: str) -> Mapping[str, EntryPoint]:
    """The entry points of a group by name, not yet imported."""
    return {point.name: point for point in sorted(entry_points(group=group), key=lambda point: point.name)}


def load(group: str, name: str) -> Any:
    """What the entry point names. Raises ConfigError where there is none, or where an extra that it needs is not installed."""
    points = installed(group)
    if name not in points:
        there = ", ".join(points) or "none"
        raise ConfigError(Finding(name, None, None, f"no '{group}' of this name is installed; there are: {there}"))
    try:
        return points[name].load()
    except ModuleNotFoundError as error:
        message = f"needs '{error.name}', which is not installed: pip install 'coterie[{name}]'"
        raise ConfigError(Finding(name, None, None, message)) from error
