"""The command line. Each command reads its words here; what it does is imported when it is called.

Exit status: 0 good, 1 a problem in what the user gave, 2 wrong usage, 3 the platform or the store.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NoReturn

from cyclopts import App, CycloptsError, Parameter

from coterie import __version__

from .errors import ConfigError, CoterieError, PlatformError, StoreError

BAD_INPUT, BAD_USAGE, BAD_PLATFORM = 1, 2, 3

cli = App(
    name="coterie",
    help="Runs the small groups inside a large community, on Slack or on Matrix, from the same playbooks.",
    version=f"coterie {__version__}",
    help_format="plaintext",
)
new = App(name="new", help="Begin something with files that already work.")
cli.command(new)
export = App(name="export", help="Write down what coterie knows.")
cli.command(export)
undone = App(name="outbox", help="See to what a platform refused, and what was set aside.")
cli.command(undone)
stores = App(name="store", help="See to where coterie keeps everything.")
cli.command(stores)
slack = App(name="slack", help="What Slack needs to know of coterie.")
cli.command(slack)


class Format(Enum):
    """For whom the output is."""

    TEXT = "text"
    JSON = "json"


class Platform(Enum):
    """Where scenarios are played."""

    SIMULATOR = "simulator"
    SLACK = "slack"
    MATRIX = "matrix"


class Subject(Enum):
    """Of what a schema is printed."""

    PLAYBOOK = "playbook"
    DECK = "deck"


@cli.command
def demo(*, weeks: int = 4, join: bool | None = None) -> int:
    """Play a sample community through four weeks, and then join in. Needs no account.

    Example: coterie demo

    Args:
        weeks: How many weeks to let pass.
        join: Join in as a member afterwards; by default on a terminal only.
    """
    from .demo import play

    return play(weeks=weeks, join=sys.stdin.isatty() and sys.stdout.isatty() if join is None else join)


@cli.command
def run(*, config: Path = Path("coterie.toml"), store: str | None = None) -> int:
    """Run coterie as coterie.toml says, until it is stopped.

    Example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… coterie run

    Args:
        config: The configuration; secrets come from the environment or a .env beside it.
        store: Another store than the configuration names.
    """
    gc.disable()  # what is made until it runs stays as long as it runs: nothing to collect
    from .running import run

    async def run_host(*parts: Any) -> int:
        from .hosting import run_host

        return await run_host(*parts)

    return run(config, store, run_host)


@stores.command(name="move")
def move_store(source: str, target: str, /) -> int:
    """Move everything from one store into another, empty one, and compare the two document by document.

    Example: coterie store move tinydb:data postgresql://coterie@db.example.org/coterie

    It may be stopped and run again. The old store stays as it is.

    Args:
        source: A location: tinydb:FOLDER or postgresql://…
        target: Another one.
    """
    from .moving import move

    say(move(source, target))
    return 0


@slack.command(name="manifest")
def slack_manifest(
    *,
    socket: Annotated[bool, Parameter(negative="")] = False,
    http: str | None = None,
    workspaces: Annotated[bool, Parameter(negative="")] = False,
    name: str = "coterie",
    config: Path = Path("coterie.toml"),
) -> int:
    """Print the manifest of the app, to be pasted into Slack: the rights that coterie and its plugins need, and no others.

    Example: coterie slack manifest --socket

    Without a mode, the one of the configuration; without that, Socket Mode.

    Args:
        socket: For Socket Mode: coterie opens the connection, and needs no public address.
        http: For requests to this address: https://coterie.example.org
        workspaces: For an app that many workspaces install, over HTTP.
        name: What the app and its account are called in the workspace.
        config: The configuration, which says which plugins are used; without one, all that are installed.
    """
    from .manifesting import Way, print_manifest

    if socket and (http or workspaces):
        raise ValueError("give --socket, or --http and --workspaces")
    way = Way.SOCKET if socket else Way.HTTP if http else None
    print_manifest("slack", config, name, way, http, for_many=workspaces)
    return 0


@slack.command(name="sandbox")
def slack_sandbox(community: Path | None = None, /, *, port: int = 8090) -> int:
    """Play a community in a Slack on this machine, in a browser: its channels, messages, buttons and forms. Needs no account.

    Example: coterie slack sandbox community.yaml

    Nothing is kept, nobody else reaches it, and its clock can be put forward.

    Args:
        community: A community file, with the playbooks and decks beside it; without one, community.yaml, else a small sample.
        port: Where the page is served on 127.0.0.1; 0 takes any that is free.
    """
    from .sandboxing import play_in_browser

    return play_in_browser("slack", community, port)


@undone.command(name="list")
def list_undone(
    *,
    config: Path = Path("coterie.toml"),
    store: str | None = None,
    workspace: str = "",
    format: Format = Format.TEXT,
) -> int:
    """List what platforms refused for good, and events at which coterie itself failed. Nothing has to be stopped for it.

    Example: coterie outbox list

    Args:
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        format: json gives one object a line, with the trace where there is one.
    """
    from .undone import show

    return show(config, store, as_rows=format is Format.JSON, part=workspace)


@undone.command(name="retry")
def retry_undone(
    names: Annotated[list[str], Parameter(negative="")] | None = None,
    /,
    *,
    all: Annotated[bool, Parameter(negative="")] = False,
    config: Path = Path("coterie.toml"),
    store: str | None = None,
    workspace: str = "",
    format: Format = Format.TEXT,
) -> int:
    """Let it be tried again, behind what waits in its room.

    Example: coterie outbox retry --all

    Args:
        names: What is meant, as `coterie outbox list` names it.
        all: Everything that was set aside.
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        format: json gives one object a line.
    """
    from .undone import decide

    return decide(config, store, names or (), again=True, all=all, as_rows=format is Format.JSON, part=workspace)


@undone.command(name="drop")
def drop_undone(
    names: Annotated[list[str], Parameter(negative="")] | None = None,
    /,
    *,
    all: Annotated[bool, Parameter(negative="")] = False,
    config: Path = Path("coterie.toml"),
    store: str | None = None,
    workspace: str = "",
    format: Format = Format.TEXT,
) -> int:
    """Forget it for good.

    Example: coterie outbox drop --all

    Args:
        names: What is meant, as `coterie outbox list` names it.
        all: Everything that was set aside.
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        format: json gives one object a line.
    """
    from .undone import decide

    return decide(config, store, names or (), again=False, all=all, as_rows=format is Format.JSON, part=workspace)


@cli.command
def doctor(*, config: Path = Path("coterie.toml"), store: str | None = None, format: Format = Format.TEXT) -> int:
    """Look at tokens, permissions, rooms, clock, store, time zones and disk: one line each, with what to do. Nothing is changed.

    Example: coterie doctor

    Args:
        config: The configuration; secrets come from the environment or a .env beside it.
        store: Another store than the configuration names.
        format: json gives one object a line.
    """
    from .doctor import doctor

    return doctor(config, store, as_rows=format is Format.JSON)


@cli.command
def backup(file: Path, /, *, config: Path = Path("coterie.toml"), store: str | None = None, workspace: str = "") -> int:
    """Write everything that coterie keeps into one file, as it is at one instant. Nothing has to be stopped for it.

    Example: coterie backup coterie.backup

    Args:
        file: A new file; nobody but its owner can read it.
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
    """
    from .backup import backup

    say(backup(file, config, store, workspace))
    return 0


@cli.command
def restore(
    file: Path, /, *, config: Path = Path("coterie.toml"), store: str | None = None, workspace: str = ""
) -> int:
    """Bring everything in a backup into an empty store, and compare the two. A damaged file is refused, and nothing written.

    Example: coterie restore coterie.backup

    Args:
        file: What `coterie backup` wrote.
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
    """
    from .backup import restore

    say(restore(file, config, store, workspace))
    return 0


@cli.command
def plan(
    *,
    config: Path = Path("coterie.toml"),
    workspace: str = "",
    format: Format = Format.TEXT,
    exit_code: bool = False,
) -> int:
    """Show what differs between the community's files and the platforms, and change nothing.

    Example: coterie plan --format json

    Args:
        config: The configuration; secrets come from the environment or a .env beside it.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        format: json gives one object a difference.
        exit_code: End with 1 where something differs.
    """
    from .planning import plan

    return plan(config, as_rows=format is Format.JSON, exit_code=exit_code, workspace=workspace)


@cli.command
def apply(
    *, config: Path = Path("coterie.toml"), workspace: str = "", yes: bool = False, format: Format = Format.TEXT
) -> int:
    """Make the platforms what the community's files say: rooms, names, topics, charters, rights.

    Example: coterie apply --yes

    Args:
        config: The configuration; secrets come from the environment or a .env beside it.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        yes: Also do, without asking, what can't be undone or was made by somebody else.
        format: json gives one object a difference, with what came of it.
    """
    from .planning import apply

    return apply(config, yes=yes, as_rows=format is Format.JSON, workspace=workspace)


@cli.command
def check(paths: Annotated[list[Path], Parameter(negative="")], /, *, format: Format = Format.TEXT) -> int:
    """Check playbooks, communities, decks, scenarios, configurations, or whole folders of them.

    Example: coterie check community.yaml playbooks/

    Args:
        paths: Files, told apart by their first key, or folders.
        format: json gives one object a finding.
    """
    gc.disable()  # a short life that makes many small values and no cycles worth collecting: a third of the time
    from .checking import check

    return check(paths, as_json=format is Format.JSON)


@cli.command
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
    from .rehearsal import test

    return test(paths, platform=platform.value, as_json=format is Format.JSON, with_transcript=transcript)


@cli.command
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
    from .clock import SystemClock
    from .playbook.upcoming import as_json_lines, as_table, upcoming

    rows = upcoming(schedule, zone, after, count, SystemClock().now())
    say(as_json_lines(rows) if format is Format.JSON else as_table(rows))
    return 0


@cli.command
def schema(subject: Subject = Subject.PLAYBOOK, /) -> int:
    """Print the JSON Schema by which editors complete and check playbooks and decks.

    Example: coterie schema playbook > playbook.schema.json
    """
    from .checking import schema

    say(schema(subject.value))
    return 0


@cli.command
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
    from .simulation import simulate

    return simulate(playbook, during, community, group)


@new.command(name="community")
def new_community(folder: Path = Path("."), /) -> int:
    """Write a small community with a configuration, a playbook, a deck and a scenario that pass as they are.

    Example: coterie new community berlin-tech

    Args:
        folder: Where it is written; its name becomes the community's id.
    """
    from .beginning import new_community

    return new_community(folder)


@export.command(name="community")
def export_community(
    *,
    config: Path = Path("coterie.toml"),
    id: str | None = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
) -> int:
    """Write the community as it is now, with the groups made or changed in chat, as a community file.

    Example: coterie export community -o community.new.yaml

    Args:
        config: The configuration.
        id: Which community, where there are several; the first if not given.
        output: A new file; standard output if not given.
    """
    from .exporting import export_community

    return export_community(config, id, output)


def say(text: str) -> None:
    """Print for whoever called, and nothing else on that stream."""
    sys.stdout.write(f"{text}\n")


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
        return _complain(f"{str(error).strip()}\nSee `coterie --help`.", BAD_USAGE)
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
