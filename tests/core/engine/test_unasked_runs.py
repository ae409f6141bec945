"""Runs of playbooks before the gate: their questions wait, or count as not delivered, and what recurs rests on holidays."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve

from coterie.adapters.simulator.adapter import SimulatorAdapter, SimulatorSettings
from coterie.adapters.stores.tinydb import open_store
from coterie.core.assembly import House, assembled
from coterie.core.engine.people import keep
from coterie.core.engine.scene import Scene
from coterie.core.engine.thread_homes.performing import ThreadHomes
from coterie.core.files.library import Library
from coterie.core.model.community import Use
from coterie.core.model.effect import Effect, Post
from coterie.core.model.event import CommandGiven
from coterie.core.model.playbook import Playbook
from coterie.core.model.preferences import Hours, Preferences, Quiet, Recurring
from coterie.core.model.run import RunState
from coterie.core.ports import Performed, Store
from coterie.core.refs import PersonRef
from coterie.core.scenario.durable import DurableStore
from tests.core.engine.playing import direct, passes, runs, written
from tests.core.engine.town import Town, community, founded

NIGHT = Quiet(Hours.parse("21-8"))

ASKING = written("""
    playbook: asking
    version: 1
    title: Asking
    params: {who: {type: person, default: bo}}
    starts: [{command: asking}]
    steps:
      - id: question
        ask: {text: "How are you?", choices: {fine: Fine, well: Well}, to: "person:{{ who }}"}
        within: 2h
        late: {remind: missing, every: 2h, at_most: 2, then: skip}
      - post: {text: "Asked: {{ count(answered(question)) }}"}
    """)


async def opened(town: Town, quiet: Quiet | None, *playbooks: Playbook, store: Store | None = None) -> House:
    plain = community()
    uses = tuple(Use(one.id) for one in playbooks)
    group = evolve(plain.groups["python"], playbooks=uses, quiet=quiet)
    whole = evolve(plain, groups={"python": group}, quiet=quiet)
    adapter = SimulatorAdapter(SimulatorSettings(()), {}, town.clock, town.world)
    library = Library({one.id: one for one in playbooks})
    house = assembled(store or town.store, town.clock, [adapter], [whole], library, ())
    town.app = house.app
    return house


async def prefers(town: Town, person: str, preferences: Preferences) -> None:
    async with town.store.unit() as unit:
        keep(unit, PersonRef(person), preferences)


async def test_a_question_waits_and_its_reminders_do_not_pile_up() -> None:
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, tzinfo=UTC))
    slow = written(ASKING.source.replace("within: 2h", "within: 12h"))
    async with await opened(town, NIGHT, slow) as house:
        await house.connected()
        await house.start_run("asking", "python", PersonRef("ana"))
        await passes(town, hours=9)
        assert town.texts(direct(town, "bo")) == []
        await passes(town, hours=1, minutes=1)
        assert town.texts(direct(town, "bo")) == ["How are you?"]


async def test_a_question_whose_time_is_up_is_not_asked_any_more() -> None:
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, tzinfo=UTC))
    async with await opened(town, NIGHT, ASKING) as house:
        await house.connected()
        await house.start_run("asking", "python", PersonRef("ana"))
        await passes(town, hours=12)
        assert town.texts(direct(town, "bo")) == []
        assert town.texts() == ["Asked: 0"]


async def test_a_reminder_of_a_question_that_waits_is_the_question() -> None:
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    patient = written(ASKING.source.replace("at_most: 2", "at_most: 9"))
    async with await opened(town, NIGHT, patient) as house:
        await house.connected()
        await house.start_run("asking", "python", PersonRef("ana"))
        await passes(town, hours=9, minutes=45)
        assert town.texts(direct(town, "bo")) == ["How are you?"]


async def test_who_is_left_alone_counts_as_not_asked_and_the_run_goes_on() -> None:
    town = founded()
    await prefers(town, "bo", Preferences(left_alone=True))
    async with await opened(town, None, ASKING) as house:
        await house.connected()
        await house.start_run("asking", "python", PersonRef("ana"))
        await town.settled()
        (run,) = await runs(town)
        assert run.state is RunState.FINISHED
        told = [one for one in run.timeline if one.what == "undelivered"]
        assert [one.detail for one in told] == ["Bo wants to hear nothing that they did not ask for"]
        assert town.texts() == ["Asked: 0"]
        assert town.texts(direct(town, "bo")) == town.texts(direct(town, "ana")) == []


async def test_who_gave_the_command_is_answered_at_night() -> None:
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, tzinfo=UTC))
    async with await opened(town, NIGHT, ASKING) as house:
        await house.connected()
        await house.start_run("asking", "python", PersonRef("bo"))
        await town.settled()
        assert town.texts(direct(town, "bo")) == ["How are you?"]


SEVERAL = written("""
    playbook: several
    version: 1
    title: Several
    starts: [{command: several}]
    steps:
      - post: {text: "Read this", to: "person:bo", buttons: {ok: Fine}}
      - each:
          in: "['tea', 'cake']"
          as: what
          steps:
            - ask: {text: "Do you like {{ what }}?", choices: {y: "Yes", n: "No"}, to: "person:bo"}
              within: 1d
    """)


async def test_two_questions_of_one_step_are_both_asked() -> None:
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, tzinfo=UTC))
    async with await opened(town, NIGHT, SEVERAL) as house:
        await house.connected()
        await house.start_run("several", "python", PersonRef("ana"))
        await passes(town, hours=11)
        assert town.texts(direct(town, "bo")) == ["Read this", "Do you like tea?", "Do you like cake?"]


async def test_of_a_run_that_was_ended_the_news_are_said_and_neither_its_questions_nor_that_they_are_off() -> None:
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, tzinfo=UTC))
    async with await opened(town, NIGHT, SEVERAL) as house:
        await house.connected()
        await house.start_run("several", "python", PersonRef("ana"))
        (run,) = await runs(town)

        async def cancel(scene: Scene) -> None:
            await house.book.cancel(scene, run.id)

        await house.app.within(CommandGiven(id="end", at=town.clock.now(), platform="core", text=""), cancel)
        await passes(town, hours=11)
        assert town.texts(direct(town, "bo")) == ["Read this"]


FORM = written("""
    playbook: form
    version: 1
    title: Form
    starts: [{command: form}]
    steps:
      - form: {title: Mood, to: "person:bo", fields: {mood: {type: text, label: Mood}}}
        within: 1d
    """)


async def test_a_form_for_who_is_left_alone_counts_as_not_asked() -> None:
    town = founded()
    await prefers(town, "bo", Preferences(left_alone=True))
    async with await opened(town, None, FORM) as house:
        await house.connected()
        await house.start_run("form", "python", PersonRef("ana"))
        await town.settled()
        (run,) = await runs(town)
        assert run.state is RunState.FINISHED
        assert "undelivered" in [one.what for one in run.timeline]


# --- what recurs ----------------------------------------------------------------------------------------------------

WEEKLY = written("""
    playbook: weekly
    version: 1
    title: Weekly
    starts: [{every: "friday 09:00"}]
    steps:
      - post: {text: "It is {{ date(now) }}"}
    """)


async def said_over_christmas(quiet: Quiet) -> list[str]:
    town = founded()
    town.clock.jump(datetime(2026, 12, 18, 8, tzinfo=UTC))
    async with await opened(town, quiet, WEEKLY) as house:
        await house.connected()
        await passes(town, days=22)
        return town.texts()


async def test_a_schedule_rests_on_a_holiday() -> None:
    assert await said_over_christmas(Quiet(holidays="DE-SN")) == ["It is Dec 18, 2026", "It is Jan 8, 2027"]


async def test_a_schedule_is_moved_behind_it() -> None:
    quiet = Quiet(holidays="DE-SN", days=("sat", "sun"), recurring=Recurring.MOVE)
    days = ["Dec 18, 2026", "Dec 28, 2026", "Jan 4, 2027", "Jan 8, 2027"]
    assert await said_over_christmas(quiet) == [f"It is {day}" for day in days]


async def test_a_schedule_may_mind_no_holidays() -> None:
    assert len(await said_over_christmas(Quiet(holidays="DE-SN", recurring=Recurring.KEEP))) == 4


# --- over a kill ----------------------------------------------------------------------------------------------------

TELLING = written("""
    playbook: telling
    version: 1
    title: Telling
    starts: [{command: telling}]
    steps:
      - post: {text: "one", to: "person:bo"}
      - post: {text: "two", to: "person:bo"}
    """)


async def test_what_waits_outlasts_kills_and_is_said_exactly_once(tmp_path: Path) -> None:
    """Killed while it waits, then after it was said and before that was written down, then once more."""
    town = founded()
    town.clock.jump(datetime(2026, 11, 23, 22, tzinfo=UTC))
    durable = DurableStore("tinydb", tmp_path, town.clock)
    async with await opened(town, NIGHT, TELLING, store=await durable.open()) as house:
        await house.connected()
        await house.start_run("telling", "python", PersonRef("ana"))
        await passes(town, hours=3)
    await durable.crash()

    store = await durable.open()
    house = await opened(town, NIGHT, TELLING, store=store)
    in_between = tmp_path / "in between"
    knows_of_threads = house.app.adapters["simulator"]
    assert isinstance(knows_of_threads, ThreadHomes)
    adapter = knows_of_threads.adapter
    before = adapter.perform

    async def filmed(effect: Effect, *, again: bool = False) -> Performed:
        done = await before(effect, again=again)
        if isinstance(effect, Post) and not in_between.exists():
            shutil.copytree(tmp_path / "1", in_between, ignore=shutil.ignore_patterns("*lock*"))
        return done

    object.__setattr__(adapter, "perform", filmed)
    async with house:
        await house.connected()
        await passes(town, hours=8)
        assert len(town.texts(direct(town, "bo"))) == 1
    await store.close()

    store = await open_store("tinydb", str(in_between), town.clock)
    async with await opened(town, NIGHT, TELLING, store=store) as house:
        await house.connected()
        await passes(town, days=2)
    await store.close()
    assert town.texts(direct(town, "bo")) == ["While it was quiet for you:\n\none\n\ntwo"]
