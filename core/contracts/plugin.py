"""What every plugin must be, as tests that its author runs.

Subclass `PluginContract` in a test module as `Test…` and give it a fixture `plugin`:

    class TestKudos(PluginContract):
        @pytest.fixture
        def plugin(self) -> Plugin:
            return kudos.plugin

It reads the plugin's own source: ids of texts, choices, forms and timers that are written there as words are looked up. Needs pytest and
pytest-asyncio with `asyncio_mode = "auto"`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from inspect import getmodule
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from attrs import fields, has
from structlog.testing import capture_logs

from ..codec import converter
from ..files.library import read_library
from ..handling import Handling, LoadedPlugin
from ..model.content import Capability
from ..plugin import Plugin
from ..refs import Ref
from ..testing import StageFactory
from ..texts import Reader

API = "coterie.core.api"
SAYING = ("text", "plain", "refuse")
_DATE = re.compile(r"DATETIME\(\s*\$([\w-]+)")


class PluginContract:
    """The promises of a plugin. `locales` are those in which it has all its texts."""

    locales: tuple[str, ...] = ("en", "de")

    @pytest.fixture
    def plugin(self) -> Plugin:
        """The plugin that is tested."""
        raise NotImplementedError("give the contract a fixture `plugin`")

    def test_it_loads_and_says_what_it_is(self, plugin: Plugin) -> None:
        assert plugin.load().about, "its module has no docstring, and it has no `about`"

    def test_its_texts_are_the_same_in_every_locale(self, plugin: Plugin) -> None:
        texts = plugin.load().texts
        if texts.entries:
            assert set(self.locales) <= set(texts.entries), f"texts are in {sorted(texts.entries)} only"
        assert not texts.problems(), "\n".join(str(problem) for problem in texts.problems())

    def test_every_text_can_be_said(self, plugin: Plugin) -> None:
        texts = plugin.load().texts
        for locale, entries in texts.entries.items():
            dates = set(_DATE.findall(texts.files[locale].read_text("utf-8")))
            for id, entry in entries.items():
                given = {name: _SAMPLES[datetime] if name in dates else 1 for name in entry.arguments}
                with capture_logs() as logs:
                    texts.text(id, Reader(locale), **given)
                assert not logs, f"{locale} {id}: {logs}"

    def test_every_text_that_its_code_says_is_there_with_its_arguments(self, plugin: Plugin) -> None:
        entries = plugin.load().texts.entries.get("en", {})
        for place, call in _calls(plugin, SAYING):
            if (id := _word(call)) is None:
                continue
            assert id in entries, f"{place}: there is no text {id!r}"
            given = {
                "start",
                *(one.arg for one in call.keywords),
            }  # what stands before a command is given to every text
            if None not in given:
                missing = entries[id].arguments - given
                assert not missing, f"{place}: text {id!r} needs {', '.join(sorted(missing))}"

    def test_every_command_says_what_it_does(self, plugin: Plugin) -> None:
        for command in plugin.load().commands.values():
            assert command.doc, f"{command.name} has no docstring, which `help` shows"

    def test_every_command_is_told_of_in_every_locale(self, plugin: Plugin) -> None:
        """The docstring of a command is English: a plugin that speaks more languages has a text for each of its commands."""
        loaded = plugin.load()
        for name in loaded.commands if len(loaded.texts.entries) > 1 else ():
            assert f"command-{name}" in loaded.texts.ids, f"there is no text 'command-{name}' for `help`"

    def test_what_takes_a_right_of_its_own_is_declared(self, plugin: Plugin) -> None:
        """A platform asks its administrators for the rights to do what plugins declare, and for no others."""
        loaded = plugin.load()
        for said, capability in _RIGHTS.items():
            for place, _ in _calls(plugin, (said,)):
                assert capability in loaded.needs | loaded.uses, (
                    f"{place}: declare uses=(Capability.{capability.name},)"
                )

    def test_what_can_be_chosen_in_a_menu_has_a_short_name_there(self, plugin: Plugin) -> None:
        loaded = plugin.load()
        for command in (one for one in loaded.commands.values() if one.menu):
            for id, longest in ((f"menu-{command.name}", 24), (f"menu-{command.name}-about", 150)):
                assert id in loaded.texts.ids, f"there is no text {id!r}"
                for locale in loaded.texts.entries:
                    said = loaded.texts.plain(id, Reader(locale))
                    assert len(said) <= longest, f"{locale} {id}: {said!r} has {len(said)} characters, not {longest}"

    def test_every_choice_form_and_timer_has_a_handler(self, plugin: Plugin) -> None:
        loaded = plugin.load()
        in_forms = _choices_of_fields(plugin)
        for place, call in _calls(plugin, ("Choice",)):
            if (
                place not in in_forms
                and (id := _word(call)) is not None
                and not any(one.arg == "url" for one in call.keywords)
            ):
                handled = id in loaded.choices or id.partition(":")[0] in loaded.choices
                assert handled, f"{place}: nothing handles the choice {id!r}"
        for place, said, then in _thens(plugin):
            handlers: Mapping[str, Handling] = loaded.forms if said == "ask" else loaded.timers
            assert then in handlers, f"{place}: nothing handles {then!r}"

    def test_every_state_comes_back_as_it_was_kept(self, plugin: Plugin) -> None:
        with_default = _states(plugin, "load")
        for state in dict.fromkeys((*with_default, *_states(plugin, "find", "load_all"))):
            assert has(state), f"{state.__name__} is no attrs class"
            for value in (*((state(),) if state in with_default else ()), _sample(state)):
                kept = converter.unstructure(value)
                assert converter.structure(kept, state) == value, f"{state.__name__} is kept as {kept}"

    def test_it_stands_on_the_public_api_alone(self, plugin: Plugin) -> None:
        for file, tree in _sources(plugin):
            for name in _imported(tree):
                ours = name == "coterie" or name.startswith("coterie.core") or name.startswith("coterie.adapters")
                assert not ours or name == API, f"{file.name} imports {name}; a plugin stands on {API}"

    def test_its_playbooks_and_decks_have_no_mistakes(self, plugin: Plugin) -> None:
        findings = read_library((), [plugin.load()]).findings
        assert not findings, "\n".join(str(finding) for finding in findings)

    async def test_it_says_nothing_unasked_where_nobody_uses_it(self, plugin: Plugin, stage: StageFactory) -> None:
        room = await stage(plugin, used=False)
        await room.join("dee")
        card = await room.say("bo", "Good morning!")
        await room.react("cy", card, "🎉")
        await room.wait("8d")
        assert room.last is None, f"it said {room.last!r}"

    async def test_what_needs_no_capability_works_without_any(self, plugin: Plugin, stage: StageFactory) -> None:
        """Every command can be given on the poorest platform, with what is wrong as an answer: none of them raises."""
        loaded = plugin.load()
        lacks = tuple(one for one in Capability if one not in loaded.needs)
        room = await stage(plugin, lacks=lacks)
        for name, command in loaded.commands.items():
            words = " ".join(_WORDS.get(one.kind.value, "x") for one in command.signature.parameters)
            answer = await room.say("ana", f"!coterie {name} {words}")
            assert not answer.text.startswith("Sorry, that went wrong"), f"{name} {words}: {answer.text}"


_RIGHTS = {"upload": Capability.UPLOAD, "react": Capability.REACTIONS, "pin": Capability.PINS}
"""What a context is asked for → the capability that it takes."""

_WORDS = {
    "person": "@bo",
    "room": "here",
    "group": "python",
    "int": "1",
    "number": "1",
    "bool": "yes",
    "date": "today",
} | {"duration": "1h"}


# --- what stands in the source --------------------------------------------------------------------------------------


def _modules(plugin: Plugin) -> list[ModuleType]:
    loaded = plugin.load()
    found = {module.__name__: module for one in _handlings(loaded) if (module := getmodule(one.function)) is not None}
    return list(found.values())


def _handlings(loaded: LoadedPlugin) -> Iterator[Handling]:
    for handlings in (
        loaded.commands,
        loaded.choices,
        loaded.forms,
        loaded.timers,
        loaded.recurring,
        loaded.contributions,
    ):
        yield from handlings.values()
    yield from (*loaded.steps.values(), *loaded.actions.values(), *loaded.listeners)


def _sources(plugin: Plugin) -> Iterator[tuple[Path, ast.Module]]:
    """The modules of the plugin: those below its folder, where it is one, else its own and those of its handlers."""
    own = Path(plugin.file)
    files = set(own.parent.rglob("*.py")) if own.name == "__init__.py" else {own}
    files |= {Path(module.__file__) for module in _modules(plugin) if module.__file__}
    for file in sorted(files):
        yield file, ast.parse(file.read_text("utf-8"))


def _calls(plugin: Plugin, names: tuple[str, ...]) -> Iterator[tuple[str, ast.Call]]:
    for file, tree in _sources(plugin):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield f"{file.name}:{node.lineno}", node


def _choices_of_fields(plugin: Plugin) -> set[str]:
    """Where choices stand that belong to a field of a form: in it, or in a variable that is given to one."""
    found = set[str]()
    for file, tree in _sources(plugin):
        fields = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and _name(one.func) == "Field"]
        named = {word.value.id for one in fields for word in one.keywords if isinstance(word.value, ast.Name)}
        given = [
            one.value
            for one in ast.walk(tree)
            if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id in named for to in one.targets)
        ]
        for node in (inner for one in (*fields, *given) for inner in ast.walk(one)):
            if isinstance(node, ast.Call) and _name(node.func) == "Choice":
                found.add(f"{file.name}:{node.lineno}")
    return found


def _thens(plugin: Plugin) -> Iterator[tuple[str, str, str]]:
    for place, call in _calls(plugin, ("ask", "timer")):
        for keyword in call.keywords:
            if keyword.arg == "then" and isinstance(keyword.value, ast.Constant):
                yield place, str(_name(call.func)), str(keyword.value.value)


def _states(plugin: Plugin, *said: str) -> list[Any]:
    """The classes that are loaded by name, by one of these calls."""
    modules = _modules(plugin)
    firsts = [one for _, call in _calls(plugin, said) for one in call.args[:1]]
    names = dict.fromkeys(one.id for one in firsts if isinstance(one, ast.Name))
    return [getattr(module, name) for name in names for module in modules if hasattr(module, name)]


def _name(node: ast.expr) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def _word(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module)


# --- a value of every kind ------------------------------------------------------------------------------------------

_SAMPLES: Mapping[Any, Any] = {
    time: time(9),
    int: 7,
    float: 0.5,
    bool: True,
    str: "word",
    date: date(2026, 11, 23),
    datetime: datetime(2026, 11, 23, 8, tzinfo=UTC),
    timedelta: timedelta(minutes=90),
}


def _sample(kind: Any) -> Any:
    """Some value of the type that is not its default."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return "free"
    if kind in _SAMPLES:
        return _SAMPLES[kind]
    if origin in (Union, UnionType):
        return _sample(next(one for one in arguments if one is not NoneType))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_sample(arguments[0]): _sample(arguments[1])}
    if origin is tuple:
        return tuple(_sample(one) for one in arguments if one is not Ellipsis)
    if origin in (frozenset, set, list):
        return origin([_sample(arguments[0])])
    if isinstance(kind, type) and issubclass(kind, Ref):
        return kind("simulator/x")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[-1]
    if has(kind):
        hints = get_type_hints(kind)
        return kind(**{one.alias: _sample(hints[one.name]) for one in fields(kind) if one.init})
    raise AssertionError(f"{kind} can't be kept; use numbers, texts, dates, references, enums, tuples and maps of them")
