"""What lies in examples/deploy fits together, and to what it speaks of."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from coterie.adapters.matrix.adapter import PASSWORD
from coterie.core.cli import cli

ROOT = Path(__file__).parents[2]
HERE = ROOT / "examples" / "deploy"


def unit() -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # as configparser's own page has it
    read.read_string((HERE / "coterie.service").read_text(encoding="utf-8"))
    return read


def test_the_unit_runs_a_command_that_there_is_in_the_folder_that_it_may_write() -> None:
    service = unit()["Service"]
    program, *words = service["ExecStart"].split()
    assert program.endswith("/bin/coterie")
    cli.parse_args(words, exit_on_error=False, print_error=False)
    assert service["ReadWritePaths"] == service["WorkingDirectory"]


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    text = (HERE / "coterie.service").read_text(encoding="utf-8")
    there = tmp_path / "coterie.service"
    # What it starts is not installed here, and is looked at below.
    there.write_text(
        re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.MULTILINE), encoding="utf-8"
    )
    done = subprocess.run([program, "verify", "--man=no", str(there)], capture_output=True, text=True, check=False)
    assert (done.returncode, str(there) in done.stderr or "coterie.service" in done.stderr) == (0, False), done.stderr


def test_the_image_is_made_of_what_there_is_and_runs_a_command() -> None:
    text = (HERE / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"'/source\[matrix\]'", text) and (ROOT / "pyproject.toml").exists()
    (command,) = re.findall(r'^CMD \["(\w+)"\]', text, re.MULTILINE)
    cli.parse_args([command], exit_on_error=False, print_error=False)


def test_the_services_find_each_other_and_are_reached_from_this_machine_alone() -> None:
    services = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))["services"]
    build = services["coterie"]["build"]
    assert (HERE / build["context"]).resolve() == ROOT and (ROOT / build["dockerfile"]).exists()
    assert set(services["coterie"]["depends_on"]) <= set(services) and PASSWORD in services["coterie"]["environment"]
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("file", sorted(one.name for one in HERE.iterdir()))
def test_every_file_is_told_of(file: str) -> None:
    pages = [
        (HERE / "README.md").read_text(encoding="utf-8"),
        (ROOT / "docs" / "matrix.md").read_text(encoding="utf-8"),
    ]
    assert file == "README.md" or any(file in page for page in pages)
