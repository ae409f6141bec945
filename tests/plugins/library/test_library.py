"""Keeping, finding, reviewing and following, as people see it."""

from __future__ import annotations

from coterie.core.api import Capability, Context, Group, GroupRef, GroupState, Plugin
from coterie.core.scenario.driver import InRoom
from coterie.core.testing import StageFactory
from coterie.plugins.library import plugin

LINK = "https://docs.python.org/3/howto/regex.html"


async def test_a_link_is_kept_and_found_without_case_and_diacritics(stage: StageFactory) -> None:
    room = await stage(plugin)
    kept = await room.say("bo", f"!keep {LINK} Reguläre Ausdrücke #regex #Python")
    assert kept.text.startswith("📚 Kept: 1 Reguläre Ausdrücke") and "#regex #python · Bo" in kept.text
    found = await room.say("cy", "!library REGULARE")
    assert "One entry for “REGULARE”" in found.text and "Reguläre Ausdrücke" in found.text
    assert room.said == (kept.text,), "what is found is told to one person alone"
    assert "Nothing for “rust”" in (await room.say("cy", "!library rust")).text


async def test_what_is_kept_already_is_not_kept_again(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    assert "has this already: 1 Regex" in (await room.say("cy", f"!keep {LINK} Again")).text


async def test_only_addresses_on_the_web_are_kept(stage: StageFactory) -> None:
    room = await stage(plugin)
    assert "is no address on the web" in (await room.say("bo", "!keep javascript:alert(1) Title")).text


async def test_what_is_typed_stays_what_was_typed(stage: StageFactory) -> None:
    room = await stage(plugin)
    kept = await room.say("bo", "!keep https://example.org/ **bold** <@ana> [x](https://evil.example) محمد")
    assert "**bold**" in kept.text and "[x](https://evil.example) محمد" in kept.text and kept.pings == frozenset()


async def test_pages_follow_each_other(stage: StageFactory) -> None:
    room = await stage(plugin)
    for number in range(7):
        await room.say("bo", f"!keep https://example.org/{number} Page {number}")
    card = await room.say("cy", "!library page")
    assert "7 entries" in card.text and card.offers[0].label == "2 more"
    await room.press("cy", card, "2 more")
    assert "Page 0" in room.told("cy")[-1] and "Page 1" in room.told("cy")[-1]


async def test_a_pinned_message_is_kept_as_a_reference_and_never_as_text(stage: StageFactory) -> None:
    room = await stage(plugin)
    said = await room.say("cy", "Here is a very private thought")
    await room.react("bo", said, "📌")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"title": "A thought", "tags": "thoughts"})
    assert "Kept: 1 A thought" in room.told("bo")[-1]
    assert "A thought" in (await room.say("ana", "!library thought")).text
    async with room.house.app.store.unit() as unit:
        kept = [value for _, value in await unit.scan("state")]
    assert "private" not in str(kept)
    await room.react("ana", said, "📌")
    assert "has this already" in room.told("ana")[-1]


async def test_a_message_that_is_removed_is_no_longer_kept(stage: StageFactory) -> None:
    room = await stage(plugin)
    said = await room.say("cy", "Not meant for long")
    await room.react("bo", said, "📌")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"title": "A thought", "tags": ""})
    await room.driver.remove("cy", InRoom("python"), said.id)
    await room.settled()
    assert "Nothing for" in (await room.say("ana", "!library thought")).text


async def test_a_link_in_a_pinned_message_is_kept_if_the_person_says_so(stage: StageFactory) -> None:
    room = await stage(plugin)
    said = await room.say("cy", f"Read {LINK}, it is good")
    await room.react("bo", said, "📌")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"what": LINK, "title": "Regex", "tags": ""})
    assert "has this already" in (await room.say("bo", f"!keep {LINK} Once more")).text


async def test_where_there_are_no_forms_the_questions_come_one_by_one(stage: StageFactory) -> None:
    room = await stage(plugin, lacks=(Capability.MODALS, Capability.BUTTONS))
    said = await room.say("cy", "Hello")
    await room.react("bo", said, "📌")
    await room.say("bo", "Greeting", dm=True)
    await room.say("bo", "hello", dm=True)
    assert "#hello" in (await room.say("ana", "!library greeting")).text


async def test_only_who_looks_after_an_entry_or_leads_may_remove_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    assert "looked after by Bo" in (await room.say("cy", "!library remove 1")).text
    assert "is gone" in (await room.say("ana", "!library remove 1")).text
    assert "no entry 1" in (await room.say("ana", "!library remove 1")).text
    assert "Which entry?" in (await room.say("ana", "!library remove it")).text


async def test_who_is_not_in_the_group_finds_only_what_is_public(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    assert "Nothing for" in (await room.say("dee", "library regex", dm=True)).text
    assert "no entry 1" in (await room.say("dee", "library update 1", dm=True)).text
    await room.say("bo", "!library share 1 public")
    assert "Regex" in (await room.say("dee", "library regex", dm=True)).text
    await room.say("bo", "!library share 1 group")
    assert "Nothing for" in (await room.say("dee", "library regex", dm=True)).text


async def test_the_owner_is_asked_after_half_a_year_then_a_leader(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    await room.wait("182d")
    assert room.told("bo") == ()
    await room.wait("2h")
    assert "does it still hold?" in room.told("bo")[-1]
    await room.wait("7d")
    question = room.alone("ana")[-1]
    assert "was kept by Bo, of whom I hear nothing" in question.text
    assert "⏳" in (await room.say("cy", "!library regex")).text
    await room.press("ana", question, "Still good")
    assert "stays" in room.told("ana")[-1]
    assert "⏳" not in (await room.say("cy", "!library regex")).text
    await room.wait("30d")
    assert len(room.told("bo")) == 1


async def test_the_owner_answers_with_one_tap(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    await room.wait("183d")
    await room.press("bo", room.alone("bo")[-1], "Remove it")
    assert "Nothing for" in (await room.say("cy", "!library regex")).text
    await room.wait("14d")
    assert room.told("ana") == ()


async def test_nobody_is_asked_about_more_than_three_in_a_week(stage: StageFactory) -> None:
    room = await stage(plugin)
    for number in range(5):
        await room.say("bo", f"!keep https://example.org/{number} Page {number}")
    await room.wait("183d")
    assert len(room.told("bo")) == 3
    await room.wait("7d")
    assert len(room.told("bo")) == 5


async def test_where_the_owner_is_gone_a_leader_is_asked_and_becomes_the_owner(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    await room.leave("bo")
    await room.wait("190d")
    assert room.told("bo") == ()
    await room.press("ana", room.alone("ana")[-1], "Still good")
    assert "Ana Ruiz" in (await room.say("cy", "!library regex")).text


async def test_an_entry_can_be_changed(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    await room.say("bo", "!library update 1")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"title": "", "link": "https://example.org/new", "tags": "re", "review": "2027-01-04"})
    assert "Changed: 1 Regex" in room.told("bo")[-1] and "#re" in room.told("bo")[-1]
    await room.wait("43d")
    assert "does it still hold?" in room.told("bo")[-1]


async def test_no_edit_gives_two_entries_one_address(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    await room.say("bo", "!keep https://example.org/other Other")
    await room.say("bo", "!library update 2")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"title": "Mine", "link": LINK})
    assert "has this address already: 1 Regex" in room.told("bo")[-1] and "library remove 2" in room.told("bo")[-1]
    assert "2 Other" in (await room.say("bo", "!library")).text, "it stays as it was"
    await room.say("bo", "!library remove 2")
    assert "has this already: 1 Regex" in (await room.say("cy", f"!keep {LINK} Again")).text


async def test_an_edit_may_name_the_address_that_an_entry_has(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("bo", f"!keep {LINK} Regex")
    await room.say("bo", "!library update 1")
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"title": "Patterns", "link": LINK})
    assert "Changed: 1 Patterns" in room.told("bo")[-1]
    await room.say("bo", "!library remove 1")
    assert "Kept: 1" not in (await room.say("cy", f"!keep {LINK} Again")).text and "2 Again" in (room.last or "")


async def test_a_damaged_file_is_told_with_all_its_mistakes_and_nothing_is_taken_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    told = await room.say("ana", "!library import csv\ntitle,link\nGood,https://example.org/\n,nowhere\nShort\n")
    assert "there are 3 mistakes" in told.text and "line 3: the title is missing" in told.text and "line 4" in told.text
    assert "nothing in your libraries" in (await room.say("cy", "!library")).text


async def test_a_file_is_taken_in_by_a_leader_and_given_out(stage: StageFactory) -> None:
    room = await stage(plugin)
    text = "!library import markdown\n- [One](https://example.org/1) #a\n- [Two](https://example.org/2)\n"
    assert "it takes" in (await room.say("cy", text)).text or "leader" in room.told("cy")[-1]
    assert "2 entries taken in" in (await room.say("ana", text)).text
    assert "Nothing new, 2 were there already" in (await room.say("ana", text)).text
    calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Three\nURL:https://example.org/3\nEND:VEVENT\nEND:VCALENDAR"
    assert "One entry taken in" in (await room.say("ana", f"!library import ics {calendar}")).text
    for format, name in (("json", "json"), ("csv", "csv"), ("markdown", "md"), ("opml", "opml"), ("ics", "ics")):
        assert f"[library.{name}]" in (await room.say("cy", f"!library export {format}")).text
    assert "Which kind of file?" in (await room.say("cy", "!library export pdf")).text


async def test_what_leads_nowhere_is_told_and_the_rest_is_taken_in(stage: StageFactory) -> None:
    room = await stage(plugin)
    text = "!library import markdown\n- Wood\n  - [One](https://example.org/1)\n- https://example.org/2 Two\n- A note\n"
    told = (await room.say("ana", text)).text
    assert "2 entries taken in." in told
    assert "2 things in it lead nowhere and were passed over" in told and "They stand in lines 1 and 4." in told
    told = (await room.say("ana", "!library import markdown\n- Wood\n- A note\n")).text
    assert "Nothing was taken in: there are 2 mistakes" in told and "line 2: the address is missing" in told


async def test_who_reads_german_reads_the_mistakes_of_a_file_in_german(stage: StageFactory) -> None:
    tongue = Plugin("tongue")

    @tongue.command("german")
    async def german(ctx: Context) -> None:
        """Read German from now on."""
        await ctx.people.prefer(locale="de")

    room = await stage(plugin, tongue)
    await room.say("ana", "!german")
    told = (await room.say("ana", "!library import csv title,link\n,https://example.org/\nNo,nothing\n")).text
    assert "Zeile 2: der Titel fehlt" in told and "Zeile 3: „nothing“ ist keine Adresse im Netz" in told


async def test_a_file_can_be_pasted_into_a_form(stage: StageFactory) -> None:
    room = await stage(plugin)
    await room.say("ana", "!library import csv")
    await room.open_form("ana", room.alone("ana")[-1])
    await room.fill("ana", {"text": "title,link\nGood,https://example.org/\n"})
    assert "One entry taken in" in room.told("ana")[-1]


def founding() -> Plugin:
    """Groups beside and below the one of the stage, in which nobody is but whoever joins the record of it."""
    founder = Plugin("founding-for-tests")

    @founder.command("found")
    async def found(ctx: Context, id: str, parent: str | None = None) -> None:
        """Found a group without a room."""
        group = Group(id, id.title(), "Learn.", leaders=("ana",), parent=parent)
        await ctx.groups.found(group, why="for a test", open_room=False)

    @founder.command("end")
    async def end(ctx: Context, group: GroupRef) -> None:
        """End a group."""
        for state in (GroupState.SUNSETTING, GroupState.ARCHIVED):
            await ctx.groups.move(group, state, "for a test")

    @founder.command("keep-in")
    async def keep_in(ctx: Context, group: GroupRef, link: str, scope: str, tag: str = "") -> None:
        """Keep something in another group."""
        ctx.enter(group)
        await ctx.call("library.keep", title=f"From {group.id}", link=link, scope=scope, tags=[tag] if tag else [])

    @founder.command("under")
    async def under(ctx: Context, parent: str) -> None:
        """Let the group here have grown out of another one."""
        await ctx.groups.amend(ctx.group, parent=parent)

    @founder.command("recap")
    async def recap(ctx: Context) -> None:
        """Say something and keep it."""
        said = ctx.post(ctx.room, "This is what we learned.")
        await ctx.call("library.keep", title="Recap", message=said.id)

    @founder.command("harvest")
    async def harvest(ctx: Context, group: GroupRef, to: GroupRef | None = None) -> None:
        """Hand on what another group keeps."""
        ctx.enter(group)
        await ctx.call("library.harvest", to=to)

    return founder


async def test_what_a_group_shares_upwards_is_found_above_and_beside_it_and_nowhere_else(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    for words in ("found tests python", "found rust", "found wasm rust"):
        await room.say("ana", f"!{words}")
    await room.say("ana", "!keep-in tests https://example.org/1 parent")
    await room.say("ana", "!keep-in rust https://example.org/2 parent")
    await room.say("ana", "!keep-in wasm https://example.org/3 parent")
    await room.say("ana", "!keep-in wasm https://example.org/4 group")
    found = (await room.say("cy", "!library from")).text
    assert "2 entries" in found and "From tests" in found and "From rust" in found
    assert "Nothing for" in (await room.say("dee", "library from", dm=True)).text


async def test_what_a_group_leaves_behind_is_handed_on(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("ana", "!found tests python")
    await room.say("ana", "!keep-in tests https://example.org/1 group")
    await room.say("ana", "!keep-in tests https://example.org/2 group")
    assert "Nothing for" in (await room.say("cy", "!library from")).text
    await room.say("ana", "!harvest tests")
    assert "2 entries" in (await room.say("cy", "!library from")).text
    await room.say("ana", "!keep https://example.org/2 Mine")
    await room.say("ana", "!harvest tests python")
    assert "has this already: 1 From tests" in (await room.say("cy", "!keep https://example.org/1 Again")).text
    assert "has this already: 3 Mine" in (await room.say("cy", "!keep https://example.org/2 Again")).text


async def test_what_is_in_doubt_is_no_harvest(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("bo", f"!keep {LINK} Sure #a")
    await room.wait("60d")
    await room.say("bo", "!keep https://example.org/2 Later #a")
    await room.wait("140d")
    assert "⏳" in (await room.say("ana", "!library sure")).text
    await room.say("ana", "!harvest python")
    assert "↗" in (await room.say("ana", "!library later")).text
    assert "↗" not in (await room.say("ana", "!library sure")).text


async def test_what_stands_with_the_whole_community_is_found_from_any_group(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    for words in ("found rust", "found wasm rust", "found tests python"):
        await room.say("ana", f"!{words}")
    await room.say("ana", "!keep-in rust https://example.org/1 parent")
    async with room.house.app.store.unit() as unit:
        unit.put("joined", "dee wasm", {})
    assert "From rust" in (await room.say("dee", "library from", dm=True)).text


async def test_what_a_group_leaves_behind_passes_by_those_above_that_have_ended(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    for words in ("found wasm python", "found bits wasm", "end wasm"):
        await room.say("ana", f"!{words}")
    await room.say("ana", "!keep-in bits https://example.org/1 group")
    await room.say("ana", "!harvest bits")
    assert "From bits" in (await room.say("cy", "!library from")).text


async def test_what_is_shared_and_followed_is_told_once_a_week_at_most(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("ana", "!found rust")
    assert "leader" in (await room.say("cy", "!library follow #from")).text
    await room.say("ana", "!library follow #news")
    await room.say("ana", "!keep-in rust https://example.org/1 public")
    await room.wait("14d")
    assert len(room.said) == 1, "it has no such tag"
    assert "no tags any more" in (await room.say("ana", "!library unfollow")).text


async def test_a_group_follows_by_tag_what_the_group_above_it_shares(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("ana", "!found craft")
    await room.say("ana", "!under craft")
    await room.say("ana", "!library follow #glue")
    for number, (scope, tag) in enumerate([("parent", "glue"), ("parent", "saws"), ("group", "glue")]):
        await room.say("ana", f"!keep-in craft https://example.org/{number} {scope} {tag}")
    await room.wait("8d")
    (news,) = [one for one in room.said if "example.org" in one]
    assert "From craft" in news and "https://example.org/0" in news
    assert "example.org/1" not in news and "example.org/2" not in news


async def test_what_a_plugin_says_and_keeps_can_be_opened(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    said = await room.say("bo", "!recap")
    assert f"/{said.id.rpartition('/')[2]})" in (await room.say("cy", "!library recap")).text
    assert "Recap 💬 (https://" in (await room.say("cy", "!library recap")).text


async def test_what_is_no_address_is_told_to_who_caused_it_and_sets_nothing_aside(stage: StageFactory) -> None:
    room = await stage(plugin, founding())
    await room.say("ana", "!found tests")
    for _ in range(6):
        await room.say("ana", "!keep-in tests nowhere group")
        assert "nowhere is no address on the web" in room.told("ana")[-1]
    assert "Kept" in (await room.say("ana", f"!keep {LINK}")).text


async def test_a_message_is_kept_by_answering_it(stage: StageFactory) -> None:
    room = await stage(plugin)
    said = await room.say("cy", "A good thought")
    assert "Kept: 1 The thought" in (await room.say("bo", "!keep The thought #thoughts", to=said)).text
    assert "The thought 💬 (https://" in (await room.say("ana", "!library #thoughts")).text
    assert "has this already" in (await room.say("ana", "!keep Again", to=said)).text
    other = await room.say("cy", "Another one")
    await room.say("bo", "!keep", to=other)
    await room.open_form("bo", room.alone("bo")[-1])
    await room.fill("bo", {"title": "Another", "tags": ""})
    assert "Kept: 2 Another" in room.told("bo")[-1]
    assert "is no address on the web" in (await room.say("bo", "!keep")).text
