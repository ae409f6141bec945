"""The rule of fair times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coterie.core.api import PersonRef
from coterie.plugins.gatherings.fairness import Burdens, candidates, is_awake, proposals, ranked

HOUR = timedelta(hours=1)
BERLIN, SYDNEY, LISBON, LOS_ANGELES = "Europe/Berlin", "Australia/Sydney", "Europe/Lisbon", "America/Los_Angeles"
EARLY = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = st.dictionaries(
    st.integers(0, 30).map(lambda number: PersonRef(f"p{number}")),
    st.sampled_from([BERLIN, SYDNEY, LISBON, LOS_ANGELES, "Asia/Kolkata", "Asia/Kathmandu", "UTC"]),
    min_size=1,
)
DAY = st.dates(date(2026, 1, 2), date(2029, 12, 31))


def people(**zones: str) -> dict[PersonRef, str]:
    return {PersonRef(name): zone for name, zone in zones.items()}


def test_where_a_time_suits_all_the_fairest_is_the_one_nearest_to_six_in_the_evening() -> None:
    slots = proposals([date(2026, 12, 1)], ZoneInfo(BERLIN), HOUR, people(ana=BERLIN, bo=LISBON), Burdens(), EARLY)
    assert [slot.at.astimezone(ZoneInfo(BERLIN)).strftime("%H:%M") for slot in slots] == ["18:00", "16:00", "20:00"]
    assert [(slot.awake, slot.people, slot.share) for slot in slots] == [(2, 2, 100)] * 3


@given(ZONES, DAY)
def test_no_time_on_those_days_is_fairer_than_the_first_proposal(zones: dict[PersonRef, str], day: date) -> None:
    here = ZoneInfo(BERLIN)
    best = proposals([day], here, HOUR, zones, Burdens(), EARLY)[0]
    least = min(sum(not is_awake(at, HOUR, zone) for zone in zones.values()) for at in candidates([day], here, EARLY))
    assert best.people - best.awake == best.weight == least


@given(ZONES, DAY)
def test_the_order_in_which_people_are_named_does_not_matter(zones: dict[PersonRef, str], day: date) -> None:
    backwards = dict(reversed(zones.items()))
    once = [proposals([day], ZoneInfo(BERLIN), HOUR, one, Burdens(), EARLY) for one in (zones, backwards)]
    assert once[0] == once[1]


@given(ZONES, DAY)
def test_proposals_differ_and_lie_on_the_days_asked_for(zones: dict[PersonRef, str], day: date) -> None:
    slots = proposals([day, day + timedelta(days=1)], ZoneInfo(SYDNEY), HOUR, zones, Burdens(), EARLY)
    assert len({slot.at for slot in slots}) == 3
    assert all(slot.at.astimezone(ZoneInfo(SYDNEY)).date() - day in (timedelta(), timedelta(days=1)) for slot in slots)


def test_the_burden_goes_round_between_two_ends_of_the_world() -> None:
    """Berlin and Los Angeles share no hour with Sydney: over a series no person bears more than one gathering more than another."""
    zones = people(ana=BERLIN, bo=SYDNEY, cy=LOS_ANGELES)
    burdens, here, day = Burdens(), ZoneInfo(BERLIN), date(2026, 12, 1)
    for week in range(12):
        at = proposals([day + timedelta(weeks=week)], here, 3 * HOUR, zones, burdens, EARLY, count=1)[0].at
        burdens = burdens.after(at, 3 * HOUR, zones)
        borne = [burdens.borne.get(person, 0) for person in zones]
        assert max(borne) - min(borne) <= 1


def test_who_left_the_group_is_forgotten_with_their_burden() -> None:
    night = datetime(2026, 12, 1, 2, tzinfo=UTC)
    burdens = Burdens().after(night, HOUR, people(ana=BERLIN, bo=BERLIN))
    assert burdens.after(night, HOUR, people(ana=BERLIN)).borne == {PersonRef("ana"): 2}


def test_a_day_with_a_gap_offers_no_time_that_does_not_exist_and_none_twice() -> None:
    found = candidates([date(2027, 3, 28)], ZoneInfo(BERLIN), EARLY)
    local = [at.astimezone(ZoneInfo(BERLIN)).strftime("%H:%M") for at in found]
    assert len(local) == len(set(local)) == 46
    assert "02:00" not in local


def test_a_gathering_over_midnight_is_nobodys_waking_hours() -> None:
    assert not is_awake(datetime(2026, 12, 1, 20, 30, tzinfo=UTC), 2 * HOUR, BERLIN)
    assert is_awake(datetime(2026, 12, 1, 20, tzinfo=UTC), HOUR, BERLIN)


def test_five_hundred_people_in_forty_zones_are_quickly_ranked() -> None:
    names = ["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Australia/Sydney"]
    zones = {PersonRef(f"p{number}"): names[number % 4] for number in range(500)}
    assert (
        len(
            ranked(
                candidates([date(2026, 12, day) for day in range(1, 15)], ZoneInfo("UTC"), EARLY),
                ZoneInfo("UTC"),
                HOUR,
                zones,
                Burdens(),
            )
        )
        == 672
    )
