"""What the verbs of playbooks are called, what they take and what their steps then hold: the core's own, and those that plugins declare."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from attrs import field

from ..model.playbook import Param
from ..values import frozen


class FieldType(Enum):
    """What may be written into a field of a plugin's verb or action. All but `step` may be a template instead."""

    TEXT = "text"
    WORDS = "words"  # a text that people read, with its locales
    INT = "int"
    NUMBER = "number"
    BOOL = "bool"
    DURATION = "duration"
    SCHEDULE = "schedule"
    ZONE = "zone"
    PERSON = "person"
    PEOPLE = "people"
    GROUP = "group"
    ROLE = "role"
    DECK = "deck"
    PLAYBOOK = "playbook"
    CHOICE = "choice"
    STEP = "step"  # the id of another step
    LIST = "list"  # of texts
    ANY = "any"  # texts, lists and maps of them


@frozen
class FieldDeclaration:
    """One argument of a plugin's verb or action."""

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    about: str = ""


@frozen
class VerbDeclaration:
    """A verb (`prompt`), or an action for `call` (`kudos.thank`), as a plugin offers it.

    `holds` are the attributes that its step has once it has begun; None where that can't be said. `choices` are the ids that `when`
    may name; None where any may be. `waits` says that the step may take a while, so that `within` and `late` fit and a cycle of
    `goto` through it is allowed. With `shorthand`, a text in place of the fields is the value of that field.
    """

    name: str
    plugin: str
    fields: tuple[FieldDeclaration, ...] = ()
    about: str = ""
    holds: tuple[str, ...] | None = None
    choices: tuple[str, ...] | None = ()
    waits: bool = False
    shorthand: str | None = None


CORE_VERBS: Mapping[str, str] = {
    "post": "{text: Hello}",
    "ask": "{text: Coming?, choices: [Yes, No]}",
    "form": "{title: About you, fields: {city: {type: text}}}",
    "task": "{for: leader, text: Say hello}",
    "wait": "2d",
    "each": '{in: "group.members", as: person, steps: […]}',
    "set": '{count: "count + 1"}',
    "run": "{playbook: retro}",
    "call": "{plugin.action: {argument: value}}",
    "end": "done",
}
"""The verbs of the core, each with an example of what it takes."""

MODIFIERS = ("id", "if", "within", "late", "when", "goto", "to", "quietly")
"""What may stand beside any verb."""

CORE_EVENTS = (
    "member_joined",
    "member_left",
    "message",
    "reaction",
    "gathering_ended",
    "group_activated",
    "run_finished",
)
"""What a run can start on or wait for; plugins declare more."""

PLUGIN_EVENTS = ("gathering_ended",)
"""Those of them that plugins announce: the core itself has no gatherings."""

CORE_ROLES = ("manager", "leader", "deputy", "moderator", "host", "scribe", "member", "partner")
"""The roles that a community has without saying so."""

PLACES = ("room", "thread", "member", "starter", "leader", "leaders", "parent")
"""What `to` may be, besides `role:NAME`, `on_duty:FUNCTION`, `person:REF` and a template."""

PREFIXES = ("role", "on_duty", "person")

ONE_PERSON = ("member", "starter", "leader")


def is_several(to: str | None) -> bool:
    """Whether what is sent there is addressed to several people, as far as can be said from the text of `to`."""
    if to is None:
        return True
    return to in PLACES and to not in ONE_PERSON or to.startswith("role:")


@frozen
class Known:
    """What stands around a playbook: plugins' verbs, actions and events, and what else there is in the community's folder.

    None means that it is not known which there are; then nothing is said of a name that might not exist. `playbooks` are the
    parameters of each by its id, `functions` what somebody can be on duty for, `commands` the plugin that each command is of.
    """

    verbs: Mapping[str, VerbDeclaration] = field(factory=dict)
    actions: Mapping[str, VerbDeclaration] | None = None
    events: Collection[str] = ()
    roles: Collection[str] | None = None
    people: Collection[str] | None = None
    groups: Collection[str] | None = None
    decks: Collection[str] | None = None
    playbooks: Mapping[str, Mapping[str, Param]] | None = None
    functions: Collection[str] | None = None
    plugins: Collection[str] | None = None
    commands: Mapping[str, str] = field(factory=dict)
