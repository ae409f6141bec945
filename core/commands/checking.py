"""`coterie check`: what is wrong with files of every kind, and the schemas by which editors know it before."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ..clock import SystemClock
from ..errors import ConfigError, Finding
from ..files.clashes import clashes
from ..files.community import CommunityFile, read_community
from ..files.library import SUFFIXES, kind_of_file
from ..files.surroundings import Surroundings, check_uses, home_of, installed_plugins, look_around
from ..json_lines import json_line
from ..nearest import nearest
from ..paths import bytes_of, is_folder, is_there
from ..playbook.reader import Wrong
from ..playbook.yaml import ENOUGH, Source, parse
from ..scenario.file import Surroundings as OfScenario
from ..scenario.file import read_scenario

KINDS = ("playbook", "deck", "community", "scenario")
"""The first keys of the files that coterie reads."""

NOTHING_THERE = "there is nothing to check in this folder: no .yaml or .yml file, and no coterie.toml"

_LEFT_OUT = ("node_modules", "__pycache__", "venv")


def check(paths: Sequence[Path], *, as_json: bool) -> int:
    """Print everything that is wrong with the files and folders; 1 if anything is an error, or nothing is there to check, else 0."""
    files, findings = files_in(paths)
    folders = frozenset(path.resolve() for path in paths if is_folder(path))
    by_name = frozenset(path.resolve() for path in paths if not is_folder(path))
    checker = Checker(files, SystemClock().now().date(), folders, by_name)
    findings += [finding for file in files for finding in checker.check(file)]
    findings = list(
        dict.fromkeys(findings)
    )  # what is wrong around a scenario is told once, however many scenarios there are
    for finding in findings:
        sys.stdout.write(f"{_json(finding) if as_json else finding}\n")
    if not as_json:
        sys.stdout.write(f"{_summary(findings, len(files))}\n")
    return int(any(finding.severity == "error" for finding in findings))


def schema(subject: str) -> str:
    """The JSON Schema of files of one kind; that of playbooks has the verbs of the plugins that are installed."""
    from ..declarations import known_of
    from ..files.community_schema import community_schema
    from ..playbook.schema import deck_schema, playbook_schema
    from ..scenario.schema import scenario_schema

    made = {
        "playbook": lambda: playbook_schema(known_of(installed_plugins())),
        "deck": deck_schema,
        "community": community_schema,
        "scenario": scenario_schema,
    }[subject]
    return json.dumps(made(), indent=2, ensure_ascii=False)


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[Finding]]:
    """The files named and those in the folders named, each once; and a finding for each path that is not there, or has nothing to check.

    That one folder of several has none yet is a warning: of the others something was checked.
    """
    files: dict[Path, Path] = {}
    findings, empty = [], []
    for path in paths:
        if not is_there(path):
            findings.append(Finding(str(path), None, None, "there is no such file or folder"))
        below = list(_below(path)) if is_folder(path) else [path] if is_there(path) else []
        if is_folder(path) and not below:
            empty.append(path)
        for file in below:
            files.setdefault(file.resolve(), file)
    severity = "warning" if files else "error"
    findings += [Finding(str(path), None, None, NOTHING_THERE, severity=severity) for path in empty]
    return list(files.values()), findings


def _below(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if any(part.startswith(".") or part in _LEFT_OUT for part in parts) or not file.is_file():
            continue
        if file.suffix in SUFFIXES or file.name == "coterie.toml":
            yield file


class Checker:
    """Checks files one by one; what stands around them is looked at once."""

    def __init__(
        self,
        files: Sequence[Path],
        today: date,
        folders: frozenset[Path] = frozenset(),
        by_name: frozenset[Path] = frozenset(),
    ) -> None:
        """`files` are all that are checked, `folders` those that were named, `by_name` the files that were."""
        self._named = {file.resolve(): str(file) for file in files}
        self._today = today
        self._folders = folders
        self._by_name = by_name
        self._around: dict[Path, Surroundings] = {}

    def check(self, file: Path) -> Sequence[Finding]:
        """Everything that is wrong with the file, in the order of its lines."""
        try:
            content = bytes_of(file, ENOUGH)
        except OSError as error:
            return [Finding(str(file), None, None, f"can't be read: {error.strerror}")]
        if file.suffix == ".toml":
            from .config_check import config_findings  # it takes the whole house, which the other files do not

            return config_findings(file, self._today)
        match kind_of_file(content):
            case "playbook" | "deck":
                return self._of_library(file)
            case "community":
                return self._of_community(file)
            case "scenario":
                return self._of_scenario(file)
            case kind if kind is not None and not nearest(kind, KINDS) and self._lies_about(file):
                return []  # a compose file, a workflow: of somebody else
            case kind:
                return _of_something_else(file, content, kind)

    def around(self, home: Path) -> Surroundings:
        """What stands in a community's folder."""
        home = home.resolve()
        if home not in self._around:
            whole = any(folder == home or folder in home.parents for folder in self._folders)
            self._around[home] = look_around(home, self._today, self._named, installed_plugins(), whole=whole)
        return self._around[home]

    def _lies_about(self, file: Path) -> bool:
        """Whether the file is looked at only because it is in a folder that was named."""
        return file.resolve() not in self._by_name and any(folder in file.resolve().parents for folder in self._folders)

    def _of_library(self, file: Path) -> Sequence[Finding]:
        found = self.around(home_of(file.resolve())).library.findings
        return [finding for finding in found if finding.file == str(file)]

    def _community(self, file: Path) -> tuple[CommunityFile, Surroundings]:
        around = self.around(file.resolve().parent)
        name = self._named.get(file.resolve(), str(file.resolve()))
        read = next((one for one in around.communities if one.reader.source.file == name), None)
        if read is None:  # under a name by which nobody would look for it
            read = read_community(file, self._today, name)
        check_uses(read, around.library.known)
        return read, around

    def _of_community(self, file: Path) -> Sequence[Finding]:
        read = self._community(file)[0]
        return [*read.findings, *clashes([read])]

    def _of_scenario(self, file: Path) -> Sequence[Finding]:
        try:
            read_scenario(file, self.of_scenario)
        except ConfigError as error:
            return error.findings
        return []

    def of_scenario(self, file: Path) -> OfScenario:
        """What a scenario with this community file may name. Raises ConfigError where the community has errors, Wrong where it is none."""
        kind = kind_of_file(bytes_of(file, ENOUGH))
        if kind != "community":
            raise Wrong(
                f"is no community file: it {f'is a {kind}' if kind in KINDS else 'does not begin with `community:`'}"
            )
        read, around = self._community(file)
        found = (*read.findings, *around.library.findings)
        errors = [finding for finding in found if finding.severity == "error"]
        if read.community is None or errors:
            raise ConfigError(errors)
        return OfScenario(read.community, file.parent, frozenset(around.library.known.playbooks or ()))


def _of_something_else(file: Path, content: bytes, kind: str | None) -> Sequence[Finding]:
    document = parse(Source.of(content, str(file)))
    if document.findings:
        return document.findings
    begins = f"begins with '{kind}'" if kind else "begins with no key"
    message = f"the file {begins}; expected playbook, deck, community or scenario"
    return [Finding(str(file), 1, 1, message, nearest(kind or "", KINDS))]


def _json(finding: Finding) -> str:
    row = {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "message": finding.message,
        "nearest": finding.nearest,
    }
    return json_line(row)


def _summary(findings: Sequence[Finding], files: int) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    counted = f"{files} {'file' if files == 1 else 'files'}"
    if not findings:
        return f"{counted}, all well"
    warnings = len(findings) - errors
    return f"{counted}: {errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}"
