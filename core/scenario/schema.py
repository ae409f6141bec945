"""The JSON Schema of a scenario's file, for the completion, the words and the red lines of editors.

It says less than `check`: whom and what a step names is known there alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..json_schema import DIALECT, FLAG, Schema, array, map_of, one_or_more, record, ref, text, told
from .file import RUN_STATES

_PERSON = "^[a-z0-9][a-z0-9_.-]*$"
_TIME = r"^\d{4}-\d{2}-\d{2}[Tt ]+\d{1,2}:\d{2}"


def scenario_schema() -> Schema:
    """The schema of a scenario's file."""
    scenario = record(
        "What people do in a community, and what coterie must have said by then.",
        {
            "scenario": text("What it shows, in a sentence."),
            "community": text("The community's file, from this one: ../community.yaml."),
            "begins": text("When it begins, in the community's time: 2026-03-02T08:00.", _TIME),
            "people": told("Who plays, by their ids.", map_of({"anyOf": [_casting(), {"type": "null"}]}, _PERSON)),
            "founds": told("Ids of groups that are founded on the way.", one_or_more(ref("text"))),
            "steps": array(ref("step"), 1),
        },
        "scenario",
        "community",
        "begins",
        "steps",
    )
    return {"$schema": DIALECT, "title": "A scenario of coterie", **scenario, "$defs": _definitions()}


def _casting() -> Schema:
    return record(
        "How somebody is, and where.",
        {
            "name": text("What they are called."),
            "timezone": text("Their IANA zone.", "^[A-Za-z]"),
            "locale": text("Their language."),
            "leads": told("Groups that they lead.", one_or_more(ref("text"))),
            "in": told("Groups that they are in from the beginning.", one_or_more(ref("text"))),
        },
    )


def _definitions() -> Schema:
    return {
        "text": text("A text."),
        "who": text("Who does it, by their id."),
        "group": text("The id of a group."),
        "duration": text("90s, 15m, 2h, 3d, 2w or 1mo.", "^[0-9]+(s|m|h|d|w|mo)$"),
        "pattern": text("A part of the text, or a regular expression between slashes."),
        "step": {
            "type": "object",
            "properties": dict(_steps()),
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    }


def _steps() -> Mapping[str, Schema]:
    who, group, pattern, duration = ref("who"), ref("group"), ref("pattern"), ref("duration")
    direct = told("Whether it is in the direct chat with coterie.", FLAG)
    time = text("In the community's time: 2026-03-02T08:00.", _TIME)
    person = text("In the direct chat of this person with coterie.")
    typed = {"anyOf": [ref("text"), array(ref("text")), {"type": "null"}]}
    return {
        "join": record("Somebody comes into a group.", {"who": who, "group": group}, "who", "group"),
        "leave": record(
            "Somebody leaves a group, or is taken out of it.",
            {"who": who, "group": group, "removed": told("Whether somebody else takes them out.", FLAG)},
            "who",
            "group",
        ),
        "say": record(
            "Somebody says something.",
            {"who": who, "text": text("What they say."), "to": pattern, "in": group, "dm": direct},
            "who",
            "text",
        ),
        "press": record(
            "Somebody presses a choice that they see.",
            {"who": who, "choice": text("How the choice is labelled.")},
            "who",
            "choice",
        ),
        "react": record(
            "Somebody reacts to a message.",
            {"who": who, "emoji": text("The sign itself."), "to": pattern, "in": group, "dm": direct},
            "who",
            "emoji",
            "to",
        ),
        "fill": record(
            "Somebody fills in the form that they were given.",
            {"who": who, "with": told("What is typed into its fields, by their ids.", map_of(typed))},
            "who",
            "with",
        ),
        "start": record(
            "A playbook is started by hand.",
            {"playbook": text("The id of a playbook."), "group": group, "who": who},
            "playbook",
            "group",
        ),
        "restart": {"anyOf": [FLAG, record("coterie is stopped, and started again.", {"down": duration}, "down")]},
        "wait": {"anyOf": [duration, record("Time passes.", {"until": time}, "until")]},
        "silence": record("Nothing is said there, for so long.", {"in": group, "dm": person, "for": duration}, "for"),
        "expect": record(
            "What must be so by now: something was said, or a run is there.",
            {
                "in": group,
                "dm": person,
                "says": pattern,
                "pings": told("Who is mentioned by it: ids, or none.", one_or_more(ref("text"))),
                "run": text("The id of a playbook."),
                "group": group,
                "state": {"enum": list(RUN_STATES)},
                "outcome": text("How the run ended."),
                "not": told("Turns it into its opposite.", FLAG),
            },
        ),
    }
