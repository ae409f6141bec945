"""The contract of plugins is tested itself: a plugin with a fault is caught by the test that is there for it."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coterie.core.api import Plugin
from coterie.core.contracts.plugin import PluginContract
from coterie.core.errors import ConfigError
from coterie.core.testing import StageFactory

SOUND = '''"""Counts what people bring."""

from __future__ import annotations

from coterie.core.api import Card, Choice, Context, MessagePosted, Plugin, field, frozen

plugin = Plugin("bring", texts="bring.ftl", playbooks="playbooks")


@frozen
class Brought:
    """What was brought."""

    things: tuple[str, ...] = ()


@plugin.command("bring")
async def bring(ctx: Context, thing: str) -> None:
    """Bring a thing."""
    brought = await ctx.load(Brought)
    await ctx.save(Brought((*brought.things, thing)))
    ctx.reply(Card(ctx.text("brought", thing=thing), choices=[Choice("more", ctx.plain("more"))]))


@plugin.choice("more")
async def more(ctx: Context) -> None:
    """Bring more."""
    ctx.timer(ctx.now, then="remind")


@plugin.timer("remind")
async def remind(ctx: Context) -> None:
    ctx.reply(ctx.text("more"))
'''
ENGLISH = "command-bring = Bring a thing\nbrought = There is { $thing } now.\nmore = More\n"
GERMAN = "command-bring = Etwas mitbringen\nbrought = Nun ist { $thing } da.\nmore = Mehr\n"
PLAYBOOK = "playbook: bring\nversion: 1\ntitle: Bring\nsteps:\n  - post: {text: Bring something.}\n"

contract = PluginContract
Change = tuple[str, str, str]

FAULTS: dict[str, tuple[Change, Callable[..., Any]]] = {
    "no docstring of the module": (
        ("bring.py", '"""Counts what people bring."""', ""),
        contract.test_it_loads_and_says_what_it_is,
    ),
    "a command twice": (
        ("bring.py", '@plugin.choice("more")', '@plugin.command("bring")'),
        contract.test_it_loads_and_says_what_it_is,
    ),
    "an annotation that nobody can type": (
        ("bring.py", "thing: str", "thing: dict"),
        contract.test_it_loads_and_says_what_it_is,
    ),
    "a handler that is not async": (
        ("bring.py", "async def remind", "def remind"),
        contract.test_it_loads_and_says_what_it_is,
    ),
    "a German text less": (("bring.de.ftl", "more = Mehr\n", ""), contract.test_its_texts_are_the_same_in_every_locale),
    "another argument in German": (
        ("bring.de.ftl", "$thing", "$ding"),
        contract.test_its_texts_are_the_same_in_every_locale,
    ),
    "an attribute that is not there": (
        ("bring.de.ftl", "more = Mehr", "more = Mehr { command-bring.loud }"),
        contract.test_every_text_can_be_said,
    ),
    "a text that is not there": (
        ("bring.py", 'ctx.text("brought"', 'ctx.text("broght"'),
        contract.test_every_text_that_its_code_says_is_there_with_its_arguments,
    ),
    "an argument forgotten": (
        ("bring.py", ", thing=thing)", ")"),
        contract.test_every_text_that_its_code_says_is_there_with_its_arguments,
    ),
    "a command without a docstring": (
        ("bring.py", '    """Bring a thing."""\n', ""),
        contract.test_every_command_says_what_it_does,
    ),
    "a command without a text for help": (
        ("bring.en.ftl", "command-bring", "comand-bring"),
        contract.test_every_command_is_told_of_in_every_locale,
    ),
    "a choice that nothing handles": (
        ("bring.py", 'Choice("more"', 'Choice("less"'),
        contract.test_every_choice_form_and_timer_has_a_handler,
    ),
    "a timer that nothing handles": (
        ("bring.py", 'then="remind"', 'then="remember"'),
        contract.test_every_choice_form_and_timer_has_a_handler,
    ),
    "a state that comes back otherwise": (
        (
            "bring.py",
            "things: tuple[str, ...] = ()",
            "things: tuple[str, ...] = field(default=(), converter=lambda it: (*it, 'x'))",
        ),
        contract.test_every_state_comes_back_as_it_was_kept,
    ),
    "an import behind the door": (
        ("bring.py", "\nplugin =", "from coterie.core.refs import Ref\n\nplugin ="),
        contract.test_it_stands_on_the_public_api_alone,
    ),
    "an unknown verb in its playbook": (
        ("playbooks/bring.yaml", "- post:", "- psot:"),
        contract.test_its_playbooks_and_decks_have_no_mistakes,
    ),
    "a command that raises": (
        ("bring.py", "    brought = await", "    1 / 0\n    brought = await"),
        contract.test_what_needs_no_capability_works_without_any,
    ),
}


def made(folder: Path, change: Change | None = None) -> Plugin:
    """The plugin, in a folder of its own, with one thing changed."""
    files = {"bring.py": SOUND, "bring.en.ftl": ENGLISH, "bring.de.ftl": GERMAN, "playbooks/bring.yaml": PLAYBOOK}
    if change is not None:
        name, old, new = change
        assert old in files[name], f"{old!r} is not in {name}"
        files[name] = files[name].replace(old, new, 1)
    (folder / "playbooks").mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(f"bring_{folder.name}", folder / "bring.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    plugin: Plugin = module.plugin
    return plugin


async def keeps(promise: Callable[..., Any], plugin: Plugin, stage: StageFactory) -> None:
    wanted = {"plugin": plugin, "stage": stage}
    found = promise(
        PluginContract(), **{name: wanted[name] for name in inspect.signature(promise).parameters if name in wanted}
    )
    if inspect.isawaitable(found):
        await found


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_is_caught(fault: str, tmp_path: Path, stage: StageFactory) -> None:
    change, promise = FAULTS[fault]
    plugin = made(tmp_path, change)
    with pytest.raises((AssertionError, ConfigError)):
        await keeps(promise, plugin, stage)


async def test_the_sound_plugin_keeps_every_promise(tmp_path: Path, stage: StageFactory) -> None:
    plugin = made(tmp_path)
    for name, promise in inspect.getmembers(PluginContract, inspect.isfunction):
        if name.startswith("test_"):
            await keeps(promise, plugin, stage)
