"""What stops `coterie run` before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.slack.adapter import SlackAdapter
from coterie.core.clock import SystemClock
from coterie.core.commands.running import MissingSecret, adapters_of, with_platforms
from coterie.core.config import read_config


def test_the_missing_secrets_of_all_platforms_are_named_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "coterie.toml"
    file.write_text('[slack]\n[matrix]\nhomeserver = "https://x.org"\nuser = "@c:x.org"\n', encoding="utf-8")
    factories = {"slack": SlackAdapter, "matrix": MatrixAdapter}
    config = read_config(file, {"slack": SlackAdapter.Settings, "matrix": MatrixAdapter.Settings})
    with pytest.raises(MissingSecret) as missing:
        adapters_of(config, factories, {"SLACK_BOT_TOKEN": "xoxb-secret"}, SystemClock())
    said = str(missing.value)
    assert "slack: SLACK_APP_TOKEN" in said and "matrix: COTERIE_MATRIX_TOKEN or COTERIE_MATRIX_PASSWORD" in said
    assert str(tmp_path / ".env") in said and "xoxb" not in said
    assert "\n" not in said


def test_a_platform_whose_tokens_are_given_is_on_where_no_other_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    file, settings = tmp_path / "coterie.toml", {"slack": SlackAdapter.Settings, "matrix": MatrixAdapter.Settings}
    file.write_text("[coterie]\n", encoding="utf-8")
    assert with_platforms(read_config(file, settings)).adapters == {}
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n", encoding="utf-8")
    assert with_platforms(read_config(file, settings)).adapters == {"slack": SlackAdapter.Settings()}
    file.write_text('[matrix]\nhomeserver = "https://x.org"\nuser = "@c:x.org"\n', encoding="utf-8")
    assert list(with_platforms(read_config(file, settings)).adapters) == ["matrix"]
