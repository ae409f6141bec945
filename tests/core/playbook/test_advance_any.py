"""What holds for every run, whatever stands in its playbook and whatever comes to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.core.model.content import FieldKind
from coterie.core.model.effect import Effect
from coterie.core.model.playbook import (
    Ask,
    Button,
    Call,
    Each,
    End,
    Form,
    FormField,
    Goto,
    LocalText,
    Playbook,
    Post,
    Remind,
    RunPlaybook,
    Set,
    Step,
    Stop,
    Task,
    Wait,
)
from coterie.core.model.run import Run, RunState
from coterie.core.playbook.advance import (
    Answered,
    CallFailed,
    Cancelled,
    Cause,
    ChildEnded,
    EffectFailed,
    FormFilled,
    Happened,
    Reacted,
    Replied,
    ReplyRemoved,
    Returned,
    Started,
    Unreacted,
)
from coterie.core.refs import MessageRef, PersonRef

from .stage import BEGIN, GROUP, ROOM, Stage

PEOPLE = ("ana", "bo", "cy", "dee")
TEXTS = st.sampled_from(
    [
        "Hi",
        "{{ member }}",
        "{{ s1.winner }} {{ missing(s2) }}",
        "{{ s3.answers }}",
        "{{ nope }}",
        "{{ 1 / n }}",
        "{{ leader.groups }}",
    ]
).map(LocalText.plain)
CHOICES = {"yes": LocalText.plain("Yes"), "no": LocalText.plain("No")}
TO = st.sampled_from(
    [None, "room", "member", "leaders", "role:host", "role:none", "thread", "parent", "{{ member }}", "{{ s1.by }}"]
)
DURATIONS = st.sampled_from(["1h", "2d", "1mo", "{{ n }}h"])
IDS = tuple(f"s{number}" for number in range(1, 7))
LATE = st.one_of(
    st.sampled_from(["skip", "end"]),
    st.sampled_from(IDS).map(Goto),
    st.builds(
        Remind,
        st.sampled_from(["missing", "leader", "room"]),
        DURATIONS,
        st.integers(1, 2),
        st.sampled_from(["skip", "end"]),
    ),
)


def verbs(inner: st.SearchStrategy[tuple[Step, ...]]) -> st.SearchStrategy[Any]:
    """Any verb; `inner` gives the steps of an `each`."""
    buttons = {"yes": Button(LocalText.plain("Yes")), "link": Button(LocalText.plain("L"), "https://x.org")}
    return st.one_of(
        st.builds(
            Post, TEXTS, st.one_of(st.none(), st.sampled_from(IDS)), st.booleans(), st.sampled_from([{}, buttons])
        ),
        st.builds(
            Ask,
            TEXTS,
            st.just(CHOICES),
            st.booleans(),
            st.booleans(),
            st.sampled_from([None, "first", "everyone", "2"]),
        ),
        st.builds(Form, TEXTS, st.just({"f": FormField(FieldKind.TEXT)})),
        st.builds(Task, TEXTS, st.sampled_from(["leader", "member", "role:host", "nobody"])),
        st.builds(Wait, duration=DURATIONS),
        st.builds(Wait, until=st.sampled_from(["monday 09:00", "2027-01-01 10:00", "now", "{{ now }}", "'x'"])),
        st.just(Wait(for_="member_joined")),
        st.builds(Each, st.sampled_from(["leaders", "[1, 2]", "group.members", "3", "[]"]), st.just("it"), inner),
        st.builds(
            Set,
            st.sampled_from([{"n": "n + 1"}, {"who": "member"}, {"bad": "replies"}, {"l": "[leaders, 'x' ~ member]"}]),
        ),
        st.builds(RunPlaybook, st.just("other"), st.just({"x": "{{ member }}"}), st.booleans()),
        st.just(Call("kudos.thank", {"who": "{{ member }}"})),
        st.just(End("over")),
    )


def steps(ids: tuple[str, ...], depth: int) -> st.SearchStrategy[tuple[Step, ...]]:
    """A list of steps with these ids; inner ones get ids of their own."""
    inner = [steps(tuple(f"{id}{place}" for id in ids[:1]), depth - 1) if depth else st.just(()) for place in "ab"]
    answers = st.one_of(st.sampled_from(IDS).map(Goto), st.just(Stop()), inner[0])
    step = st.builds(
        Step,
        id=st.just(""),
        verb=verbs(inner[1]),
        if_=st.sampled_from([None, None, None, "n < 3", "replies(s1) > 0", "nope"]),
        within=st.one_of(st.none(), DURATIONS),
        late=LATE,
        when=st.dictionaries(st.sampled_from(["yes", "no", "done"]), answers, max_size=1),
        goto=st.one_of(st.none(), st.none(), st.sampled_from(IDS).map(Goto)),
        to=TO,
        quietly=st.booleans(),
    )
    return st.tuples(*[step] * len(ids)).map(
        lambda found: tuple(evolve(one, id=id) for one, id in zip(found, ids, strict=True))
    )


PLAYBOOKS = steps(IDS, 2).map(lambda found: Playbook("test", 1, LocalText.plain("Test"), found))


def cause(stage: Stage, draw: Any) -> Cause:
    """Something that may happen to the run as it stands, or that has nothing to do with it."""
    person = PersonRef(draw(st.sampled_from(PEOPLE)))
    keys = [post.key for post in stage.said] or ["run:r1:none:0"]
    key = draw(st.sampled_from(keys))
    message, asked = (
        MessageRef(key),
        [call.key for call in stage.calls] + [child.key for child in stage.children] or ["x"],
    )
    chosen = tuple(draw(st.lists(st.sampled_from(["yes", "no", "done", "other"]), max_size=2)))
    return draw(  # type: ignore[no-any-return]  # a strategy of causes
        st.sampled_from(
            [
                Answered(message, person, chosen),
                Answered(message, person, chosen),
                FormFilled(message, person, {"f": "x"}),
                Replied(message, MessageRef("simulator/1")),
                ReplyRemoved(MessageRef("simulator/1")),
                Reacted(message, person, "🎉"),
                Unreacted(message, person, "🎉"),
                Happened("member_joined", person),
                Returned(draw(st.sampled_from(asked)), {"a": (1, person)}),
                ChildEnded(draw(st.sampled_from(asked)), "yes", RunState.FINISHED),
                CallFailed("other", "no"),
                EffectFailed("run:r1:other:0", "no"),
                Started(),
            ]
        )
    )


@settings(max_examples=120, deadline=None)
@given(PLAYBOOKS, st.data())
def test_no_run_raises_and_what_is_promised_of_all_holds(playbook: Playbook, data: Any) -> None:
    value = Run(
        "r1", "test", 1, "", BEGIN, group=GROUP, room=ROOM, starter=PersonRef("ana"),
        member=data.draw(st.sampled_from([None, PersonRef("cy")])), variables={"n": 0},
    )  # fmt: skip
    stage = Stage(playbook, value)
    stage.happens(Started())  # checks determinism, keys and that the run survives being kept
    for _ in range(data.draw(st.integers(0, 6))):
        if data.draw(st.booleans()):
            stage.waits(hours=data.draw(st.sampled_from([1, 30, 800])))
        else:
            stage.happens(cause(stage, data.draw))
        check(stage)
    ended = stage.run.live
    stage.happens(Cancelled())
    assert not stage.run.live and ended == (stage.run.state is RunState.CANCELLED)
    last = stage.run
    stage.happens(cause(stage, data.draw))
    assert stage.run == last
    assert not stage.due


def check(stage: Stage) -> None:
    """What must hold at any time."""
    run = stage.run
    assert run.live == bool(run.strands)
    assert set(stage.due) == {state.timer for state in run.steps.values() if state.timer}
    assert (run.reason is not None) == (run.state is RunState.FAILED)
    for state in run.steps.values():
        assert not (state.anonymous and state.answers)
    effects: list[Effect] = stage.effects
    assert all(effect.key.startswith("run:r1:") for effect in effects)


@settings(max_examples=40, deadline=None)
@given(PLAYBOOKS, st.data())
def test_what_was_committed_once_comes_to_the_same_on_replay(playbook: Playbook, data: Any) -> None:
    """A crash before the commit lets the same cause come again to the same run: the keys are the same, so nothing happens twice."""
    stage = Stage(
        playbook, Run("r1", "test", 1, "", BEGIN, group=GROUP, room=ROOM, member=PersonRef("cy"), variables={"n": 0})
    )
    stage.happens(Started())
    stage.waits(**{"hours": timedelta(days=3) / timedelta(hours=1)})
    again = Stage(playbook, stage.history[0][0])
    for _, came, now, before in stage.history:
        again.now = now
        assert again.happens(came) == before
