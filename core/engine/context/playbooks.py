"""The playbooks of a group: their runs, what they start on, the decks that they draw from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ...model.playbook import Deck
from ...refs import PersonRef
from ..runs.book import RunView
from .here import Here


class Playbooks(Here):
    """What a plugin may know of playbooks and do with them."""

    def playbooks(self) -> Mapping[str, str]:
        """The playbooks that this group uses: id → title in its language."""
        return self._outlook.runs.playbooks(self._scene, self.group) if self._outlook.runs else {}

    async def next_start(self, playbook: str) -> datetime | None:
        """When this group starts a playbook next by its schedule; None where it does not. On a holiday it may be left out or moved."""
        return await self._outlook.runs.next_start(self._scene, playbook, self.group) if self._outlook.runs else None

    async def runs(self) -> Sequence[RunView]:
        """The runs of this group: the live ones first, the newest first."""
        return await self._outlook.runs.of_group(self._scene, self.group) if self._outlook.runs else ()

    async def run(self, id: str) -> RunView | None:
        """One run of this group with its timeline, by its id or the beginning of it that no other has."""
        found = [one for one in await self.runs() if one.id.startswith(id)]
        return found[0] if len(found) == 1 and id else None

    async def start_run(self, playbook: str) -> None:
        """Start a playbook that this group uses. One that can't be started says why (UserError)."""
        if self._outlook.runs is not None:
            await self._outlook.runs.start(self._scene, playbook, self.group)

    async def cancel_run(self, id: str) -> bool:
        """End a run of this group; whether it was still live."""
        view = await self.run(id)
        return (
            view is not None
            and self._outlook.runs is not None
            and await self._outlook.runs.cancel(self._scene, view.id)
        )

    async def announce(self, event: str, person: PersonRef | None = None) -> None:
        """Say that something happened in this group, about a person where it is about one: what the plugin declared under `events`.

        Playbooks that start on it begin, and those that wait for it go on.
        """
        if event not in self._plugin.events:
            raise ValueError(
                f"plugin {self._plugin.name} announces {event!r}, which stands not in its events={self._plugin.events}"
            )
        if self._outlook.announce is not None:
            await self._outlook.announce(self._scene, event, self.group, person)

    def decks(self) -> tuple[str, ...]:
        """The ids of all decks, of the files and of the plugins."""
        return tuple(sorted(self._outlook.decks))

    def deck(self, id: str) -> Deck | None:
        """The deck of this id, of the files and of the plugins; None where there is none."""
        return self._outlook.decks.get(id)
