"""Who may be asked about a word: found by the word, without reading what everybody says.

Of everybody who may be asked there is a record for each word of theirs, under the word and their id, with nothing in it: `bees q17`. It is kept
with the profile. What was written before there was such an index is put into it once, page by page; until then everybody is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from unicodedata import east_asian_width

from coterie.core.api import Context, Facet, PersonRef, frozen

from . import plugin
from .circle import profiles
from .profile import LONG, Profile, folded, nearly, parts

PAGE = 500
"""So many profiles are put into the index in one commit."""


@frozen
class Says:
    """Somebody who may be asked says a word of themselves: nothing is in it, the key says all."""


@frozen
class Index:
    """Whether everybody is in it; before, whether somebody began to put them there."""

    begun: bool = False
    whole: bool = False


async def keep(ctx: Context, person: PersonRef, after: Profile) -> None:
    """Keep what somebody says of themselves, and by which words they are found; nothing where they say and allow nothing."""
    before = await ctx.load(Profile, key=person.id, scope="community")
    if after == Profile():
        await ctx.delete(Profile, key=person.id, scope="community")
    else:
        await ctx.save(after, key=person.id, scope="community")
    was, now = words_of(before), words_of(after)
    for word in sorted(was - now):
        await ctx.delete(Says, key=f"{word} {person.id}", scope="community")
    await _put(ctx, person.id, now - was)
    await _is_whole(ctx)


async def _put(ctx: Context, id: str, words: frozenset[str]) -> None:
    for word in sorted(words):
        await ctx.save(Says(), key=f"{word} {id}", scope="community")


async def who_may_fit(ctx: Context, wanted: str) -> Mapping[PersonRef, Profile]:
    """The profiles of those who may be asked and by whose words they may be what is wanted; whether they are, `match` says."""
    if not await _is_whole(ctx):
        return await profiles(ctx)
    found = dict[PersonRef, Profile]()
    for id in sorted(await _ids(ctx, wanted)):
        profile = await ctx.find(Profile, key=id, scope="community")
        if profile is not None:
            found[PersonRef(id)] = profile.within(ctx.community.facets)
    return found


async def _is_whole(ctx: Context) -> bool:
    """Whether everybody is in the index; else somebody sees to it."""
    index = await ctx.load(Index, scope="community")
    if not index.begun:
        await ctx.save(Index(begun=True), scope="community")
        ctx.timer(timedelta(0), then="index", value="", name="index", scope="community")
    return index.whole


async def _ids(ctx: Context, wanted: str) -> set[str]:
    """Of those who say just this word, or all of its words, or nearly the same; in scripts without blanks, one that has its first sign."""
    whole = folded(wanted)
    found = await _saying(ctx, whole)
    each = [await _saying(ctx, part) for part in sorted(parts(wanted))]
    found |= set.intersection(*each) if each else set()
    if len(whole) >= LONG:
        alike = dict[str, bool]()
        for key in await ctx.keys(Says, prefix=whole[0], scope="community"):
            word, _, id = key.partition(" ")
            if word not in alike:
                alike[word] = nearly(whole, word)
            if alike[word]:
                found.add(id)
    if any(east_asian_width(sign) in "WF" for sign in whole):
        found |= await _saying(ctx, whole[0])
    return found


async def _saying(ctx: Context, word: str) -> set[str]:
    keys = await ctx.keys(Says, prefix=f"{word} ", scope="community")
    return {key.partition(" ")[2] for key in keys}


def words_of(profile: Profile) -> frozenset[str]:
    """The words by which somebody who may be asked is found: each value as a whole, each of its words, and each sign of scripts without blanks."""
    values = [value for facet in Facet for value in profile.values(facet)] if profile.asked else []
    wholes = {folded(value) for value in values}
    signs = {sign for value in wholes if any(east_asian_width(one) in "WF" for one in value) for sign in value}
    return frozenset(wholes | signs | {part for value in values for part in parts(value)})


@plugin.timer("index")
async def go_on(ctx: Context, upto: str) -> None:
    """Put the next page of profiles into the index; who changes theirs meanwhile is in it by that."""
    keys = await ctx.keys(Profile, scope="community")
    page = [key for key in keys if key > upto][:PAGE]
    for id in page:
        await _put(ctx, id, words_of(await ctx.load(Profile, key=id, scope="community")))
    if len(page) == PAGE:
        ctx.timer(timedelta(0), then="index", value=page[-1], name=f"index {page[-1]}", scope="community")
        return
    await ctx.save(Index(begun=True, whole=True), scope="community")
