"""What happens in the town that is destroyed: playbooks with waits, asks and tasks, and members who answer what they see.

Whoever answers does so by the words they see alone. So everybody says the same in every run of the script, however often and whenever it
is disturbed, and what coterie says must be the same too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zlib import crc32

from attrs import frozen

from coterie.core.model.community import Community, Group, Person, Use

MEMBERS = 3
"""So many people are in each group; the first leads it."""

LIFE = """
playbook: life
version: 1
title: Life
params:
  rounds: {type: int}
  pause: {type: duration}
starts:
  - command: live
steps:
  - set: {n: "1"}
  - id: hello
    post: {text: "life {{ n }}: who is here?"}
  - wait: "{{ pause }}"
  - id: vote
    ask: {text: "life {{ n }}: tea or coffee?", choices: {tea: Tea, coffee: Coffee}, until: everyone}
  - post: {text: "life {{ n }}: {{ vote.counts.tea }} tea, {{ vote.counts.coffee }} coffee, {{ replies(hello) }} were here", thread: hello}
  - each:
      in: group.members
      as: who
      steps:
        - wait: "{{ pause }}"
        - id: mood
          ask: {text: "life {{ n }}: are you well?", to: "person:{{ who }}", choices: {well: Well, so: So so}}
        - post: {text: "life {{ n }}: thank you, you are {{ mood.answer }}", to: "person:{{ who }}"}
  - post: {text: "life {{ n }}: everybody was asked"}
  - task: {text: "life {{ n }}: sweep the floor", for: leader}
  - post: {text: "life {{ n }}: the floor is clean"}
  - wait: "{{ pause }}"
  - if: n < rounds
    set: {n: n + 1}
    goto: hello
  - post: {text: "life: that was all"}
"""

COUNT = """
playbook: count
version: 1
title: Counting
params:
  numbers: {type: int}
  pause: {type: duration}
starts:
  - command: count
steps:
  - set: {n: "1"}
  - id: say
    post: {text: "count {{ n }}"}
  - wait: "{{ pause }}"
  - if: n < numbers
    set: {n: n + 1}
    goto: say
  - post: {text: "count: that was all"}
"""

PLAYBOOKS = {"life": LIFE, "count": COUNT}
COMMANDS = ("!live", "!count")
ENDS = ("life: that was all", "count: that was all")
"""What is said last in every group by each."""


@frozen
class Script:
    """How large the town is and how long its life. `pause` is a duration of the language."""

    groups: int
    rounds: int
    pause: str

    @property
    def names(self) -> Sequence[str]:
        """The groups, and the rooms that are their homes."""
        return [f"g{number}" for number in range(self.groups)]

    def members(self, group: str) -> Sequence[str]:
        """Who is in a group."""
        return [f"{group}m{number}" for number in range(MEMBERS)]

    def community(self, platform: str, accounts: Mapping[str, str]) -> Community:
        """The town, whose people have these accounts."""
        used = (
            Use("life", {"rounds": str(self.rounds), "pause": self.pause}),
            Use("count", {"numbers": str(2 * self.rounds), "pause": self.pause}),
        )
        leaders = {one: Person(one, one, accounts={platform: accounts[one]}) for one in self._leaders()}
        groups = {
            name: Group(name, name, "Live.", leaders=(leader,), homes={platform: name}, playbooks=used)
            for name, leader in zip(self.names, leaders, strict=True)
        }
        return Community("town", "Town", people=leaders, groups=groups, managers=tuple(leaders)[:1])

    def write(self, folder: Path) -> None:
        """The playbooks, as files."""
        folder.mkdir(exist_ok=True)
        for name, text in PLAYBOOKS.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def _leaders(self) -> Iterator[str]:
        return (self.members(name)[0] for name in self.names)


def chosen(person: str, text: str, offered: Sequence[str]) -> str:
    """What somebody chooses on a card with this text, always."""
    return offered[crc32(f"{person} {text}".encode()) % len(offered)]


def is_question(text: str) -> bool:
    """Whether everybody in the room says something to it, in its thread."""
    return text.endswith("who is here?")
