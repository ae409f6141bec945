"""How long it takes to check many playbooks, none of whose texts stands in another.

python -m tests.bench check [PLAYBOOKS]
"""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence

from coterie.core.playbook.check import examine
from coterie.core.playbook.yaml import Source, parse

PLAYBOOKS = 300

HEAD = """\
playbook: p{n}
version: 1
title: {{en: Book {n}, de: Buch {n}}}
params:
  at: {{type: schedule, default: "monday 09:00"}}
  quiet: {{type: int, default: {n}}}
starts:
  - every: "{{{{ at }}}}"
steps:
"""
FOUR_STEPS = """\
  - id: a{i}
    post: {{text: "Hello {{{{ member.name }}}} number {n} of {i}", to: room}}
  - id: q{i}
    ask: {{text: "What of {n}?", choices: {{y: Yes, n: No}}, to: leader}}
    within: 2d
    late: {{remind: missing, every: 1d, then: skip}}
    when: {{n: goto a{i}, y: [{{post: {{text: "Good {n} {{{{ q{i}.answer }}}}"}}}}]}}
  - if: "replies(a{i}) <= quiet + {n}"
    task: {{for: leader, text: "{{{{ replies(a{i}) }}}} so far in {n}"}}
"""


def playbook(n: int) -> str:
    """A playbook of 16 steps."""
    return HEAD.format(n=n) + "".join(FOUR_STEPS.format(n=n, i=i) for i in range(4))


def main(arguments: Sequence[str]) -> None:
    count = int(arguments[0]) if arguments else PLAYBOOKS
    books = [playbook(n) for n in range(count)]
    gc.disable()  # as `coterie check` does
    begin, worked = time.perf_counter(), time.process_time()
    for book in books:
        parse(Source.of(book, "p.yaml"))
    read = time.perf_counter()
    found = [finding for book in books for finding in examine(book, "p.yaml")[1]]
    checked = time.perf_counter()
    print(
        f"{count} playbooks of 16 steps: {checked - read:.2f} s, of which YAML is {read - begin:.2f} s "
        f"({time.process_time() - worked:.2f} s of processor with the YAML once more); {len(found)} findings"
    )
