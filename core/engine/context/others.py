"""What the other plugins have to offer: commands, actions, contributions."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ...handling import LoadedPlugin
from ...refs import GroupRef
from ..offer import Offer
from ..outlook import Outlook
from ..place import Place
from ..scene import Scene
from .here import Here


class Others(Here):
    """What a plugin may have of the other plugins."""

    def __init__(self, scene: Scene, plugin: LoadedPlugin, outlook: Outlook, place: Place) -> None:
        super().__init__(scene, plugin, outlook, place)
        self._worded_already: set[str] = set()

    async def offers(self) -> Sequence[Offer]:
        """The commands that may be given here, by plugin and name, in the language of who caused it."""
        return self._outlook.offers(self._scene, await self._reader_of(self.person))

    async def contributions(
        self, name: str, *values: object, group: GroupRef | None = None, unused: bool = False
    ) -> tuple[object, ...]:
        """What the plugins that a group (this one, unless given) uses contribute under a name, by plugin: `@plugin.contribute(name)`.

        Each is given as many of the `values` as it takes. With `unused` those are asked too that the group does not use: their commands are
        there for everybody, so that they may keep something of it.
        """
        return await self._contributed(name, group or self.group, values, unused)

    async def contributions_everywhere(self, name: str, *values: object) -> tuple[object, ...]:
        """What all plugins contribute under a name, each once and in no group."""
        return await self._contributed(name, None, values, True)

    async def _contributed(
        self, name: str, group: GroupRef | None, values: tuple[object, ...], unused: bool
    ) -> tuple[object, ...]:
        if self._outlook.contributions is None:
            return ()
        return await self._outlook.contributions(self._scene, name, group, values, unused)

    async def call(self, action: str, **arguments: object) -> object:
        """What `PLUGIN.ACTION` of another plugin gives, done in this place as part of this handling; None where that plugin is not there.

        What it can't do it says as UserError.
        """
        if self._outlook.act is None:
            return None
        before = len(self._scene.effects)
        result = await self._outlook.act(self._scene, action, arguments, self._inner_place())
        # What it asked for comes behind what was asked for here before, and has its words already.
        asked = self._scene.effects[before:]
        del self._scene.effects[before:]
        self._asked += asked
        self._worded_already |= {effect.key for effect in asked}
        return result

    def _inner_place(self) -> Place:
        """This place, for what is called from here: no key of an effect comes twice."""
        return evolve(self._place, prefix=self._key("call"))
