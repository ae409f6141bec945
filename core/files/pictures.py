"""Pictures that stand beside a community file: found, looked at, read."""

from __future__ import annotations

import base64
from pathlib import Path

from ..errors import UserError
from ..model.picture import Picture, digest_of
from ..nearest import nearest
from ..paths import is_file
from ..playbook.parsers import text
from ..playbook.reader import Reader, Wrong
from ..playbook.yaml import Node

LARGEST = 1_000_000
"""So many bytes a picture may have: it is shown no larger than a thumb, on every phone in the room."""

_BEGINS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
SUFFIXES = (".gif", ".jpeg", ".jpg", ".png", ".webp")


def picture(folder: Path, reader: Reader, node: Node) -> Picture:
    """The picture at a path that begins in `folder`. Raises Wrong for what is not there, is none that every client shows, or is too large."""
    path = text(reader, node)
    file = folder / path
    if not is_file(file):
        near = nearest(path, _pictures_beside(file, folder))
        raise Wrong(f"there is no file '{path}' beside the community file", nearest=near)
    try:
        size, content = file.stat().st_size, b""
        if size <= LARGEST:
            content = file.read_bytes()
    except OSError as error:
        raise Wrong(f"'{path}' can't be read: {error.strerror}") from error
    if size > LARGEST:
        raise Wrong(f"'{path}' has {size:,} bytes; a picture has {LARGEST:,} at most, 512 × 512 points are plenty")
    media_type = media_type_of(content)
    if media_type is None:
        raise Wrong(f"'{path}' is no picture that every client shows; expected PNG, JPEG, GIF or WebP")
    return Picture(path, media_type, digest_of(_base64(content)), str(file))


def media_type_of(content: bytes) -> str | None:
    """Of what kind a picture is, by how it begins; None for what is none of the four kinds that clients show."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begin, kind in _BEGINS.items() if content.startswith(begin)), None)


def content_of(shown: Picture) -> str:
    """What is in the picture's file now, in base64. Raises UserError where it can't be read."""
    try:
        return _base64(Path(shown.file).read_bytes())
    except OSError as error:
        raise UserError(f"the picture {shown.path} can't be read: {error.strerror}") from error


def _pictures_beside(file: Path, folder: Path) -> tuple[str, ...]:
    """The pictures in the folder in which the file was looked for, as they would be written."""
    there = file.parent if file.parent.is_dir() else folder
    found = (one for one in there.iterdir() if one.suffix.lower() in SUFFIXES)
    return tuple(str(one.relative_to(folder)) if one.is_relative_to(folder) else str(one) for one in found)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
