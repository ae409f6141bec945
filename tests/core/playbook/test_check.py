"""Playbooks that are right, and what is said of those that are not: line, column and words."""

# ruff: noqa: E501 - a table of files, and of the words about them, is read by the line

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.model.playbook import Ask, Goto, Param, ParamType, PluginVerb, Remind
from coterie.core.playbook.verbs import FieldDeclaration, FieldType, Known, VerbDeclaration

from .reading import check_playbook, load_playbook

GOOD = sorted((Path(__file__).parent / "good").glob("*.yaml"))
PROMPT = VerbDeclaration(
    "prompt", "coterie.plugins.prompts", (FieldDeclaration("deck", FieldType.DECK, required=True),), holds=()
)
THANK = VerbDeclaration(
    "kudos.thank",
    "kudos",
    (
        FieldDeclaration("who", FieldType.PERSON, required=True),
        FieldDeclaration("reasons", FieldType.LIST),
        FieldDeclaration("more", FieldType.ANY),
        FieldDeclaration("times", FieldType.INT),
        FieldDeclaration("after", FieldType.STEP),
    ),
)
KNOWN = Known(
    verbs={"prompt": PROMPT},
    actions={"kudos.thank": THANK, "kudos.tally": VerbDeclaration("kudos.tally", "kudos")},
    events=("kudos_given",),
    roles=("leader", "host", "manager"),
    people=("ana", "bo"),
    groups=("python",),
    decks=("python",),
    playbooks={
        "retro": {
            "at": Param(ParamType.SCHEDULE, default="friday 16:00"),
            "who": Param(ParamType.PEOPLE, default=()),
            "words": Param(ParamType.TEXT, default=""),
            "rounds": Param(ParamType.INT, default="1", min="1"),
        },
        "strict": {"deck": Param(ParamType.DECK)},
    },
)


def complaints(content: str | bytes, known: Known | None = KNOWN) -> list[str]:
    found = check_playbook(content, "p.yaml", known)
    return [f"{finding.line}:{finding.column}: {finding.message}" for finding in found]


def of_steps(steps: str, params: str = "") -> list[str]:
    """What is said of these steps; their first line is line 1."""
    lines = steps.strip("\n").split("\n")
    content = "\n".join(["steps:", *lines, "playbook: p", f"params: {{{params}}}", ""])
    found = check_playbook(content, "p.yaml", KNOWN)
    return [
        f"{(finding.line or 0) - 1}:{finding.column}: {finding.message}"
        + (f" [{finding.nearest}]" if finding.nearest else "")
        for finding in found
    ]


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_a_playbook_that_is_right_is_left_alone(path: Path) -> None:
    assert check_playbook(path.read_bytes(), path.name, KNOWN) == ()
    assert load_playbook(path.read_bytes(), path.name, KNOWN).source == path.read_text("utf-8")


def test_the_error_reads_as_the_handbook_shows_it() -> None:
    steps = '    - id: a\n      wait: 1d\n    - promt: {deck: "{{ deck }}"}\n'
    content = f"playbook: p\nparams: {{deck: {{type: deck}}}}\nsteps:\n{steps}"
    (finding,) = check_playbook(content, "playbooks/heartbeat.yaml", KNOWN)
    assert str(finding) == (
        "playbooks/heartbeat.yaml:6:7: error: unknown verb 'promt' in step 2\n"
        '    - promt: {deck: "{{ deck }}"}\n'
        "      ^^^^^ did you mean 'prompt'? (from plugin coterie.plugins.prompts)"
    )


def test_what_is_read_is_what_was_written() -> None:
    playbook = load_playbook((GOOD[0].parent / "everything.yaml").read_bytes(), "everything.yaml", KNOWN)
    by_id = {step.id: step for step in playbook.steps}
    assert list(by_id)[-6:] == ["run_2", "thanks", "call_2", "call_3", "farewell", "end_1"]
    choice = by_id["choice"]
    assert isinstance(choice.verb, Ask)
    assert list(choice.verb.choices) == ["Monday", "Tuesday", "{{ day }}"]
    assert choice.late == Remind("missing", "1d", 2, Goto("summary"))
    assert choice.when == {"Monday": Goto("summary"), "Tuesday": Goto("summary")}
    assert (by_id["wait_1"].verb.until, by_id["summary"].line) == ("monday 09:00", 77)  # type: ignore[union-attr]


def test_to_is_one_thing_wherever_it_stands() -> None:
    beside = load_playbook("playbook: p\nsteps:\n- prompt: {deck: python}\n  to: leader", "p", KNOWN)
    within = load_playbook("playbook: p\nsteps:\n- prompt: {deck: python, to: leader}", "p", KNOWN)
    assert beside.steps == within.steps
    assert beside.steps[0].verb == PluginVerb("prompt", {"deck": "python"})


def test_steps_without_an_id_are_numbered_by_their_verb() -> None:
    content = "playbook: p\nparams: {wait_4: {type: int}}\nsteps:\n" + "".join(
        f"- {line}\n" for line in ("wait: 1d", "id: wait_2\n  wait: 1d", "wait: 1d", "wait: 1d", "end: x")
    )
    assert [step.id for step in load_playbook(content, "p").steps] == ["wait_1", "wait_2", "wait_3", "wait_5", "end_1"]


def test_all_mistakes_of_a_playbook_are_named_at_once() -> None:
    found = check_playbook("playbook: p\nsteps:\n- wiat: 1d\n- post: {}", "p.yaml")
    assert [finding.message for finding in found] == ["unknown verb 'wiat' in step 1", "'text' is missing in post"]


def test_without_knowing_what_is_there_nothing_is_said_of_what_might_be() -> None:
    content = (
        "playbook: p\nsteps:\n- run: {playbook: other, with: {a: b}}\n- post: {text: x, to: 'person:eve'}\n- call: x.y"
    )
    assert complaints(content, None) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("- a", ["1:1: a playbook must be a map, not a list"]),
        ("hello", ["1:1: a playbook must be a map, not a text"]),
        ("playbook: p", ["1:1: 'steps' is missing in a playbook"]),
        ("playbook: p\nsteps: []", ["2:8: 'steps' must have at least one step"]),
        ("playbook: p\nsteps: {wait: 1d}", ["2:8: 'steps' must be a list, not a map"]),
        ("playbook: My Book\nsteps: [wait: 1d]", ["1:11: 'playbook' must be an id of small letters, digits and '-' that begins with a letter, not 'My Book'"]),
        ("steps: [wait: 1d]", ["1:1: 'playbook' is missing in a playbook"]),
        ("playbook: p\ntitle:\nsteps: [wait: 1d]", ["2:1: 'title' has no value"]),
        ("playbook: p\nversion: 0\none_per: rom\nsteps: [wait: 1d]", [
            "2:10: 'version' must be at least 1, not 0",
            "3:10: 'one_per' must be room, member or none, not 'rom'",
        ]),
        ("playbook: p\nstep: []\nsteps: [wait: 1d]", ["2:1: unknown key 'step' in a playbook"]),
        ("playbook: p\ntitle: {en: x, englisch: y}\nsteps: [wait: 1d]", ["2:16: 'englisch' is no locale; expected for example en, de or pt-BR"]),
        ("playbook: p\nsteps: [wait: 1d]\nsteps: [wait: 2d]", ["3:1: duplicate key 'steps', first in line 2; only one may be there"]),
    ],
)  # fmt: skip
def test_the_head_of_a_playbook(content: str, expected: list[str]) -> None:
    assert complaints(content) == expected


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ("a: {type: in}", "3:13: 'type' must be text, int, number, bool, duration, schedule, zone, person, people, group, role, deck, playbook or choice, not 'in'"),
        ("a: {default: 1}", "3:6: 'type' is missing in parameter 'a'"),
        ("a: int", "3:6: parameter 'a' must be a map, not a text"),
        ("A b: {type: int}", "3:3: a parameter must be a name of small letters, digits and '_' that begins with a letter, not 'A b'"),
        ("a: {type: int, default: few}", "3:27: the default of 'a' must be a whole number, not 'few'"),
        ("a: {type: int, default: 1.5}", "3:27: the default of 'a' must be a whole number, not '1.5'"),
        ("a: {type: int, default: 5, max: 3}", "3:27: the default of 'a' must be at most 3, not 5"),
        ("a: {type: int, min: 5, max: 3}", "3:31: 'max' (3) is smaller than 'min' (5)"),
        ("a: {type: int, min: x}", "3:23: 'min' must be a number, not 'x'"),
        ("a: {type: bool, min: 1}", "3:24: 'min' does not fit a parameter of type bool"),
        ("a: {type: bool, default: maybe}", "3:28: the default of 'a' must be true or false, not 'maybe'"),
        ("a: {type: duration, default: 5x}", "3:32: the default of 'a' does not fit: '5x' is not a duration, expected one whole number and one unit: 90s, 15m, 2h, 3d, 2w or 1mo"),
        ("a: {type: duration, default: 1h, min: 2h}", "3:32: the default of 'a' must be at least 2h, not 1h"),
        ("a: {type: zone, default: Europe/Berlni}", "3:28: the default of 'a' does not fit: unknown zone 'Europe/Berlni', expected an IANA name such as 'Europe/Berlin'"),
        ("a: {type: choice}", "3:6: 'choices' is missing in parameter 'a': a choice needs some to choose from"),
        ("a: {type: choice, choices: [x, y], default: z}", "3:47: the default of 'a' must be one of x, y, not 'z'"),
        ("a: {type: text, choices: [x]}", "3:28: 'choices' fits a parameter of type choice, not text"),
        ("a: {type: deck, default: pyton}", "3:28: the default of 'a' does not fit: unknown deck 'pyton'"),
        ("a: {type: person, default: eve}", "3:30: the default of 'a' does not fit: unknown person 'eve'"),
        ("a: {type: text, default: [x]}", "3:28: the default of 'a' must be a text, not a list"),
        ("leader: {type: person}", "3:3: 'leader' is a name that every run has; call the parameter otherwise"),
        ("a: {type: int, defualt: 1}", "3:18: unknown key 'defualt' in parameter 'a'"),
    ],
)  # fmt: skip
def test_parameters(params: str, expected: str) -> None:
    assert complaints(f"playbook: p\nparams:\n  {params}\nsteps: [wait: 1d]") == [expected]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("every: munday 09:00", "unknown word 'munday' in 'munday 09:00'"),
        ("every: monday", "'monday' names no time"),
        ("every: 0 0 30 2 *", "'0 0 30 2 *' never comes: no month of it has such a day"),
        ("every: 61 * * * *", "bad minute '61': expected 0-59"),
        ('every: "{{ at }}"', "unknown name 'at'"),
        ('every: "{{ days }}"', "a schedule is needed here, and parameter 'days' is of type int"),
        ("at: tomorrow", "'tomorrow' is not a local date-time, expected one such as '2027-03-01 18:00'"),
        ("on: member_join", "unknown event 'member_join'"),
        ("on: message\n    if: member.nmae", "'member' has no 'nmae'"),
        ("on: message\n    if: wait_1", "step 'wait_1' has not begun when a run starts"),
        ("on: message\n    missed: all", "unknown key 'missed' in start 1"),
        ("every: day 08:00\n    missed: never", "'missed' must be once, skip or all, not 'never'"),
        ("every: day 08:00\n    grace: long", "'long' is not a duration"),
        ("command: retro\n    who: leeder", "unknown role 'leeder'"),
        ("command: /retro", "'command' must be a word, not '/retro'"),
        ("comand: retro", "unknown start 'comand' in start 1"),
        ("if: true", "start 1 needs one of every, at, on and command"),
        ("every: day 08:00\n    on: message", "start 1 has 'every' and 'on'; write two starts"),
    ],
)
def test_starts(start: str, expected: str) -> None:
    content = f"playbook: p\nparams: {{days: {{type: int}}}}\nstarts:\n  - {start}\nsteps: [wait: 1d]"
    (found,) = complaints(content)
    assert expected in found


def test_who_takes_over_the_command_help_is_warned_and_told_how_the_plugins_is_given_then() -> None:
    content = (
        "playbook: p\nstarts:\n  - {command: Help}\n  - {command: help me}\n  - {command: kudos}\nsteps: [wait: 1d]"
    )
    (found,) = check_playbook(content, "p.yaml", Known(commands={"help": "helping", "kudos": "kudos"}))
    assert (found.line, found.column, found.severity) == (3, 15, "warning")
    assert "'Help' is a command of coterie already (plugin helping)" in found.message
    assert "'!coterie helping Help'" in found.message


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # verbs
        ("- pots: {text: x}", ["1:3: unknown verb 'pots' in step 1 [post]"]),
        ("- xyzzy: 1", ["1:3: unknown verb 'xyzzy' in step 1"]),
        ("- wait: 1d\n  post: {text: x}", ["2:3: two verbs in step 1, 'wait' and 'post'; a step has one"]),
        ("- id: a", ["1:3: no verb in step 1; expected one of post, ask, form, task, wait, each, set, run, call, end, prompt"]),
        ("- wait: 1d\n-\n- wait: 1d", ["2:2: step 2 is empty"]),
        ("- goto wait_1\n- wait: 1d", ["1:3: step 1 must be a map, not a text"]),
        ("- post:", ["1:3: 'post' has no value"]),
        ("- post: Hello", ["1:9: post must be a map, not a text"]),
        ("- post:\n  text: Hello", ["1:3: 'post' has no value", "2:3: 'text' is a field of 'post'; indent it below 'post:'"]),
        ("- post: {txt: Hello}", ["1:10: unknown key 'txt' in post [text]"]),
        ("- post: {txt: Hello, quietly: true, cards: []}", ["1:10: unknown key 'txt' in post [text]", "1:37: unknown key 'cards' in post"]),
        ("- post: &x {text: a}\n- post: {<<: *x}", ["1:9: an anchor (&) is not allowed; write the value where it is needed", "2:10: '<<' (merging of maps) is not allowed; write the keys out", "2:14: an alias (*) is not allowed; write the value out"]),
        ("- post: {text: !!python/object/apply:os.system [ls]}", ["1:16: a tag (!) is not allowed"]),
        ("- post: {text: x, buttons: {a: {label: A, url: 'javascript:alert(1)'}}}", ["1:48: 'url' must be an address that begins with https://, http:// or mailto:, not 'javascript:alert(1)'"]),
        ("- post: {text: x, buttons: {a: {label: A, url: '{{ group.id }}/x'}, b: {label: B, url: HTTPS://x.org}}}", []),
        ("- post: {text: [a]}", ["1:16: 'text' must be a text, or a map of locale to text, not a list"]),
        ("- post: {text: ''}", ["1:16: 'text' must not be empty"]),
        ("- post: {text: x, pin: perhaps}", ["1:24: 'pin' must be true or false, not 'perhaps'"]),
        ("- post: {text: x}\n  whitin: 1d", ["2:3: unknown key 'whitin' in step 1 [within]"]),
        ("- prompt:", ["1:3: 'deck' is missing in prompt"]),
        ("- prompt: {deck: pyhton}", ["1:18: unknown deck 'pyhton' [python]"]),
        ("- prompt: {deck: python, dek: x}", ["1:26: unknown key 'dek' in prompt [deck]"]),
        ("- ask: {text: x, to: leader}", ["1:8: 'choices' is missing in ask"]),
        ("- ask: {text: x, choices: [], to: leader}", ["1:27: 'choices' must have at least one choice"]),
        ("- ask: {text: x, choices: [a, b, a], to: leader}", ["1:34: choice 'a' stands here twice"]),
        ("- ask: {text: x, choices: Yes, to: leader}", ["1:27: 'choices' must be a list of labels, or a map of id to label, not a text"]),
        ("- ask: {text: x, choices: [a], until: frist}", ["1:39: 'until' must be first, everyone or a number of answers, not 'frist' [first]"]),
        ("- ask: {text: x, choices: [a], until: 0}", ["1:39: 'until' must be first, everyone or a number of answers, not '0'"]),
        ("- form: {title: x, fields: {a: {type: texts}}, to: member}", ["1:39: 'type' must be text, long, number, date, time, select, many or people, not 'texts' [text]"]),
        ("- form: {title: x, fields: {}, to: member}", ["1:28: 'fields' must have at least one field"]),
        ("- form: {title: x, fields: {a: {type: select}}, to: member}", ["1:32: 'choices' is missing in a field of a form"]),
        ("- form: {title: x, fields: {a: {type: number, min: x}}, to: member}", ["1:52: 'min' must be a number, not 'x'"]),
        ("- form: {title: x, fields: {a: {type: number, min: 5, max: 1}}, to: member}", ["1:60: 'max' (1) is smaller than 'min' (5)"]),
        ("- form: {title: x, fields: {a: {type: many}}, to: member}", ["1:32: 'choices' is missing in a field of a form"]),
        ("- form: {title: x, fields: {a: {type: time, choices: [a]}}, to: member}", ["1:45: 'choices' fits a field of type select or many, not time"]),
        ("- form: {title: x, fields: {a: {type: time, min: 9}}, to: member}", ["1:50: 'min' must be a time of day such as 09:30, not '9'"]),
        ("- form: {title: x, fields: {a: {type: date, max: 2026-13-01}}, to: member}", ["1:50: 'max' must be a date such as 2026-03-01, not '2026-13-01'"]),
        ("- task: {text: x}", ["1:9: 'for' is missing in task"]),
        ("- wait: tomorrow", ["1:9: 'tomorrow' is not a duration, expected one whole number and one unit: 90s, 15m, 2h, 3d, 2w or 1mo"]),
        ("- wait: 2 days", ["1:9: '2 days' is not a duration, expected one whole number and one unit: 90s, 15m, 2h, 3d, 2w or 1mo [2d]"]),
        ("- wait: {untill: monday 09:00}", ["1:9: wait needs a duration, or one of 'until' and 'for' [until]"]),
        ("- wait: {until: 2027-02-30 18:00}", ["1:17: '2027-02-30 18:00' is not in the calendar: day is out of range for month; expected a day and time that exist"]),
        ("- wait: {until: nwo + duration('2d')}", ["1:17: unknown name 'nwo' [now]"]),
        ("- wait: {for: member_leaves}", ["1:15: unknown event 'member_leaves'; expected member_joined, member_left, message, reaction, gathering_ended, group_activated, run_finished or kudos_given [member_left]"]),
        ("- wait: {for: kudos_given}", []),
        ("- each: {in: leaders, steps: [wait: 1d]}", ["1:9: 'as' is missing in each"]),
        ("- each: {in: leaders, as: member, steps: [wait: 1d]}", ["1:27: 'member' is a name that every run has already; choose another name"]),
        ("- set: {}", ["1:8: set needs at least one name"]),
        ("- set: {now: 1}", ["1:9: 'now' is a name that every run has already; choose another name"]),
        ("- set: {a: }", ["1:9: 'a' has no value"]),
        ("- run: retro", ["1:8: run must be a map, not a text"]),
        ("- run: {playbook: rerto}", ["1:19: unknown playbook 'rerto' [retro]"]),
        ("- run: {playbook: retro, with: {ta: x, rounds: 0, at: never}}", [
            "1:33: unknown parameter 'ta' of retro",
            "1:48: 'rounds' of retro must be at least 1, not 0",
            "1:55: 'at' of retro does not fit: unknown word 'never' in 'never', expected 'monday 09:00', 'weekday 16:30', 'weekend 11:00', 'first tuesday 18:00', 'day 08:00' or five cron fields",
        ]),
        ("- run: {playbook: strict}", ["1:8: parameter 'deck' of strict is missing: it has no default"]),
        ("- call: {kudos.thnak: {who: ana}}", ["1:10: unknown action 'kudos.thnak' [kudos.thank]"]),
        ("- call: {kudos.thank: {whom: ana, times: x}}", [
            "1:24: unknown key 'whom' in call of kudos.thank [who]",
            "1:42: 'times' must be a whole number, not 'x'",
        ]),
        ("- call: {kudos.thank: {who: eve, after: call_2}}", ["1:29: unknown person 'eve'", "1:41: 'after' names no step: 'call_2' [call_1]"]),
        ("- call: thank", ["1:9: what call names must be plugin.action, not 'thank'"]),
        ("- end:", ["1:3: 'end' has no value"]),
        # modifiers
        ("- wait: 1d\n  id: My-id", ["2:7: 'id' must be a name of small letters, digits and '_' that begins with a letter, not 'My-id'"]),
        ("- id: a\n  wait: 1d\n- id: a\n  wait: 1d", ["3:7: duplicate id 'a', first in line 2; each step needs its own"]),
        ("- id: room\n  wait: 1d", ["1:7: 'room' is a name that every run has; give step 1 another id"]),
        ("- wait: 1d\n  within: 2d", ["2:3: 'within' fits a step that waits for somebody, not a wait for a time"]),
        ("- post: {text: x}\n  within: 2d", ["2:3: 'within' fits a step that waits for somebody, not 'post'"]),
        ("- task: {for: leader, text: x}\n  late: skip", ["2:3: 'late' in step 1 needs 'within': without it the step is never late"]),
        ("- task: {for: leader, text: x}\n  within: 1d\n  late: skp", ["3:9: 'late' must be skip, end, goto ID or {remind: …}, not 'skp' [skip]"]),
        ("- task: {for: leader, text: x}\n  within: 1d\n  late: {remind: misssing, at_most: 0}", [
            "3:18: unknown address 'misssing'; expected room, thread, member, starter, leader, leaders, parent, missing, role:NAME, on_duty:FUNCTION or person:REF [missing]",
            "3:37: 'at_most' must be at least 1, not 0",
        ]),
        ("- ask: {text: x, choices: [a]}", ["1:3: an ask of several people (to: room) needs 'within' or 'until'; without it it is never over"]),
        ("- ask: {text: x, choices: [a], to: role:host}", ["1:3: an ask of several people (to: role:host) needs 'within' or 'until'; without it it is never over"]),
        ("- form: {title: x, fields: {a: {type: text}}}", ["1:3: a form for several people (to: room) needs 'within'; without it it is never over"]),
        ("- wait: 1d\n  when: {done: end}", ["2:3: 'when' needs choices, and this 'wait' has none"]),
        ("- post: {text: x}\n  when: {a: end}", ["2:3: 'when' needs choices, and this 'post' has none"]),
        ("- task: {for: leader, text: x}\n  when: {dnoe: end}", ["2:10: 'when' names no choice: 'dnoe'; expected done or skip [done]"]),
        ("- task: {for: leader, text: x}\n  when: {done: skip, skip: task_1}", [
            "2:16: 'done' must be goto ID, end or a list of steps, not 'skip'",
            "2:28: 'skip' must be goto ID, end or a list of steps, not 'task_1' [goto task_1]",
        ]),
        ("- task: {for: leader, text: x}\n  when: {done: [], skip: {wait: 1d}}", [
            "2:16: 'done' must have at least one step",
            "2:26: 'skip' must be goto ID, end or a list of steps",
        ]),
        ("- post: {text: x, to: room}\n  to: leader", ["2:3: 'to' stands in the fields of 'post' and beside them; one of both is enough"]),
        ("- post: {text: x, to: romo}", ["1:23: unknown address 'romo'; expected room, thread, member, starter, leader, leaders, parent, role:NAME, on_duty:FUNCTION or person:REF [room]"]),
        ("- post: {text: x, to: host}", ["1:23: unknown address 'host'; expected room, thread, member, starter, leader, leaders, parent, role:NAME, on_duty:FUNCTION or person:REF [role:host]"]),
        ("- post: {text: x, to: 'person:an'}", ["1:23: unknown person 'an' [person:ana]"]),
        ("- post: {text: x, to: 'role:'}", ["1:23: 'role:' needs the name of a role behind it"]),
        ("- task: {for: leeder, text: x}", ["1:15: unknown assignee 'leeder'; expected leader, member, starter, a role or person:REF [leader]"]),
        ("- each: {in: leaders, as: p, steps: [task: {for: p, text: x}]}", ["1:50: 'p' is no role [{{ p }}]"]),
        # ways
        ("- wait: 1d\n  goto: nowhere", ["2:9: goto names no step: 'nowhere'"]),
        ("- id: start\n  wait: 1d\n  goto: strat", ["3:9: goto names no step: 'strat' [start]"]),
        ("- post: {text: x}\n  goto: post_1", ["2:9: a cycle that never waits: post_1 → post_1"]),
        ("- post: {text: x}\n- post: {text: x}\n  if: now.hour > 3\n  goto: {goto: post_1}", ["4:16: a cycle that never waits: post_1 → post_2 → post_1"]),
        ("- post: {text: x}\n- post: {text: x}\n  goto: goto post_1", ["3:14: a cycle that never waits: post_1 → post_2 → post_1"]),
        ("- run: {playbook: retro, detach: true}\n  goto: run_1", ["2:9: a cycle that never waits: run_1 → run_1"]),
        ("- run: {playbook: retro}\n  goto: run_1", []),
        ("- wait: 1d\n- post: {text: x}\n  goto: wait_1", []),
        ("- post: {text: x, buttons: {a: A}}\n  when: {a: goto post_1}", []),
        ("- each: {in: leaders, as: p, steps: [{id: a, wait: 1d}]}\n- wait: 1d\n  goto: a", ["3:9: goto can't go to 'a': it stands in the 'each' each_1"]),
        ("- wait: 1d\n- each: {in: leaders, as: p, steps: [{wait: 1d, goto: wait_1}]}", ["2:55: goto can't go to 'wait_1': it stands outside of the 'each' each_1"]),
        ("- task: {for: leader, text: x}\n  when: {done: [{id: a, wait: 1d}]}\n- wait: 1d\n  goto: a", ["4:9: goto can't go to 'a': it stands in a block of another step"]),
        ('- post: {text: x, buttons: {a: {lable: A}, b: {ur: B, en: B}}}', ["1:33: unknown key 'lable' in a button [label]"]),
        ("- post: {text: x, thread: later}\n- id: later\n  post: {text: y}", ["1:27: step 'later' (step 2) can't have begun when this is needed"]),
        ("- wait: 1d\n- post: {text: x, thread: wait_1}", ["2:27: step 'wait_1' says nothing, so it has no thread"]),
        ("- if: replies(spak) > 0\n  post: {text: y}\n- id: spark\n  post: {text: x}", ["1:15: unknown name 'spak' [spark]"]),
        # what is no text
        ('- id: day\n  ask: {text: x, choices: [a]}\n  within: 1d\n- post: {text: "It was {{ day }}, {{ day.winner }}"}', ["4:27: the whole step 'day' can't be printed"]),
        ('- id: day\n  wait: 1d\n- post: {text: {en: "{% if now.hour > 3 %}{{ day }}{% endif %}", de: "{{ run }}"}}', ["3:46: the whole step 'day' can't be printed", "3:74: the whole run can't be printed"]),
        ('- post: {text: "{{ later }}"}\n- id: later\n  wait: 1d', ["1:20: step 'later' (step 2) can't have begun when this is needed"]),
        ('- id: day\n  ask: {text: x, choices: [a]}\n  within: 1d\n- post: {text: "{% if day %}{{ join(answered(day)) }}{% endif %}", thread: "{{ day }}"}', []),
        # names
        ('- post: {text: "{{ membr }} and\\n{{ x }}"}', ["1:20: unknown name 'membr' [member]", "1:37: unknown name 'x'"]),
        ('- post:\n    text: |\n      Hi,\n      {{ grop.name }}', ["4:10: unknown name 'grop' [group]"]),
        ('- post: {text: "{{ group.nmae }}"}', ["1:26: 'group' has no 'nmae' [name]"]),
        ('- post: {text: "{{ leaders.name }}"}', ["1:28: 'leaders' has no 'name'"]),
        ('- post: {text: "{{ days.name }} {{ pal.nam }}"}', ["1:40: 'pal' has no 'nam' [name]"]),
        ('- post: {text: "{{ wait_1 }}"}\n- wait: 1d', ["1:20: step 'wait_1' (step 2) can't have begun when this is needed"]),
        ('- post: {text: "{{ post_1.message }}"}', ["1:20: step 'post_1' (step 1) can't have begun when this is needed"]),
        ('- post: {text: "{{ n }}"}\n- set: {n: "1"}', ["1:20: 'n' is not set before: the step that sets it (line 3) comes later"]),
        ('- id: mood\n  ask: {text: x, choices: {up: U, down: D}, to: member}\n- if: mood.winer == "up" or mood.counts.upp\n  wait: 1d', [
            "3:12: step 'mood' has no 'winer' [winner]",
            "3:41: 'mood.counts' has no 'upp' [up]",
        ]),
        ('- id: me\n  form: {title: x, fields: {city: {type: text}}, to: member}\n- post: {text: "{{ me.answers.ctiy }}"}', ["3:31: 'me.answers' has no 'ctiy' [city]"]),
        ('- post: {text: "{{ replis(post_1) }}"}', ["1:20: unknown function 'replis' [replies]", "1:27: step 'post_1' (step 1) can't have begun when this is needed"]),
        ('- id: a\n  post: {text: x}\n- post: {text: "{{ replies() }} {{ replies(a, a) }} {{ replies(\'a\') }} {{ replies(days) }}"}', [
            "3:20: replies takes 1 argument, not 0: replies(step)",
            "3:36: replies takes 1 argument, not 2: replies(step)",
            "3:56: replies needs the id of a step, without quotes [a]",
            "3:75: replies needs the id of a step: replies(step)",
        ]),
        ('- post: {text: x}\n- wait: 1d\n- if: replies(wait_1) > 1 or count(missing(post_1)) > 1\n  wait: 1d', [
            "3:7: replies(wait_1): step 'wait_1' says nothing, so nobody can reply",
            "3:36: missing(post_1): step 'post_1' asks nobody anything",
        ]),
        ('- post: {text: "{{ date }} {{ date(now, \'huge\') }} {{ duration(\'2x\') }} {{ has_role(member, \'hots\') }}"}', [
            "1:20: 'date' is a function; it is used as date(x, \"long\")",
            "1:31: unknown length 'huge' in date",
            "1:55: '2x' is not a duration, expected one whole number and one unit: 90s, 15m, 2h, 3d, 2w or 1mo",
            "1:76: unknown role 'hots' in has_role [host]",
        ]),
        ('- post: {text: "{{ days | uper }}"}', ["1:27: unknown filter 'uper', in '{{ days | uper }}' [upper]"]),
        ('- post: {text: "{{ days "}', ["1:20: unexpected end of template, expected 'end of print statement', in '{{ days'"]),
        ('- post: {text: "{% include \'x\' %}"}', ["1:20: `include` is not allowed here, in '{% include 'x' %}'"]),
        ('- if: "{{ days > 1 }}"\n  wait: 1d', ["1:7: an expression stands without {{ }} here [days > 1]"]),
        ('- if: days = 1\n  wait: 1d', ["1:12: '=' is one too many, in 'days = 1'"]),
        ('- post: {text: {{ days }}}', ['1:16: a text with {{ … }} in it must stand in quotes: "{{ … }}"']),
        ('- each: {in: leaders, as: p, steps: [{id: a, wait: 1d}]}\n- post: {text: "{{ p }} {{ a }}"}', [
            "2:20: 'p' is there only within the 'each' that names it",
            "2:28: step 'a' stands within the 'each' each_1; outside there may be many of it",
        ]),
        ('- wait: "{{ days }}"', ["1:9: a duration is needed here, and parameter 'days' is of type int"]),
    ],
)  # fmt: skip
def test_steps(steps: str, expected: list[str]) -> None:
    assert of_steps(steps, "days: {type: int}, pal: {type: person}") == expected


def test_a_button_may_be_pressed_when_the_run_is_long_past_its_post() -> None:
    steps = """
- id: card
  post: {text: x, buttons: {go: Go}}
  when:
    go: [{id: pressed, post: {text: "{{ replies(later) }}"}}]
- id: later
  post: {text: y}
- post: {text: "{{ replies(pressed) }}"}
"""
    assert of_steps(steps) == []


def test_steps_of_an_each_run_side_by_side_so_a_variable_may_be_set_by_another() -> None:
    steps = """
- each:
    in: leaders
    as: p
    steps:
      - post: {text: "{{ n }}"}
      - set: {n: "1"}
- post: {text: "{{ n }}"}
"""
    assert of_steps(steps) == []


def _mutated(lines: list[str], data: st.DataObject) -> str:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["delete", "double", "move", "replace", "cut", "indent", "swap"])):
            case "delete":
                lines = [*lines[:at], *lines[at + 1 :]] or [""]
            case "double":
                lines = [*lines[: at + 1], *lines[at:]]
            case "move":
                lines = [lines[at], *lines[:at], *lines[at + 1 :]]
            case "replace":
                word = data.draw(
                    st.sampled_from(
                        ["{", "}", "{{", "goto", "end", "[", "- ", ":", "😀", "\t", "each", '"', "*", "x.y"]
                    )
                )
                column = data.draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + word + lines[at][column + data.draw(st.integers(0, 6)) :]
            case "cut":
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
            case "indent":
                lines[at] = " " * data.draw(st.integers(0, 6)) + lines[at].lstrip()
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(GOOD), st.data())
def test_whatever_becomes_of_a_file_it_is_checked_and_never_raises(path: Path, data: st.DataObject) -> None:
    content = _mutated(path.read_text("utf-8").split("\n"), data)
    findings = check_playbook(content, path.name, KNOWN)
    for finding in findings:
        assert str(finding)
        assert finding.line is None or 1 <= finding.line <= content.count("\n") + 2
    if not findings:
        assert load_playbook(content, path.name, KNOWN).steps


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(GOOD), st.binary(min_size=1, max_size=12), st.integers(0, 5_000))
def test_bytes_that_are_no_text_do_no_harm(path: Path, noise: bytes, at: int) -> None:
    content = path.read_bytes()
    at %= len(content)
    check_playbook(content[:at] + noise + content[at + len(noise) :], path.name, KNOWN)
