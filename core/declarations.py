"""What a plugin offers to playbooks, as the checker and the schema know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .handling import LoadedPlugin, Offered
from .playbook.verbs import CORE_EVENTS, CORE_ROLES, FieldDeclaration, FieldType, Known, VerbDeclaration
from .signature import Kind, Parameter

_TYPES: Mapping[Kind, FieldType] = {
    Kind.PERSON: FieldType.PERSON,
    Kind.ROOM: FieldType.TEXT,
    Kind.GROUP: FieldType.GROUP,
    Kind.DECK: FieldType.DECK,
    Kind.INT: FieldType.INT,
    Kind.NUMBER: FieldType.NUMBER,
    Kind.BOOL: FieldType.BOOL,
    Kind.DATE: FieldType.TEXT,
    Kind.DURATION: FieldType.DURATION,
    Kind.CHOICE: FieldType.CHOICE,
    Kind.WORD: FieldType.TEXT,
    Kind.TEXT: FieldType.WORDS,
    Kind.REST: FieldType.TEXT,
}


def known_of(plugins: Sequence[LoadedPlugin]) -> Known:
    """The verbs, actions, events and commands of these plugins."""
    return Known(
        verbs={verb: _declared(verb, step) for plugin in plugins for verb, step in plugin.steps.items()},
        actions={
            f"{plugin.name}.{name}": _declared(f"{plugin.name}.{name}", action)
            for plugin in plugins
            for name, action in plugin.actions.items()
        },
        roles=frozenset(CORE_ROLES),
        events=tuple(event for plugin in plugins for event in plugin.events if event not in CORE_EVENTS),
        plugins=frozenset(plugin.name for plugin in plugins),
        commands={command: plugin.name for plugin in plugins for command in plugin.commands},
    )


def _declared(name: str, offered: Offered) -> VerbDeclaration:
    return VerbDeclaration(
        name,
        offered.plugin,
        tuple(_field(parameter) for parameter in offered.signature.parameters),
        offered.doc,
        holds=offered.holds,
        choices=offered.choices,
        shorthand=offered.shorthand,
    )


def _field(parameter: Parameter) -> FieldDeclaration:
    kind = _TYPES[parameter.kind]
    if parameter.several:
        kind = FieldType.PEOPLE if parameter.kind is Kind.PERSON else FieldType.LIST
    return FieldDeclaration(parameter.name, kind, parameter.required, parameter.allowed)
