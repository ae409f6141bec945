"""Codes by which somebody shows that two accounts are theirs: short-lived, good once, hard to guess, few at a time. Values and rules only."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from coterie.core.api import PersonRef, evolve, field, frozen

GOOD_FOR = timedelta(minutes=15)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter that reads like a digit."""
LENGTH = 8
"""Eight of 32 letters are 40 bits: with five guesses an hour nobody finds one that lives for a quarter of one."""

AT_MOST = 5
WITHIN = timedelta(hours=1)
"""So many codes, and so many wrong guesses, somebody has in so long."""


def new_code() -> str:
    """A code that nobody can foretell, as it is to be typed: `ABCD-EFGH`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"


def digest(code: str) -> str:
    """What is kept of a code, however it was typed: letter case and dashes aside."""
    bare = "".join(letter for letter in code.upper() if letter in LETTERS)
    return hashlib.sha256(bare.encode()).hexdigest()


@frozen
class Pending:
    """A code that was given to somebody, by the account they asked from."""

    account: PersonRef
    person: PersonRef
    until: datetime


@frozen
class Codes:
    """The codes that are good now, by their digests; one for each person."""

    pending: Mapping[str, Pending] = field(factory=dict)

    def given(self, code: str, pending: Pending, now: datetime) -> Codes:
        """With a new one; that person's last one is good no more, nor is what ran out."""
        kept = {key: one for key, one in self.pending.items() if one.until > now and one.person != pending.person}
        return Codes({**kept, digest(code): pending})

    def good(self, code: str, now: datetime) -> Pending | None:
        """To whom a code was given that is still good."""
        found = self.pending.get(digest(code))
        return found if found is not None and found.until > now else None

    def used(self, code: str) -> Codes:
        """Without a code: it was good once."""
        return Codes({key: one for key, one in self.pending.items() if key != digest(code)})


@frozen
class Tries:
    """When somebody was given codes, and when they guessed wrong, within the last hour."""

    codes: tuple[datetime, ...] = ()
    wrong: tuple[datetime, ...] = ()

    def at(self, now: datetime) -> Tries:
        """What still counts."""
        return Tries(
            tuple(one for one in self.codes if one > now - WITHIN),
            tuple(one for one in self.wrong if one > now - WITHIN),
        )

    def may_have_a_code(self) -> bool:
        return len(self.codes) < AT_MOST

    def may_guess(self) -> bool:
        return len(self.wrong) < AT_MOST

    def given(self, now: datetime) -> Tries:
        return evolve(self, codes=(*self.codes, now))

    def guessed_wrong(self, now: datetime) -> Tries:
        return evolve(self, wrong=(*self.wrong, now))
