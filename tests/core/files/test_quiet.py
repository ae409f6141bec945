"""`quiet:` of a community file: what it says, what groups have of it, and every mistake of it at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from coterie.core.files.community import CommunityFile, parse_community
from coterie.core.model.preferences import Hours, Quiet, Recurring
from coterie.core.playbook.yaml import Source


def read(quiet: str, of_group: str = "") -> CommunityFile:
    text = f"""
community: town
name: Town
{quiet}
groups:
  python: {{name: Python, purpose: Learn., leaders: [ana], review_every: 3mo{of_group}}}
"""
    return parse_community(Source.of(text.encode(), "community.yaml"), date(2026, 11, 1), Path("."))


def mistakes(quiet: str, of_group: str = "") -> list[str]:
    found = read(quiet, of_group)
    assert found.community is None
    return [f"{one.message} ({one.nearest})" if one.nearest else one.message for one in found.findings]


def test_a_community_that_says_nothing_has_no_quiet_hours_and_no_most() -> None:
    community = read("").community
    assert community is not None
    assert community.quiet is None and community.groups["python"].quiet is None


def test_everything_that_may_stand_there() -> None:
    written = 'quiet: {hours: "21:00-08:00", days: [sat, Sunday], holidays: de-sn, most_per_week: 7, recurring: move}'
    community = read(written).community
    assert community is not None
    expected = Quiet(Hours.parse("21-8"), ("sat", "sun"), "DE-SN", 7, Recurring.MOVE)
    assert community.quiet == expected
    assert community.groups["python"].quiet is None  # it has that of its community


def test_a_group_has_its_own_holidays_over_those_of_its_community() -> None:
    written = 'quiet: {hours: "21-8", days: [sat], holidays: DE-SN, most_per_week: 7}'
    community = read(written, ", quiet: {holidays: AT, recurring: keep}").community
    assert community is not None
    expected = Quiet(Hours.parse("21-8"), ("sat",), "AT", 7, Recurring.KEEP)
    assert community.groups["python"].quiet == expected


def test_every_mistake_is_named_with_what_was_expected() -> None:
    found = mistakes(
        'quiet: {hours: "9-9", days: [sax], holidays: DE-SX, most_per_weak: 0, recurring: mov}', ", quiet: {hours: 1-2}"
    )
    assert found[:2] == [
        "'9-9' is no time at all: it begins when it ends",
        "an item must be a day such as mon, tue, wed, thu, fri, sat, sun, not 'sax' (sat)",
    ]
    assert found[2].startswith("no part 'SX' of DE is known; expected one of BB, BE")
    assert found[3:] == [
        "unknown key 'most_per_weak' in quiet (most_per_week)",
        "'recurring' must be skip, move or keep, not 'mov' (move)",
        "'hours' is about people, who may be in several groups: it stands under quiet of the community",
    ]


def test_a_week_without_a_day_left_is_a_mistake() -> None:
    every = "[mon, tue, wed, thu, fri, sat, sun]"
    assert mistakes(f"quiet: {{days: {every}}}") == ["on all days of the week there is nobody left to speak to"]


def test_a_country_of_which_nothing_is_known_is_a_mistake() -> None:
    assert mistakes("quiet: {holidays: Atlantis}")[0].startswith("no public holidays are known for 'Atlantis'")
