"""What stands around a file: its community, and the playbooks and decks beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from attrs import evolve

from ..declarations import known_of
from ..discovery import PLUGINS, installed, load
from ..errors import ConfigError, Finding
from ..handling import LoadedPlugin
from ..nearest import nearest
from ..paths import bytes_of
from ..playbook.params import ParamError, parse_param
from ..playbook.reader import (
    Reader,
)
from ..playbook.verbs import Known
from ..playbook.yaml import ENOUGH, Node, Scalar
from ..playbook.yaml import Sequence as SequenceNode
from ..plugin import Plugin
from ..values import frozen
from .community import CommunityFile, WrittenUse, read_community
from .library import SUFFIXES, Library, Shelf, arranged, kind_of_file, shelves

FOLDERS = ("playbooks", "decks")
"""The folders beside a community file in which its playbooks and decks stand."""


@lru_cache(maxsize=1)
def installed_plugins() -> tuple[LoadedPlugin, ...]:
    """Every plugin that is installed, loaded. Raises ConfigError with all that is wrong with one."""
    return load_plugins(tuple(installed(PLUGINS)))


def load_plugins(names: Sequence[str]) -> tuple[LoadedPlugin, ...]:
    """The plugins of these entry points."""
    loaded = []
    for name in names:
        plugin = load(PLUGINS, name)
        if not isinstance(plugin, Plugin):
            message = f"its entry point names {type(plugin).__name__}, not a Plugin"
            raise ConfigError(Finding(name, None, None, message))
        loaded.append(plugin.load())
    if twice := tuple(verbs_twice(loaded)):
        raise ConfigError(twice)
    return tuple(loaded)


def verbs_twice(plugins: Sequence[LoadedPlugin]) -> Iterator[Finding]:
    """The verbs that two plugins declare: a playbook could not say which it means."""
    first: dict[str, str] = {}
    for plugin in plugins:
        for verb in plugin.steps:
            other = first.setdefault(verb, plugin.name)
            if other != plugin.name:
                message = f"the verb '{verb}' of plugin {plugin.name} is one of plugin {other} already"
                yield Finding(plugin.name, None, None, f"{message}; leave one of them out of `plugins` in coterie.toml")


def home_of(file: Path) -> Path:
    """The folder in which a file's community stands: that above the nearest `playbooks` or `decks`, else its own."""
    return next((folder.parent for folder in file.parents if folder.name in FOLDERS), file.parent)


def files_of(home: Path, more: Sequence[Path] = ()) -> Iterator[Path]:
    """The playbooks and decks of a community: in its two folders, right beside it, and in `more` folders."""
    folders = dict.fromkeys(folder.resolve() for folder in (home, *(home / name for name in FOLDERS), *more))
    for folder in folders:
        pattern = "*" if folder == home.resolve() else "**/*"
        yield from (file for file in sorted(folder.glob(pattern)) if file.suffix in SUFFIXES and file.is_file())


@frozen
class Surroundings:
    """A community's folder: its library, and the communities in it. `complete` says that what is not here is nowhere."""

    library: Library
    communities: tuple[CommunityFile, ...] = ()
    complete: bool = True


def look_around(
    home: Path, today: date, named: Mapping[Path, str], plugins: Sequence[LoadedPlugin], *, whole: bool = False
) -> Surroundings:
    """Everything in a community's folder. `named` gives what a file is called in findings, by its resolved path.

    Where no community stands, a deck or a playbook that is not here may be elsewhere, unless the folder is meant as a `whole`;
    and what else is here has nothing to do with the files that are named. Of two right beside the community that have one id, it is that
    of the file that is named: drafts may lie there.
    """
    found = sorted(files_of(home), key=lambda file: file.parent == home and file.resolve() not in named)
    files = [Shelf(named.get(file.resolve(), str(file)), bytes_of(file, ENOUGH)) for file in found]
    communities = tuple(
        read_community(home / Path(shelf.name).name, today, shelf.name)
        for shelf in files
        if kind_of_file(shelf.content) == "community"
    )
    complete = whole or bool(communities)
    if not complete:
        files = [shelf for file, shelf in zip(found, files, strict=True) if file.resolve() in named]
    known = with_people(known_of(plugins), communities)
    return Surroundings(arranged(files, shelves(plugins), known, complete=complete), communities, complete)


def gathered(
    communities: Sequence[Path], folders: Sequence[Path], locale: str, today: date, plugins: Sequence[LoadedPlugin]
) -> Surroundings:
    """These communities and no others, with what stands around each of them and in further folders of playbooks.

    `locale` is that of a community which names none.
    """
    read = tuple(read_community(file, today, locale=locale) for file in communities)
    homes = [home_of(file.resolve()) for file in communities]
    found = dict.fromkeys(file.resolve() for home in homes for file in files_of(home, folders))
    files = [Shelf(str(file), bytes_of(file, ENOUGH)) for file in found]
    library = arranged(files, shelves(plugins), with_people(known_of(plugins), read))
    return Surroundings(library, read)


def with_people(known: Known, communities: Sequence[CommunityFile]) -> Known:
    """With the people and groups of the communities, where all of them could be read."""
    read = [one.community for one in communities if one.community is not None]
    if not read or len(read) < len(communities):
        return known
    return evolve(
        known,
        people=frozenset(person for one in read for person in one.people),
        groups=frozenset(group for one in read for group in one.groups),
    )


# --- what groups use ------------------------------------------------------------------------------------------------


def check_uses(read: CommunityFile, known: Known) -> None:
    """Note every playbook and plugin that groups use and that is not there, and every parameter that does not fit."""
    for use in read.uses:
        _check_use(read.reader, use, known)
    if known.plugins is not None:
        for plugin in read.plugins:
            if plugin.text not in known.plugins:
                near = nearest(plugin.text, known.plugins)
                read.reader.error(plugin, f"there is no plugin '{plugin.text}'", nearest=near)


def _check_use(reader: Reader, use: WrittenUse, known: Known) -> None:
    playbooks = known.playbooks or {}
    params = playbooks.get(use.playbook.text)
    if params is None:
        message = f"there is no playbook '{use.playbook.text}'"
        reader.error(use.playbook, message, nearest=nearest(use.playbook.text, playbooks))
        return
    for entry in use.given:
        name, node = entry.key.text, entry.value
        if name not in params:
            may_be = f"it has {', '.join(params)}" if params else "it has none"
            near = nearest(name, params)
            reader.error(entry.key, f"playbook '{use.playbook.text}' has no parameter '{name}'; {may_be}", nearest=near)
            continue
        try:
            parse_param(params[name], _written(node), known)
        except ParamError as error:
            reader.error(node, f"'{name}' {error.message}", nearest=error.nearest)
    given = {entry.key.text for entry in use.given}
    for name, param in params.items():
        if param.required and name not in given:
            reader.error(
                use.playbook,
                f"'{name}' is missing: playbook '{use.playbook.text}' needs it",
                note=f"with: {{{name}: …}}",
            )


def _written(node: Node) -> str | tuple[str, ...]:
    if isinstance(node, Scalar):
        return node.text
    return tuple(str(item) for item in node.items) if isinstance(node, SequenceNode) else ()
