"""Times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from coterie.core.playbook.local_time import TimeTextError
from coterie.core.playbook.moments import instant_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-01 18:00", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("1.12.2026 18:00", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("01.12.2026, 18:00", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("today 23:30", datetime(2026, 11, 23, 22, 30, tzinfo=UTC)),
        ("Morgen 18:00", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("friday 18:00", datetime(2026, 11, 27, 17, tzinfo=UTC)),
        ("Freitag 18:00", datetime(2026, 11, 27, 17, tzinfo=UTC)),
        ("1.12.2026, 18 Uhr", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("2026-12-01 18:00 Uhr", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("Freitag um 18 Uhr", datetime(2026, 11, 27, 17, tzinfo=UTC)),
        ("tomorrow 6pm", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("friday at 12:30 am", datetime(2026, 11, 26, 23, 30, tzinfo=UTC)),
        ("last friday 18:00", datetime(2026, 11, 27, 17, tzinfo=UTC)),
        ("2027-03-28 02:30", datetime(2027, 3, 28, 1, tzinfo=UTC)),  # does not exist: the first instant after the gap
        ("2028-02-29 18:00", datetime(2028, 2, 29, 17, tzinfo=UTC)),
    ],
)
def test_a_time_that_somebody_wrote_is_found(written: str, meant: datetime) -> None:
    assert instant_of(written, BERLIN, NOW) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2027-02-29 18:00",
        "friday",
        "tomorrow",
        "25:00",
        "friday 18",
        "friday 13pm",
        "tomorrow 24 Uhr",
        "1.13.2026 18:00",
        "0 0 30 2 *",
    ],
)
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(TimeTextError):
        instant_of(written, BERLIN, NOW)
