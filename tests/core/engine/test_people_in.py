"""People who linked accounts, in what was kept before."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.engine.people_in import people_in, renamed
from coterie.core.model.run import Run, Sent, StepState
from coterie.core.refs import MessageRef, PersonRef

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANA, OTHER, BO = PersonRef("slack/U1"), PersonRef("matrix/@ana:x"), PersonRef("slack/U2")


def run(**state: object) -> Run:
    return Run("r", "p", 1, "", NOW, steps={"0/a": StepState("a", 1, NOW, **state)})  # type: ignore[arg-type]


def test_who_answered_by_both_accounts_answered_once_and_the_last_answer_holds() -> None:
    before = run(asked=(ANA, OTHER, BO), answers={ANA: ("yes",), BO: ("no",), OTHER: ("no",)})
    after = renamed(before, {OTHER: ANA}).steps["0/a"]
    assert after.asked == (ANA, BO)
    assert after.answers == {ANA: ("no",), BO: ("no",)}


def test_a_reaction_by_both_accounts_is_one_and_everybody_in_it_is_found() -> None:
    sent = (Sent(MessageRef("m"), person=OTHER),)
    before = run(reactions=((ANA, "🎉"), (OTHER, "🎉"), (OTHER, "👍")), sent=sent, voters=(ANA, OTHER), by=OTHER)
    assert set(people_in(before)) == {ANA, OTHER}
    after = renamed(before, {OTHER: ANA})
    assert set(people_in(after)) == {ANA}
    assert after.steps["0/a"].reactions == ((ANA, "🎉"), (ANA, "👍"))
    assert after.steps["0/a"].voters == (ANA,)


@given(st.recursive(st.sampled_from([ANA, OTHER, BO, "slack/U1", 3, None]), lambda inner: st.lists(inner).map(tuple)))
def test_what_has_nobody_of_them_in_it_stays_as_it_is(value: object) -> None:
    stranger = PersonRef("matrix/@nobody:x")
    assert renamed(value, {stranger: ANA}) == value
    assert OTHER not in set(people_in(renamed(value, {OTHER: ANA})))
