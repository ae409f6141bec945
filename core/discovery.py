"""What is installed: adapters, stores, plugins and scenario drivers, found by their entry points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from .errors import ConfigError, Finding
from .nearest import nearest

ADAPTERS = "coterie.adapters"
STORES = "coterie.stores"
SNAPSHOTS = "coterie.snapshots"
PLUGINS = "coterie.plugins"
SANDBOXES = "coterie.sandboxes"
DRIVERS = "coterie.drivers"
HOSTS = "coterie.hosts"
MANIFESTS = "coterie.manifests"


@cache
def installed(group: str) -> Mapping[str, EntryPoint]:
    """The entry points of a group by name, not yet imported."""
    return {point.name: point for point in sorted(_all().select(group=group), key=lambda point: point.name)}


@cache
def _all() -> Any:  # what it is called differs between Python 3.11 and 3.12; both can `select`
    """Every entry point there is: looking through all that is installed takes its time, and is done once."""
    return entry_points()


def load(group: str, name: str) -> Any:
    """What the entry point names. Raises ConfigError where there is none, or where an extra that it needs is not installed."""
    points = installed(group)
    if name not in points:
        there = ", ".join(points) or "none"
        message = f"no '{group}' of this name is installed; there are: {there}"
        raise ConfigError(Finding(name, None, None, message, nearest(name, points)))
    try:
        return points[name].load()
    except ModuleNotFoundError as error:
        extra = ",".join(points[name].extras) or name
        message = f"needs '{error.name}', which is not installed: pip install 'coterie[{extra}]'"
        raise ConfigError(Finding(name, None, None, message)) from error


class PlatformSettings(Mapping[str, type]):
    """The settings class of each adapter by its name. An adapter is imported when it is looked up: the others' extras need not be there."""

    def __init__(self) -> None:
        self._names = tuple(installed(ADAPTERS))

    def __getitem__(self, name: str) -> type:
        if name not in self._names:
            raise KeyError(name)
        settings: type = load(ADAPTERS, name).Settings
        return settings

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
