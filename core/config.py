"""coterie.toml: what the operator decides. Secrets come from the environment alone, or a `.env` beside the file.

Every mistake of the file is named at once, with its line. The sections `[slack]`, `[matrix]` … are those of the adapters that are
installed; a section that is there is on.
"""

from __future__ import annotations

import os
import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from io import StringIO
from pathlib import Path
from typing import Any

from attrs import field, fields
from cattrs import Converter, transform_error
from cattrs.errors import AttributeValidationNote, ClassValidationError, ForbiddenExtraKeysError

from .errors import ConfigError, Finding
from .paths import bytes_of
from .playbook.source import undecodable
from .settings import WrongSetting, listen_address, store_location
from .settings import locale as a_locale
from .values import frozen

DATABASE_URL = "COTERIE_DATABASE_URL"
"""The environment variable that names the store before the file does, with its password."""

_PASSWORD = re.compile(r"(://[^/@:]*):[^/@]*@")


def without_password(location: str) -> str:
    """A store's location as it may be shown."""
    return _PASSWORD.sub(r"\1:…@", location)


@frozen
class CoterieSettings:
    """The section `[coterie]`. Paths are relative to the file's folder."""

    data: str = "data"
    store: str = field(
        default="tinydb", validator=store_location, repr=lambda location: repr(without_password(location))
    )
    community: tuple[str, ...] = ("community.yaml",)
    playbooks: tuple[str, ...] = ("playbooks",)
    plugins: tuple[str, ...] = ("*",)
    locale: str = field(default="en", validator=a_locale)


@frozen
class WebSettings:
    """The section `[web]`: where Slack over HTTP and calendars are served. `listen` is HOST:PORT.

    `url` is how that is reached from outside, where a proxy stands before it: `https://coterie.example.org`.
    """

    listen: str = field(default="127.0.0.1:8080", validator=listen_address)
    url: str = ""


@frozen
class Config:
    """A read configuration. `adapters` holds the settings of every platform that is on, by the name of its section."""

    file: Path
    coterie: CoterieSettings = CoterieSettings()
    web: WebSettings | None = None
    adapters: Mapping[str, Any] = field(factory=dict)
    text: str = field(default="", repr=False)

    def finding(self, message: str, section: str, key: str, nearest: str | None = None) -> Finding:
        """An error of what stands under this key; of the file as a whole where nothing does."""
        return _Lines(str(self.file), self.text).finding(message, section, key, nearest)

    @property
    def folder(self) -> Path:
        """Where the paths in the file begin."""
        return self.file.parent


def read_config(file: Path, adapters: Mapping[str, type]) -> Config:
    """The configuration in `file`; `adapters` gives the settings class of each platform that is installed.

    Only the platforms that stand in the file are looked up. Raises ConfigError with every mistake of the file.
    """
    text = text_of(file)
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(file, error)) from error
    except RecursionError as error:
        opened = {line: text.count("[") + text.count("{") for line, text in enumerate(text.splitlines(), 1)}
        line = max(opened, key=lambda line: opened[line])
        raise ConfigError(Finding(str(file), line, None, "is nested too deeply to be read")) from error
    own: dict[str, type] = {"coterie": CoterieSettings, "web": WebSettings}
    known = {name: own.get(name) or adapters[name] for name in (*own, *adapters) if name in own or name in sections}
    read: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, values in sections.items():
        lines = _Lines(str(file), text)
        findings += _check(name, values, known, (*own, *adapters), lines, read)
    if findings:
        raise ConfigError(sorted(findings, key=lambda finding: finding.line or 0))
    platforms = {name: read[name] for name in adapters if name in read}
    return Config(file, read.get("coterie", CoterieSettings()), read.get("web"), platforms, text)


def read_environment(folder: Path) -> Mapping[str, str]:
    """The environment, over what a `.env` in the folder says. Raises ConfigError where that is there and can't be read."""
    file = folder / ".env"
    return {**_written(file), **os.environ} if file.exists() else dict(os.environ)


def _written(file: Path) -> Mapping[str, str]:
    from dotenv import dotenv_values  # where there is such a file

    values = dotenv_values(stream=StringIO(text_of(file)))
    return {name: value for name, value in values.items() if value is not None}


def text_of(file: Path) -> str:
    """What stands in a file of the operator. Raises ConfigError where it can't be read."""
    try:
        content = bytes_of(file).removeprefix(BOM_UTF8)
        return content.decode()
    except FileNotFoundError as error:
        message = "there is no such file; `coterie new community` makes one to begin with"
        raise ConfigError(Finding(str(file), None, None, message)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(undecodable(content, error, str(file))) from error
    except OSError as error:
        raise ConfigError(Finding(str(file), None, None, f"can't be read: {error.strerror}")) from error


def _syntax(file: Path, error: tomllib.TOMLDecodeError) -> Finding:
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    message = re.sub(r" \(at .*\)$", "", str(error))
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    if message.startswith(("Cannot overwrite a value", "Cannot declare")):
        return Finding(str(file), line, 1, "this stands here twice; one may be there")
    return Finding(str(file), line, column, f"is not TOML: {message}")


@frozen
class _Lines:
    """Finds where a section or one of its keys is written."""

    file: str
    text: str

    def finding(self, message: str, section: str, key: str | None = None, nearest: str | None = None) -> Finding:
        line, column = self._place(section, key)
        if line is None:
            line, column = self._place(section, None)
        return Finding(self.file, line, column, message, nearest)

    def _place(self, section: str, key: str | None) -> tuple[int | None, int | None]:
        current = None
        for number, line in enumerate(self.text.splitlines(), 1):
            if head := re.match(r"\s*\[+\s*\"?([\w.-]+)\"?\s*\]+", line):
                current = head[1]
                if current == section and key is None:
                    return number, 1
            elif found := re.match(r"\s*\"?([\w-]+)\"?\s*(\.[\w.-]+\s*)?=", line):
                if (current == section and found[1] == key) or (current is None and found[1] == section):
                    return number, found.start(1) + 1
        return None, None


def _check(
    name: str, values: object, known: Mapping[str, type], names: Sequence[str], lines: _Lines, read: dict[str, Any]
) -> list[Finding]:
    if name not in known:
        found = f"unknown section [{name}]; there are {', '.join(f'[{one}]' for one in names)}"
        return [lines.finding(found, name, nearest=_nearest(name, names))]
    if not isinstance(values, dict):
        return [lines.finding(f"'{name}' is a section: write [{name}] and its keys below", name)]
    wrong = list(_unfit(values, name, known[name], lines))
    try:
        read[name] = _strict().structure(values, known[name])
    except ClassValidationError as error:
        return [*_findings(error, name, known[name], lines), *wrong]
    except ValueError as error:
        return wrong or [lines.finding(str(error), name)]
    return []


def _unfit(values: Mapping[str, object], section: str, kind: type, lines: _Lines) -> Iterator[Finding]:
    """What validators find in values of the right type."""
    for one in fields(kind):
        value = values.get(one.name)
        if one.validator is None or not isinstance(value, str):
            continue
        try:
            one.validator(None, one, value)
        except WrongSetting as error:
            yield lines.finding(f"'{one.name}' in [{section}] {error}", section, one.name, error.nearest)


def _findings(error: ClassValidationError, section: str, kind: type, lines: _Lines) -> Iterator[Finding]:
    names = [one.name for one in fields(kind)]
    misspelt: set[str | None] = set()
    for problem in sorted(error.exceptions, key=lambda one: not isinstance(one, ForbiddenExtraKeysError)):
        if isinstance(problem, ForbiddenExtraKeysError):
            for key in sorted(problem.extra_fields):
                message = f"unknown key '{key}' in [{section}]; there are {', '.join(names)}"
                yield lines.finding(message, section, key, _nearest(key, names))
                misspelt.add(_nearest(key, names))
            continue
        if isinstance(problem, WrongSetting):
            continue  # found already, with its key
        notes = [note for note in getattr(problem, "__notes__", ()) if isinstance(note, AttributeValidationNote)]
        if notes and isinstance(problem, KeyError) and notes[0].name in misspelt:
            continue
        if notes:
            near = next((one.nearest for one in (problem, *_inner(problem)) if isinstance(one, _NotOneOf)), None)
            yield lines.finding(f"'{notes[0].name}' in [{section}] {_why(problem)}", section, notes[0].name, near)
        else:
            yield lines.finding(f"[{section}] {_why(problem)}", section)


def _why(problem: BaseException) -> str:
    if isinstance(problem, KeyError):
        return "is missing"
    if misspelt := [str(one) for one in _inner(problem) if isinstance(one, _NotOneOf)]:
        return "; ".join(misspelt)
    if isinstance(problem, ClassValidationError) or hasattr(problem, "exceptions"):
        return "; ".join(part.partition(" @ ")[0] for part in transform_error(problem))
    return str(problem)


def _inner(problem: BaseException) -> Sequence[BaseException]:
    """What is wrong with the items of a list."""
    return tuple(getattr(problem, "exceptions", ()))


def _nearest(word: str, words: Any) -> str | None:
    return next(iter(get_close_matches(word, list(words), n=1)), None)


def _strict() -> Converter:
    """A converter that takes each TOML type for what it is: no number for a text, no text for a list."""
    converter = Converter(forbid_extra_keys=True)
    for kind, words in ((str, "a text in quotes"), (bool, "true or false"), (int, "a whole number")):
        converter.register_structure_hook(kind, _exactly(kind, words))
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _texts)
    converter.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _one_of)
    return converter


class _NotOneOf(ValueError):
    """A word that is none of those that may stand there."""

    def __init__(self, value: object, words: Sequence[str]) -> None:
        super().__init__(f"must be {' or '.join(words)}, not {value!r}")
        self.nearest = _nearest(str(value), words)


def _one_of(value: object, kind: type[Enum]) -> Enum:
    found = next((one for one in kind if one.value == value), None)
    if found is None:
        raise _NotOneOf(value, [str(one.value) for one in kind])
    return found


def _exactly(kind: type, words: str) -> Any:
    def structure(value: object, _: type) -> object:
        if type(value) is not kind:
            raise ValueError(f"must be {words}, not {value!r}")
        return value

    return structure


def _texts(value: object, _: type) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f'must be a list of texts, for example ["one", "two"], not {value!r}')
    return tuple(value)
