"""How far the clock of this machine is from that of a server, as the `Date` of its answer tells (RFC 9110, 6.6.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ..ports import Diagnosis, Verdict

NOTICED, TOO_MUCH = timedelta(seconds=5), timedelta(minutes=1)


def skew(about: str, date: str | None, now: datetime) -> Diagnosis:
    """What is to be said of it. Slack refuses what is signed five minutes off; timers ring by this machine's clock."""
    try:
        told = parsedate_to_datetime(date or "")
    except ValueError:
        return Diagnosis(about, Verdict.GOOD, "the server does not say what time it is there")
    off = abs(now - told.replace(tzinfo=told.tzinfo or UTC))
    if off <= NOTICED:
        return Diagnosis(about, Verdict.GOOD, "this machine's clock agrees with the server's")
    verdict = Verdict.PROBLEM if off > TOO_MUCH else Verdict.WARNING
    found = f"this machine's clock is {off.total_seconds():.0f} s off the server's"
    return Diagnosis(about, verdict, found, "let it be set by NTP: timedatectl set-ntp true")
