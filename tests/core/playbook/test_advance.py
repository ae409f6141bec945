"""What each verb and modifier of a playbook makes of a run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from coterie.core.model.content import Markdown
from coterie.core.model.effect import Post
from coterie.core.model.run import RunState, Sent
from coterie.core.playbook.advance import (
    Answered,
    CallFailed,
    Cancelled,
    ChildEnded,
    EffectFailed,
    Given,
    ReplyRemoved,
    Returned,
    Started,
    TimerRang,
    Unreacted,
    awaited_events,
)
from coterie.core.refs import MessageRef, PersonRef

from .stage import BEGIN, GROUP, TownFacts, staged

# --- post -----------------------------------------------------------------------------------------------------------


def test_a_post_says_its_text_in_the_room_and_the_run_is_done() -> None:
    stage = staged("- post: {text: 'Welcome {{ member }} to {{ group }}, says {{ leader.name }}'}")
    assert stage.texts == ["Welcome <@cy> to Python \\*Evenings\\*, says Ana Ruiz"]
    assert stage.places == ["room:python"]
    assert stage.ended == "done"


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("https://x.org/a_(b)?c=1&d=é", "https://x.org/a_(b)?c=1&d=é"),
        ("https://x.org> [free](https://y.org", "https://x.org%3E%20[free](https://y.org"),
        ("javascript:alert(1)", None),
        ("x.org", None),
    ],
)
def test_a_button_leads_to_an_address_that_ends_where_it_is_said_to_end(typed: str, leads: str | None) -> None:
    step = "- post: {text: Hi, buttons: {site: {label: Site, url: '{{ where }}'}}}"
    stage = staged(f'- set: {{where: "{typed!r}"}}\n{step}')
    if leads is None:
        assert (stage.run.state, stage.texts[:-1]) == (RunState.FAILED, [])
        assert "can't lead to" in (stage.run.reason or "")
    else:
        assert [choice.url for choice in stage.said[0].card.choices] == [leads]


@pytest.mark.parametrize(
    ("to", "places"),
    [
        ("room", ["room:python"]),
        ("member", ["cy"]),
        ("starter", ["ana"]),
        ("leader", ["ana"]),
        ("leaders", ["ana", "bo"]),
        ("role:host", ["cy"]),
        ("role:nobody", []),
        ("on_duty:events", ["bo"]),
        ("parent", ["room:lobby"]),
        ("person:bo", ["bo"]),
        ("'person:{{ member.id }}'", ["cy"]),
        ("'{{ member }}'", ["cy"]),
    ],
)
def test_a_post_goes_where_it_is_addressed(to: str, places: list[str]) -> None:
    assert staged(f"- post: {{text: Hi, to: {to}}}").places == places


def test_a_quiet_post_is_seen_in_the_room_by_the_addressee_alone() -> None:
    stage = staged("- post: {text: psst, to: member}\n  quietly: true")
    assert (stage.said[0].to.id, stage.said[0].quietly) == ("room:python", PersonRef("cy"))


def test_a_post_stands_in_the_thread_of_another_step() -> None:
    stage = staged("- id: first\n  post: {text: one}\n- post: {text: two, thread: first, pin: true}")
    assert stage.said[1].thread == MessageRef(stage.said[0].key)
    assert stage.said[1].pin


def test_a_text_that_comes_to_nothing_is_not_said() -> None:
    stage = staged("- post: {text: '{% if member.name == 1 %}x{% endif %}'}\n- post: {text: y}")
    assert stage.texts == ["y"]


def test_to_nobody_the_run_fails_with_a_reason_and_its_leader_is_told_once() -> None:
    stage = staged("- post: {text: Hi, to: member}\n- post: {text: never}", member=None)
    assert stage.ended == "failed: step post_1: this run is about nobody: it has no member"
    assert stage.places == ["ana"]
    assert "can't go on" in stage.texts[0]
    stage.waits(days=3)
    assert len(stage.said) == 1


BUTTONS = """
- id: card
  post: {text: Pick, buttons: {hi: Hello, stop: Stop, jump: Jump, docs: {label: Docs, url: 'https://x.org'}}}
  when:
    hi:
      - post: {text: 'Hello {{ group.id }}', to: room}
      - wait: 1h
      - post: {text: 'an hour later'}
    stop: end
    jump: goto last
- wait: 7d
- post: {text: a week later}
- id: last
  post: {text: last}
"""


def test_presses_run_their_steps_beside_the_run_any_number_of_times() -> None:
    stage = staged(BUTTONS)
    assert [choice.url for choice in stage.said[0].card.choices] == [None, None, None, "https://x.org"]
    stage.answers("bo", "hi", to=0).answers("cy", "hi", to=0)
    assert stage.texts[1:] == ["Hello python", "Hello python"]
    stage.waits(hours=2)
    assert stage.texts[3:] == ["an hour later", "an hour later"]
    assert len(stage.run.strands) == 1
    stage.waits(days=8)
    assert stage.texts[-2:] == ["a week later", "last"]
    assert stage.ended == "done"


def test_a_press_may_end_the_run_or_send_it_elsewhere() -> None:
    assert staged(BUTTONS).answers("bo", "stop").ended == "done"
    jumped = staged(BUTTONS).answers("bo", "jump")
    assert jumped.texts == ["Pick", "last"]
    assert jumped.ended == "done"
    assert not jumped.due


# --- ask ------------------------------------------------------------------------------------------------------------

ASK = """
- id: poll
  ask: {text: Coming?, choices: {yes: Yes, no: No, maybe: Maybe}, to: TO MORE}
  within: 2d
  when:
    yes: [{post: {text: yes it is}}]
    no: end
- post: {text: 'after {{ poll.answer }} {{ poll.winner }} {{ poll.counts }}'}
"""


def ask(to: str, more: str = "") -> str:
    return ASK.replace("TO", to).replace("MORE", more)


def test_one_person_is_asked_by_dm_and_their_answer_goes_on_at_once() -> None:
    stage = staged(ask("member"))
    assert stage.places == ["cy"]
    assert stage.answers("bo", "yes").texts == ["Coming?"]
    assert stage.answers("cy", "yes").texts == ["Coming?", "yes it is", "after yes yes yes: 1, no: 0, maybe: 0"]


def test_end_behind_a_choice_ends_the_run() -> None:
    assert staged(ask("member")).answers("cy", "no").ended == "done"


def test_of_several_the_winner_counts_when_the_time_is_out() -> None:
    stage = staged(ask("room")).answers("ana", "no").answers("bo", "yes").answers("ana", "yes").answers("cy", "no")
    assert stage.run.live
    assert stage.waits(days=2).texts[-1] == "after  yes yes: 2, no: 1, maybe: 0"


def test_a_tie_goes_to_the_first_listed_and_an_answer_can_be_taken_back() -> None:
    stage = staged(ask("room")).answers("ana", "maybe").answers("bo", "yes").answers("ana", to=0)
    assert stage.waits(days=2).texts[1] == "yes it is"
    tied = staged(ask("room")).answers("ana", "maybe").answers("bo", "yes").waits(days=2)
    assert tied.texts[1] == "yes it is"


def test_where_nobody_answered_when_is_passed_over() -> None:
    assert staged(ask("room")).waits(days=2).texts == ["Coming?", "after   yes: 0, no: 0, maybe: 0"]


def test_until_first_everyone_or_a_number_closes_it() -> None:
    assert staged(ask("room", ", until: first")).answers("bo", "maybe").ended == "done"
    everyone = staged(ask("leaders", ", until: everyone")).answers("bo", "maybe")
    assert everyone.places == ["ana", "bo"] and everyone.run.live
    assert everyone.answers("ana", "maybe", to=0).ended == "done"
    two = staged(ask("room", ", until: '2'")).answers("bo", "maybe").answers("bo", "yes")
    assert two.run.live
    assert two.answers("ana", "yes").ended == "done"


def test_an_answer_after_the_end_of_the_question_changes_nothing() -> None:
    stage = staged(ask("room", ", until: first") + "- wait: 1d\n").answers("bo", "maybe")
    before = stage.run.steps
    assert stage.answers("ana", "yes").run.steps == before


def test_several_choices_are_all_counted() -> None:
    stage = staged(ask("room", ", several: true")).answers("ana", "yes", "maybe").answers("bo", "maybe", "nonsense")
    assert stage.waits(days=2).texts[-1] == "after  yes yes: 1, no: 0, maybe: 1"


def test_an_anonymous_answer_counts_once_and_never_beside_a_person() -> None:
    stage = staged(ask("room", ", anonymous: true")).answers("bo", "no").answers("bo", "yes").answers("ana", "yes")
    state = stage.run.steps["0/poll"]
    assert state.answers == {} and state.voters == (PersonRef("ana"), PersonRef("bo"))
    assert state.counts == {"yes": 1, "no": 1, "maybe": 0}
    assert stage.waits(days=2).texts[1] == "yes it is"


def test_answered_and_missing_name_people() -> None:
    steps = ask("room") + "- post: {text: '{{ answered(poll) }} | {{ missing(poll) }} | {{ count(missing(poll)) }}'}\n"
    assert staged(steps).answers("bo", "maybe").waits(days=2).texts[-1] == "<@bo> | <@ana>, <@cy> | 2"


# --- late -----------------------------------------------------------------------------------------------------------


def late(late: str) -> str:
    return f"""
- id: q
  ask: {{text: Coming?, choices: [Yes, No], to: member}}
  within: 1d
  late: {late}
- post: {{text: next}}
- wait: 1d
- id: there
  post: {{text: 'there {{{{ q.answer }}}}'}}
"""


def test_late_may_skip_end_or_go_elsewhere() -> None:
    assert staged(late("skip")).waits(days=1).texts == ["Coming?", "next"]
    assert staged(late("end")).waits(days=1).ended == "late"
    assert staged(late("goto there")).waits(days=1).texts == ["Coming?", "there"]
    assert staged(late("end")).answers("cy", "Yes").texts == ["Coming?", "next"]


def test_reminders_come_when_the_time_is_out_and_then_every_so_often() -> None:
    stage = staged(late("{remind: missing, every: 12h, at_most: 2, then: end}"))
    assert stage.waits(hours=23).texts == ["Coming?"]
    assert stage.waits(hours=1).texts[1:] == ["A reminder: Coming?"]
    assert stage.said[1].to == PersonRef("cy") and len(stage.said[1].card.choices) == 2
    assert len(stage.waits(hours=12).said) == 3
    assert stage.run.live
    assert stage.waits(hours=12).ended == "late"


def test_a_reminder_can_be_answered_and_others_are_told_who_is_missing() -> None:
    stage = staged(late("{remind: missing, every: 12h, at_most: 5}")).waits(days=1).answers("cy", "Yes")
    assert stage.texts[-1] == "next"
    stage = staged(late("{remind: leader, every: 12h, at_most: 5}")).waits(days=1)
    assert (stage.places[-1], stage.texts[-1]) == ("ana", "Still waiting for <@cy>: Coming?")


# --- form -----------------------------------------------------------------------------------------------------------

FORM = """
- id: about
  form: {title: About you, to: TO, fields: {city: {type: text, required: true}, since: {type: date}, age: {type: number, max: '{{ 9 * 9 }}'}}}
  within: 3d
- post: {text: 'TEXT'}
"""


def test_a_form_of_one_person_holds_field_and_value() -> None:
    stage = staged(
        FORM.replace("TO", "member").replace("TEXT", "{{ about.answers.city }} {{ date(about.answers.since) }}")
    )
    form = stage.said[0].card.form
    assert form is not None and form.fields[2].maximum == "81" and form.fields[0].required
    stage.fills("bo", city="no").fills("cy", city="*Ulm*", since=date(2020, 2, 1), age=None)
    assert stage.texts[1:] == ["\\*Ulm\\* Feb 1\\, 2020"]


def test_a_form_of_several_holds_person_field_and_value() -> None:
    text = "{% for who, given in about.answers.items() %}{{ who }} {{ given.city }};{% endfor %} {{ missing(about) }}"
    stage = staged(FORM.replace("TO", "room").replace("TEXT", text))
    stage.fills("cy", city="Ulm").fills("cy", city="Bonn").waits(days=3)
    assert stage.texts[1:] == ["<@cy> Bonn; <@ana>, <@bo>"]


def test_a_form_that_nobody_filled_in_has_empty_answers() -> None:
    stage = staged(
        FORM.replace("TO", "member").replace("TEXT", "[{{ about.answers.city }}] {{ about.answers.city or 1 }}")
    )
    assert stage.waits(days=3).texts[1:] == ["[] 1"]
    several = staged(
        FORM.replace("TO", "room").replace("TEXT", "[{{ about.answers[member].city if about.answers[member] }}]")
    )
    assert several.waits(days=3).texts[1:] == ["[]"]


# --- task -----------------------------------------------------------------------------------------------------------


def test_a_task_is_a_card_for_one_person_and_holds_who_did_it() -> None:
    stage = staged("- id: t\n  task: {for: leader, text: Say hi}\n- post: {text: '{{ t.outcome }} by {{ t.by }}'}")
    assert stage.places == ["ana"] and stage.called_upon == [PersonRef("ana")]
    assert [(choice.id, choice.label) for choice in stage.said[0].card.choices] == [("done", "Done"), ("skip", "Skip")]
    assert stage.answers("bo", "done").run.live
    assert stage.answers("ana", "done").texts[1:] == ["done by <@ana>"]


def test_a_task_for_a_role_is_closed_by_the_first_of_them() -> None:
    stage = staged(
        "- id: t\n  task: {for: leaders, text: Say hi, choices: {ok: OK}}\n  when: {ok: [{post: {text: '{{ t.by }}'}}]}"
    )
    assert stage.places == ["ana", "bo"]
    assert stage.answers("bo", "ok").texts[-1] == "<@bo>"


def test_a_task_in_the_room_names_whom_it_is_for() -> None:
    stage = staged("- task: {for: leader, text: Say hi, to: room}")
    assert (stage.places, stage.texts) == (["room:python"], ["<@ana>: Say hi"])
    assert stage.answers("cy", "done").run.live
    assert stage.answers("ana", "skip").ended == "done"


# --- wait -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wait", "due"),
    [
        ("90s", BEGIN + timedelta(seconds=90)),
        ("1mo", datetime(2026, 12, 23, 8, tzinfo=UTC)),
        ("'{{ 1 + 1 }}h'", BEGIN + timedelta(hours=2)),
        ("'{{ pause }}'", BEGIN + timedelta(days=3)),
        ("{until: 'friday 16:00'}", datetime(2026, 11, 27, 15, tzinfo=UTC)),
        ("{until: '0 9 * * mon'}", datetime(2026, 11, 30, 8, tzinfo=UTC)),
        ("{until: '2026-12-24 18:00'}", datetime(2026, 12, 24, 17, tzinfo=UTC)),
        ("{until: '{{ begins }}'}", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("{until: 'begins + duration(\"1d\")'}", datetime(2026, 12, 2, 8, tzinfo=UTC)),
    ],
)
def test_a_wait_ends_in_time(wait: str, due: datetime) -> None:
    head = "params:\n  pause: {type: duration, default: 3d}\n"
    stage = staged(
        f"- wait: {wait}\n- post: {{text: later}}", head, params={"pause": "3d"},
        variables={"begins": datetime(2026, 12, 1, 8, tzinfo=UTC)},
    )  # fmt: skip
    assert list(stage.due.values()) == [due]
    assert stage.waits(days=60).texts == ["later"]


def test_a_wait_until_a_time_that_has_passed_does_not_wait() -> None:
    assert staged("- wait: {until: '2020-01-01 10:00'}").ended == "done"


def test_a_wait_for_an_event_goes_on_when_it_happens_or_is_late() -> None:
    steps = "- id: w\n  wait: {for: member_joined}\n  within: 2d\n  late: end\n- post: {text: 'hi {{ w.by }}'}"
    stage = staged(steps)
    assert awaited_events(stage.run, stage.playbook) == {"member_joined"}
    assert stage.joins("bo").texts == ["hi <@bo>"]
    assert staged(steps).waits(days=3).ended == "late"


# --- each, set, run, call, end --------------------------------------------------------------------------------------


def test_each_goes_side_by_side_and_ends_when_all_have() -> None:
    stage = staged("""
    - id: turns
      each:
        in: group.members
        as: who
        steps:
          - {id: q, ask: {text: 'You, {{ who.name }}?', choices: [Yes, No], to: '{{ who }}'}}
          - {post: {text: '{{ who }} {{ q.answer }}'}}
      goto: z
    - post: {text: never}
    - id: z
      post: {text: all}
    """)
    assert stage.places == ["ana", "bo", "cy"]
    assert stage.texts[0] == "You, Ana Ruiz?"
    stage.answers("cy", "Yes", to=2).answers("ana", "No", to=0)
    assert stage.texts[3:] == ["<@cy> Yes", "<@ana> No"]
    assert stage.answers("bo", "No", to=1).texts[-2:] == ["<@bo> No", "all"]


def test_each_of_nothing_is_over_at_once() -> None:
    assert staged("- each: {in: '[]', as: x, steps: [{post: {text: x}}]}").ended == "done"


def test_set_keeps_people_numbers_lists_and_texts() -> None:
    stage = staged("""
    - set: {who: member, n: 1 + 1, all: leaders, greeting: "'Hi *' ~ member", plain: "'*'", when: now, span: "duration('2d')"}
    - wait: 1d
    - post: {text: "{{ who }} {{ n }} {{ all }} {{ greeting }} {{ plain }} {{ time(when) }} {{ who == member }} {{ span }}"}
    """)
    stage.waits(days=2)
    assert stage.texts == ["<@cy> 2 <@ana>, <@bo> Hi \\*<@cy> \\* 9\\:00 AM True 2 days"]


def test_a_child_run_is_waited_for_unless_it_is_detached() -> None:
    steps = "- id: c\n  run: {playbook: other, with: {who: '{{ member }}', n: '{{ 3 }}x'}, detach: DETACH}\n- post: {text: 'got {{ c.outcome }}'}"
    stage = staged(steps.replace("DETACH", "false"))
    child = stage.children[0]
    given = {"who": Given(PersonRef("cy"), "<@cy>"), "n": Given("3x", "3x")}
    assert (child.playbook, child.params) == ("other", given)
    stage.happens(ChildEnded(child.key, "good", RunState.FINISHED))
    assert stage.texts == ["got good"]
    assert staged(steps.replace("DETACH", "true")).texts == ["got"]


def test_a_child_that_fails_gives_its_state_as_outcome() -> None:
    stage = staged("- id: c\n  run: {playbook: other}\n- post: {text: 'got {{ c.outcome }}'}")
    stage.happens(ChildEnded(stage.children[0].key, None, RunState.FAILED))
    assert stage.texts == ["got failed"]


def test_a_plugin_is_called_with_its_arguments_filled_in() -> None:
    stage = staged("""
    - id: spark
      prompt: {deck: "{{ member }}", text: "Hi *you* {{ member }}", to: room}
    - call: {kudos.thank: {who: "{{ leaders }}", many: ["{{ 2 }}", b]}}
    - post: {text: "{{ spark.result.n }} {{ replies(spark) }}"}
    """)
    call = stage.calls[0]
    assert (call.action, call.arguments) == ("prompt", {"deck": PersonRef("cy"), "text": Markdown("Hi *you* <@cy>")})
    assert isinstance(call.arguments["text"], Markdown)
    message = MessageRef(f"{call.key}:post:0")
    stage.happens(Returned(call.key, {"n": 7}, (Sent(message),)))
    assert stage.calls[1].arguments == {"who": (PersonRef("ana"), PersonRef("bo")), "many": (2, "b")}
    stage.happens(Returned(stage.calls[1].key))
    assert stage.texts == ["7 0"]


def test_a_call_that_fails_fails_the_run() -> None:
    stage = staged("- call: kudos.thank")
    stage.happens(CallFailed(stage.calls[0].key, "no such person"))
    assert stage.ended == "failed: no such person"


def test_end_finishes_the_run_with_its_outcome() -> None:
    assert staged("- end: 'as {{ leader.name }} said'\n- post: {text: never}").ended == "as Ana Ruiz said"


# --- modifiers and functions ----------------------------------------------------------------------------------------


def test_a_false_if_skips_the_step_and_its_goto() -> None:
    stage = staged(
        "- if: group.size > 5\n  post: {text: big}\n  goto: z\n- post: {text: small}\n- id: z\n  post: {text: z}"
    )
    assert stage.texts == ["small", "z"]


def test_replies_and_reactions_are_counted_and_can_be_taken_back() -> None:
    stage = staged(
        "- id: p\n  post: {text: Hi}\n- wait: 1d\n- post: {text: \"{{ replies(p) }} {{ reactions(p, '🎉') }} {{ reactions(p) }}\"}"
    )
    stage.replies(2).replies(2).reacts("bo", "🎉").reacts("bo", "❤️").reacts("cy", "❤️").reacts("cy", "🎉")
    stage.happens(ReplyRemoved(MessageRef("simulator/0.1")))
    stage.happens(Unreacted(MessageRef(stage.said[0].key), PersonRef("cy"), "🎉"))
    assert stage.waits(days=1).texts[-1] == "1 1 2"


def test_a_step_the_run_has_not_come_to_is_empty_and_not_defined() -> None:
    stage = staged("""
    - if: "false"
      id: never
      ask: {text: x, choices: [a, b], to: member}
    - post: {text: "{{ replies(never) }}|{{ never.answer }}|{{ answered(never) }}|{{ never is defined }}"}
    """)
    assert stage.texts == ["0|||False"]


def test_pick_is_random_once_a_run() -> None:
    steps = "- post: {text: '{{ pick(range(1000)) }}'}\n- wait: 1d\n- post: {text: '{{ pick(range(1000)) }}'}"
    one, two = staged(steps).waits(days=1).texts
    assert one == two
    assert len({staged(steps, id=f"r{n}").texts[0] for n in range(10)}) > 5


def test_people_can_be_asked_about() -> None:
    stage = staged("""
    - post:
        text: >-
          {{ has_role(starter, 'leader') }} {{ has_role(member, 'leader') }} {{ in_group(member, 'python') }}
          {{ first(leaders) }} {{ count(leaders) }} {{ join(leaders, ' & ') }} {{ member.zone }} {{ member.groups }}
    """)
    assert stage.texts == [
        "True False True\n<@ana> 2 <@ana> \\& <@bo> Europe\\/Berlin Python \\*Evenings\\*".replace("\n", " ")
    ]


def test_dates_are_in_the_groups_locale_and_zone() -> None:
    text = "{{ date(now, 'long') }} {{ time(now) }} {{ ago(now - duration('2d')) }} {{ ago(now + duration('1w')) }} {{ duration('1mo') }}"
    said = staged(f'- post: {{text: "{text}"}}', facts=TownFacts(locale="de")).texts[0].replace("\\", "")
    assert said == "23. November 2026 09:00 vor 2 Tagen in 1 Woche 1 Monat"


def test_a_text_is_taken_in_the_groups_language() -> None:
    steps = "- ask: {text: {en: Hello, de: Hallo}, choices: {ok: {en: Fine, de: Gut}}, to: member}"
    stage = staged(steps, facts=TownFacts(locale="de-AT"))
    assert (stage.texts, stage.said[0].card.choices[0].label) == (["Hallo"], "Gut")


def test_text_parameters_are_the_authors_and_not_escaped() -> None:
    head = "params:\n  greeting: {type: text}\n"
    stage = staged("- post: {text: '{{ greeting }}'}", head, params={"greeting": "**Hi** {{ x }}"})
    assert stage.texts == ["**Hi** {{ x }}"]


def test_goto_back_asks_anew_and_an_old_card_no_longer_counts() -> None:
    stage = staged(
        "- id: q\n  ask: {text: Sure?, choices: [yes, no], to: member}\n  when: {no: goto q}\n- post: {text: ok}"
    )
    stage.answers("cy", "no")
    assert stage.texts == ["Sure?", "Sure?"]
    stage.answers("cy", "yes", to=0)
    assert stage.run.live
    assert stage.answers("cy", "yes").ended == "done"


def test_a_goto_out_of_each_takes_its_other_turns_along() -> None:
    stage = staged("""
    - each:
        in: leaders
        as: who
        steps:
          - {ask: {text: ok?, choices: [yes, no], to: "{{ who }}"}, when: {no: goto z}, within: 1d}
          - wait: 1d
    - post: {text: never}
    - id: z
      post: {text: z}
    """)
    stage.answers("ana", "yes", to=0).answers("bo", "no", to=1)
    assert stage.texts[2:] == ["z"]
    assert stage.ended == "done" and not stage.due


# --- how runs end ---------------------------------------------------------------------------------------------------


def test_a_run_of_a_thousand_steps_without_waiting_fails() -> None:
    stage = staged("- id: a\n  set: {n: '1'}\n- id: b\n  set: {n: '2'}\n  goto: a")
    assert stage.ended is not None and "1,000 steps" in stage.ended


def test_waits_that_take_no_time_do_not_count_as_waiting() -> None:
    stage = staged("- id: a\n  wait: {for: member_joined}\n  within: 0s\n  late: goto a").waits(seconds=1)
    assert stage.ended is not None and "1,000 steps" in stage.ended
    stage = staged(
        "- ask: {text: x, choices: [a, b], to: member}\n  within: 1d\n  late: {remind: missing, every: 0s, at_most: 99}"
    )
    assert stage.waits(days=1).ended == "failed: step ask_1: reminders need some time between them"


def test_calls_that_come_back_at_once_do_not_count_as_waiting() -> None:
    stage = staged("- id: a\n  call: kudos.thank\n  goto: a")
    for _ in range(1001):
        stage.history.clear()
        if stage.run.live:
            stage.happens(Returned(stage.calls[-1].key))
    assert stage.ended is not None and "1,000 steps" in stage.ended


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2 ** 90", "too large to be kept"),
        ("1e308 * 10", "can't be kept"),
        ("now.time()", "time can't be kept"),
        ("range", "can't be kept"),
        ("group.members * 40000", "100,000 may be"),
        ("run", "the run can't be kept"),
        ("nope", "does not exist"),
    ],
)
def test_what_can_not_be_kept_fails_the_run(value: str, reason: str) -> None:
    stage = staged(f"- wait: 1h\n- id: s\n  set: {{x: {value}}}").waits(hours=1)
    assert stage.ended is not None and stage.ended.startswith("failed: step s") and reason in stage.ended


def test_a_variable_that_grows_and_grows_fails_the_run() -> None:
    stage = staged("- set: {x: '[1]'}\n- id: s\n  set: {x: '[x, x]'}\n  goto: s")
    assert stage.ended is not None and "to be kept" in stage.ended


def test_half_a_character_is_not_sent() -> None:
    assert staged("""- post: {text: '{{ "\\ud83d" }} {{ "a" ~ "\\ud83d" }}'}""").texts == ["? a?"]


def test_an_expression_that_fails_fails_the_run_with_its_step() -> None:
    stage = staged("- wait: 1d\n- id: bad\n  if: member.name > 3\n  post: {text: x}").waits(days=1)
    assert stage.ended is not None and stage.ended.startswith("failed: step bad: ")
    assert stage.run.timeline[-1].what == "failed"


def test_a_room_that_is_gone_fails_the_run() -> None:
    stage = staged("- post: {text: x}\n- wait: 1d")
    stage.happens(EffectFailed(stage.said[0].key, "no such room"))
    assert stage.ended == "failed: step post_1: the message could not be delivered: no such room"
    assert not stage.due


def test_a_dm_that_can_not_be_delivered_fails_only_a_run_that_waits_for_it() -> None:
    posted = staged("- post: {text: x, to: member}\n- wait: 1d")
    posted.happens(EffectFailed(posted.said[0].key, "blocked"))
    assert posted.run.live
    asked = staged("- ask: {text: x, choices: [a, b], to: member}")
    asked.happens(EffectFailed(asked.said[0].key, "blocked"))
    assert asked.run.state is RunState.FAILED


def test_a_cancelled_run_has_no_timers_and_does_nothing_more() -> None:
    stage = staged(late("skip"))
    stage.happens(Cancelled())
    assert stage.run.state is RunState.CANCELLED and not stage.due
    stage.answers("cy", "Yes", to=0)
    assert stage.texts[1:] == ["No answer is needed any more: Coming?"]


def test_a_cause_that_comes_twice_adds_nothing() -> None:
    stage = staged(late("skip"))
    stage.happens(Started())
    assert len(stage.said) == 1
    timer = next(iter(stage.due))
    stage.waits(days=1)
    count = len(stage.effects)
    stage.happens(TimerRang(timer))
    stage.happens(Answered(MessageRef(stage.said[0].key), PersonRef("cy"), ("Yes",)))
    assert len(stage.effects) == count


def test_the_timeline_tells_what_happened_and_no_text() -> None:
    stage = staged(late("skip")).waits(days=3)
    assert [(one.what, one.step) for one in stage.run.timeline] == [
        ("started", ""),
        ("began", "q"),
        ("asked", "q"),
        ("late", "q"),
        ("ended", "q"),
        ("began", "post_1"),
        ("ended", "post_1"),
        ("began", "wait_1"),
        ("ended", "wait_1"),
        ("began", "there"),
        ("ended", "there"),
        ("finished", ""),
    ]


def test_the_leader_of_a_run_stays_the_same_for_as_long_as_they_lead() -> None:
    stage = staged("- task: {for: leader, text: one}\n- task: {for: leader, text: two}")
    stage.facts = evolve(stage.facts, roles={"leader": ("bo", "ana")})
    assert stage.answers("ana", "done").places == ["ana", "ana"]
    stage.facts = evolve(stage.facts, roles={"leader": ("bo",)})
    assert isinstance(stage.said[-1], Post) and stage.run.group == GROUP
