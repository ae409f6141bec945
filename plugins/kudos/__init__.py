"""Thanks, said aloud: and once a week, who was thanked most."""

from __future__ import annotations

from collections.abc import Mapping

from coterie.core.api import Card, Choice, Context, PersonRef, Plugin, Rest, Text, evolve, field, frozen

plugin = Plugin("kudos", texts="kudos.ftl", playbooks="playbooks")

SHOWN = 3


@frozen
class Tally:
    """Thanks per person of one group since the last digest, and who joined in on which card."""

    counts: Mapping[PersonRef, int] = field(factory=dict)
    joined: tuple[tuple[str, PersonRef], ...] = ()

    def joined_by(self, card: str, person: PersonRef) -> Tally:
        return evolve(self, joined=(*self.joined, (card, person)))

    def plus(self, person: PersonRef) -> Tally:
        return evolve(self, counts={**self.counts, person: self.counts.get(person, 0) + 1})

    @property
    def most_thanked(self) -> tuple[PersonRef, ...]:
        """Whoever was thanked most, at most `SHOWN`, the most thanked first; equals in the order of their references."""
        ranked = sorted(self.counts, key=lambda person: (-self.counts[person], person))
        return tuple(ranked[:SHOWN])


@frozen
class Thanked:
    """How often the person was thanked since the last digest."""

    count: int


@plugin.command("kudos")
async def thank(ctx: Context, person: PersonRef, *, reason: Rest | None = None) -> None:
    """Thank somebody: `kudos @bo for the review`."""
    if person == ctx.person:
        ctx.refuse("not-yourself")
    await ctx.save((await ctx.load(Tally)).plus(person))
    await ctx.call("leaders.helped", person=person, whom=ctx.person)
    said = ctx.text("thanked-for", person=person, reason=reason) if reason else ctx.text("thanked", person=person)
    ctx.reply(Card(said, choices=[Choice("join", ctx.plain("me-too"), person)]))


@plugin.command("thank")
async def how_to_thank(ctx: Context, *, words: Rest | None = None) -> None:
    """How one thanks somebody; who thanks coterie, in passing, is told as well."""
    ctx.quietly(ctx.text("how-to-thank", where="here" if ctx.in_group else "there"))


@plugin.choice("join")
async def join(ctx: Context, person: PersonRef) -> None:
    """Thank the same person too, once a card."""
    if person == ctx.person:
        ctx.refuse("not-yourself")
    tally, card = await ctx.load(Tally), ctx.message.id if ctx.message else ""
    if (card, ctx.person) not in tally.joined:
        await ctx.save(tally.plus(person).joined_by(card, ctx.person))
        await ctx.call("leaders.helped", person=person, whom=ctx.person)


@plugin.every("friday 16:00")
async def digest(ctx: Context) -> None:
    """Say who was thanked most, and begin anew."""
    tally = await ctx.load(Tally)
    if tally.counts:
        ctx.reply(ctx.text("most-thanked", people=tally.most_thanked, count=sum(tally.counts.values())))
        await ctx.save(Tally())


@plugin.step("thank", choices=("join",))
async def thank_step(ctx: Context, who: PersonRef, text: Text) -> Thanked:
    """Thank somebody in words of the playbook's own."""
    tally = (await ctx.load(Tally)).plus(who)
    await ctx.save(tally)
    ctx.reply(Card(text, choices=[Choice("join", ctx.plain("me-too"), who)]))
    return Thanked(tally.counts[who])
