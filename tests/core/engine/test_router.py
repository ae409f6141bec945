"""Who is concerned by an event is found out once for each choice of plugins, not once for each event."""

from __future__ import annotations

from datetime import UTC, datetime

from coterie.core.engine.definitions import Definitions
from coterie.core.engine.router import Router
from coterie.core.engine.scene import Scene
from coterie.core.model.event import Event, MemberJoined, MessagePosted
from coterie.core.refs import GroupRef, MessageRef

PYTHON, RUST = GroupRef("python"), GroupRef("rust")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Plugin:
    """Hears what happens in the groups that use it, and counts how often it is asked."""

    def __init__(self, name: str, router: Router) -> None:
        self.name, self.asked, self._router = name, 0, router

    async def __call__(self, scene: Scene) -> bool:
        return False

    def hears(self, kind: type[Event], definitions: Definitions, group: GroupRef | None) -> bool:
        self.asked += 1
        return group is None or (self._router.used is not None and self.name in self._router.used(definitions, group))


class Core:
    """Hears everything."""

    name = "core.all"

    async def __call__(self, scene: Scene) -> bool:
        return False


def posted(bot: bool = False) -> MessagePosted:
    return MessagePosted(id="1", at=NOW, platform="simulator", message=MessageRef("m"), text="", bot=bot)


def test_of_many_plugins_those_are_found_that_a_group_uses_and_asked_once() -> None:
    router, uses = Router(), {PYTHON: frozenset({"p1", "p3"}), RUST: frozenset[str]()}
    router.used = lambda definitions, group: uses[group]
    plugins = [Plugin(f"p{number}", router) for number in range(5)]
    router.add(Core(), MessagePosted)
    for plugin in plugins:
        router.add(plugin, MessagePosted, MemberJoined)
    known = Definitions()

    def names(event: Event, group: GroupRef | None) -> list[str]:
        return [handler.name for handler in router.concerned(event, known, group)]

    for _ in range(3):
        assert names(posted(), PYTHON) == ["core.all", "p1", "p3"]
        assert names(posted(), RUST) == ["core.all"]
        assert names(posted(bot=True), PYTHON) == ["core.all"]
        assert names(posted(), None) == ["core.all", "p0", "p1", "p2", "p3", "p4"]
    assert {plugin.asked for plugin in plugins} == {3}
    uses[RUST] = frozenset({"p2"})
    assert names(posted(), RUST) == ["core.all", "p2"]
    router.add(Plugin("p1", router), MessagePosted)
    assert names(posted(), PYTHON) == ["core.all", "p1", "p3", "p1"]
