"""What `coterie next` shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from coterie.core.playbook.local_time import TimeTextError
from coterie.core.playbook.upcoming import as_json_lines, as_table, upcoming

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def local_times(text: str, zone: str, after: str | None, count: int = 3) -> list[str]:
    return [row.local.isoformat(timespec="minutes") for row in upcoming(text, zone, after, count, NOW)]


def test_words_are_shown_as_local_time_and_utc() -> None:
    rows = upcoming("first tuesday 18:00", "Europe/Berlin", "2026-03-01 00:00", 2, NOW)
    assert [json.loads(line) for line in as_json_lines(rows).splitlines()] == [
        {"local": "2026-03-03T18:00:00+01:00", "utc": "2026-03-03T17:00:00+00:00"},
        {"local": "2026-04-07T18:00:00+02:00", "utc": "2026-04-07T16:00:00+00:00"},
    ]
    assert as_table(rows).splitlines()[1] == "Tue 2026-04-07 18:00 +0200 CEST   2026-04-07 16:00 UTC"


def test_after_is_left_out_itself_and_may_be_a_date_or_missing() -> None:
    assert local_times("day 08:00", "Asia/Tokyo", "2026-03-01 08:00", 1) == ["2026-03-02T08:00+09:00"]
    assert local_times("day 00:00", "Asia/Tokyo", "2026-03-01", 1) == ["2026-03-02T00:00+09:00"]
    assert local_times("day 22:00", "Asia/Tokyo", None, 1) == ["2026-03-01T22:00+09:00"]


def test_an_after_in_a_gap_shows_what_comes_at_its_end() -> None:
    assert local_times("30 2 * * *", "Europe/Berlin", "2026-03-29 02:45", 1) == ["2026-03-29T03:00+02:00"]


def test_an_after_that_comes_twice_means_its_first_coming() -> None:
    assert local_times("*/30 * * * *", "Europe/Berlin", "2026-10-25 02:15") == [
        "2026-10-25T02:30+02:00",
        "2026-10-25T02:00+01:00",
        "2026-10-25T02:30+01:00",
    ]


@pytest.mark.parametrize(
    ("text", "zone", "after", "count", "nearest"),
    [
        ("munday 08:00", "UTC", None, 1, "monday"),
        ("day 08:00", "Europe/Berln", None, 1, "Europe/Berlin"),
        ("day 08:00", "UTC", "yesterday", 1, None),
        ("day 08:00", "UTC", "2026-02-30", 1, None),
        ("day 08:00", "UTC", None, 0, None),
        ("day 08:00", "UTC", None, 1_001, None),
    ],
)
def test_what_is_wrong_is_named(text: str, zone: str, after: str | None, count: int, nearest: str | None) -> None:
    with pytest.raises(TimeTextError) as raised:
        upcoming(text, zone, after, count, NOW)
    assert raised.value.nearest == nearest and "expected" in str(raised.value)
