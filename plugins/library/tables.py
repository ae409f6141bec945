"""A library as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from .exchange import Draft, Read, Reading, Wrong

COLUMNS = ("title", "link", "message", "tags", "owner", "scope", "review")
_ALSO = {"url": "link", "address": "link", "titel": "title", "adresse": "link", "name": "title"}

# Spreadsheets take a cell that begins so for a formula (OWASP, CSV Injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def as_csv(drafts: Iterable[Draft]) -> str:
    """A line for the names of the columns, and one for each draft."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in drafts:
        review = one.review.isoformat() if one.review else ""
        cells = (one.title, one.link, one.message, " ".join(one.tags), one.owner, one.shelf.value, review)
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def read_csv(text: str) -> Read:
    """What a table holds. Columns are told by their names, in any order, parted by commas, semicolons or tabs; others are passed over."""
    reading, text = Reading(), text.lstrip("\ufeff\r\n ")
    if not text.strip():
        return reading.end()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    names, line = list[str](), 1
    try:
        for row in rows:
            if not names:
                names = _names(row)
                for missing in sorted({"title", "link"} - set(names)):
                    reading.wrong(1, Wrong.COLUMN, missing)
            elif {"title", "link"} <= set(names):
                _read_row(reading, line, names, row)
            line = rows.line_num + 1
    except csv.Error:
        lines = text.splitlines()
        begun = text.count('"') % 2  # in a quotation that nobody ends
        reading.unreadable(rows.line_num, "" if begun and rows.line_num >= len(lines) else lines[rows.line_num - 1])
    return reading.end()


def _read_row(reading: Reading, line: int, names: Sequence[str], row: Sequence[str]) -> None:
    if len(row) not in (0, len(names)):
        reading.wrong(line, Wrong.CELLS, f"{len(row)}/{len(names)}")
    elif any(cell.strip() for cell in row):
        reading.add(line, dict(zip(names, map(unguarded, row), strict=True)))


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would calculate."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _names(row: Sequence[str]) -> list[str]:
    named = [cell.strip().casefold() for cell in row]
    return [_ALSO.get(name, name) for name in named]


def _delimiter(text: str) -> str:
    head = text.splitlines()[0]
    return max(",;\t", key=head.count)
