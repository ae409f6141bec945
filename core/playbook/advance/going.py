"""A run while it is being advanced: its strands and steps in hand, what it asks for collected, its names looked up."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from attrs import evolve

from ...model.content import Markdown
from ...model.effect import CancelTimer, Effect, SetTimer
from ...model.playbook import LocalText, ParamType, Playbook, Step
from ...model.run import Happening, Run, StepState, Strand
from ...refs import PersonRef
from ..duration import Duration
from ..expressions import Template, compile_expression, compile_template
from ..facts import Facts
from ..functions import functions
from ..printing import Reader, Span, Style, printed
from ..uses import Uses
from ..views import CommunityView, GroupView, PersonView, RoomView, StepView, ThisRun, frozen_value, seen_people, thawed
from .causes import Advanced, Call, Child
from .layout import Layout

ADDRESS = re.compile(r"\s*(person|role|on_duty|group):")
MOST_HAPPENINGS = 500
"""Entries of a timeline; the oldest are dropped."""


class CannotGoOn(Exception):
    """The run can't go on; the text says why."""


class Going:
    """One advancing of one run."""

    def __init__(self, run: Run, playbook: Playbook, now: datetime, facts: Facts) -> None:
        self.run = run
        self.playbook = playbook
        self.now = now
        self.facts = facts
        self.layout = Layout(playbook)
        self.strands: dict[str, Strand] = {strand.id: strand for strand in run.strands}
        self.steps: dict[str, StepState] = dict(run.steps)
        self.runnable: deque[str] = deque()
        self.effects: list[Effect] = []
        self.calls: list[Call] = []
        self.children: list[Child] = []
        self.called_upon: list[PersonRef] = []
        self.happenings: list[Happening] = list(run.timeline)
        self.doing = ""
        self.taken = 0

    def advanced(self) -> Advanced:
        """What came of it."""
        run = evolve(
            self.run,
            strands=tuple(self.strands.values()),
            steps=self.steps,
            timeline=tuple(self.happenings[-MOST_HAPPENINGS:]),
        )
        called_upon = tuple(dict.fromkeys(self.called_upon))
        return Advanced(run, tuple(self.effects), tuple(self.calls), tuple(self.children), called_upon)

    def doing_step(self, id: str) -> Step:
        """The step of this id, which is being dealt with from now on."""
        self.doing = id
        return self.layout.steps[id]

    # --- asking -----------------------------------------------------------------------------------------------------

    def new_key(self, step: str) -> str:
        """A key for an effect: the same on replay, never the same twice."""
        self.run = evolve(self.run, sequence=self.run.sequence + 1)
        return f"run:{self.run.id}:{step}:{self.run.sequence}"

    def note(self, what: str, step: str = "", detail: str = "") -> None:
        """Write it on the timeline."""
        self.happenings.append(Happening(self.now, what, step, detail))

    def set_timer(self, scope: str, due: datetime, *, spans: bool = True) -> None:
        """Let the time of the step run out at `due`, which is so long after now or, where it `spans` nothing, a time of a day."""
        self.drop_timer(scope)
        state = self.steps[scope]
        key = self.new_key(state.id)
        self.effects.append(SetTimer(key=key, due=due, span=due - self.now if spans else None))
        self.steps[scope] = evolve(state, timer=key, due=due)

    def drop_timer(self, scope: str) -> None:
        """Forget the timer of the step, if it has one."""
        state = self.steps.get(scope)
        if state is not None and state.timer is not None:
            self.effects.append(CancelTimer(key=self.new_key(state.id), timer=state.timer))
            self.steps[scope] = evolve(state, timer=None, due=None)

    # --- reading ----------------------------------------------------------------------------------------------------

    @cached_property
    def reader(self) -> Reader:
        """For whom texts are written: the group's locale and zone."""
        place = self.facts.group(self.run.group) if self.run.group else self.facts.community()
        return Reader(place.locale, place.zone, self.now)

    @property
    def leader(self) -> PersonRef | None:
        """The leader of this run: chosen when first needed, and kept for as long as they lead."""
        kept = self.run.leader
        if kept is None or kept not in self.leaders:
            kept = self.facts.leader(self.run.group)
            self.run = evolve(self.run, leader=kept)
        return kept

    @property
    def leaders(self) -> tuple[PersonRef, ...]:
        return self.facts.holders("leader", self.run.group)

    def scopes(self, strand: Strand) -> Iterator[str]:
        """The strand and those that it hangs on, the nearest first."""
        current: Strand | None = strand
        while current is not None:
            yield current.id
            current = self.strands.get(current.parent) if current.parent else None

    def template(self, text: str | LocalText) -> Template:
        return compile_template(text.in_(self.reader.locale) if isinstance(text, LocalText) else text)

    def markdown(self, text: str | LocalText, strand: Strand) -> str:
        """A text for people, in neutral Markdown."""
        template = self.template(text)
        return template.render(self.names(template.uses, strand), self.reader).strip()

    def words(self, text: str | LocalText, strand: Strand) -> str:
        """A label or an outcome, in plain words."""
        template = self.template(text)
        return template.words(self.names(template.uses, strand), self.reader).strip()

    def value(self, text: str | LocalText, strand: Strand) -> object:
        """What a template comes to: the thing itself where it is one `{{ … }}`, else a text."""
        template = self.template(text)
        return template.value(self.names(template.uses, strand), self.reader)

    def argument(self, text: str | LocalText, strand: Strand) -> object:
        """What is handed on to somebody else: the thing itself where the template is one `{{ … }}`, else plain words, or an address."""
        template = self.template(text)
        style = Style.TOKEN if ADDRESS.match(template.text) else Style.WORDS
        return frozen_value(template.value(self.names(template.uses, strand), self.reader, style))

    def token(self, text: str, strand: Strand) -> str:
        """What a template comes to, as text to be read on."""
        value = self.value(text, strand)
        return value.strip() if isinstance(value, str) else printed(value, self.reader, Style.TOKEN)

    def evaluate(self, text: str, strand: Strand) -> object:
        """What a bare expression comes to."""
        expression = compile_expression(text)
        return expression.evaluate(self.names(expression.uses, strand), self.reader)

    def after(self, duration: str, strand: Strand) -> datetime:
        """The instant so long after now."""
        value = self.value(duration, strand)
        written = value.written if isinstance(value, Span) else Duration.parse(str(value))
        return written.after(self.now, self.reader.tzinfo)

    # --- names ------------------------------------------------------------------------------------------------------

    def names(self, uses: Uses, strand: Strand) -> Mapping[str, object]:
        """The names that a template uses, as they stand now."""
        found: dict[str, object] = {}
        for name in {use.name for use in uses.names} | {call.name for call in uses.calls}:
            for look in (self._own, self._written, self._step, self._given, self._function):
                hit, value = look(name, strand)
                if hit:
                    found[name] = value
                    break
        return found

    def _own(self, name: str, strand: Strand) -> tuple[bool, object]:
        for scope in self.scopes(strand):
            if name in self.strands[scope].names:
                return True, self.seen(self.strands[scope].names[name])
        return False, None

    def _written(self, name: str, strand: Strand) -> tuple[bool, object]:
        if name in self.run.variables:
            return True, self.seen(self.run.variables[name])
        if name not in self.run.params:
            return False, None
        value, param = self.run.params[name], self.playbook.params.get(name)
        if param is not None and param.type is ParamType.DURATION and isinstance(value, str):
            return True, Span.of(Duration.parse(value))
        if param is not None and param.type is ParamType.TEXT and isinstance(value, str):
            return True, Markdown(value)
        return True, self.seen(value)

    def _step(self, name: str, strand: Strand) -> tuple[bool, object]:
        if name not in self.layout.steps:
            return False, None
        states = (self.steps.get(f"{scope}/{name}") for scope in self.scopes(strand))
        state = next((one for one in states if one is not None), None)
        return True, StepView(name, state, self.facts, self.reader)

    def _given(self, name: str, strand: Strand) -> tuple[bool, object]:
        look = self._looks.get(name)
        return (False, None) if look is None else (True, look())

    @cached_property
    def _looks(self) -> Mapping[str, Callable[[], object]]:
        return {
            "community": lambda: CommunityView(self.facts, self.run.group),
            "group": lambda: GroupView(self.run.group, self.facts) if self.run.group else None,
            "room": lambda: RoomView(self.run.room, self.run.group, self.facts) if self.run.room else None,
            "now": lambda: self.reader.local(self.now),
            "starter": lambda: self.person(self.run.starter),
            "member": lambda: self.person(self.run.member),
            "leader": lambda: self.person(self.leader),
            "leaders": lambda: seen_people(self.leaders, self.facts),
            "run": lambda: ThisRun(self.run, self.reader),
        }

    def _function(self, name: str, strand: Strand) -> tuple[bool, object]:
        function = self._functions.get(name)
        return function is not None, function

    @cached_property
    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return functions(self.run.id, self.run.group, self.facts, self.reader)

    def person(self, ref: PersonRef | None) -> PersonView | None:
        return None if ref is None else PersonView(ref, self.facts)

    def seen(self, value: object) -> object:
        return thawed(value, self.facts, self.reader)

    def state(self, strand: Strand, step: Step) -> StepState:
        """What the strand's step came to so far."""
        return self.steps[f"{strand.id}/{step.id}"]

    def change(self, strand: Strand, step: Step, **changes: object) -> StepState:
        """Change what the strand's step came to."""
        scope = f"{strand.id}/{step.id}"
        self.steps[scope] = evolve(self.steps[scope], **changes)  # type: ignore[arg-type]  # names are checked by attrs
        return self.steps[scope]
