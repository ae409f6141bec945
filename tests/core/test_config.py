"""coterie.toml: platforms that are not in the file need not be installed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import MatrixSettings
from coterie.adapters.simulator.adapter import SimulatorSettings
from coterie.adapters.slack.settings import SlackSettings
from coterie.core.config import read_config, read_environment
from coterie.core.errors import ConfigError, Finding


class HalfInstalled(Mapping[str, type]):
    """A simulator, and a `matrix` whose extra is missing."""

    def __getitem__(self, name: str) -> type:
        if name == "simulator":
            return SimulatorSettings
        raise ConfigError(Finding(name, None, None, "needs 'nio', which is not installed"))

    def __iter__(self) -> Iterator[str]:
        return iter(("matrix", "simulator"))

    def __len__(self) -> int:
        return 2


def written(folder: Path, text: str) -> Path:
    file = folder / "coterie.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_platform_that_is_not_in_the_file_is_not_looked_up(tmp_path: Path) -> None:
    assert set(read_config(written(tmp_path, "[simulator]\n"), HalfInstalled()).adapters) == {"simulator"}
    assert not read_config(written(tmp_path, '[coterie]\nlocale = "de"\n'), HalfInstalled()).adapters


def test_a_platform_in_the_file_that_is_not_installed_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="needs 'nio'"):
        read_config(written(tmp_path, "[matrix]\n"), HalfInstalled())


def test_an_unknown_section_is_answered_with_all_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"unknown section \[matrx\].*\[matrix\]") as refused:
        read_config(written(tmp_path, "[matrx]\n"), HalfInstalled())
    assert refused.value.findings[0].nearest == "matrix"


def test_a_word_that_is_none_of_those_that_may_stand_there_names_them_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, '[slack]\nmode = "sokcet"\n'), {"slack": SlackSettings})
    (finding,) = refused.value.findings
    assert (finding.line, finding.message, finding.nearest) == (
        2,
        "'mode' in [slack] must be socket or http, not 'sokcet'",
        "socket",
    )


def test_every_value_that_cannot_be_meant_is_named_at_its_line(tmp_path: Path) -> None:
    text = """\
[coterie]
store = "tinybd"
locale = "klingonisch"
data = 5
[web]
listen = "8080"
[slack]
api_url = "slack.com"
"""
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, text), {"slack": SlackSettings})
    assert [(one.line, one.message.partition(":")[0], one.nearest) for one in refused.value.findings] == [
        (2, "'store' in [coterie] names no store that is installed", "tinydb"),
        (3, "'locale' in [coterie] must be a locale such as en, de or pt-BR, not 'klingonisch'", None),
        (4, "'data' in [coterie] must be a text in quotes, not 5", None),
        (6, "'listen' in [web] must be HOST", None),
        (8, "'api_url' in [slack] must be an address that begins with https", None),
    ]


def test_a_misspelt_key_that_must_be_there_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(
            written(tmp_path, '[matrix]\nhomserver = "https://x.org"\nuser = "coterie"\n'), {"matrix": MatrixSettings}
        )
    assert [(one.line, one.nearest) for one in refused.value.findings] == [(2, "homeserver"), (3, None)]


def test_a_key_that_is_missing_is_named_at_its_section(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, '\n[matrix]\nuser = "@c:x.org"\n'), {"matrix": MatrixSettings})
    assert [(one.line, one.message) for one in refused.value.findings] == [(2, "'homeserver' in [matrix] is missing")]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "coterie.toml").write_bytes(b'\xef\xbb\xbf[coterie]\nlocale = "de"\n')
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfCOTERIE_TRIED=yes\n")
    assert read_config(tmp_path / "coterie.toml", {}).coterie.locale == "de"
    assert read_environment(tmp_path)["COTERIE_TRIED"] == "yes"


def test_secrets_that_cannot_be_read_are_told_with_their_file_and_line_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"COTERIE_TRIED=yes\nCOTERIE_WORD=geh\xe4im\n")
    with pytest.raises(ConfigError) as refused:
        read_environment(tmp_path)
    assert str(refused.value) == f"{tmp_path / '.env'}:2:17: error: byte 0xe4 is not UTF-8; save the file as UTF-8"
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    with pytest.raises(ConfigError, match=r"\.env: error: can't be read"):
        read_environment(tmp_path)


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b'[coterie]\nlocale = "d\xff"\n', 2, 12, "UTF-8"),
        (b"\xef\xbb\xbf[coterie]\n# \xe9\n", 2, 3, "UTF-8"),
        ('[coterie]\nlocale = "de"\n'.encode("utf-16"), 1, 1, "UTF-16"),
        (b'[coterie]\nlocale = "de"\nlocale = "en"\n', 3, 1, "twice"),
        (b"[coterie]\n[slack]\n[coterie]\n", 3, 1, "twice"),
        (b"[coterie]\nplugins = " + b"[" * 5_000 + b"\n", 2, None, "too deeply"),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(
    tmp_path: Path, content: bytes, line: int, column: int | None, words: str
) -> None:
    (tmp_path / "coterie.toml").write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        read_config(tmp_path / "coterie.toml", {})
    (one,) = refused.value.findings
    assert (one.line, one.column) == (line, column) and words in one.message
