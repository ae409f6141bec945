"""Which groups resemble each other, and how many people they share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import Basis, Group
from coterie.core.likeness import ALIKE, alike_pairs, likeness, nearest_groups, overlap, words

PYTHON = Group("python", "Python Evenings", "Learn Python together, one evening a week.", Basis(about=("python",)))
RUNNING = Group("running", "Lunchtime Runners", "Leave the desk twice a week.", Basis(about=("running",)))
PARENTS = Group("eltern", "Eltern im Büro", "Durch das erste Jahr mit Kind kommen.", Basis(about=("familie",)))
GROUPS = (PYTHON, RUNNING, PARENTS)

texts = st.text(max_size=40)
charters = st.builds(
    lambda name, purpose, about: Group("new", name, purpose, Basis(about=tuple(about))),
    texts,
    texts,
    st.lists(st.text(max_size=10), max_size=3),
)


def test_a_group_about_the_same_is_the_nearest_and_the_words_are_named() -> None:
    charter = Group("new", "Pythonistas", "Read Python code of others in the evening", Basis(about=("python",)))
    first, *_ = nearest_groups(charter, GROUPS)
    assert first.group is PYTHON and first.likeness >= ALIKE
    assert first.shared[0] == "python"


def test_forms_of_a_word_count_as_the_word() -> None:
    assert nearest_groups(Group("new", "Runners of the harbour", "We run."), GROUPS)[0].group is RUNNING
    assert nearest_groups(Group("new", "Elternabend", "Reden."), GROUPS)[0].group is PARENTS


def test_words_that_every_sentence_has_make_nobody_alike() -> None:
    assert nearest_groups(Group("new", "Schach", "Wir treffen uns und spielen gemeinsam in der Pause."), GROUPS) == ()
    assert nearest_groups(Group("new", "Chess", "We all meet together with people for it."), GROUPS) == ()


def test_scripts_without_blanks_and_from_right_to_left_are_compared_too() -> None:
    chinese = Group("zh", "围棋小组", "每周一起下围棋。")
    arabic = Group("ar", "قرّاء الشعر", "نقرأ الشعر معا كل أسبوع.")
    assert nearest_groups(Group("new", "围棋爱好者", "学习围棋"), (*GROUPS, chinese, arabic))[0].group is chinese
    assert nearest_groups(Group("new", "محبّو الشعر", "الشعر"), (*GROUPS, chinese, arabic))[0].group is arabic


def test_common_words_are_no_words() -> None:
    assert words("The Group of People who meet und die anderen") == ("meet", "anderen")


@given(charters, charters)
def test_likeness_lies_between_nothing_and_one_and_is_the_same_both_ways(one: Group, other: Group) -> None:
    there, back = likeness(one, other), likeness(other, one)
    assert 0 <= there <= 1
    assert abs(there - back) < 1e-9


@given(charters)
def test_a_charter_is_like_itself_as_far_as_it_has_words(charter: Group) -> None:
    found = likeness(charter, charter)
    assert abs(found - 1) < 1e-9 or found == 0


@given(st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_overlap_is_a_share_and_that_of_the_smaller_group_is_never_less(some: set[int], others: set[int]) -> None:
    found = overlap(some, others)
    assert 0 <= found.jaccard <= found.coefficient <= 1
    assert found == overlap(others, some)


def test_a_small_group_inside_a_large_one_overlaps_by_half() -> None:
    found = overlap(set(range(12)), set(range(6, 48)))
    assert (round(found.jaccard, 3), found.coefficient) == (0.125, 0.5)


def test_pairs_that_are_alike_are_found_without_looking_at_all_pairs() -> None:
    readers = Group("readers", "Python Readers", "Read Python code in the evening.", Basis(about=("python",)))
    found = alike_pairs([*GROUPS, readers])
    assert list(found) == [("python", "readers")]
    assert found["python", "readers"][0] == "python"


@given(st.lists(charters, max_size=6))
def test_pairs_are_those_that_looking_at_each_would_find(groups: list[Group]) -> None:
    named = [Group(f"g{number}", one.name, one.purpose, one.basis) for number, one in enumerate(groups)]
    pairs = alike_pairs(named)
    for one in named:
        near = {two.group.id for two in nearest_groups(one, named, 9) if two.likeness >= ALIKE + 1e-9}
        assert near <= {other for pair in pairs if one.id in pair for other in pair}


def test_a_charter_among_two_thousand_groups_is_compared_at_once() -> None:
    groups = [Group(f"g{n}", f"Group {n} of {n % 97}", f"Do thing{n % 211} with stuff{n % 89}.") for n in range(2000)]
    charter = Group("new", "Group of stuff12", "Do thing12.")
    assert nearest_groups(charter, groups)
    assert alike_pairs(groups[:400])
