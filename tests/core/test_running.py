"""What stops `coterie run` before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.adapters.matrix.adapter import MatrixAdapter
from coterie.adapters.slack.adapter import SlackAdapter
from coterie.core.clock import SystemClock
from coterie.core.config import read_config
from coterie.core.running import MissingSecret, adapters_of


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
