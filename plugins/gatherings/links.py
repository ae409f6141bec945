"""Where a gathering meets: a link of whatever provider, made or given, or a place in the world.

The port for providers is an action: `jitsi` is built in, and a plugin that offers the action `meet(title, at, minutes)` and gives back a link is
a provider by its name: whoever writes `zoom` as the place gets what `zoom.meet` gives.
"""

from __future__ import annotations

import re
import unicodedata
from secrets import token_urlsafe

from coterie.core.api import Context, evolve

from .gathering import Plan

JITSI = "https://meet.jit.si"
LONGEST = 500
_LINK = re.compile(r"https?://[^\s<>\"'`]+\Z", re.IGNORECASE)
_PROVIDER = re.compile(r"[a-z][a-z0-9-]*\Z")
_JITSI = re.compile(r"jitsi(?:\s+(https://)?([a-z0-9.-]+(?::\d+)?))?\Z", re.IGNORECASE)


async def with_place(ctx: Context, plan: Plan, where: str) -> Plan:
    """The plan, to meet where somebody said: a link as it is, a place in words, `jitsi`, or the name of a provider that is there."""
    where = " ".join(where.split())[:LONGEST]
    if _LINK.match(where):
        return evolve(plan, link=where, place="")
    if found := _JITSI.match(where):
        return evolve(plan, link=jitsi(plan.title, f"https://{found[2]}" if found[2] else JITSI), place="")
    if _PROVIDER.match(where):
        minutes = int(plan.lasts.total_seconds()) // 60
        made = await ctx.call(f"{where}.meet", title=plan.title, at=plan.at.isoformat(), minutes=minutes)
        if isinstance(made, str) and _LINK.match(made):
            return evolve(plan, link=made, place="")
    return evolve(plan, link="", place=where)


def is_link(words: str) -> bool:
    """Whether that can be followed, and is nothing else."""
    return len(words) <= LONGEST and _LINK.match(words) is not None


def jitsi(title: str, server: str = JITSI) -> str:
    """A room of a Jitsi server that nobody can guess: its name is all that keeps others out."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:40]
    secret = re.sub(r"[^A-Za-z0-9]", "", token_urlsafe(24))
    return f"{server}/{words}-{secret}".replace("/-", "/")
