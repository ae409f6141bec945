"""A start brings in no more than it needs: what is large is imported where it is first used."""

from __future__ import annotations

import subprocess
import sys

LARGE = {"icalendar", "markdown_it", "babel", "holidays", "starlette", "uvicorn", "msgspec.inspect", "rich"}
LATER = {
    "coterie.core.commands.demo",
    "coterie.core.plan",
    "coterie.core.playbook.schema",
    "coterie.core.commands.rehearsal",
    "coterie.core.scenario.driver",
    "coterie.core.scenario.runner",
    "coterie.plugins.library.files",
    "dotenv",
    "urllib.request",
}
"""What other commands are there for, or what is rarely asked of a running coterie."""

START = """
import sys
import coterie.core.commands.running
from coterie.core.discovery import PlatformSettings
from coterie.core.files.surroundings import installed_plugins
installed_plugins()
PlatformSettings()["simulator"]
print(*sys.modules, sep="\\n")
"""


def test_a_start_with_every_plugin_imports_nothing_large_that_it_does_not_use() -> None:
    told = subprocess.check_output([sys.executable, "-c", START], text=True)
    assert (LARGE | LATER) & set(told.splitlines()) == set()
