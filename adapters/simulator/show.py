"""What was said in a world, for eyes: the rooms with their threads, and what the playbooks did."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from coterie.core.engine.runs.book import RunView

from .decode import JOINER
from .things import Happened, Message
from .world import APP, World

MOST_IN_ROOM = 12
MOST_ALONE = 6
LONGEST = 220


class Show:
    """Prints onto one console. Times are local to `zone`."""

    def __init__(self, console: Console, world: World, zone: ZoneInfo) -> None:
        self.console = console
        self._world = world
        self._zone = zone

    # --- rooms ------------------------------------------------------------------------------------------------------

    def room(self, room: str, title: str) -> None:
        """A room: its last messages, each with how it went on."""
        found = [one for one in self._world.rooms[room].messages if one.thread is None and one.seen_by is None]
        earlier = len(found) - MOST_IN_ROOM
        word = "message" if earlier == 1 else "messages"
        rows: list[RenderableType] = [Text(f"… {earlier} earlier {word}", style="dim")] if earlier > 0 else []
        rows += self._by_day(found[-MOST_IN_ROOM:])
        self.console.print(
            Panel(Group(*rows) if rows else Text("nothing yet", style="dim"), title=title, title_align="left")
        )

    def alone(self) -> None:
        """Some of what coterie said to one person alone."""
        found = [
            one
            for one in self._world.messages.values()
            if one.author == APP and one.room and not one.removed and self._to(one)
        ]
        rows = [
            Text.assemble(("to ", "dim"), (self._name(self._to(one)), "bold"), "  ", self._line(one)) for one in found
        ]
        rest = len(rows) - MOST_ALONE
        more = [Text(f"… and {rest} more", style="dim")] if rest > 0 else []
        if rows:
            panel = Panel(Group(*rows[:MOST_ALONE], *more), title="In direct messages", title_align="left")
            self.console.print(panel)

    def message(self, message: Message) -> None:
        """One message, as it comes."""
        self.console.print(self._row(message))

    def _by_day(self, messages: Sequence[Message]) -> list[RenderableType]:
        rows: list[RenderableType] = []
        day = None
        for message in messages:
            local = message.at.astimezone(self._zone)
            if local.date() != day:
                day = local.date()
                rows.append(Text(f"{local:%A, %-d %B}", style="dim italic"))
            rows.append(self._row(message))
            if (after := self._after(message)) is not None:
                rows.append(after)
        return rows

    def _row(self, message: Message) -> Text:
        local = message.at.astimezone(self._zone)
        style = "bold cyan" if message.author == APP else "bold"
        indent = "    ↳ " if message.thread else " "
        return Text.assemble(
            (f"{indent}{local:%H:%M} ", "dim"), (self._name(message.author), style), "  ", self._line(message)
        )

    def _line(self, message: Message) -> Text:
        text = " ".join(message.text.replace(JOINER, "").split())
        line = Text(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
        line.highlight_regex(r"@[\w.-]+", "magenta")
        if message.choices:
            held = self._held(message)
            labels = " │ ".join(f"{one.label} {held[one.id]}" if held[one.id] else one.label for one in message.choices)
            line.append(f"  [{labels}]", style="green")
        if message.form is not None:
            line.append("  [open the form]", style="green")
        return line

    def _after(self, message: Message) -> Text | None:
        """How it went on: who replied, how people reacted."""
        replies = [one for one in self._world.rooms[message.room or ""].messages if one.thread == message.id]
        people = list(dict.fromkeys(self._name(one.author) for one in replies))
        parts = []
        if replies:
            names = ", ".join(people[:3]) + (f" and {len(people) - 3} more" if len(people) > 3 else "")
            parts.append(f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'} from {names}")
        parts += [f"{emoji} {len(who)}" for emoji, who in message.reactions.items()]
        return Text(f"       ↳ {'  '.join(parts)}", style="dim") if parts else None

    def _held(self, message: Message) -> Counter[str]:
        """How many people chose what, as it stands now."""
        chosen: dict[str, tuple[str, ...]] = {}
        for change in self._world.log:
            if change.what is Happened.CHOSE and change.message == message.id and change.person:
                chosen[change.person] = change.choices
        return Counter(id for choices in chosen.values() for id in choices)

    def _to(self, message: Message) -> str:
        return message.seen_by or self._world.rooms[message.room or ""].direct or ""

    def _name(self, person: str) -> str:
        return self._world.people[person].name if person in self._world.people else person

    # --- runs -------------------------------------------------------------------------------------------------------

    def summary(self, runs: Mapping[str, Sequence[RunView]]) -> None:
        """What every playbook did, over all groups."""
        table = Table(title="What the playbooks did", title_justify="left", show_edge=False, pad_edge=False)
        for column in ("playbook", "groups", "runs", "finished", "under way", "how they ended"):
            table.add_column(
                column, justify="right" if column in ("groups", "runs", "finished", "under way") else "left"
            )
        by_playbook: dict[str, list[tuple[str, RunView]]] = defaultdict(list)
        for group, views in runs.items():
            for view in views:
                by_playbook[view.playbook].append((group, view))
        for playbook, found in sorted(by_playbook.items()):
            table.add_row(playbook, *self._counts(found))
        self.console.print(table)
        self.console.print(self._totals())

    def _counts(self, found: Sequence[tuple[str, RunView]]) -> tuple[str, ...]:
        states = Counter(view.state for _, view in found)
        ended = Counter(view.outcome or view.state for _, view in found if view.state != "running")
        how = ", ".join(f"{outcome} {count}" for outcome, count in ended.most_common(3))
        groups = len({group for group, _ in found})
        return str(groups), str(len(found)), str(states["finished"]), str(states["running"]), how

    def _totals(self) -> Text:
        said = Counter(one.author == APP for one in self._world.messages.values())
        chosen = sum(change.what is Happened.CHOSE for change in self._world.log)
        return Text(
            f"coterie said {said[True]} things; people said {said[False]}, and made {chosen} choices.", style="dim"
        )
