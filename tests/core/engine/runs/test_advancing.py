"""Runs in a small town: presses, answers, replies and time on the simulator, over restarts."""

from __future__ import annotations

from datetime import timedelta

from coterie.core.engine.runs import store as run_store
from coterie.core.engine.scene import Scene
from coterie.core.model.content import Capability
from coterie.core.model.event import CommandGiven

from ..playing import direct, passes, playing, runs, written
from ..town import founded

HEARTBEAT = written("""
    playbook: heartbeat
    version: 1
    title: Heartbeat
    params:
      at: {type: schedule, default: "tuesday 09:00"}
      quiet: {type: int, default: 1}
    starts:
      - every: "{{ at }}"
      - command: beat
    steps:
      - id: spark
        post: {text: What did you learn?}
      - wait: 1d
      - id: nudge
        if: replies(spark) <= quiet
        task: {for: leader, text: "{{ replies(spark) }} replies so far"}
        within: 1d
        late: skip
      - post: {text: "{{ nudge.outcome }}"}
""")


async def test_a_schedule_starts_a_run_again_and_again_and_replies_are_counted() -> None:
    town = founded()
    async with playing(town, HEARTBEAT):
        await passes(town, days=1, hours=2)
        assert town.texts() == ["What did you learn?"]
        spark = next(iter(town.world.messages.values()))
        town.world.say("bo", town.room, "Iterators", thread=spark.id)
        await passes(town, days=1)
        assert town.texts(direct(town, "ana")) == ["1 replies so far"]
        card = [one for one in town.world.messages.values() if one.choices][0]
        town.world.press("ana", card.id, "done")
        await town.settled()
        assert town.texts() == ["What did you learn?", "done"]
        await passes(town, days=6)
        assert town.texts() == ["What did you learn?", "done", "What did you learn?"]
        assert [run.outcome for run in await runs(town)] == [None, "done"]


async def test_a_run_goes_on_after_a_restart_with_the_text_it_started_with() -> None:
    town = founded()
    async with playing(town, HEARTBEAT):
        town.world.say("bo", town.room, "!coterie beat")
        await town.settled()
        assert town.texts() == ["What did you learn?"]
    changed = written(
        "playbook: heartbeat\nversion: 2\ntitle: New\nstarts: [{command: beat}]\nsteps: [{post: {text: new text}}]\n"
    )
    async with playing(town, changed):
        await passes(town, days=1)
        assert town.texts(direct(town, "ana")) == ["0 replies so far"]
        assert [run.version for run in await runs(town)] == [1]
        await passes(town, days=2)
        town.world.say("bo", town.room, "!coterie beat")
        await town.settled()
        assert town.texts()[-1] == "new text"


async def test_a_run_whose_playbook_can_not_be_read_any_more_fails() -> None:
    town = founded()
    async with playing(town, HEARTBEAT):
        town.world.say("bo", town.room, "!coterie beat")
        await town.settled()
    async with town.store.unit() as unit:
        for key, _ in await unit.scan(run_store.SOURCE):
            unit.put(run_store.SOURCE, key, "playbook: heartbeat\nsteps: [{gone: {}}]")
    async with playing(town, HEARTBEAT):
        await passes(town, days=1)
        assert [run.state.value for run in await runs(town) if not run.live] == ["failed"]
        assert "can't be read any more" in town.texts(direct(town, "ana"))[0]


async def test_what_was_missed_while_down_runs_once() -> None:
    town = founded()
    async with playing(town, HEARTBEAT):
        pass
    town.clock.jump(town.clock.now() + timedelta(days=8, hours=4))
    async with playing(town, HEARTBEAT):
        await passes(town, minutes=1)
        assert town.texts() == ["What did you learn?"]


async def test_a_command_of_a_live_playbook_is_answered() -> None:
    town = founded()
    async with playing(town, HEARTBEAT):
        for _ in range(2):
            town.world.say("bo", town.room, "!coterie beat")
            await town.settled()
        assert len(await runs(town)) == 1
        assert any("already running" in text for text in [one.text for one in town.world.messages.values()])


async def test_of_a_playbook_for_each_member_everybody_may_begin_one_by_its_command() -> None:
    town = founded()
    talk = written("""
        playbook: talk
        version: 1
        title: Talk
        one_per: member
        starts:
          - command: talk
        steps:
          - ask: {text: How are you?, to: starter, choices: [well, ill]}
          - post: {text: "{{ starter.name }} talked"}
    """)
    async with playing(town, talk):
        for person in ("bo", "ana", "bo"):
            town.world.say(person, town.room, "!coterie talk")
            await town.settled()
        assert len(await runs(town)) == 2


WELCOME = written("""
    playbook: welcome
    version: 1
    title: Welcome
    one_per: member
    starts:
      - on: member_joined
        if: member.name != 'Nobody'
    steps:
      - id: hello
        post: {text: "Welcome {{ member }}", buttons: {hi: Say hi}}
        when:
          hi: [{post: {text: "Hi from {{ group }}"}}]
      - id: about
        form: {title: About you, to: member, fields: {city: {type: text, required: true, label: City}}}
        within: 3d
      - post: {text: "{{ member.name }} lives in {{ about.answers.city }}"}
      - wait: {for: member_left}
      - end: "{{ member.name }}"
""")


async def test_somebody_who_joins_is_welcomed_asked_and_met() -> None:
    town = founded()
    async with playing(town, WELCOME):
        town.world.join("cy", town.room)
        await town.settled()
        assert town.texts() == ["Welcome @cy"]
        hello = next(one for one in town.world.messages.values() if one.choices)
        for person in ("ana", "bo", "ana"):
            town.world.press(person, hello.id, "hi")
            await town.settled()
        assert town.texts()[1:] == ["Hi from Python"] * 3
        form = next(one for one in town.world.messages.values() if one.form)
        town.world.press("cy", form.id, "open_form")
        await town.settled()
        assert town.world.submit("cy", {"city": [""]})
        assert not town.world.submit("cy", {"city": ["Ulm *now*"]})
        await town.settled()
        assert town.texts()[-1].startswith("Cy lives in Ulm")
        town.world.leave("bo", town.room)
        await town.settled()
        assert [(run.state.value, run.outcome) for run in await runs(town)] == [("finished", "Cy")]


async def test_without_buttons_and_modals_the_same_is_typed() -> None:
    town = founded()
    async with playing(town, WELCOME, lacks=(Capability.BUTTONS, Capability.MODALS)):
        town.world.join("cy", town.room)
        await town.settled()
        hello = next(iter(town.world.messages.values()))
        town.world.react("ana", hello.id, "1️⃣")
        await town.settled()
        assert town.texts()[1:] == ["Hi from Python"]
        town.world.say("cy", direct(town, "cy"), "Ulm")
        await town.settled()
        assert town.texts()[-1] == "Cy lives in Ulm"


async def test_a_form_in_the_room_is_opened_by_whoever_presses() -> None:
    town = founded()
    survey = written("""
        playbook: survey
        version: 1
        title: Survey
        starts: [{command: survey}]
        steps:
          - id: s
            form: {title: Mood, fields: {mood: {type: number, min: 1, max: 5}}}
            within: 1d
          - post: {text: "{% for who, given in s.answers.items() %}{{ who.name }} {{ given.mood }} {% endfor %}"}
    """)
    async with playing(town, survey):
        town.world.say("bo", town.room, "!coterie survey")
        await town.settled()
        card = next(one for one in town.world.messages.values() if one.form)
        for person, mood in (("ana", "4"), ("bo", "2")):
            town.world.press(person, card.id, "open_form")
            await town.settled()
            assert town.world.submit(person, {"mood": ["9"]})
            assert not town.world.submit(person, {"mood": [mood]})
        await passes(town, days=1)
        assert town.texts()[-1] == "Ana 4 Bo 2"


PARENT = written("""
    playbook: parent
    version: 1
    title: Parent
    starts: [{command: parent}]
    steps:
      - id: child
        run: {playbook: child, with: {who: "{{ starter }}", n: "{{ 3 }}"}}
      - post: {text: "child: {{ child.outcome }}"}
""")
CHILD = written("""
    playbook: child
    version: 1
    title: Child
    params: {who: {type: person}, n: {type: int}}
    steps:
      - ask: {text: "{{ who.name }} {{ n + 1 }}?", to: "{{ who }}", choices: [yes, no]}
        when: {no: [{end: refused}]}
""")
AFTER = written("""
    playbook: after
    version: 1
    title: After
    one_per: none
    starts: [{on: run_finished}]
    steps: [{post: {text: after}}]
""")


async def test_a_run_waits_for_the_one_it_began_and_its_end_starts_others_but_never_itself() -> None:
    town = founded()
    async with playing(town, PARENT, CHILD, AFTER):
        town.world.say("bo", town.room, "!coterie parent")
        await town.settled()
        assert town.texts(direct(town, "bo")) == ["Bo 4?"]
        card = next(one for one in town.world.messages.values() if one.choices)
        town.world.press("bo", card.id, "no")
        await town.settled()
        assert sorted(town.texts()) == ["after", "after", "child: refused"]


async def test_what_a_member_typed_stays_harmless_in_a_run_that_is_given_it() -> None:
    town = founded()
    asking = written("""
        playbook: asking
        version: 1
        title: Asking
        starts: [{command: asking}]
        steps:
          - id: f
            form: {title: Say, to: starter, fields: {say: {type: text}}}
          - run: {playbook: saying, with: {text: "{{ f.answers.say }}", note: "in {{ group }} for {{ starter }}"}}
    """)
    saying = written("""
        playbook: saying
        version: 1
        title: Saying
        params: {text: {type: text}, note: {type: text}}
        steps: [{post: {text: "{{ text }} {{ note }}"}}]
    """)
    async with playing(town, asking, saying, lacks=(Capability.MODALS,)):
        town.world.say("bo", town.room, "!coterie asking")
        await town.settled()
        town.world.say("bo", direct(town, "bo"), "**<@ana>** {{ starter }}")
        await town.settled()
        said = next(one for one in town.world.messages.values() if one.room == town.room and one.author == "coterie")
        assert said.text.startswith("**<") and said.text.endswith("{{ starter }} in Python for @bo")
        assert said.pings == {"bo"}


async def test_a_run_is_cancelled_with_those_it_began() -> None:
    town = founded()
    async with playing(town, PARENT, CHILD) as house:
        town.world.say("bo", town.room, "!coterie parent")
        await town.settled()
        parent = next(run for run in await runs(town) if run.playbook == "parent")

        async def cancel(scene: Scene) -> bool:
            return await house.book.cancel(scene, parent.id)

        event = CommandGiven(id="cancel", at=town.clock.now(), platform="core", text="")
        assert await house.app.within(event, cancel)
        await town.settled()
        assert [run.state.value for run in await runs(town)] == ["cancelled", "cancelled"]
        assert town.texts(direct(town, "bo")) == ["Bo 4?", "No answer is needed any more: Bo 4?"]


async def test_leaders_are_asked_in_turn() -> None:
    town = founded()
    turn = written("""
        playbook: turn
        version: 1
        title: Turn
        one_per: none
        starts: [{command: turn}]
        steps: [{task: {for: leader, text: "your turn"}}]
    """)
    async with playing(town, turn, leaders=("ana", "bo")):
        for _ in range(3):
            town.world.say("bo", town.room, "!coterie turn")
            await town.settled()
            town.clock.jump(town.clock.now() + timedelta(minutes=1))
    asked = [one.room for one in town.world.messages.values() if one.text == "your turn"]
    assert asked == [direct(town, "ana"), direct(town, "bo"), direct(town, "ana")]
