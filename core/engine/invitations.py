"""Who could not be asked into a group, and who of elsewhere answered: whoever leads it hears of each, in words and with what to do.

An account by which somebody comes whom a file names by their address alone is theirs from then on.
"""

from __future__ import annotations

from ..model.content import Card
from ..model.effect import Post
from ..model.event import InvitationAnswered, InvitationsRefused
from ..refs import PersonRef
from ..texts import Reader, Text, code, core_texts, listed, paragraphs
from ..values import frozen
from . import bindings
from .accounts import platform_name
from .scene import Scene

MOST = 20
"""So many people are named in one message; of more it is said how many there are."""


@frozen
class Invitations:
    """Tells of invitations that came to nothing, and of those that somebody answered."""

    name: str = "core.invitations"

    async def __call__(self, scene: Scene) -> bool:
        match scene.event:
            case InvitationsRefused():
                await self._refused(scene, scene.event)
            case InvitationAnswered():
                await self._answered(scene, scene.event)
        return False

    @staticmethod
    async def _refused(scene: Scene, event: InvitationsRefused) -> None:
        shown = event.people[:MOST]
        people = [(await bindings.ours(scene.unit, one.person), one) for one in shown]
        for leader, reader, about in await _told(scene):
            rows: list[Text] = [
                core_texts().text(
                    f"uninvited-{one.why.value}", reader, person=_named(person), word=code(one.word), **about
                )
                for person, one in people
            ]
            parts = [core_texts().text("uninvited", reader, **about), listed(rows)]
            if len(event.people) > MOST:
                parts.append(core_texts().text("uninvited-more", reader, count=len(event.people) - MOST))
            scene.effect(Post(key=scene.new_key("told"), to=leader, card=Card(str(paragraphs(*parts)))))

    @staticmethod
    async def _answered(scene: Scene, event: InvitationAnswered) -> None:
        if event.person is None:
            return
        if event.accepted and event.account is not None and scene.native_person is not None:
            await _let_it_be_theirs(scene, event.person, scene.native_person, event.account)
        if event.accepted and not event.waits:
            return  # that they are there is told when they come
        id = "invitation-waits" if event.accepted else "invitation-declined"
        for leader, reader, about in await _told(scene):
            said = core_texts().text(id, reader, person=_named(event.person), **about)
            scene.effect(Post(key=scene.new_key("told"), to=leader, card=Card(str(said))))


async def _let_it_be_theirs(scene: Scene, person: PersonRef, asked: str, account: PersonRef) -> None:
    """Only of somebody whom a file names, and only an account that is nobody's yet: an answer never takes anybody's place."""
    if person.platform is None and await bindings.ours(scene.unit, account) == account:
        await bindings.rebind(scene.unit, person, asked, account.id)


async def _told(scene: Scene) -> list[tuple[PersonRef, Reader, dict[str, str]]]:
    """Who is to hear of it, in which words, and what it is about."""
    group = scene.group
    found = scene.directory.definitions.group(group.id) if group else None
    about = {"group": found.name if found else "", "platform": platform_name(scene.event.platform)}
    people = (scene.directory.leaders(group) if group else ()) or scene.directory.managers(group)
    return [
        (one, Reader(await scene.directory.locale_of(one, group), scene.directory.zone(group)), about) for one in people
    ]


def _named(person: PersonRef) -> PersonRef | Text:
    """Who is known by an address alone can't be mentioned."""
    return code(person.native) if person.platform is not None and "@" in person.native else person
