command-group = Look at this group or decide about it: group status, group moves, group pause, group wake, group season, group review, group change, group merge, group split, group sunset, group keep, group visibility, group join
command-autonomy = Which decisions about groups take a manager, and since when; managers change it: autonomy sunset manager
meant-group = status

done = Done.
counted = Counted. You may change your mind until it is over.
decided-already = That is decided already.
gone = **{ $group }** can't be joined any more.
invited = I have invited you into **{ $group }**.
asked-to-join = I have told those who lead **{ $group }** that you would like to join.
why-none = (no reason given)
no-day = There is no { $day } in any calendar. Name a day to come, like 2027-01-10.
group-what = { $word }? I know: { $acts }. A new group you propose with { $propose }.
day-over = { $day } is over. Name a day to come, like 2027-01-10.

state-proposed = proposed
state-gathering = looking for people
state-pilot = on trial
state-active = active
state-dormant = pausing
state-merging = merging
state-splitting = dividing
state-sunsetting = saying goodbye
state-archived = archived

status = **{ $group }** is { $state }.
status-since = **{ $group }** is { $state } since { $since }.
status-pause = It pauses until { $day }.
status-end = It ends on { $day }: { $why }
status-until = Its charter says that it ends on { $day }.
moves = What was decided about this group:
no-moves = Nothing has been decided about this group yet.
move = { $day }: { $state }, by { $person }. { $why }
move-itself = { $day }: { $state }. { $why }
decided-open = { $visibility ->
    [public] { visibility-public }
   *[private] { visibility-private }
}, and { $join ->
    [open] { join-open }
    [knock] { join-knock }
    [community] { join-community }
   *[invite] { join-invite }
}
decided-not-wider = it was to become more open, and too few members were for it
decided-season = a time of the year at which it may be quiet
decided-no-season = no time of the year any more at which it may be quiet
decided-changed = its charter says something else
decided-longer = it goes on until { $until }
decided-resting = it rests until { $until }
move-review = { $day }: looked at by { $person }: { $decision }. { $why }

paused = 🌙 { $person } lets this group rest: { $why }
    Nobody expects anything of anybody. When it goes on, it is said here.
paused-until = 🌙 { $person } lets this group rest until { $day }: { $why }
    Nobody expects anything of anybody until then.
woken = ☀️ { $person } wakes this group up. Good to see you again!
woken-by-plan = ☀️ The pause is over, as planned. Good to see you again!
under-way = **{ $group }** is { $state }. `{ $start }group keep` calls that off.
wake-not-resting = **{ $group }** is not resting: it is { $state }.
pause-on-trial = **{ $group }** is on trial, and rests only once it is decided that it goes on: `{ $start }group review`.
nothing-begun = Nothing was begun in **{ $group }** that could be called off: it is { $state }.
why-woken = It goes on
why-planned = It was meant to be quiet for a while
season-is = 🌙 { $person }: every year it may be quiet here, next from { $first } to { $last }. { SENTENCE($why) } Nobody is asked then why it is.
season-over = ☀️ { $person }: it is not meant to be quiet here at certain times of the year any more.
seasons = At these times of every year it may be quiet here:
season-row = next from { $first } to { $last }
no-seasons = There is no time of the year at which it is meant to be quiet here. `{ $start }group season 12-20 01-06 Nobody is here` says one.
season-how = From when to when, every year? Say the month and the day, and behind them why: `{ $start }group season 12-20 01-06 Nobody is here`. `{ $start }group season off` ends it.
season-known = That one is known, or there are { $most } already. `{ $start }group season` shows them, `{ $start }group season off` lets go of them.
season-long = A group may be quiet by its own word for half of a year in all. One that needs more rests with `{ $start }group pause`, or is asked whether it goes on.
still-paused = **{ $group }** still rests, and nobody has said until when. Shall it go on?
choice-wake = Wake it up

review-head = 🔎 **{ $group }**, as it stands:
review-ask = Counts say little about how it is. You know more: what shall become of it? The group will be told what you decide, and why.
choice-decide = Decide
choice-decide-of = Decide: { $group }
form-review = A look at the group
field-decision = What shall become of it?
field-why = Why? The group will read this.
decision-go-on = It goes on as it is
decision-after-all = It goes on after all: what was begun is called off
decision-change = Its charter should say something else
decision-pause = It pauses
decision-merge = It should go together with another group
decision-split = It should divide
decision-sunset = It should end
reviewed = 🔎 { $person } has looked at this group. { $decision }. { $why }
reviews-silent = { $count ->
        [one] Nobody who leads **{ $groups }** has looked at it for two weeks since I asked.
       *[other] Nobody who leads them has looked at these groups for two weeks since I asked: **{ $groups }**{ $more ->
            [0] .
           *[other] {", "}and { $more } more.
        }
    } Nothing happens by itself; you may decide, or talk to them.
next-change = Say `{ $start }group change` in the group, and the charter says it otherwise.
next-merge = Say `{ $start }group merge NAME` in the group; the other group is asked.
next-split = Say `{ $start }group split TOPIC, TOPIC` in the group; everybody chooses for themselves.
evidence-members = { $members ->
    [one] One member
   *[other] { $members } members
} (meant for { $from } to { $to })
evidence-coming = { $joined } came, { $left } left since the last look
evidence-recent = { $recent ->
    [one] One message
   *[other] { $recent } messages
} a week
evidence-usual = { $recent ->
    [one] One message
   *[other] { $recent } messages
} a week, where { $usual } are usual
evidence-people = Up to { $people } people spoke in a week
evidence-below = Fewer people than it was meant for: ask around, or go together with another group?
evidence-above = More people than it was meant for: that may be fine; `{ $start }group split` asks them whether they would like to divide.

form-charter = The charter
form-charter-intro = What you leave empty stays as it is.
field-purpose = What for?
field-for = For whom?
field-not-for = Not for whom?
changed = { $person } changed the charter:
changed-purpose = What for: { $now } (before: { $before })
changed-for = For: { $now } (before: { $before })
changed-notfor = Not for: { $now } (before: { $before })

merge-whom = With which group? { $count ->
    [0] There is none near to this one; name it in full.
   *[other] Near to this one: { $groups }.
}
merge-not-now = This group is { $state }; it can't go together with another one now.
merge-itself = That is this group.
merge-ask = { $person } would like **{ $group }** to go into **{ $into }**: { $why }
merge-sizes = There they are { $own }, here { $others }.
merge-shared = There they are { $own }, here { $others }; { $shared } people are in both, { $share } % of the smaller group.
merge-asked = I have asked those who lead **{ $into }**. Nothing happens before they agree.
merge-withdrawn = Taken back: **{ $group }** does not ask that any more.
merge-asker-gone = { $person } asked for it, and does not lead **{ $group }** any more. Nothing comes of it, unless somebody who leads it asks again.
along-over = **{ $group }** does not go into **{ $into }** any more.
members-come = Only who is in **{ $group }** comes along that way.
choice-merge-yes = They are welcome
choice-merge-no = Rather not
merge-declined = { $person } would rather not take the group into **{ $into }**. Talk to each other; perhaps something together is enough.
merge-there = 🤝 **{ $group }** comes to us; { $both ->
    [true] { $person }
   *[false] { $person } and { $other }
} decided it: { SENTENCE($why) } Whoever wants to comes over by { $day }; make room for them.
merge-here = 🤝 We go on in **{ $into }**; { $both ->
    [true] { $person }
   *[false] { $person } and { $other }
} decided it: { SENTENCE($why) } This room is closed on { $day }. Nobody is moved; come along if you like, or let me show you other groups.
choice-along = Come along to { $group }
merge-last = This group goes on in **{ $into }**. What was said here stays to be read. Thank you!
topic-moved = Goes on in { $into }

split-topics = Name { $least } to { $most } topics with commas between them: `{ $start }group split Beginners, Old hands`
split-ask = { $person } asks whether **{ $group }** should divide. With which part would you go? Nobody is sorted: who says nothing, stays. You have { $days } days.
choice-stay = Stay as we are
part-stay = Noted: you stay. You may change your mind until it is decided.
part-chosen = Noted: { $topic }. You may change your mind until it is decided.
split-counts = With which part people of **{ $group }** would go:
part = { $topic }: { $count }
split-found = You may found a group for any of them. It begins with you leading it; those who chose it are invited, and nobody leaves this group by it.
choice-found = Found { $topic }
choice-parts-done = That is all
why-split = Asked to divide into { $topics }
why-part = A part of { $group }
why-parted = { $count ->
    [0] It stays as it is
    [one] One part became a group of its own
   *[other] { $count } parts became groups of their own
}
part-hello = 🌱 Hello! **{ $group }** comes out of **{ $parent }**. { $person } leads it to begin with; who else would like to?
part-founded = 🌱 **{ $group }** is a group of its own now, { $few ->
    [true] for those who wanted it
   *[false] with { $count } people who wanted it
}. They are still welcome here.
part-too-few = Fewer than { $least } people would go with { $topic }: there is no group in it now. Who would like one may propose it.
parted = { $person } closed the question: { $count ->
    [0] we stay as we are.
    [one] one part has become a group of its own, and we go on.
   *[other] { $count } parts have become groups of their own, and we go on.
}

sunset-confirm = **{ $group }** ends on { $day }, if you say so. I tell the group what was decided, by whom and why; I ask what is worth keeping, and offer everybody who is in no other group where to go on. On that day the room is closed; what was said stays to be read. Until then you may call it off with `{ $start }group keep`.
choice-sunset = Yes, it ends
choice-not-yet = Not yet
nothing-decided = Nothing is decided.
sunset-head = 🌅 { $person } decided that **{ $group }** ends on { $day }: { $why }
sunset-thanks = { $members ->
    [one] One person is here today.
   *[other] { $members } people are here today.
} { $count ->
    [0] Thank you all!
   *[other] Thank you all, and thank you, { $leaders }!
}
sunset-thanks-days = { $days } days it has been, and { $members ->
    [one] one person is here today.
   *[other] { $members } people are here today.
} { $count ->
    [0] Thank you all!
   *[other] Thank you all, and thank you, { $leaders }!
}
sunset-ask = What of it should outlive us? And where would you like to go on?
choice-remember = Keep something
choice-where = Where to go on?
form-remember = Worth keeping
field-what = What should outlive the group?
field-link = Where is it? (a link, if there is one)
remembered = Kept. Thank you!
end-over = This group has ended already, or goes on.
called-off-there = 🌤️ { $person } called it off: **{ $group }** goes on by itself. { $why }
called-off = 🌤️ { $person } called it off; this group goes on. { $why }
where-to = Near to **{ $group }** { $count ->
    [one] is **{ $groups }**.
   *[other] are **{ $groups }**.
} If you choose one, I bring you in and tell those who lead it that you come from here.
where-into = **{ $group }** goes on in **{ $into }**. You are welcome there.
where-else = I know no group that is near to **{ $group }**, but { $count ->
    [one] **{ $groups }** takes
   *[other] **{ $groups }** take
} people in. If you choose one, I bring you in and tell those who lead it that you come from here.
where-none = I know no group that is near to **{ $group }**. With `{ $start }propose` you can begin one, and `{ $start }proposals` shows who else does.
choice-join = { $group }
introduced = 👋 { $person } comes to **{ $group }** from **{ $before }**, which ends. A word of welcome will do them good.
introduced-asks = 👋 { $person } would like to come to **{ $group }** from **{ $before }**, which ends, and asks you to invite them.
harvest = 🌅 **{ $group }** has ended. It leaves us:
kept-item = { $what }
sunset-last = 🌅 That was **{ $group }**. What was said here stays to be read. Thank you, and see you elsewhere!

until-ask = **{ $group }** is meant to end on { $day }. Does it? If nobody says anything, I ask the members on that day.
choice-day-ends = It ends as planned
choice-day-longer = A quarter more
until-members = Today, { $day }, is the day on which this group was meant to end, and nobody has decided. What would you like? Those who lead decide it, or a manager. If nobody does within two weeks, it ends as planned, unless more of you would go on.
choice-go-on = Go on
choice-let-end = Let it end
until-managers = **{ $group }** was meant to end on { $day }, and those who lead it said nothing. I have asked the members: { $longer } would go on, { $end } would let it end. You decide. If nobody does within two weeks, it ends as planned, unless more members would go on.
until-managers-again = **{ $group }** was meant to end on { $day }, and nobody has decided. More of the members who answered would go on than would let it end ({ $longer } and { $end }), so it has not ended. You decide. If nobody does within four weeks, it ends then, unless still more would go on.
until-longer = { $person } decided: we go on until { $day }.
sunset-planned = 🌅 **{ $group }** ends on { $day }. { SENTENCE($why) } Whoever leads it or manages the community may still call it off with `{ $start }group keep`.
why-planned-day = It was meant to end on { $day }, and nobody decided otherwise; the members were asked, and not more of them would have gone on than would let it end.
why-day = It was meant to end on { $day }
why-members = Of the members who were asked, { $longer } would have gone on, { $end } would let it end

wider = { $person } would like to open this group: it would be { $visibility }, and { $join }. { SENTENCE($why) } What makes it more open is for all of you to decide. It takes { $needed } votes by { $day }, and more for it than against. I tell nobody who voted how; where there are no buttons, everybody here sees how somebody reacts or replies.{ $anew ->
    [true] { " " }This stands in for what was asked before: who voted on that votes once more.
   *[false] { "" }
}
asked-no-more = What was asked here is not voted on any more: what is to come instead stands further down.
narrower = { $person } makes this group more closed: from { $day } on it is { $visibility }, and { $join }. { $why }
visibility-public = seen by everybody
visibility-private = seen by its members alone
join-open = anybody may come in
join-knock = who wants to come in asks
join-community = who is in the community comes in, others ask
join-invite = one comes in by invitation
open-how = `{ $start }group visibility public` or `private`, `{ $start }group join open`, `knock`, `community` or `invite`; behind it, why.
opening-called-off = { $person } called off the change that was announced. It stays { $visibility }, and { $join }. { $why }
open-why = The group will want to know why, and so will whoever looks it up later: put the reason behind it, as in { $usage } We talk about our work here.
open-ending = This group is ending, or going into another one: who sees it and comes in is not changed any more. `{ $start }group keep` calls that off.
open-in-thread = This group lives in a thread, which everybody around it reads, and into which nobody is invited by hand. To close it, give it a room of its own first: name one in its file.
open-already = That is how it is already, or what is announced.
choice-yes = Yes
choice-no = No
members-choose = Only members choose.
members-vote = Only members vote.
not-wider = It stays as it was: { $few ->
    [true] too few were for it; { $needed } votes were needed, and more for it than against.
   *[false] { $yes } for it, { $no } against it, { $needed } votes were needed.
}
now-wider = { $few ->
    [true] Decided, as enough were for it
   *[false] Decided, { $yes } for it and { $no } against it
}: this group is { $visibility } now, and { $join }.
now-narrower = As announced, this group is { $visibility } now, and { $join }.

quiet-head = **{ $group }** has gone quiet: { $recent } messages a week, where { $usual } are usual.
quiet-count = It has gone quiet: { $recent } messages a week, where { $usual } are usual.
quiet-hint = Nothing is wrong with that. Is it meant to be so? Often a question of yours is enough.
quiet-prompt = Shall I ask the group what everybody is working on?
quiet-gathering = Meeting helps more than writing. Shall I ask when people have time?
choice-prompt = Ask them
choice-meet = Ask when
choice-planned = It is meant to be quiet
choice-snooze = Not for six weeks
snoozed = You hear nothing of it for six weeks.
prompt = What are you working on at the moment, and where are you stuck?
meet = It has been a while: who would like to meet, and when does it suit you in the next two weeks?

leaderless = { $left ->
    [true] { $person } has left **{ $group }**, and nobody leads it now.
   *[false] Nobody leads **{ $group }** any more.
} Somebody there may want to; until then decisions are yours.
leaderless-ending = It was decided that it ends on { $day }; that stands, unless you call it off with `{ $start }group keep`.

autonomy-changed = { $day }, { $person }: { $act } { $manager ->
    [true] takes a manager
   *[false] is for leaders
}
autonomy = { $count ->
    [0] Leaders decide everything about their groups.
   *[other] These decisions take a manager: { $acts }. All others are for leaders.
}

word-moves = moves
word-pause = pause
word-wake = wake, resume
word-season = season
word-review = review
word-change = change
word-merge = merge
word-split = split
word-sunset = sunset, end, close
word-keep = keep
word-visibility = visibility
word-join = join
word-leader = leader
word-manager = manager
word-public = public
word-private = private
word-open = open
word-community = community
word-knock = knock
word-invite = invite
