"""A stage for tests of runs: a group of facts, one playbook on it, and the means to make things happen to its run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from textwrap import dedent

import msgspec
from attrs import define, evolve, field, frozen

from coterie.core.codec import converter, effect_from_json, effect_to_json
from coterie.core.model.effect import CancelTimer, Effect, Post, SetTimer
from coterie.core.model.playbook import Playbook
from coterie.core.model.run import Run
from coterie.core.playbook.advance import (
    Advanced,
    Answered,
    Call,
    Cause,
    Child,
    FormFilled,
    Happened,
    Reacted,
    Replied,
    Started,
    TimerRang,
    advance,
)
from coterie.core.playbook.facts import CommunityFacts, GroupFacts, PersonFacts
from coterie.core.playbook.file import read_playbook
from coterie.core.playbook.verbs import FieldDeclaration, FieldType, Known, VerbDeclaration
from coterie.core.refs import GroupRef, MessageRef, PersonRef, RoomRef
from coterie.core.texts import Reader, core_texts

BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
ROOM = RoomRef("room:python")
LOBBY = RoomRef("room:lobby")
GROUP = GroupRef("python")
NAMES = {"ana": "Ana Ruiz", "bo": "Bo", "cy": "Cy"}
PROMPT = VerbDeclaration("prompt", "tests", (FieldDeclaration("deck"), FieldDeclaration("text", FieldType.WORDS)))


@frozen
class TownFacts:
    """Three people of one group; ana and bo lead it."""

    members_: tuple[str, ...] = ("ana", "bo", "cy")
    roles: Mapping[str, tuple[str, ...]] = field(factory=lambda: {"leader": ("ana", "bo"), "host": ("cy",)})
    duty: Mapping[str, tuple[str, ...]] = field(factory=lambda: {"events": ("bo",)})
    locale: str = "en"
    zone: str = "Europe/Berlin"
    parent: RoomRef | None = LOBBY

    def community(self, group: GroupRef | None = None) -> CommunityFacts:
        return CommunityFacts("Town", self.zone, self.locale)

    def group(self, group: GroupRef) -> GroupFacts:
        return GroupFacts(group, "Python *Evenings*", "Learn.", "learning", self.zone, self.locale, self.parent)

    def person(self, person: PersonRef) -> PersonFacts:
        return PersonFacts(person, NAMES.get(person.id, person.id), self.zone)

    def is_person(self, name: str) -> bool:
        return name in NAMES

    def members(self, group: GroupRef) -> tuple[PersonRef, ...]:
        return tuple(map(PersonRef, self.members_))

    def groups_of(self, person: PersonRef) -> tuple[GroupRef, ...]:
        return (GROUP,) if person.id in self.members_ else ()

    def holders(self, role: str, group: GroupRef | None) -> tuple[PersonRef, ...]:
        return tuple(map(PersonRef, self.roles.get(role, ())))

    def leader(self, group: GroupRef | None) -> PersonRef | None:
        return next(iter(self.holders("leader", group)), None)

    def on_duty(self, function: str, group: GroupRef | None) -> tuple[PersonRef, ...]:
        return tuple(map(PersonRef, self.duty.get(function, ())))

    def text(self, locale: str, id: str, **arguments: object) -> str:
        return str(core_texts().text(id, Reader(locale), **arguments))


def playbook(steps: str, head: str = "") -> Playbook:
    """The playbook of these steps."""
    text = f"playbook: test\nversion: 1\ntitle: Test\n{dedent(head)}steps:\n{dedent(steps)}"
    reading = read_playbook(text, "test.yaml", Known(verbs={"prompt": PROMPT}))
    assert reading.playbook is not None, [str(one) for one in reading.reader.findings]
    assert not reading.reader.findings, [str(one) for one in reading.reader.findings]
    return reading.playbook


def _kept(effect: Effect) -> object:
    return msgspec.json.decode(msgspec.json.encode(effect_to_json(effect)))


@define
class Stage:
    """A run on stage. `said` is everything it posted, `due` the timers that are set."""

    playbook: Playbook
    run: Run
    now: datetime = BEGIN
    facts: TownFacts = field(factory=TownFacts)
    said: list[Post] = field(factory=list)
    effects: list[Effect] = field(factory=list)
    due: dict[str, datetime] = field(factory=dict)
    calls: list[Call] = field(factory=list)
    children: list[Child] = field(factory=list)
    called_upon: list[PersonRef] = field(factory=list)
    history: list[tuple[Run, Cause, datetime, Advanced]] = field(factory=list)

    def happens(self, cause: Cause) -> Advanced:
        """Let the cause come, and check what holds for every advancing."""
        before = self.run
        advanced = advance(before, self.playbook, cause, self.now, self.facts)
        assert advance(before, self.playbook, cause, self.now, self.facts) == advanced, "not deterministic"
        kept = msgspec.json.decode(msgspec.json.encode(converter.unstructure(advanced.run)))
        assert converter.structure(kept, Run) == advanced.run, "does not survive being kept"
        assert [effect_from_json(_kept(effect)) for effect in advanced.effects] == list(advanced.effects)
        keys = {effect.key for effect in self.effects}
        assert not keys & {effect.key for effect in advanced.effects}, "a key came twice"
        self.history.append((before, cause, self.now, advanced))
        self.run = advanced.run
        self._note(advanced)
        return advanced

    def _note(self, advanced: Advanced) -> None:
        self.effects += advanced.effects
        self.calls += advanced.calls
        self.children += advanced.children
        self.called_upon += advanced.called_upon
        for effect in advanced.effects:
            match effect:
                case Post():
                    self.said.append(effect)
                case SetTimer():
                    self.due[effect.key] = effect.due
                case CancelTimer():
                    self.due.pop(effect.timer, None)

    # --- what happens -----------------------------------------------------------------------------------------------

    def waits(self, **span: float) -> Stage:
        """Let time pass; timers ring when they are due."""
        end = self.now + timedelta(**span)
        while self.due and min(self.due.values()) <= end:
            self.rings()
        self.now = end
        return self

    def rings(self, number: int = 1) -> Stage:
        """Let time pass until the next timers have rung."""
        for _ in range(number):
            if self.due:
                first = min(self.due, key=lambda key: (self.due[key], key))
                self.now = max(self.now, self.due.pop(first))
                self.happens(TimerRang(first))
        return self

    def answers(self, who: str, *choices: str, to: int = -1) -> Stage:
        """Somebody chooses on the newest card with choices, or the one of that number."""
        cards = [post for post in self.said if post.card.choices]
        self.happens(Answered(MessageRef(cards[to].key), PersonRef(who), choices))
        return self

    def fills(self, who: str, to: int = -1, **answers: object) -> Stage:
        cards = [post for post in self.said if post.card.form]
        self.happens(FormFilled(MessageRef(cards[to].key), PersonRef(who), answers))  # type: ignore[arg-type]  # a test's own
        return self

    def replies(self, number: int = 1, to: int = 0) -> Stage:
        for one in range(number):
            self.happens(Replied(MessageRef(self.said[to].key), MessageRef(f"simulator/{to}.{one}")))
        return self

    def reacts(self, who: str, emoji: str, to: int = 0) -> Stage:
        self.happens(Reacted(MessageRef(self.said[to].key), PersonRef(who), emoji))
        return self

    def joins(self, who: str) -> Stage:
        self.happens(Happened("member_joined", PersonRef(who)))
        return self

    # --- what came of it --------------------------------------------------------------------------------------------

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [post.card.text for post in self.said]

    @property
    def places(self) -> list[str]:
        """Where, in order."""
        return [post.to.id for post in self.said]

    @property
    def ended(self) -> str | None:
        """The outcome, or the state and the reason; None while the run lives."""
        if self.run.live:
            return None
        return self.run.outcome if self.run.outcome is not None else f"{self.run.state.value}: {self.run.reason}"


def staged(steps: str, head: str = "", facts: TownFacts | None = None, **run: object) -> Stage:
    """A run of these steps that has just begun, started by ana about cy."""
    written = playbook(steps, head)
    value = Run(
        id="r1", playbook="test", version=1, source="", started=BEGIN, group=GROUP, room=ROOM,
        starter=PersonRef("ana"), member=PersonRef("cy"),
    )  # fmt: skip
    stage = Stage(written, evolve(value, **run), facts=facts or TownFacts())  # type: ignore[arg-type]  # a test's own
    stage.happens(Started())
    return stage
