"""Commands for whoever has a community as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from .kinds import Format

export = App(name="export", help="Write down what coterie knows.")


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
    from ..commands.planning import plan

    return plan(config, as_rows=format is Format.JSON, exit_code=exit_code, workspace=workspace)


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
    from ..commands.planning import apply

    return apply(config, yes=yes, as_rows=format is Format.JSON, workspace=workspace)


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
    from ..commands.exporting import export_community

    return export_community(config, id, output)


COMMANDS = (
    plan,
    apply,
)
"""Those that stand by themselves."""
