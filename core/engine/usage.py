"""How a command is given, as somebody is told of it: its usage line, what it does, and what was expected where it was given wrongly."""

from __future__ import annotations

from ..handling import Command, LoadedPlugin
from ..signature import Parameter
from ..texts import NO_TEXTS, Reader, SpokenText, Texts, code, core_texts
from .arguments import WrongArguments
from .fixed_words import shown

SHOWN = 80
"""How much of what was typed is shown again."""


def about(plugin: LoadedPlugin, command: Command, reader: Reader) -> str:
    """What a command does: the plugin's text `command-NAME`, else the first line of the docstring."""
    id = f"command-{command.name}"
    return plugin.texts.text(id, reader) if id in plugin.texts.ids else command.doc


def usage_for(plugin: LoadedPlugin, command: Command, reader: Reader) -> str:
    """How a command is given, with its fixed words as this reader is told of them."""
    return command.usage_with(lambda word: shown(word, plugin.texts, reader))


def wrong_arguments(error: WrongArguments, usage: str, reader: Reader, plugin_texts: Texts = NO_TEXTS) -> str:
    """What was expected instead, and how the command is to be given."""
    texts, parameter, found = core_texts(), error.parameter, error.found[:SHOWN]
    if parameter is None:
        return texts.text("too-much", reader, found=found, usage=code(usage))
    each = (_expected(one, plugin_texts, reader) for one in (parameter, *error.instead))
    expected, *others = dict.fromkeys(each)  # two dates are expected in the same words
    for other in others:
        expected = texts.text("expected-or", reader, expected=expected, other=other)
    id = "wrong-argument" if found else "missing-argument"
    name = parameter.word_with(lambda word: shown(word, plugin_texts, reader))
    return texts.text(id, reader, found=found, name=name, expected=expected, usage=code(usage))


def _expected(parameter: Parameter, plugin_texts: Texts, reader: Reader) -> SpokenText:
    allowed = [shown(word, plugin_texts, reader) for word in parameter.allowed]
    return core_texts().text(f"expected-{parameter.kind.value}", reader, allowed=", ".join(allowed))
