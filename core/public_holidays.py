"""Public holidays of countries and their parts, by the `holidays` library, which is loaded when the first of them is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from .nearest import nearest


class UnknownRegion(ValueError):
    """There is no such country, or no such part of it. `nearest` is a region that there is, if one resembles it."""

    def __init__(self, message: str, nearest: str | None) -> None:
        super().__init__(message)
        self.nearest = nearest


def checked_region(text: str) -> str:
    """The region as it is written here: `DE`, `DE-SN` (ISO 3166). Raises UnknownRegion."""
    country, _, part = text.strip().upper().partition("-")
    countries = _countries()
    if country not in countries:
        raise UnknownRegion(
            f"no public holidays are known for '{text[:40]}'; expected a country such as DE, or a part of one such as DE-SN",
            nearest(country, countries),
        )
    parts = {one.upper(): one for one in countries[country]}
    if part and part not in parts:
        near = nearest(part, parts)
        known = f"expected one of {', '.join(parts)}" if parts else "it has none"
        raise UnknownRegion(
            f"no part '{part[:40]}' of {country} is known; {known}", f"{country}-{near}" if near else None
        )
    return f"{country}-{parts[part]}" if part else country


@lru_cache(maxsize=4096)
def is_holiday(region: str, day: date) -> bool:
    """Whether the day is a public holiday there."""
    return day in _holidays(region, None)


def holiday_name(region: str, day: date, locale: str) -> str | None:
    """What the holiday is called: in this language where its names are known in it, else in that of the country. None on other days."""
    name: str | None = _holidays(region, locale).get(day)
    return name


def next_holiday(region: str, day: date) -> date | None:
    """The first holiday on this day or later; None where a year has none."""
    days = (day + timedelta(days=count) for count in range(366))
    return next((one for one in days if is_holiday(region, one)), None)


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Sequence[str]]:
    import holidays

    return holidays.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=256)
def _holidays(region: str, locale: str | None) -> Any:
    """The holidays of a region, a map of day to name that works out each year when it is asked for one of its days."""
    import holidays

    country, _, part = region.partition("-")
    found = holidays.country_holidays(country, subdiv=part or None)
    # Without one the library would look at the machine's locale.
    language = _language(found.supported_languages, locale or "") or found.default_language
    return holidays.country_holidays(country, subdiv=part or None, language=language) if language else found


def _language(known: Sequence[str], locale: str) -> str | None:
    wanted = locale.replace("-", "_")
    return next(
        (one for one in known if one == wanted),
        next((one for one in known if one.partition("_")[0] == wanted.partition("_")[0]), None),
    )
