"""What is done on a store that was restored from a backup: whatever it asks for may have been done after that was made.

Record: `restored`: "at" → the instant until which platforms are looked at before anything is said; empty until the first start.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..ports import Unit

RESTORED, AT = "restored", "at"

LOOKS_FIRST = timedelta(hours=1)
"""So long from the first start on: by then what the store was behind is caught up with."""


async def looks_first_until(unit: Unit, now: datetime) -> datetime | None:
    """Until when platforms are looked at first, written down at the first start; None where nothing was restored, or that is over."""
    kept = await unit.get(RESTORED, AT)
    if kept is None:
        return None
    until = datetime.fromisoformat(kept) if kept else now + LOOKS_FIRST
    if until <= now:
        unit.delete(RESTORED, AT)
        return None
    unit.put(RESTORED, AT, until.isoformat())
    return until
