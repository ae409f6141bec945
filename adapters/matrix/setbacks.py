"""What goes wrong behind the homeserver's back: a database that was restored from an old backup, and a second coterie with the same account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from coterie.core.logs import get_logger

from .encode import KEY
from .names import PLATFORM

log = get_logger(__name__)

UNKNOWN_PLACE = ("M_UNKNOWN_POS", "M_INVALID_PARAM", "M_UNKNOWN")
"""How homeservers say that they know nothing of the place from which they were asked to go on."""

HEARD_AGAIN = timedelta(days=1)
"""After a restore, what is younger is taken for news; what was handled before is known by its id, and dropped."""

_SYNAPSE = re.compile(r"s(\d+)_")
_RECENT = timedelta(minutes=5)
_ENOUGH = 2


def went_back(since: str, next_batch: str) -> bool:
    """Whether the homeserver stands before the place up to which it was read.

    A place is nobody's to read but the homeserver's. Synapse's begins with the number of the last event; asked to go on from one that it does not
    have, it goes on from its newest, and whatever was said since the restore would be passed over.
    """
    before, now = _SYNAPSE.match(since), _SYNAPSE.match(next_batch)
    return before is not None and now is not None and int(now[1]) < int(before[1])


class Doubles:
    """Notices what another coterie says by the same account: a homeserver tells a session the transaction ids of its own messages alone."""

    def __init__(self) -> None:
        self._strange = 0

    def notice(self, native: Mapping[str, Any], user: str) -> None:
        """Look at an event. One of another session may be left from a token that was changed; of several it is said once."""
        content, unsigned = native.get("content"), native.get("unsigned")
        if native.get("sender") != user or native.get("state_key") is not None or not isinstance(content, Mapping):
            return
        told = unsigned if isinstance(unsigned, Mapping) else {}
        age = told.get("age")
        fresh = isinstance(age, int) and 0 <= age < _RECENT / timedelta(milliseconds=1)
        if KEY not in content or "transaction_id" in told or not fresh:
            return
        self._strange += 1
        if self._strange == _ENOUGH:
            log.error(
                "another coterie speaks by this account: stop one of the two, or give it an account of its own",
                platform=PLATFORM,
                account=user,
            )
