"""`coterie test`: finds scenario files, plays them on a platform, tells what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import define

from ..discovery import DRIVERS, load
from ..errors import ConfigError, Finding
from ..files.library import kind_of_file
from ..json_lines import json_line
from ..paths import bytes_of, is_folder
from ..playbook.yaml import ENOUGH
from .coterie import Open
from .driver import InRoom, Place, Said, Stage
from .file import Surroundings, read_scenario
from .model import Scenario
from .runner import Played, StepResult, play

Write = Callable[[str], None]


@define
class Totals:
    """How many scenarios there were, and how many of them went as they say."""

    passed: int = 0
    failed: int = 0

    @property
    def scenarios(self) -> int:
        return self.passed + self.failed


async def test(
    paths: Sequence[Path],
    *,
    platform: str,
    surroundings_of: Callable[[Path], Surroundings],
    open_coterie: Open,
    write: Write,
    as_json: bool = False,
    with_transcript: bool = False,
) -> int:
    """Play every scenario of the files and folders on the platform, writing lines; the exit status.

    A file that is wrong is told of first, and counts as failed; the others are played all the same.
    Raises ConfigError where the platform can't be had.
    """
    told = _Json(write, with_transcript) if as_json else _Words(write, with_transcript)
    scenarios, wrong = _read(scenario_files(paths), surroundings_of)
    totals = Totals(failed=len(wrong))
    for error in wrong:
        told.wrong(error)
    if scenarios:
        async with load(DRIVERS, platform)() as stage:
            await _play_all(scenarios, stage, open_coterie, told, totals)
    told.end(totals)
    return 1 if totals.failed else 0


async def _play_all(
    scenarios: Sequence[Scenario], stage: Stage, open_coterie: Open, told: _Json | _Words, totals: Totals
) -> None:
    for scenario in scenarios:
        played = await play(scenario, stage, open_coterie, told.step, with_transcript=told.with_transcript)
        told.played(scenario, played)
        totals.passed += played.passed
        totals.failed += not played.passed


def scenario_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and all scenarios in the folders named, each once, in the order of the paths."""
    return tuple(dict.fromkeys(file for path in paths for file in _in(path)))


def _in(path: Path) -> Iterator[Path]:
    if not is_folder(path):
        yield path
        return
    for file in sorted((*path.rglob("*.yaml"), *path.rglob("*.yml"))):
        if any(part.startswith(".") for part in file.relative_to(path).parts) or not file.is_file():
            continue
        if kind_of_file(bytes_of(file, ENOUGH)) == "scenario":
            yield file


def _read(
    files: Sequence[Path], surroundings_of: Callable[[Path], Surroundings]
) -> tuple[list[Scenario], list[ConfigError]]:
    scenarios: list[Scenario] = []
    wrong: list[ConfigError] = []
    if not files:
        wrong.append(ConfigError(Finding("coterie test", None, None, "there is no scenario in these paths")))
    for file in files:
        try:
            scenarios.append(read_scenario(file, surroundings_of))
        except ConfigError as error:
            wrong.append(error)
    return scenarios, wrong


class _Told:
    """What was said to be wrong with files: it is said once, however many scenarios it stops."""

    def __init__(self) -> None:
        self._found: set[Finding] = set()

    def news(self, error: ConfigError) -> Sequence[Finding]:
        """The errors that nobody was told of yet."""
        news = [one for one in error.findings if one.severity == "error" and one not in self._found]
        self._found.update(news)
        return news


class _Json:
    """A JSON object a line."""

    def __init__(self, write: Write, with_transcript: bool) -> None:
        self._write = write
        self.with_transcript = with_transcript
        self._told = _Told()

    def wrong(self, error: ConfigError) -> None:
        for finding in self._told.news(error):
            self._line(None, finding.file, finding.line, None, False, _worded(finding))

    def step(self, result: StepResult) -> None:
        self._line(result.scenario, str(result.file), result.line, result.step, result.ok, result.message)

    def played(self, scenario: Scenario, played: Played) -> None:
        """Every step has had its line; with the transcript, everything that was said gets one now."""
        for place, heard in played.said if self.with_transcript else ():
            for said in heard:
                self._write(json_line({"scenario": scenario.name, "said": _message(place, said)}))

    def end(self, totals: Totals) -> None:
        counts = {"scenarios": totals.scenarios, "passed": totals.passed, "failed": totals.failed}
        self._write(json_line(counts))

    def _line(
        self, scenario: str | None, file: str, line: int | None, step: str | None, ok: bool, message: str
    ) -> None:
        row = {"scenario": scenario, "file": file, "line": line, "step": step, "ok": ok, "message": message}
        self._write(json_line(row))


class _Words:
    """A line a scenario, and all about a step that failed."""

    def __init__(self, write: Write, with_transcript: bool) -> None:
        self._write = write
        self.with_transcript = with_transcript
        self._told = _Told()

    def wrong(self, error: ConfigError) -> None:
        for finding in self._told.news(error):
            self._write(str(finding))

    def step(self, result: StepResult) -> None:
        if not result.ok:
            self._write(f"{result.file}:{result.line}: {result.step}: {result.message}")

    def played(self, scenario: Scenario, played: Played) -> None:
        steps = sum(result.ok for result in played.results)
        if self.with_transcript and played.transcript:
            self._write(f"\n{played.transcript}\n")
        self._write(
            f"{'passed' if played.passed else 'FAILED'}  {scenario.name} ({steps} of {len(scenario.steps)} steps)"
        )

    def end(self, totals: Totals) -> None:
        scenarios = "1 scenario" if totals.scenarios == 1 else f"{totals.scenarios} scenarios"
        self._write(f"{scenarios}, {totals.passed} passed, {totals.failed} failed")


def _message(place: Place, said: Said) -> dict[str, object]:
    """A message as it reads at the end; `thread` says whether it stands in one, `choices` are the labels that it offers."""
    where = {"in": place.group} if isinstance(place, InRoom) else {"dm": place.person}
    offered = [offer.label for offer in said.offers]
    return {**where, "by": said.by or None, "text": said.text, "thread": said.thread is not None, "choices": offered}


def _worded(finding: Finding) -> str:
    return f"{finding.message} (did you mean '{finding.nearest}'?)" if finding.nearest else finding.message
