"""What stands in the log of an exception: where it came from, and nothing that a member said."""

from __future__ import annotations

import io
import json
import logging
from contextlib import redirect_stderr

import pytest

from coterie.core.errors import Refused, UserError
from coterie.core.logs import everything_to_stderr, get_logger
from coterie.core.traces import told, trace_of

SAID = "between you and me"


def raised(group: bool = False) -> Exception:
    """An exception with the words of a member in it, and in all that it came from."""
    with pytest.raises(Exception, match=SAID) as caught:
        try:
            int(SAID)
        except ValueError as error:
            if group:
                raise ExceptionGroup(SAID, [error, KeyError(SAID)]) from error
            raise LookupError(SAID) from error
    return caught.value


@pytest.mark.parametrize("group", [False, True])
def test_a_trace_says_where_and_of_what_kind_and_no_more(group: bool) -> None:
    trace = trace_of(raised(group))
    assert SAID not in trace
    assert "ValueError" in trace and ("KeyError" if group else "LookupError") in trace
    assert "int(SAID)" in trace and __file__ in trace


def test_what_coterie_says_to_whoever_runs_it_is_told_and_what_it_says_to_members_is_not() -> None:
    assert told(Refused("Slack refused chat.postMessage: is_archived")) == (
        "Refused: Slack refused chat.postMessage: is_archived"
    )
    assert told(UserError(SAID)) == "UserError"
    assert told(KeyError(SAID)) == "KeyError"


def test_every_line_of_the_log_is_json_without_the_words_of_what_was_raised() -> None:
    with redirect_stderr(io.StringIO()) as said:
        everything_to_stderr()
        error = raised()
        get_logger("coterie").error("it failed", exc_info=error)
        try:
            raise error
        except LookupError:
            get_logger("coterie").exception("it failed again")
            logging.getLogger("some.library").exception("as libraries write")
        logging.getLogger("some.library").warning("a warning", exc_info=(type(error), error, error.__traceback__))
    logging.basicConfig(force=True)
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["it failed", "it failed again", "as libraries write", "a warning"]
    assert all("ValueError" in line["exception"] and "LookupError" in line["exception"] for line in lines)
    assert SAID not in said.getvalue()
