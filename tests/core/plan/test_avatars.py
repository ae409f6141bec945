"""Pictures of groups and communities: in files, on a platform, and back."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

from attrs import evolve

from coterie.core.contracts.adapter_surveys import DOT
from coterie.core.files.community import CommunityFile, parse_community
from coterie.core.files.pictures import LARGEST
from coterie.core.model.content import Capability
from coterie.core.plan.writing import community_yaml
from coterie.core.playbook.yaml import Source

from .town import PYTHON, Planned, community, lines

TOWN = """
community: town
name: Town
avatar: {town}
groups:
  python: {{name: Python, purpose: Learn., review_every: 3mo, leaders: [ana], avatar: {group}}}
"""
PNG = b"\x89PNG\r\n\x1a\n and so on"


def read(folder: Path, town: str = "town.gif", group: str = "pictures/snake.png") -> CommunityFile:
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "town.gif").write_bytes(base64.b64decode(DOT))
    (folder / "pictures" / "snake.png").write_bytes(PNG)
    text = TOWN.format(town=town, group=group)
    return parse_community(Source.of(text.encode(), "community.yaml"), date(2026, 11, 22), folder)


def test_a_file_names_pictures_beside_it_and_is_written_with_them(tmp_path: Path) -> None:
    found = read(tmp_path).community
    assert found is not None and found.avatar is not None
    snake = found.groups["python"].avatar
    assert snake is not None and (found.avatar.media_type, snake.media_type) == ("image/gif", "image/png")
    assert found.avatar.digest != snake.digest
    written = community_yaml(found)
    again = parse_community(Source.of(written.encode(), "community.yaml"), date(2026, 11, 22), tmp_path)
    assert again.community == found


def test_what_is_no_picture_is_told_with_the_nearest_that_is_one(tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("no picture")
    (tmp_path / "large.png").write_bytes(PNG.ljust(LARGEST + 1))
    for named, told, nearest in (
        ("twon.gif", "there is no file 'twon.gif' beside the community file", "town.gif"),
        ("pictures/snaek.png", "there is no file 'pictures/snaek.png' beside the community file", "pictures/snake.png"),
        ("nowhere/to/be/found.png", "there is no file 'nowhere/to/be/found.png' beside the community file", None),
        ("notes.png", "'notes.png' is no picture that every client shows; expected PNG, JPEG, GIF or WebP", None),
        ("large.png", "'large.png' has 1,000,001 bytes", None),
        ("pictures", "there is no file 'pictures'", None),
    ):
        (finding,) = read(tmp_path, group=named).findings
        assert finding.message.startswith(told) and finding.nearest == nearest and finding.line == 6


async def test_pictures_are_given_once_repaired_and_taken_away_with_their_line(tmp_path: Path) -> None:
    found = read(tmp_path).community
    assert found is not None
    snake, dot = found.groups["python"].avatar, found.avatar
    assert snake is not None and dot is not None
    town = Planned(evolve(community(evolve(PYTHON, avatar=snake), space=True), avatar=dot))
    assert "town + avatar do" in lines(await town.plan()) and "python + avatar do" in lines(await town.plan())
    assert not (await town.apply()).failed
    room, space = town.room(), town.room("town-space")
    assert (room.avatar, space.avatar) == (snake.digest, dot.digest)
    assert await town.plan() == ()

    room.avatar, space.avatar = "theirs", ""
    assert lines(await town.plan()) == ["town + avatar do", "python ~ avatar do"]
    await town.apply()
    assert (room.avatar, space.avatar) == (snake.digest, dot.digest)

    town.write(PYTHON)
    town.community = evolve(town.community, avatar=None)
    assert lines(await town.plan()) == ["town - avatar do", "python - avatar do"]
    await town.apply()
    assert (room.avatar, space.avatar) == ("", "") and await town.plan() == ()


async def test_a_picture_that_somebody_else_chose_is_asked_about_and_never_taken_away(tmp_path: Path) -> None:
    found = read(tmp_path).community
    assert found is not None
    town = Planned()
    await town.apply()
    town.room().avatar = "theirs"
    assert await town.plan() == (), "no file names one"
    town.write(evolve(PYTHON, avatar=found.avatar))
    assert lines((await town.apply()).declined) == ["python ~ avatar ask"]
    assert town.room().avatar == "theirs"
    await town.apply(lambda difference: True)
    assert found.avatar is not None and town.room().avatar == found.avatar.digest


async def test_where_rooms_have_no_pictures_nothing_differs(tmp_path: Path) -> None:
    found = read(tmp_path).community
    assert found is not None
    town = Planned(community(evolve(PYTHON, avatar=found.avatar)), lacks=(Capability.AVATARS,))
    assert not (await town.apply()).failed
    assert town.room().avatar == "" and await town.plan() == ()
