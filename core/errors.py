"""Everything that coterie raises on purpose.

CoterieError
    UserError                 shown to the person who caused it, in their language
    ConfigError               something that was written is wrong; carries every `Finding` of the file at once
    PlatformError
        Transient             worth another try, after `retry_after` where the platform named it
        Refused               the platform said no, and would say it again
        Unsupported           the platform has no such thing
        LoggedOut             the credentials are no longer good
    TooNew                    what was kept is of a kind that only a newer version knows
    StoreError
        Conflict              somebody else changed what was read; the handler is run again
        Missing               what must be there is not
        Behind                something came before, and is not done yet
        Known                 that came before, and is or will be done
        Unfit                 the store can't hold that, and never will
        Misused               it was asked in a way in which it can't be: a fault of whoever asks
        Corrupt               the file is damaged: which, and at which byte
        Fenced                the work was another worker's meanwhile; let it go
        Locked                another process has the store open
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from unicodedata import combining, east_asian_width

from .values import frozen

_LONGEST_EXCERPT = 110
_LONGEST_BEFORE = 70


class CoterieError(Exception):
    """What all errors of coterie have in common: a message that says what happened, to what, and what to do."""


class UserError(CoterieError):
    """A person asked for something that can't be; the text is answered to them and nothing else happens."""


@frozen
class Finding:
    """One thing that is wrong in a file, where it stands, and the nearest thing that would be right.

    `line` and `column` count from 1 and are None where the thing as a whole is wrong. `note` is a word of help printed
    under the line, `excerpt` the line itself, `width` how many characters of it are underlined.
    """

    file: str
    line: int | None
    column: int | None
    message: str
    nearest: str | None = None
    severity: str = "error"
    note: str | None = None
    excerpt: str | None = None
    width: int = 1

    @property
    def place(self) -> str:
        """`file:line:column`, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}: {self.message}"
        if self.excerpt is None or self.column is None:
            return f"{text} (did you mean '{self.nearest}'?)" if self.nearest else text
        hint = f" did you mean '{self.nearest}'?" if self.nearest else ""
        note = f" ({self.note})" if self.note else ""
        shown, before, under = _excerpt(self.excerpt, self.column - 1, max(1, self.width))
        return f"{text}\n    {shown}\n    {' ' * before}{'^' * under}{hint}{note}"


def _excerpt(line: str, start: int, width: int) -> tuple[str, int, int]:
    """The line without its indentation, cut around what is meant; the columns before that and under it, as a terminal counts."""
    cut = max(len(line) - len(line.lstrip()), start - _LONGEST_BEFORE)
    cut = min(cut, start)
    shown = line[cut : cut + _LONGEST_EXCERPT].rstrip().replace("\t", " ")
    meant = line[start : min(start + width, cut + _LONGEST_EXCERPT)]
    return shown, _columns(line[cut:start]), max(1, _columns(meant))


def _columns(text: str) -> int:
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


class ConfigError(CoterieError):
    """A file or a setting is wrong. `findings` names every mistake, in the order of the file."""

    def __init__(self, findings: Sequence[Finding] | Finding) -> None:
        self.findings: tuple[Finding, ...] = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class PlatformError(CoterieError):
    """A chat platform did not do what it was asked."""


class Transient(PlatformError):
    """Worth another try: a reset, a 5xx, a rate limit. `retry_after` is what the platform asked for, if it did.

    It is `undone` where nothing came of this try for sure, so that the next need not look first.
    """

    undone: bool = False

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Cure(Enum):
    """What somebody can do about a refusal. The texts `cure-…` say it in words."""

    INVITE = "invite"
    """coterie is not in the room, or it is no more there."""
    REOPEN = "reopen"
    """The room is archived."""
    RIGHTS = "rights"
    """coterie may not do that there."""
    SCOPE = "scope"
    """The app was not given the permission for it."""
    PERSON = "person"
    """That person can't be reached there."""
    NAME = "name"
    """The name is taken."""


class Refused(PlatformError):
    """The platform said no for good: no such room, no right, too long. `cure` is what can be done about it, where that is known."""

    cure: Cure | None = None

    def __init__(self, message: str, cure: Cure | None = None) -> None:
        super().__init__(message)
        self.cure = cure if cure is not None else type(self).cure


class Unsupported(PlatformError):
    """The platform has no such thing, and the adapter did not declare it."""


class LoggedOut(PlatformError):
    """The token or password is no longer good. The program stops, loudly, with exit status 3."""


class TooNew(CoterieError):
    """What was kept is of a kind that this version does not know: a newer one wrote it, and can handle it."""


class StoreError(CoterieError):
    """The store could not do what it was asked."""


class Conflict(StoreError):
    """What the unit read was changed meanwhile. Nothing of it was written; run it again."""


class Missing(StoreError):
    """Something that must be in the store is not there."""


class Behind(StoreError):
    """Something waits in the lane still, before which this must not be done. Nothing was written."""


class Known(StoreError):
    """An entry with this id came before: it is done, or waits for it. Nothing was written."""


class Fenced(StoreError):
    """What was claimed is another worker's meanwhile, because the lease it was claimed under is over. Nothing was written; let the work go."""


class Locked(StoreError):
    """Another process has the store open."""


class Unfit(StoreError):
    """What is to be kept is such that this store can't hold it: too long a key, say. It would be refused again."""


class Misused(StoreError):
    """The store was asked in a way in which it can't be: of a unit that is over, say. That is a fault of whoever asks; the store is well."""


class Corrupt(StoreError):
    """A file of the store is damaged in its middle. It is left exactly as it was found.

    `file` is its path, `byte` the offset of the first byte that can't be read.
    """

    def __init__(self, message: str, file: str, byte: int) -> None:
        super().__init__(message)
        self.file = file
        self.byte = byte
