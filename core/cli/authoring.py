"""Commands for whoever writes playbooks, decks and scenarios."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from .kinds import Format, Platform, Subject, say

new = App(name="new", help="Begin something with files that already work.")


def demo(*, weeks: int = 4, join: bool | None = None) -> int:
    """Play a sample community through four weeks, and then join in. Needs no account.

    Example: coterie demo

    Args:
        weeks: How many weeks to let pass.
        join: Join in as a member afterwards; by default on a terminal only.
    """
    from ..commands.demo import play

    return play(weeks=weeks, join=sys.stdin.isatty() and sys.stdout.isatty() if join is None else join)


def check(paths: Annotated[list[Path], Parameter(negative="")], /, *, format: Format = Format.TEXT) -> int:
    """Check playbooks, communities, decks, scenarios, configurations, or whole folders of them.

    Example: coterie check community.yaml playbooks/

    Args:
        paths: Files, told apart by their first key, or folders.
        format: json gives one object a finding.
    """
    gc.disable()  # a short life that makes many small values and no cycles worth collecting: a third of the time
    from ..commands.checking import check

    return check(paths, as_json=format is Format.JSON)


def test(
    paths: Annotated[list[Path], Parameter(negative="")],
    /,
    *,
    platform: Platform = Platform.SIMULATOR,
    format: Format = Format.TEXT,
    transcript: bool = False,
) -> int:
    """Play scenarios: tests of playbooks, in coterie's own time.

    Example: coterie test scenarios/ --platform matrix

    Args:
        paths: Scenario files, or folders of them.
        platform: The simulator, a Slack on loopback, or a real Synapse on loopback.
        format: json gives one object a step, then the totals.
        transcript: Print everything that was said.
    """
    from ..commands.rehearsal import test

    return test(paths, platform=platform.value, as_json=format is Format.JSON, with_transcript=transcript)


def next(
    schedule: str,
    /,
    *,
    zone: str = "UTC",
    after: str | None = None,
    count: int = 5,
    format: Format = Format.TEXT,
) -> int:
    """Say when a schedule will come: words or cron.

    Example: coterie next "first tuesday 18:00" --zone Europe/Berlin

    Args:
        schedule: As in a playbook, for example "weekday 16:30" or "0 9 * * mon".
        zone: The time zone in which it is meant.
        after: A local time there, exclusive; now if not given.
        count: How many times.
        format: json gives one object a time.
    """
    from ..clock import SystemClock
    from ..playbook.upcoming import as_json_lines, as_table, upcoming

    rows = upcoming(schedule, zone, after, count, SystemClock().now())
    say(as_json_lines(rows) if format is Format.JSON else as_table(rows))
    return 0


def schema(subject: Subject = Subject.PLAYBOOK, /) -> int:
    """Print the JSON Schema by which editors complete and check what people write.

    Example: coterie schema playbook > playbook.schema.json
    """
    from ..commands.checking import schema

    say(schema(subject.value))
    return 0


def simulate(
    playbook: str,
    /,
    *,
    during: Annotated[str, Parameter(name="--for")] = "30d",
    community: Path | None = None,
    group: str | None = None,
) -> int:
    """Let one playbook run in the simulator, and print what it says.

    Example: coterie simulate heartbeat --for 30d

    Args:
        playbook: The id of a playbook, or its file.
        during: How long.
        community: The community in which it runs; a small sample if not given.
        group: The group that uses it; the first if not given.
    """
    from ..commands.simulation import simulate

    return simulate(playbook, during, community, group)


@new.command(name="community")
def new_community(folder: Path = Path("."), /) -> int:
    """Write a small community with a configuration, a playbook, a deck and a scenario that pass as they are.

    Example: coterie new community berlin-tech

    Args:
        folder: Where it is written; its name becomes the community's id.
    """
    from ..commands.beginning import new_community

    return new_community(folder)


@new.command(name="playbook")
def new_playbook(name: str, folder: Path = Path("."), /) -> int:
    """Write a playbook, and a scenario that plays it and passes as it is.

    Example: coterie new playbook hour-a-week

    Args:
        name: Its id, by which groups use it.
        folder: That of a community's files, or any other.
    """
    from ..commands.beginning import new_playbook

    return new_playbook(name, folder)


@new.command(name="plugin")
def new_plugin(folder: Path, /) -> int:
    """Write a plugin as a package of its own, in English and German, with tests that pass as they are.

    Example: coterie new plugin helping-hands

    Args:
        folder: Where it is written; its name becomes the plugin's.
    """
    from ..commands.beginning import new_plugin

    return new_plugin(folder)


COMMANDS = (
    demo,
    check,
    test,
    next,
    schema,
    simulate,
)
"""Those that stand by themselves."""
