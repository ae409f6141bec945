"""What only one may have of the communities that live together: the id of a community, that of a group, a home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import Finding
from ..model.community import THREAD
from ..playbook.yaml import Mapping, Node, Scalar
from ..values import frozen
from .community import CommunityFile


@frozen
class _Claim:
    """Something that nobody else may have, for somebody, at its place in a file."""

    what: str
    thing: str
    owner: str
    node: Node


def clashes(files: Sequence[CommunityFile], *, apart: bool = False) -> Iterator[Finding]:
    """An error for whatever is another one's already, in the order of the files. `apart`: each community has a store of its own.

    A group is found by its id, and a room is the home of one group.
    """
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    for number, file in enumerate(files):
        for claim in _claims(file.reader.root, apart):
            place = f"{file.reader.source.file}:{claim.node.line}"
            owner, first = taken.setdefault((claim.what, claim.thing), (f"{number} {claim.owner}", place))
            if owner != f"{number} {claim.owner}":
                message = f"{claim.what} '{claim.thing}' stands in {first} already; only one may have it"
                yield file.reader.source.finding(claim.node, message)


def _claims(root: Node | None, apart: bool) -> Iterator[_Claim]:
    if not isinstance(root, Mapping):
        return
    if isinstance(id := root.get("community"), Scalar):
        yield _Claim("the community", id.text, "", id)
    groups = root.get("groups")
    for entry in groups if isinstance(groups, Mapping) and not apart else ():
        yield _Claim("the group", entry.key.text, entry.key.text, entry.key)
        homes = entry.value.get("homes") if isinstance(entry.value, Mapping) else None
        for home in homes if isinstance(homes, Mapping) else ():
            if isinstance(home.value, Scalar) and home.value.text != THREAD:
                name = home.value.text.lstrip("#").casefold()
                yield _Claim(f"the home on {home.key.text}", name, entry.key.text, home.value)
