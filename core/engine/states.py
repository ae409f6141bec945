"""What plugins keep: frozen attrs values, each under a name, in the version of its class.

Records, in the table `state`: `PLUGIN CLASS SCOPE ID` → {version, value}, and behind it a space and the key, where a class has many.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ..codec import converter
from ..errors import TooNew
from ..handling import LoadedPlugin
from ..ports import Json, Unit
from ..values import frozen

State = TypeVar("State")

TABLE = "state"


@frozen
class States:
    """The values of one plugin, as one unit sees them. `place` is whose they are: `group python`, `person ana`."""

    plugin: LoadedPlugin
    unit: Unit

    async def get(self, state: type[State], place: str, key: str | None) -> State | None:
        """The value that was put there, brought to the present version; None where none was."""
        kept = await self.unit.get(TABLE, self._name(state, place, key))
        return None if kept is None else self._read(state, kept, state)

    async def all(
        self, state: type[State], place: str, prefix: str = "", saved_as: type | None = None
    ) -> Mapping[str, State]:
        """All values with a key that begins so: key → value, in the order of the keys. Those of another class are read as far as this one goes."""
        saved_as = saved_as or state
        start = self._name(saved_as, place, "")
        found = await self.unit.scan(TABLE, start + prefix)
        return {name.removeprefix(start): self._read(state, kept, saved_as) for name, kept in found}

    async def keys(self, state: type, place: str, prefix: str = "") -> tuple[str, ...]:
        """Their keys alone, in order."""
        start = self._name(state, place, "")
        return tuple(name.removeprefix(start) for name in await self.unit.keys(TABLE, start + prefix))

    def put(self, value: object, place: str, key: str | None) -> None:
        """Keep a value."""
        kept = {"version": self.plugin.version_of(type(value)), "value": converter.unstructure(value)}
        self.unit.put(TABLE, self._name(type(value), place, key), kept)

    def delete(self, state: type, place: str, key: str | None) -> None:
        """Keep it no longer; nothing where none was kept."""
        self.unit.delete(TABLE, self._name(state, place, key))

    def _name(self, state: type, place: str, key: str | None) -> str:
        name = f"{self.plugin.name} {state.__name__} {place}"
        return name if key is None else f"{name} {key}"

    def _read(self, state: type[State], kept: Json, saved_as: type) -> State:
        value, version = kept["value"], kept["version"]
        if not self.plugin.migrations and version == 1:
            return converter.structure(value, state)
        if version > self.plugin.version_of(saved_as):
            name, plugin = saved_as.__name__, self.plugin.name
            raise TooNew(f"{name} of plugin {plugin} was kept by a newer version of it ({version}); update it")
        for migration in self.plugin.migrations_of(saved_as):
            if migration.from_ >= version:
                value = migration.function(value)
        return converter.structure(value, state)
