"""What a plugin keeps: attrs values of a group, a person or the community."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from ...refs import GroupRef, PersonRef
from .. import bindings
from ..states import States
from .here import Here

State = TypeVar("State")
Scope = Literal["group", "person", "community", "everywhere"]
"""Whose a value is; `everywhere` is one for all communities that live together, as of people who are in several."""


class Memory(Here):
    """What a plugin keeps of a group, a person or the community. All of it is part of the handling: kept with it, or not at all."""

    async def load(
        self,
        state: type[State],
        *,
        key: str | None = None,
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> State:
        """What was saved last, brought to the present version; before the first save `state()`.

        With `key`, it is one of many values of the class; each is a record of its own.
        """
        found = await self._states.get(state, self._whose(scope, of), key)
        if found is None and scope == "person":
            found = await self._of_an_account(state, key, of)
        return state() if found is None else found

    async def find(
        self,
        state: type[State],
        *,
        key: str | None = None,
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> State | None:
        """The same, and None where nothing was saved.

        Of a person it is what was saved of an account of theirs before they linked it, where nothing was since.
        """
        found = await self._states.get(state, self._whose(scope, of), key)
        return await self._of_an_account(state, key, of) if found is None and scope == "person" else found

    async def _of_an_account(
        self, state: type[State], key: str | None, of: GroupRef | PersonRef | None
    ) -> State | None:
        """What was saved of an account of somebody before they linked it."""
        person = of if isinstance(of, PersonRef) else self.person
        for account in await bindings.natives(self._scene.unit, person):
            if account is person or account == person:  # as of nearly everybody
                continue
            if (found := await self._states.get(state, self._whose("person", account), key)) is not None:
                return found
        return None

    async def load_all(
        self,
        state: type[State],
        *,
        prefix: str = "",
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
        saved_as: type | None = None,
    ) -> Mapping[str, State]:
        """All values of the class that were saved under a key that begins with `prefix`: key → value, in the order of the keys.

        Whoever needs but a part of large values writes a class with these fields alone, and says `saved_as` what they were.
        """
        return await self._states.all(state, self._whose(scope, of), prefix, saved_as)

    async def keys(
        self, state: type, *, prefix: str = "", scope: Scope = "group", of: GroupRef | PersonRef | None = None
    ) -> tuple[str, ...]:
        """The keys of these values, in order."""
        return await self._states.keys(state, self._whose(scope, of), prefix)

    async def save(
        self,
        value: object,
        *,
        key: str | None = None,
        scope: Scope = "group",
        of: GroupRef | PersonRef | None = None,
    ) -> None:
        """Keep an attrs value of a group (the one where it happened), a person (who caused it), the community, or of all communities together.

        There is one of each class, or one of each class and `key`.
        """
        self._states.put(value, self._whose(scope, of), key)

    async def delete(
        self, state: type, *, key: str | None = None, scope: Scope = "group", of: GroupRef | PersonRef | None = None
    ) -> None:
        """Keep it no longer; nothing where none was kept."""
        self._states.delete(state, self._whose(scope, of), key)

    def _whose(self, scope: Scope, of: GroupRef | PersonRef | None) -> str:
        match scope:
            case "group":
                whose = (of or self.group).id
            case "person":
                whose = (of or self.person).id
            case "community":
                whose = self._scene.directory.community(self._place.group).id
            case "everywhere":  # kept with what the first has
                scope, whose = "community", self._scene.directory.definitions.community.id
        return f"{scope} {whose}"

    @property
    def _states(self) -> States:
        if self._states_here is None:
            self._states_here = States(self._plugin, self._scene.unit)
        return self._states_here
