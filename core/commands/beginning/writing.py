"""Files written from templates: all of them or none, and never over one that is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...errors import ConfigError, Finding

_TEMPLATES = Path(__file__).with_name("files")

_DOT = "dot."
"""What stands before a name in place of the dot that would hide the file from packaging tools."""

_TEMPLATE = ".template"
"""What stands behind a name whose ending would make a tool take the template for the thing."""


def filled(kind: str, words: Mapping[str, str]) -> dict[str, bytes]:
    """What `files/KIND` holds: name of a file, relative and with `/` → its content. The words stand for others in both."""
    root = _TEMPLATES / kind
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {
        _replaced(_named(path.relative_to(root)), words): _replaced(path.read_text("utf-8"), words).encode()
        for path in found
    }


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the folder, which is made where it is not there.

    Raises ConfigError where one of them is there already, or can't be written: then none is left behind.
    """
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


def told(folder: Path, about: Mapping[str, str], then: Iterable[str]) -> str:
    """What was written into the folder, each file with what it is, and what to do next, a command or sentence a line."""
    width = max(map(len, about))
    rows = "".join(f"  {name:<{width}}  {what}\n" for name, what in about.items())
    go = () if folder.resolve() == Path.cwd() else (f"cd {folder}",)
    steps = "".join(f"  {step}\n" for step in (*go, *then))
    return f"Wrote into {folder}:\n{rows}\nNext:\n{steps}"


def id_of(name: str, otherwise: str) -> str:
    """An id made of a name: its ASCII letters and digits in lower case, words joined by `-`; `otherwise` where none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain.lower())
    while words and not words[0][0].isalpha():
        words = words[1:]
    return "-".join(words) or otherwise


def name_of(id: str) -> str:
    """A name made of an id: `berlin-tech` → `Berlin Tech`."""
    return " ".join(word.capitalize() for word in id.split("-"))


def _named(place: Path) -> str:
    name = place.name.removesuffix(_TEMPLATE)
    return place.with_name(f".{name.removeprefix(_DOT)}" if name.startswith(_DOT) else name).as_posix()


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for word, other in words.items():
        text = text.replace(word, other)
    return text


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
