"""The JSON Schema of community.yaml, for the completion, the words and the red lines of editors.

It says less than `check`: whom and what a file names is known there alone.
"""

from __future__ import annotations

from ..json_schema import (
    COUNT,
    DIALECT,
    FLAG,
    Schema,
    array,
    map_of,
    one_of,
    one_or_more,
    record,
    ref,
    text,
    told,
    words,
)
from ..model.community import BasisKind, Facet, GroupState, History, JoinMode, NewHomes, Visibility
from ..model.preferences import DAYS, Recurring

_ID = "^[a-z][a-z0-9-]*$"
_PERSON = "^[a-z0-9][a-z0-9_.-]*$"
_LOCALE = "^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$"
_DURATION = "^[0-9]+(s|m|h|d|w|mo)$"
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def community_schema() -> Schema:
    """The schema of a community's file."""
    community = record(
        "A community, its people and its groups.",
        {
            "community": text("The id of the community: small letters, digits and '-'.", _ID),
            "name": text("What it is called."),
            "timezone": ref("timezone"),
            "locale": ref("locale"),
            "goals": told("What the community wants: an id, and a sentence. Groups name the ids.", map_of(ref("text"))),
            "people": told(
                "Names for accounts. Where it is given, whoever is named below must stand here.",
                map_of(ref("person"), _PERSON),
            ),
            "managers": told("Who answers for all groups.", one_or_more(ref("id"))),
            "guidelines": text("A file beside this one, with the rules that hold in every group."),
            "avatar": ref("picture"),
            "k": told("The smallest number of people of whom anything is told in numbers; 5 if not given.", COUNT),
            "room": told("Where all of the community meets.", ref("homes")),
            "space": told("In what its rooms stand: a Space of Matrix.", ref("homes")),
            "within": told("In what that Space stands itself.", ref("homes")),
            "managers_room": told("Whoever is in there manages the community.", ref("homes")),
            "new_homes": one_of(NewHomes, "Where groups live that are founded in chat; room if not given."),
            "plugins": told("Plugins that every group uses.", array(ref("text"))),
            "facets": told(
                "What people may say of themselves in their profile; all four if not given.",
                one_or_more(ref("facet"), 1),
            ),
            "quiet": _quiet_of_community(),
            "groups": map_of(ref("group"), _ID),
        },
        "community",
        "name",
    )
    return {"$schema": DIALECT, "title": "A community of coterie", **community, "$defs": _definitions()}


def _definitions() -> Schema:
    platforms = ("slack", "matrix", "simulator")
    return {
        "text": text("A text."),
        "id": {"description": "The id of a person.", "type": ["string", "integer"], "pattern": _PERSON},
        "timezone": text("An IANA zone, for example Europe/Berlin.", "^[A-Za-z]"),
        "locale": text("A language: en, de, pt-BR.", _LOCALE),
        "picture": text("A picture beside this file: PNG, JPEG, GIF or WebP."),
        "homes": record(
            "The name of a room or channel, by platform; `thread` for one in the community's room.",
            {one: text("A name.") for one in platforms},
        ),
        "person": _person(),
        "group": _group(),
        "facet": one_of(Facet, "One thing that people may say of themselves."),
        "use": {"anyOf": [text("The id of a playbook."), _use()]},
    }


def _person() -> Schema:
    accounts = {
        "slack": text("A Slack member id: profile, then ⋮, then copy member ID.", "^[UW][A-Z0-9]{2,}$"),
        "matrix": text("A Matrix user id, for example @ana:example.org.", r"^@[^:\s]+:\S+$"),
        "simulator": text("A name in the simulator."),
    }
    own = {"name": text("What they are called."), "timezone": ref("timezone"), "locale": ref("locale")}
    return record("Somebody, and their accounts.", own | accounts)


def _group() -> Schema:
    group = record(
        "A group: its charter, who leads it, where it lives, what it uses.",
        {
            "name": text("What it is called."),
            "purpose": text("What it is there for, in a sentence."),
            "basis": _basis(),
            "for": text("For whom it is."),
            "not_for": text("For whom it is not."),
            "goal": text("The id of a goal of the community."),
            "leaders": told("Who leads it, by their ids.", one_or_more(ref("id"))),
            "size": record("How many people it is for.", {"from": COUNT, "to": COUNT}),
            "visibility": one_of(Visibility, "Who may know that it is there."),
            "join": one_of(JoinMode, "How one comes in."),
            "encrypted": told("Whether its rooms on Matrix are encrypted.", FLAG),
            "history": one_of(History, "What somebody new can read of what was said before."),
            "until": text("The day on which it ends.", r"^\d{4}-\d{2}-\d{2}$"),
            "review_every": text("How often it is looked at anew, for example 3mo.", _DURATION),
            "timezone": ref("timezone"),
            "locale": ref("locale"),
            "homes": ref("homes"),
            "playbooks": told("What coterie does in it.", array(ref("use"))),
            "plugins": told("Plugins that it uses besides.", array(ref("text"))),
            "parent": text("The id of the group out of which it grew."),
            "state": one_of(GroupState, "Where it stands in its life; active if not given."),
            "quiet": _quiet_of_group(),
            "avatar": ref("picture"),
        },
        "name",
        "purpose",
    )
    return {**group, "anyOf": [{"required": ["review_every"]}, {"required": ["until"]}]}


def _basis() -> Schema:
    kind = one_of(BasisKind, "What brings its people together.")
    about = told("About what.", one_or_more(ref("text")))
    return record("On what it stands.", {"kind": kind, "about": about})


def _use() -> Schema:
    given = map_of({"anyOf": [ref("text"), array(ref("text"))]})
    parts = {"use": text("The id of a playbook."), "with": told("What is set of its params.", given)}
    return record("A playbook, with what is set of it.", parts, "use")


def _quiet_of_community() -> Schema:
    own = {
        "hours": text(
            "When people are left in peace, for example 21:00-08:00.",
            r"^\s*\d{1,2}(:\d{2})?\s*[-–—]\s*\d{1,2}(:\d{2})?\s*$",
        ),
        "most_per_week": told("How often anybody is written to unasked in a week, at most.", COUNT),
    }
    return record("When nobody is spoken to unasked.", own | _quiet_days())


def _quiet_of_group() -> Schema:
    return record("What the group has of its own; hours and numbers are the community's.", _quiet_days())


def _quiet_days() -> dict[str, Schema]:
    return {
        "days": told("Days without anything unasked.", one_or_more(words((*DAYS, *_LONG_DAYS)))),
        "holidays": text("A country, or a part of it, whose public holidays are kept: DE, DE-SN."),
        "recurring": one_of(Recurring, "What becomes of that which would come on such a day."),
    }
