"""Differences as people read them, one line each, and as machines do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from ..json_lines import json_line
from .applying import Outcome
from .difference import Act, Change, Difference, What

STYLES = {Change.ADD: "green", Change.ALTER: "yellow", Change.TAKE: "red"}
_ACTS = {Act.DO: "", Act.ASK: "  [asks first]", Act.SHOW: "  [for you to look at]"}


def _no_note(difference: Difference) -> str | None:
    return None


def as_lines(
    found: Sequence[Difference], titles: Mapping[str, str], note: Callable[[Difference], str | None] = _no_note
) -> Iterator[Text]:
    """The differences under the groups that they concern; `titles` gives what a group is called, `note` what `line` takes."""
    above = None
    for difference in found:
        if difference.group != above:
            above = difference.group
            title = titles.get(above.removeprefix("@"), "")
            name = Text().append(plain(above.removeprefix("@") or "people"), style="bold")
            yield name.append(f"  {plain(title)}" if title else "", style="dim")
        yield line(difference, note(difference))


def line(difference: Difference, note: str | None = None) -> Text:
    """One difference; `note` stands in for what `apply` would do about it."""
    sign = Text().append(f"  {difference.change.value} ", style=STYLES[difference.change])
    about = f"{difference.platform or '':9} {difference.what.value:9} "
    sign.append(about, style="dim").append(words(difference))
    return sign.append(_ACTS[difference.act] if note is None else note, style="dim")


def words(difference: Difference) -> str:
    """What differs, without what it is about."""
    now, wanted = plain(difference.now or ""), plain(difference.wanted or "")
    subject = plain(difference.subject)
    if difference.what in (What.PLAYBOOK, What.PLUGIN):
        both = f": {now or '(nothing set)'} → {wanted or '(nothing set)'}" if difference.change is Change.ALTER else ""
        said = f"{subject}{both}"
    elif now and wanted:
        said = f"{now} → {wanted}"
    else:
        said = now or wanted or subject
    return ": ".join(part for part in (said, plain(difference.why)) if part)


def as_json(difference: Difference, **more: str) -> str:
    """One object: `group`, `platform`, `what`, `change`, `act`, `subject`, `now`, `wanted`, `why`, and what else is given."""
    row = {
        "group": difference.group.removeprefix("@") or None,
        "platform": difference.platform,
        "what": difference.what.value,
        "change": difference.change.value,
        "act": difference.act.value,
        "subject": difference.subject or None,
        "now": difference.now,
        "wanted": difference.wanted,
        "why": difference.why or None,
    }
    return json_line({**row, **more})


def summary(found: Sequence[Difference]) -> str:
    """How much differs, in one line."""
    if not found:
        return "nothing differs"
    counts = {act: sum(one.act is act for one in found) for act in Act}
    parts = ((Act.DO, "to do"), (Act.ASK, "to be asked about"), (Act.SHOW, "for you to look at"))
    return ", ".join(f"{counts[act]} {what}" for act, what in parts if counts[act])


def outcomes(outcome: Outcome) -> Iterator[tuple[str, Difference, str]]:
    """What came of each difference: `done`, `failed`, `declined` or `shown`, and the reason of a failure."""
    for difference in outcome.done:
        yield "done", difference, ""
    for difference, reason in outcome.failed:
        yield "failed", difference, reason
    for difference in outcome.declined:
        yield "declined", difference, ""
    for difference in outcome.shown:
        yield "shown", difference, ""


def print_to(console: Console, lines: Iterator[Text]) -> None:
    """One line each, however wide the terminal."""
    for one in lines:
        console.print(one, soft_wrap=True, highlight=False)


def plain(text: str) -> str:
    """The text on one line, without what would steer a terminal: people wrote it."""
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return " ".join(seen.split())
