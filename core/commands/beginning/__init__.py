"""`coterie new community|playbook|plugin`: files to begin with, which pass their checks and tests as they are."""

from __future__ import annotations

import sys
from pathlib import Path

from ...discovery import PLUGINS, installed
from ...errors import ConfigError, Finding
from ...playbook.verbs import CORE_VERBS, MODIFIERS
from .writing import filled, id_of, name_of, told, write_all

_PACKAGE = "coterie-"
"""What packages of plugins are commonly called by; a plugin's own name goes without."""


def new_community(folder: Path) -> int:
    """Write a small community into the folder, whose name it gets, and say what to do next; 0.

    Raises ConfigError where one of the files is there already: then none is written.
    """
    id = id_of(folder.resolve().name, "my-community")
    files = filled("community", {"my-community": id, "My Community": name_of(id)})
    write_all(folder, files)
    about = {
        "README.md": "what is what, and how to go on",
        "community.yaml": "who is there, and what the groups do",
        "coterie.toml": "platforms, and where data is kept",
        "decks/starters.yaml": "questions to start a conversation with",
        "playbooks/weekly-question.yaml": "what coterie does, step by step",
        "scenarios/weekly-question.yaml": "a test of it",
        ".env.example": "the tokens that a platform needs",
        ".gitignore": "keeps tokens and data out of git",
    }
    then = ("coterie check .", "coterie test scenarios", "and then as README.md says")
    sys.stdout.write(told(folder, {name: about[name] for name in files}, then))
    return 0


def new_playbook(name: str, folder: Path) -> int:
    """Write a playbook of this name into the folder, with a scenario that plays it, and say what to do next; 0.

    The scenario plays in a community of its own, so that it passes wherever it stands. Raises ConfigError where one
    of the files is there already: then none is written.
    """
    id = id_of(name, "my-playbook")
    files = filled("playbook", {"my-playbook": id, "My Playbook": name_of(id)})
    write_all(folder, files)
    about = {
        f"playbooks/{id}.yaml": "what coterie does, step by step",
        f"scenarios/{id}.yaml": "a test of it: weeks pass in a second",
        f"{id}.community.yaml": "a group in which it is tested",
    }
    then = (
        f"coterie check playbooks/{id}.yaml",
        f"coterie test scenarios/{id}.yaml --transcript",
        f"coterie simulate playbooks/{id}.yaml --for 30d",
        f"and then let a group of your community use it: `- use: {id}` under its `playbooks:`",
    )
    sys.stdout.write(told(folder, {file: about[file] for file in files}, then))
    return 0


def new_plugin(folder: Path) -> int:
    """Write a plugin into the folder, whose name it gets, as a package of its own with tests, and say what to do next; 0.

    Raises ConfigError where one of the files is there already, or where a playbook could not say the plugin's name:
    then none is written.
    """
    id = id_of(folder.resolve().name.removeprefix(_PACKAGE), "my-plugin")
    word = id.replace("-", "_")
    if word in CORE_VERBS or word in MODIFIERS:
        message = f"'{word}' is a word of playbooks already, so nothing was written; give the plugin another name"
        raise ConfigError(Finding(str(folder), None, None, message))
    files = filled("plugin", {"my-plugin": id, "my_plugin": word, "My Plugin": name_of(id)})
    write_all(folder, files)
    about = {
        "README.md": "what it does",
        "pyproject.toml": "the package, and by what coterie finds it",
        f"src/coterie_{word}/__init__.py": "the plugin: a command, a button, a time, a verb",
        f"src/coterie_{word}/{id}.de.ftl": "what it says in German",
        f"src/coterie_{word}/{id}.en.ftl": "what it says in English",
        f"tests/test_{word}.py": "tests of it, and of what every plugin must be",
    }
    then = ["pip install pytest pytest-asyncio", "pytest", "pip install -e .", "and then `coterie check` knows it too"]
    if id in installed(PLUGINS):
        then.append(f"There is a plugin {id} installed already: before you install yours, give it another name.")
    sys.stdout.write(told(folder, {name: about[name] for name in files}, then))
    return 0
