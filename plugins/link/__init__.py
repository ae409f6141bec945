"""Lets people make their accounts on several platforms one, and part them again."""

from __future__ import annotations

from coterie.core.api import Context, PersonRef, Plugin, code

from .codes import GOOD_FOR, Codes, Pending, Tries, new_code

plugin = Plugin("link", texts="link.ftl")


@plugin.command("link")
async def link(ctx: Context, typed: str | None = None) -> None:
    """Make your accounts on two platforms one: `link` gives a code, `link CODE` from the other account links them."""
    if typed is None:
        await _show(ctx)
    else:
        await _redeem(ctx, typed)


@plugin.command("unlink")
async def unlink(ctx: Context) -> None:
    """Part your linked accounts: everything that was linked here is somebody of their own again."""
    parted = await ctx.accounts.linked(ctx.person)
    if not parted:
        ctx.refuse("nothing-linked")
    names = await _names(ctx, parted)
    here = ctx.accounts.acting
    for other in await ctx.accounts.unlink(ctx.person):
        if other != here:
            ctx.post(other, ctx.text("unlinked", accounts=names))
    if ctx.person != here and here in parted:
        ctx.post(ctx.person, ctx.text("unlinked", accounts=names))
    ctx.post(here, ctx.text("unlinked", accounts=names), platform=here.platform)


async def _show(ctx: Context) -> None:
    """Say to the person alone what is linked, and how to link more: there where they asked."""
    here, there = ctx.accounts.acting, await ctx.accounts.of(ctx.person)
    names = await _names(ctx, there)
    missing = sorted(set(ctx.accounts.platforms) - {str(one.platform) for one in there})
    if not missing:
        said = ctx.text("linked-all", accounts=names, linked=len(await ctx.accounts.linked(ctx.person)))
    elif not (tries := (await ctx.load(Tries, scope="person")).at(ctx.now)).may_have_a_code():
        said = ctx.text("too-many-codes")
    else:
        given, codes = new_code(), await ctx.load(Codes, scope="everywhere")
        pending = Pending(here, ctx.person, ctx.now + GOOD_FOR)
        await ctx.save(codes.given(given, pending, ctx.now), scope="everywhere")
        await ctx.save(tries.given(ctx.now), scope="person")
        minutes = int(GOOD_FOR.total_seconds() // 60)
        said = ctx.text("your-code", command=code(f"link {given}"), accounts=names, count=len(names), minutes=minutes)
    ctx.post(ctx.person, said, platform=here.platform)


async def _redeem(ctx: Context, typed: str) -> None:
    """Link the account that sends the code to whom it was given. A wrong one is counted, so it is no error that leaves nothing behind."""
    tries = (await ctx.load(Tries, scope="person")).at(ctx.now)
    if not tries.may_guess():
        ctx.quietly(ctx.text("too-many-guesses"))
        return
    codes = await ctx.load(Codes, scope="everywhere")
    pending = codes.good(typed, ctx.now)
    if pending is None:
        await ctx.save(tries.guessed_wrong(ctx.now), scope="person")
        ctx.quietly(ctx.text("wrong-code", command=code("link")))
        return
    if await ctx.accounts.person(pending.account) == ctx.person:
        ctx.quietly(ctx.text("own-code"))
        return
    here = ctx.accounts.acting
    await ctx.save(codes.used(typed), scope="everywhere")
    linked = await ctx.accounts.link(pending.person, ctx.person)
    told = ctx.text("linked", accounts=await _names(ctx, await ctx.accounts.of(linked.person)), command=code("unlink"))
    for account in (here, pending.account):
        ctx.post(linked.person, told, platform=account.platform)


async def _names(ctx: Context, accounts: tuple[PersonRef, ...]) -> list[str]:
    """Accounts as people know them: `Ana on Slack`."""
    return [
        ctx.plain("account", name=await ctx.accounts.name(one), platform=ctx.accounts.platform(one)) for one in accounts
    ]
