"""The command line. Each command reads its words in a file here; what it does is imported when it is called.

Exit status: 0 good, 1 a problem in what the user gave, 2 wrong usage, 3 the platform or the store.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import NoReturn

from cyclopts import App, CycloptsError, UnusedCliTokensError

from coterie import __version__

from ..errors import ConfigError, CoterieError, PlatformError, StoreError
from . import authoring, communities, operating, platforms

BAD_INPUT, BAD_USAGE, BAD_PLATFORM = 1, 2, 3

cli = App(
    name="coterie",
    help="Runs the small groups inside a large community, on Slack or on Matrix, from the same playbooks.",
    version=f"coterie {__version__}",
    help_format="plaintext",
)
for command in (*authoring.COMMANDS, *communities.COMMANDS, *operating.COMMANDS):
    cli.command(command)
for group in (authoring.new, communities.export, operating.undone, operating.stores, platforms.slack, platforms.matrix):
    cli.command(group)


def main() -> NoReturn:
    """Do what the words of the command line say, and end the program."""
    gc.enable()
    gc.set_threshold(50_000, 20, 20)  # values by the thousand, few cycles: collecting often is a tenth of the time
    sys.exit(_status(lambda: cli(exit_on_error=False, print_error=False)))


def _status(call: Callable[[], object]) -> int:
    """What the call comes to as an exit status; its errors in words on stderr."""
    try:
        try:
            status = call()
        except BaseExceptionGroup as group:
            raise _first_of_ours(group) from group
    except CycloptsError as error:
        return _complain(f"{_wrong_usage(error)}\nSee `coterie --help`.", BAD_USAGE)
    except ConfigError as error:
        return _complain(str(error), BAD_INPUT)
    except (PlatformError, StoreError) as error:
        return _complain(str(error), BAD_PLATFORM)
    except (CoterieError, ValueError) as error:
        near = getattr(error, "nearest", None)
        return _complain(f"{error} (did you mean '{near}'?)" if near else str(error), BAD_INPUT)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    return status if isinstance(status, int) else 0


def _wrong_usage(error: CycloptsError) -> str:
    if isinstance(error, UnusedCliTokensError):
        return f"nothing is known to do with {' '.join(error.unused_tokens or ())!r} here; leave it out"
    return str(error).strip()


def _first_of_ours(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first error in a group that was raised on purpose; the group itself where none was."""
    ours = group.subgroup(CoterieError)
    found: BaseException = ours or group
    while isinstance(found, BaseExceptionGroup) and ours is not None:
        found = found.exceptions[0]
    return found


def _complain(text: str, status: int) -> int:
    sys.stderr.write(f"coterie: {text}\n" if not text.startswith("coterie: ") else f"{text}\n")
    return status
