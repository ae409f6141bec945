"""What is wrong with a coterie.toml, and what would be missing if coterie ran as it says. Nothing is connected to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..assembly import uses_of
from ..clock import SystemClock
from ..config import DATABASE_URL, Config, read_config, read_environment, without_password
from ..discovery import ADAPTERS, HOSTS, PLUGINS, PlatformSettings, installed, load
from ..engine.definitions import Definitions
from ..engine.plugins import missing_needs
from ..errors import ConfigError, Finding
from ..files.clashes import clashes
from ..files.surroundings import Surroundings, gathered, load_plugins
from ..handling import LoadedPlugin
from ..model.content import Capability
from ..nearest import nearest
from ..paths import is_file, is_folder

USUAL_PLAYBOOKS = "playbooks"
"""The folder of playbooks where none is named; a community may do without."""


def config_findings(
    file: Path, today: date, load_named: Callable[[Sequence[str]], Sequence[LoadedPlugin]] = load_plugins
) -> Sequence[Finding]:
    """Errors of the file and of the texts of its plugins; as warnings, secrets and what plugins need that will not be there.

    `load_named` gives the plugins of these names.
    """
    try:
        config = read_config(file, PlatformSettings())
    except ConfigError as error:
        return error.findings
    try:
        plugins = load_named(plugin_names(config))
        environment = read_environment(config.folder)
    except ConfigError as error:
        return [*files_not_there(config), *error.findings]
    return [
        *files_not_there(config),
        *(finding for plugin in plugins for finding in plugin.texts.problems()),
        *_clashes(config, today, plugins),
        *_secrets(config, environment),
        *_password(config),
        *(_warning(file, sentence) for sentence in _needs(config, plugins, environment, today)),
    ]


def plugin_names(config: Config) -> Sequence[str]:
    """The plugins that the configuration asks for. Raises ConfigError with each that is not installed."""
    there = installed(PLUGINS)
    if "*" in config.coterie.plugins:
        return tuple(there)
    known = f"there are {', '.join(there)}"
    unknown = [
        config.finding(f"no plugin '{name}' is installed; {known}", "coterie", "plugins", nearest(name, there))
        for name in config.coterie.plugins
        if name not in there
    ]
    if unknown:
        raise ConfigError(unknown)
    return config.coterie.plugins


def files_not_there(config: Config) -> Sequence[Finding]:
    """The community files, and the folders of playbooks, that are named and not there."""
    return [
        *(
            config.finding(f"there is no community file '{name}' beside it", "coterie", "community")
            for name in config.coterie.community
            if not is_file(config.folder / name)
        ),
        *(
            config.finding(f"there is no folder of playbooks '{name}' beside it", "coterie", "playbooks")
            for name in config.coterie.playbooks
            if name != USUAL_PLAYBOOKS and not is_folder(config.folder / name)
        ),
    ]


def _secrets(config: Config, environment: Mapping[str, str]) -> Iterator[Finding]:
    for name, settings in config.adapters.items():
        for secret in load(ADAPTERS, name).missing_secrets(settings, environment):
            yield _warning(
                config.file, f"[{name}] needs {secret}: set it in the environment or in a .env beside this file"
            )


def _password(config: Config) -> Iterator[Finding]:
    if without_password(config.coterie.store) != config.coterie.store:
        message = f"the store's location holds a password: set {DATABASE_URL} in the environment instead"
        yield _warning(config.file, message)


def _clashes(config: Config, today: date, plugins: Sequence[LoadedPlugin]) -> Iterator[Finding]:
    """What two of the communities claim. Where many workspaces may install the app, each community may live by itself."""
    if len(config.coterie.community) > 1:
        apart = any(name in installed(HOSTS) for name in config.adapters)
        yield from clashes(_around(config, today, plugins).communities, apart=apart)


def _around(config: Config, today: date, plugins: Sequence[LoadedPlugin]) -> Surroundings:
    files = [config.folder / name for name in config.coterie.community if is_file(config.folder / name)]
    folders = [config.folder / name for name in config.coterie.playbooks]
    return gathered(files, folders, config.coterie.locale, today, plugins)


def _needs(
    config: Config, plugins: Sequence[LoadedPlugin], environment: Mapping[str, str], today: date
) -> Sequence[str]:
    """What plugins need and would not find, one sentence each."""
    if not any(plugin.needs for plugin in plugins):
        return ()
    capabilities = {name: _capabilities(name, settings, environment) for name, settings in config.adapters.items()}
    around = _around(config, today, plugins)
    definitions = Definitions(tuple(read.community for read in around.communities if read.community is not None))
    return missing_needs(plugins, capabilities, definitions, uses_of(around.library, plugins))


def _capabilities(name: str, settings: Any, environment: Mapping[str, str]) -> frozenset[Capability]:
    """What a platform has as it is set here; an adapter knows it before it connects."""
    found: frozenset[Capability] = load(ADAPTERS, name)(settings, environment, SystemClock()).capabilities
    return found


def _warning(file: Path, message: str) -> Finding:
    return Finding(str(file), None, None, message, severity="warning")
