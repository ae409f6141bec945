"""The pinned charter and the topic of a group."""

from __future__ import annotations

from datetime import date

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from coterie.core.charter import LONGEST_TOPIC, charter_group, charter_key, charter_text, digest, topic_of
from coterie.core.markdown import mentions
from coterie.core.model.community import Community, Group, JoinMode, SizeBand, Visibility
from coterie.core.model.roles import Term
from coterie.core.refs import PersonRef
from coterie.core.texts import Reader

GROUP = Group(
    "python",
    "Python Evenings",
    "Learn Python together.",
    for_="People who write Python.",
    not_for="Recruiters.",
    goal="stay",
    leaders=("ana", "bo"),
    review_every="3mo",
)
TOWN = Community("town", "Town", goals={"stay": "Half of those who join stay."}, groups={"python": GROUP})

ENGLISH = """\
**Python Evenings**

Learn Python together\\.

**For:** People who write Python\\.

**Not for:** Recruiters\\.

**Goal:** Half of those who join stay\\.

**Led by:** <@ana> and <@bo>

**Size:** 10 to 50 people

**Coming in:** everybody may

**Reviewed:** every 3 months

**Guidelines:** version 4"""


def test_a_charter_says_what_the_file_says() -> None:
    assert charter_text(GROUP, TOWN, Reader(), guidelines="4") == ENGLISH


def test_a_charter_speaks_german() -> None:
    group = evolve(GROUP, until=date(2027, 6, 30), join=JoinMode.KNOCK, size=SizeBand(5, 10**9))
    said = charter_text(group, TOWN, Reader("de-AT"))
    assert "**Bis:** 30.06.2027" in said and "Überprüfung" not in said
    assert "**Dazukommen:** anfragen" in said and "**Größe:** ab 5 Leuten" in said
    assert "alle 3 Monate" in charter_text(GROUP, TOWN, Reader("de"))


def test_who_leads_for_a_term_stands_in_the_charter() -> None:
    group = evolve(GROUP, leaders=("ana",), terms=(Term("cy", "leader", trial=True), Term("bo", "host")))
    assert "**Led by:** <@ana> and <@cy>" in charter_text(group, TOWN, Reader())


def test_a_charter_leaves_out_what_is_not_said() -> None:
    bare = Group("x", "X", "Just be.")
    assert charter_text(bare, TOWN, Reader()).count("\n\n") == 3


def test_nobody_comes_into_a_private_room_by_themselves() -> None:
    assert "by invitation" in charter_text(evolve(GROUP, visibility=Visibility.PRIVATE), TOWN, Reader())


@given(some.text(min_size=1))
def test_a_name_can_mention_nobody(name: str) -> None:
    said = charter_text(evolve(GROUP, name=f"{name} <@cy>"), TOWN, Reader())
    assert set(mentions(said)) == {PersonRef("ana"), PersonRef("bo")}


@given(some.text(), some.text())
def test_a_topic_is_one_line_that_fits(purpose: str, for_: str) -> None:
    topic = topic_of(evolve(GROUP, purpose=purpose, for_=for_))
    assert len(topic) <= LONGEST_TOPIC
    assert len(topic.splitlines()) <= 1


def test_a_topic_says_for_whom_where_there_is_room() -> None:
    assert topic_of(GROUP) == "Learn Python together. · For: People who write Python."
    assert topic_of(evolve(GROUP, purpose="word " * 60)).endswith("word…")
    assert topic_of(evolve(GROUP, locale="de")).endswith("Für: People who write Python.")


def test_a_charter_is_found_by_its_key() -> None:
    assert charter_group(charter_key("python", "open")) == "python"
    assert charter_group("run:1:say") is None
    assert digest("a") == digest("a") != digest("b")
