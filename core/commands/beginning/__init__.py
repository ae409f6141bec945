"""`coterie new community`: files to begin with, which pass `check` and `test` as they are."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...errors import ConfigError, Finding

_TEMPLATES = Path(__file__).with_name("files")
_EXAMPLE, _EXAMPLE_NAME = "my-community", "My Community"
"""The id and the name that stand in the templates."""

_DOT = "dot."
"""What stands before a name in place of the dot that would hide the file from packaging tools."""

_ABOUT = {
    "README.md": "what is what, and how to go on",
    "community.yaml": "who is there, and what the groups do",
    "coterie.toml": "platforms, and where data is kept",
    "decks/starters.yaml": "questions to start a conversation with",
    "playbooks/weekly-question.yaml": "what coterie does, step by step",
    "scenarios/weekly-question.yaml": "a test of it",
    ".env.example": "the tokens that a platform needs",
    ".gitignore": "keeps tokens and data out of git",
}


def new_community(folder: Path) -> int:
    """Write the files into the folder, whose name the community gets, and say what to do next; 0.

    Raises ConfigError where one of them is there already: then none is written.
    """
    id = community_id(folder.resolve().name)
    files = {_named(template): _about(id, template.read_bytes()) for template in _templates()}
    written: list[Path] = []
    try:
        for name in files:
            _refuse_to_overwrite(folder / name)
        for name, content in files.items():
            _write(folder / name, content, written)
    except OSError as error:
        for path in written:
            path.unlink()
        message = f"can't be written: {error.strerror}; no file was left behind"
        raise ConfigError(Finding(str(error.filename or folder), None, None, message)) from error
    sys.stdout.write(_next(folder, tuple(files)))
    return 0


def community_id(name: str) -> str:
    """The id of a community in a folder of this name: its ASCII letters and digits in lower case, words joined by `-`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain.lower())
    while words and not words[0][0].isalpha():
        words = words[1:]
    return "-".join(words) or _EXAMPLE


def _about(id: str, content: bytes) -> bytes:
    """What stands in a template, about the community of this id."""
    name = " ".join(word.capitalize() for word in id.split("-"))
    return content.replace(_EXAMPLE.encode(), id.encode()).replace(_EXAMPLE_NAME.encode(), name.encode())


def _templates() -> Iterator[Path]:
    return (path for path in sorted(_TEMPLATES.rglob("*")) if path.is_file())


def _named(template: Path) -> str:
    """The name of a file to be written, relative to the folder, with `/`."""
    place = template.relative_to(_TEMPLATES)
    name = f".{place.name.removeprefix(_DOT)}" if place.name.startswith(_DOT) else place.name
    return place.with_name(name).as_posix()


def _refuse_to_overwrite(path: Path) -> None:
    """Raises ConfigError where the file is there, or a file stands where a folder must be."""
    if path.is_symlink() or path.exists():
        message = "is there already, so nothing was written; take it away, or name another folder"
        raise ConfigError(Finding(str(path), None, None, message))
    for above in (path.parent, *path.parent.parents):
        if above.exists():
            if not above.is_dir():
                message = "is a file where a folder is needed, so nothing was written; name another folder"
                raise ConfigError(Finding(str(above), None, None, message))
            return


def _write(path: Path, content: bytes, written: list[Path]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        written.append(path)
        file.write(content)


def _next(folder: Path, names: Sequence[str]) -> str:
    width = max(map(len, names))
    rows = "".join(f"  {name:<{width}}  {_ABOUT[name]}\n" for name in names)
    go = "" if folder.resolve() == Path.cwd() else f"  cd {folder}\n"
    return f"Wrote into {folder}:\n{rows}\nNext:\n{go}  coterie check .\n  coterie test scenarios\n  and then as README.md says\n"
