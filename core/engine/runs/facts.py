"""What a run may know, out of the directory: loaded when a run asks for it, and the same for as long as one event is handled."""

from __future__ import annotations

from typing import Any

from ...playbook.facts import CommunityFacts, GroupFacts, PersonFacts, Unknown
from ...refs import SEPARATOR, GroupRef, PersonRef
from ...texts import Reader, core_texts
from ..scene import Scene

ASKED = "leader-asked"
"""The table that says when each leader was last asked: "GROUP PERSON" → instant."""

DUTY = "duty-"
"""Who holds the role `duty-FUNCTION` is on duty for it; `leader` is the function of leading."""


class RunFacts:
    """The facts of one scene. What is not loaded yet raises `Unknown`; `load` gets it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._known: dict[tuple[str, ...], Any] = {}

    def _ask(self, question: str, *subject: str) -> Any:
        if (question, *subject) not in self._known:
            raise Unknown(question, *subject)
        return self._known[question, *subject]

    async def load(self, unknown: Unknown) -> None:
        """Find out what was not known."""
        look = getattr(self, f"_load_{unknown.question}")
        self._known[unknown.question, *unknown.subject] = await look(*unknown.subject)

    # --- what stands in files ---------------------------------------------------------------------------------------

    def community(self, group: GroupRef | None = None) -> CommunityFacts:
        found = self._scene.directory.community(group)
        return CommunityFacts(found.name, found.zone, found.locale)

    def group(self, group: GroupRef) -> GroupFacts:
        found = self._scene.directory.definitions.group(group.id)
        if found is None:
            community = self.community()
            return GroupFacts(group, group.id, zone=community.zone, locale=community.locale)
        parent = self._scene.directory.parent_room(group)
        return GroupFacts(group, found.name, found.purpose, found.goal, found.zone, found.locale, parent)

    def is_person(self, name: str) -> bool:
        return SEPARATOR in name or self._scene.directory.definitions.person(name) is not None

    def text(self, locale: str, id: str, **arguments: object) -> str:
        return str(core_texts().text(id, Reader(locale), **arguments))

    # --- what is looked up ------------------------------------------------------------------------------------------

    def person(self, person: PersonRef) -> PersonFacts:
        found: PersonFacts = self._ask("person", person.id)
        return found

    async def _load_person(self, id: str) -> PersonFacts:
        found = await self._scene.directory.person(PersonRef(id))
        return PersonFacts(PersonRef(id), found.name, found.zone)

    def members(self, group: GroupRef) -> tuple[PersonRef, ...]:
        found: tuple[PersonRef, ...] = self._ask("members", group.id)
        return found

    async def _load_members(self, group: str) -> tuple[PersonRef, ...]:
        return await self._scene.directory.members(GroupRef(group))

    def groups_of(self, person: PersonRef) -> tuple[GroupRef, ...]:
        found: tuple[GroupRef, ...] = self._ask("groups_of", person.id)
        return found

    async def _load_groups_of(self, person: str) -> tuple[GroupRef, ...]:
        return await self._scene.directory.groups_of(PersonRef(person))

    def holders(self, role: str, group: GroupRef | None) -> tuple[PersonRef, ...]:
        match role:
            case "leader":
                return self._scene.directory.leaders(group) if group else ()
            case "manager":
                return self._scene.directory.managers(group)
            case "member":
                return self.members(group) if group else ()
        return self._scene.directory.holders(role, group) if group else ()

    def on_duty(self, function: str, group: GroupRef | None) -> tuple[PersonRef, ...]:
        return self._scene.directory.holders(f"{DUTY}{function}", group) if group else ()

    def leader(self, group: GroupRef | None) -> PersonRef | None:
        found: PersonRef | None = self._ask("leader", group.id if group else "")
        return found

    async def _load_leader(self, group: str) -> PersonRef | None:
        """The leader on duty, else the one asked longest ago; of those never asked the first of the charter."""
        ref = GroupRef(group) if group else None
        leaders = self.holders("leader", ref)
        if on_duty := self.on_duty("leader", ref):
            return on_duty[0]
        asked = {person: await self._scene.unit.get(ASKED, f"{group} {person.id}") or "" for person in leaders}
        return min(leaders, key=lambda person: asked[person], default=None)

    def note_asked(self, group: GroupRef | None, person: PersonRef) -> None:
        """Remember that a leader was asked something now."""
        id = group.id if group else ""
        self._scene.unit.put(ASKED, f"{id} {person.id}", self._scene.now.isoformat())
        self._known.pop(("leader", id), None)
