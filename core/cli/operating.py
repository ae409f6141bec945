"""Commands for whoever runs coterie."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from .kinds import Format, say

undone = App(name="outbox", help="See to what a platform refused, and what was set aside.")
stores = App(name="store", help="See to where coterie keeps everything.")


def run(*, config: Path = Path("coterie.toml"), store: str | None = None) -> int:
    """Run coterie as coterie.toml says, until it is stopped.

    Example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… coterie run

    Args:
        config: The configuration; secrets come from the environment or a .env beside it.
        store: Another store than the configuration names.
    """
    gc.disable()  # what is made until it runs stays as long as it runs: nothing to collect
    from ..commands.running import run

    async def run_host(*parts: Any) -> int:
        from ..commands.hosting import run_host

        return await run_host(*parts)

    return run(config, store, run_host)


def doctor(*, config: Path = Path("coterie.toml"), store: str | None = None, format: Format = Format.TEXT) -> int:
    """Look at tokens, permissions, rooms, clock, store, time zones and disk: one line each, with what to do. Nothing is changed.

    Example: coterie doctor

    Args:
        config: The configuration; secrets come from the environment or a .env beside it.
        store: Another store than the configuration names.
        format: json gives one object a line.
    """
    from ..commands.doctor import doctor

    return doctor(config, store, as_rows=format is Format.JSON)


def backup(
    file: Path,
    /,
    *,
    config: Path = Path("coterie.toml"),
    store: str | None = None,
    workspace: str = "",
    keys: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Write everything that coterie keeps into one file, as it is at one instant. Nothing has to be stopped for it.

    Example: coterie backup coterie.backup --keys

    Args:
        file: A new file; nobody but its owner can read it.
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        keys: Also the keys to encrypted rooms, sealed by a passphrase: it is asked for, or stands in COTERIE_BACKUP_PASSPHRASE.
    """
    from ..commands.backup import backup

    say(backup(file, config, store, workspace, keys=keys))
    return 0


def restore(
    file: Path,
    /,
    *,
    config: Path = Path("coterie.toml"),
    store: str | None = None,
    workspace: str = "",
    keys: bool = True,
) -> int:
    """Bring everything in a backup into an empty store, and compare the two. A damaged file is refused, and nothing written.

    Example: coterie restore coterie.backup

    Args:
        file: What `coterie backup` wrote.
        config: The configuration.
        store: Another store than the configuration names.
        workspace: Where many workspaces have the app, the id of the one that is meant.
        keys: Also the keys to encrypted rooms that are in it, by the passphrase; --no-keys leaves them out.
    """
    from ..commands.backup import restore

    say(restore(file, config, store, workspace, keys=keys))
    return 0


@stores.command(name="move")
def move_store(source: str, target: str, /) -> int:
    """Move everything from one store into another, empty one, and compare the two document by document.

    Example: coterie store move tinydb:data postgresql://coterie@db.example.org/coterie

    It may be stopped and run again. The old store stays as it is.

    Args:
        source: A location: tinydb:FOLDER or postgresql://…
        target: Another one.
    """
    from ..commands.moving import move

    say(move(source, target))
    return 0


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
    from ..commands.undone import show

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
    from ..commands.undone import decide

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
    from ..commands.undone import decide

    return decide(config, store, names or (), again=False, all=all, as_rows=format is Format.JSON, part=workspace)


COMMANDS = (
    run,
    doctor,
    backup,
    restore,
)
"""Those that stand by themselves."""
