"""What stands on somebody's page: sections of what the plugins contribute, in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b

from coterie.core.api import (
    AWAKE,
    Card,
    Choice,
    Context,
    GroupRef,
    Item,
    Line,
    PersonRef,
    Section,
    Tap,
    Text,
    evolve,
    frozen,
    listed,
    one_line,
    paragraphs,
)

GROUPS = 20
"""So many groups are listed."""

MOST = {Section.NEXT: 8, Section.MINE: 8, Section.FIND: 7, Section.LEAD: 6, Section.MANAGE: 6, Section.YOU: 4}
"""So much stands in a section; what is next is cut from behind, all else where it weighs least."""

TAPS = 3


@frozen
class Part:
    """A piece of the page: a card, and in a few words what its choices are about."""

    card: Card
    about: str = ""


@frozen
class Found:
    """What a plugin contributed, and in which group; none where it belongs to none."""

    item: Item
    group: str = ""


async def page_of(ctx: Context, person: PersonRef) -> tuple[Part, ...]:
    """Somebody's page, in the words of whoever reads it in the end."""
    groups = tuple(group for group in await ctx.joined(person) if ctx.groups.alive(group.id))
    found = await _contributed(ctx, person, groups)
    parts, taken = [await _groups(ctx, person, groups)], set[str]()
    for section in Section:
        for number, one in enumerate(_of(section, found)):
            head = ctx.text(f"section-{section.value}") if number == 0 else None
            choices = [choice for choice in _choices(one) if choice.id not in taken]
            taken |= {choice.id for choice in choices}
            parts.append(Part(Card(_headed(head, one.item.text), choices=choices), one.item.about))
    return (*parts, _foot(ctx))


def as_one(ctx: Context, parts: Sequence[Part]) -> Card:
    """The page as one message: each choice says what it is about, because all stand below."""
    choices = [
        evolve(choice, label=ctx.plain("tap-about", tap=choice.label, about=part.about) if part.about else choice.label)
        for part in parts
        for choice in part.card.choices
    ]
    return Card(paragraphs(*(part.card.text for part in parts if part.card.text)), choices=choices)


async def _contributed(ctx: Context, person: PersonRef, groups: Sequence[GroupRef]) -> list[Found]:
    everywhere = await ctx.contributions_everywhere("page-everywhere", person)
    found = [Found(item) for item in _items(everywhere)]
    leads = [group for group in groups if person in ctx.leaders(group)]
    for group in groups:
        found += [
            Found(item, group.id) for item in _items(await ctx.contributions("page", person, group=group, unused=True))
        ]
    for group in leads:
        lines = _lines(await ctx.contributions("brief", group=group))
        name = await ctx.name(group)
        found += [Found(_led(ctx, line, name), group.id) for line in lines]
    manages = person in ctx.managers()
    if manages:
        found.append(Found(Item(Section.MANAGE, _standing(ctx), weight=1)))
    return [one for one in found if _is_for(one, {group.id for group in leads}, manages)]


def _is_for(found: Found, leads: Collection[str], manages: bool) -> bool:
    """Whether somebody who leads these groups, and manages the community or not, is shown it."""
    match found.item.section:
        case Section.LEAD:
            return found.group in leads
        case Section.MANAGE:
            return manages
    return True


def _items(contributed: Iterable[object]) -> list[Item]:
    return [one for some in contributed if isinstance(some, tuple) for one in some if isinstance(one, Item)]


def _lines(contributed: Iterable[object]) -> list[Line]:
    lines = [one for some in contributed if isinstance(some, tuple) for one in some if isinstance(one, Line)]
    return [line for line in lines if line.text]


def _led(ctx: Context, line: Line, group: str) -> Item:
    """What a plugin tells the leaders of a group in their brief."""
    taps = (Tap(line.label, line.action),) if line.label and line.action else ()
    return Item(
        Section.LEAD, ctx.text("in-group", group=group, text=Text(line.text)), group, weight=line.weight, taps=taps
    )


def _of(section: Section, found: Sequence[Found]) -> list[Found]:
    """What stands in a section: by time where there is one, else by weight; so much of it as there is room for."""
    some = [one for one in found if one.item.section is section]
    timed = sorted((one for one in some if one.item.at is not None), key=lambda one: (one.item.at, one.group))
    other = sorted((one for one in some if one.item.at is None), key=lambda one: (-one.item.weight, one.group))
    return [*timed, *other][: MOST[section]]


def _headed(head: str | None, text: str) -> str:
    return text if head is None else paragraphs(head, text)


def _choices(found: Found) -> list[Choice]:
    """The taps of an item. Their ids say what they do: on a page that was shown a while ago they do that or nothing."""
    made = []
    for tap in found.item.taps[:TAPS]:
        value = [found.group, tap.action, dict(tap.arguments)]
        digest = blake2b(repr((found.group, tap.action, sorted(tap.arguments.items()))).encode(), digest_size=8)
        made.append(Choice(f"do:{digest.hexdigest()}", tap.label, value, urgency=tap.urgency))
    return made


async def _groups(ctx: Context, person: PersonRef, groups: Sequence[GroupRef]) -> Part:
    """The groups that somebody is in, those that they lead first."""
    rows = []
    charters = [ctx.groups.get(group) for group in groups if ctx.groups.knows(group)]
    led = {one.id for one in charters if person in ctx.leaders(GroupRef(one.id))}
    for charter in sorted(charters, key=lambda one: (one.id not in led, one.name.casefold()))[:GROUPS]:
        state = "awake" if charter.state in AWAKE else charter.state.value
        rows.append(
            ctx.text(
                "group", group=charter.name, purpose=one_line(charter.purpose), leads=charter.id in led, state=state
            )
        )
    left = len(charters) - len(rows)
    parts = [ctx.text("section-groups"), listed(rows) if rows else ctx.text("no-groups")]
    if left:
        parts.append(ctx.text("more-groups", count=left))
    return Part(Card(paragraphs(*parts)))


def _standing(ctx: Context) -> Text:
    """How many groups there are, by how they stand."""
    groups = ctx.groups.all()
    awake = sum(one.state in AWAKE for one in groups)
    return ctx.text("standing", groups=len(groups), awake=awake, resting=len(groups) - awake)


def _foot(ctx: Context) -> Part:
    said = paragraphs(ctx.text("section-data"), ctx.text("data"))
    return Part(Card(said, choices=[Choice("known", ctx.plain("what-is-known"))]))
