"""Commands for the account or the app of coterie on a platform."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

slack = App(name="slack", help="What Slack needs to know of coterie.")
matrix = App(name="matrix", help="Coterie's account on Matrix.")


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
    from ..commands.manifesting import Way, print_manifest

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
    from ..commands.sandboxing import play_in_browser

    return play_in_browser("slack", community, port)


@matrix.command(name="login")
def matrix_login(
    *,
    token: Annotated[bool, Parameter(negative="")] = False,
    reset_signing: Annotated[bool, Parameter(negative="")] = False,
    config: Path = Path("coterie.toml"),
) -> int:
    """Log in with the account that [matrix] names, and keep the token in .env. Where the keys of encrypted rooms are lost, as a new device.

    Example: coterie matrix login

    The password is asked for, or comes from COTERIE_MATRIX_PASSWORD.

    Args:
        token: Ask for the access token of a session that is there already, instead of the password.
        reset_signing: Put our keys in the place of those by which another client signs for the account. That client has to be verified anew.
        config: The configuration.
    """
    from ..commands.account import login

    return login("matrix", config, token=token, reset=reset_signing)


@matrix.command(name="verify")
def matrix_verify(user: str | None = None, /, *, config: Path = Path("coterie.toml")) -> int:
    """Let somebody make sure, in their client, that it is this coterie they talk to: both compare seven emojis.

    Example: coterie matrix verify @ana:example.org

    Coterie must not be running meanwhile. Without USER it waits for whoever begins it in their client, in the room with coterie or in
    the list of sessions of coterie's own account.

    Args:
        user: Who is asked to compare, in the direct conversation with them.
        config: The configuration.
    """
    from ..commands.account import verify

    return verify("matrix", config, user=user)
