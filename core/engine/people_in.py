"""A value in which people stand, with every account of somebody made the person whose it is now.

What is kept names people as they were when it was written. Who has linked their accounts since is one person in it: a map that had both has
what stood there last, a sequence has them once, where the first of them stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve, has

from ..ports import Unit
from ..refs import PersonRef, Ref
from . import bindings
from .directory import LINK

T = TypeVar("T")


async def with_accounts_linked(unit: Unit, value: T) -> T:
    """The value with linked accounts as the people they belong to; the same where nobody has linked any."""
    if not await unit.scan(LINK, limit=1):
        return value
    changed = {ref: await bindings.ours(unit, ref) for ref in set(people_in(value)) if ref.platform is not None}
    changed = {ref: person for ref, person in changed.items() if person != ref}
    return renamed(value, changed) if changed else value


def people_in(value: object) -> Iterator[PersonRef]:
    """Everybody who stands in a value of attrs classes, maps and sequences."""
    if isinstance(value, PersonRef):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from people_in(key)
            yield from people_in(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from people_in(item)
    elif has(type(value)) and not isinstance(value, Ref):
        for name in _fields_of(value):
            yield from people_in(getattr(value, name))


def renamed(value: Any, names: Mapping[PersonRef, PersonRef]) -> Any:
    """The value with these people under their other references."""
    if isinstance(value, PersonRef):
        return names.get(value, value)
    if isinstance(value, Mapping):
        return {renamed(key, names): renamed(item, names) for key, item in value.items()}
    if isinstance(value, tuple | list):
        items = [renamed(item, names) for item in value]
        return type(value)(items if items == list(value) else _once(items))
    if has(type(value)) and not isinstance(value, Ref):
        held = {name: getattr(value, name) for name in _fields_of(value)}
        changes = {name: renamed(item, names) for name, item in held.items()}
        return evolve(value, **{name: item for name, item in changes.items() if item != held[name]})
    return value


def _once(items: list[Any]) -> list[Any]:
    found = list[Any]()
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _fields_of(value: object) -> Sequence[str]:
    return [one.name for one in getattr(type(value), "__attrs_attrs__", ())]
