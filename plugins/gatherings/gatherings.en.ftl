# Gatherings: what comes, when, and who.

command-gathering = Plan or change a gathering: new, again, show, who, move, place, seats, host, cancel, with, without, file, repeat, skip, stop, poll, slots, pick, recording, recap. The number behind it says which: gathering move 3 2026-12-01 19:00
command-gatherings = List what comes in this group, or in all of yours
command-calendar = Subscribe to your gatherings in your own calendar; leaders: calendar group, for those of the group
meant-gatherings = events, meetups
meant-gathering = event, meetup
meant-calendar = ics

## The card

kind = { $kind ->
    [webinar] Webinar
    [challenge] Challenge
    [project] Project
   *[meetup] Meet-up
}
card-head = **{ $title }** · { $kind } no. { $number }
card-time = 🗓 { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }–{ DATETIME($ends, timeStyle: "short") } ({ $city })
time-elsewhere = { DATETIME($at, timeStyle: "short") } { $city }
card-link = 🔗 { $link }
card-place = 📍 { $place }
card-about = { $about }
card-scope = { $scope ->
    [parent] 🚪 A gathering of { $group }, open to everybody in { $parent }
   *[public] 🚪 A gathering of { $group }, open to the whole community
}
card-host = Hosted by { $host }
card-going = ✅ { $seats ->
    [-1] { $count } coming
   *[other] { $count } of { $seats } seats taken
}
card-others = 🤔 { $maybe } may come, { $waiting } waiting for a seat
card-recording = 🎬 Recording: { $link }
card-cancelled = ❌ Called off: **{ $title }** · { $kind }
names = { $names } and { $more } more
only-names = { $names }
yes = I'm coming
maybe = Maybe
no = Can't come

## Planning

form-title = A new gathering
form-name = What is it called?
form-kind = What sort of gathering?
form-day = On which day?
form-time = At what time ({ $city })? For example 18:00
form-minutes = How many minutes? (60 if left empty)
form-where = Where? A place, a link, or “jitsi” for a room of its own
form-capacity = How many seats? (empty: as many as come)
form-repeats = Does it come again?
form-about = What is it about?
repeats-weekly = Every week
repeats-fortnightly = Every two weeks
repeats-monthly = Every month, on the same date
repeats-same_weekday = Every month, on the same weekday
scope = { $scope ->
    [parent] Our parent group too
    [public] The whole community
   *[group] Our group alone
}
form-scope = For whom is it? (our group alone if left empty)
members-only = **{ $title }** is for members of { $group }.
no-scope = { $scope ->
    [parent] This group has no parent group whose room it could be announced in.
   *[public] The community has no room of its own in which it could be announced.
}
ask-again-time = That time I could not read. Write it like 18:00.
ask-again-past = That is past already. When will it be?
planned = **{ $title }** is announced as no. { $number }. { $move } moves it, { $cancel } calls it off; { $all } tells the rest.
is-past = That is past already.
too-long = A gathering lasts at least a moment and at most 31 days.
seats-wrong = Seats are a number from 1 to { $most }, or “none” for as many as come.
needs-host = Somebody has to host it: this group has no leader, the community no manager, and nobody is named.
wrong-rule = That is no rule I can use: { $why }
rule-too-long = it has more than { $most } characters.
rule-unknown = I know daily, weekly, monthly, yearly, “every 2 weeks”, and rules of calendars such as FREQ=MONTHLY;BYDAY=1TU.
rule-never = nothing ever comes by it.
rule-not-first = the first time by it would be { $first }, and not { $begins }.
rule-frequency = FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.
rule-wide = { $parts } goes with MONTHLY and YEARLY only.
rule-number = { $name } is a number from 1 to { $most }.

## Replies

you-come = You're coming to **{ $title }**: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }–{ DATETIME($ends, timeStyle: "short") } your time ({ $city }). { $where }
you-may = You may come to **{ $title }**: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }). { $where }
you-dont = You're not coming to **{ $title }**. Thank you for saying so.
you-wait = **{ $title }** is full. You're no. { $place } in the line, and hear from me when a seat is free: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }).
you-moved-up = A seat is free: you're coming to **{ $title }** ({ $group }): { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }). { $where }
where-link = 🔗 { $link }
where-place = 📍 { $place }
file = Send me the calendar file
file-text = **{ $title }**, for your calendar
cannot = I can't come
is-over = That is over.
is-closed = That is closed.
host-left = { $host } left { $group } and hosted **{ $title }** (no. { $number }). You lead the group, so it's yours now; `{ $start }gathering host { $number }` in the group hands it on.
host-only = Only the host ({ $host }) or a leader can do that.
you-host = { $by } hands **{ $title }** (no. { $number }, { $group }) on to you: you host it now.{ $series ->
    [true] { " " }This one alone, of the series.
   *[false] { "" }
}
hosts-now = **{ $title }** is hosted by { $host } now.{ $series ->
    [true] { " " }This one alone: those that come after it have the host they had.
   *[false] { "" }
}
host-no-member = I know nobody of that name in this group.

## Looking

which-one = { $count ->
    [0] Nothing comes here at the moment.
   *[other] Which one? Say its number: `{ $start }gatherings` lists them.
}
no-such = There is no gathering no. { $number } here. `{ $start }gatherings` lists what comes.
nothing-comes = Nothing comes here at the moment. `{ $start }gathering new` plans something.
nothing-comes-to-you = Nothing comes in your groups at the moment.
deed-unknown = I don't know what to do with **{ $word }**. Usage: { $usage }
what-comes = { $count ->
    [one] **One gathering comes:**
   *[other] **{ $count } gatherings come:**
}
row = no. { $number } **{ $title }**, { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") }: { $seats ->
    [-1] { $going } coming
   *[other] { $going } of { $seats } seats taken, { $waiting } waiting
}
on-page = { $row } · { $group }
    { $reply ->
        [yes] ✅ You come.
        [maybe] 🤔 You may come.
        [no] You do not come.
        [waiting] ⏳ You wait for a seat.
       *[none] You have not said whether you come.
    }
row-poll = no. { $number } **{ $title }**: when? Vote until { $closes }
who-head = **{ $title }**
who-row = { $reply ->
    [going] ✅ { $count } coming
    [maybe] 🤔 { $count } may come
   *[waiting] ⏳ { $count } waiting
}: { $names }
who-nobody = Nobody has replied yet.

## With other groups

card-with = 🤝 Together with { $groups }
private-groups = { $count ->
    [one] a private group
   *[other] { $count } private groups
}
a-group = **{ $group }**
form-with = With which other groups? Names, with commas between; those who lead them are asked first
with-unknown = I know no group “{ $name }” that is awake.{ $hint ->
    [none] {""}
   *[near] {" "}Did you mean “{ $near }”?
} Name groups as they are called, with commas between.
with-itself = That is this group itself. Name other ones, with commas between.
with-whom = Name the other groups, with commas between: `{ $start }gathering with 3 Leipzig, Parents`.
with-unled = Nobody leads **{ $group }**, and the community has no manager: there is nobody to ask.
with-too-many = A gathering can be held with { $most } other groups at most.
with-already = { $groups } { $count ->
    [one] was
   *[other] were
} asked already; a group is asked twice at most.
with-none-of = **{ $title }** is not held with a group “{ $name }”, and none of that name is asked.
with-no-series = What comes again can't be held with other groups: leave out one of the two.
with-asked = Whoever leads { $groups } is asked whether they hold **{ $title }** with you, until { $by }. Nothing is said in their rooms before they agree.
with-joined = You lead { $groups } too: **{ $title }** is announced there as well.
with-ask = { $by } of { $host } asks whether { $group } would hold a gathering with them: **{ $title }** · { $kind }, { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }–{ DATETIME($ends, timeStyle: "short") } your time ({ $city }). { $where }
with-terms = Say yes, and it is announced in your group's room; who comes is named there and with them. It stays theirs to run. You have until { $until }; without a yes they go on without you.
with-yes = Yes, together
with-no = Not this time
with-part = Not with us after all
ask-agreed = **{ $title }** is held with **{ $group }**: { $by } said yes.
ask-declined = **{ $title }**: not this time.
ask-too-late = **{ $title }** goes on without your group: the time to answer is over.
ask-withdrawn = **{ $title }** is held without your group after all.
ask-called-off = **{ $title }** is called off; there is nothing to answer any more.
ask-parted = **{ $title }** goes on without your group. Who has a seat keeps it.
ask-let-go = **{ $title }** goes on without your group.
with-agreed = **{ $title }** is held together with { $groups }; it is announced there now.
with-declined = **{ $title }** can't be held with { $groups } this time. It goes on without them.
with-unanswered = Nobody said yes for { $groups } in time: **{ $title }** goes on without them. There's no ill will in that; ask again another time.
goes-on-without = **{ $title }** goes on without { $groups }. Who has a seat keeps it.
visit-row = **{ $title }** with { $groups }, { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") }: { $seats ->
    [-1] { $going } coming
   *[other] { $going } of { $seats } seats taken, { $waiting } waiting
}
no-longer-together = **{ $title }** is not held with this group any more.
with-asleep = { $group } rests or has ended; it can't hold anything now.
with-leaders = Only somebody who leads that group can answer for it.
groups-only = **{ $title }** is for members of the groups that hold it.

## Changes

moved = **{ $title }** ({ $group }) is at another time: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }). { $where }
relocated = **{ $title }** ({ $group }) meets elsewhere; it stays at { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }). { $where }
called-off = **{ $title }** ({ $group }) is called off; it was to be { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }).
done-and-told = Done. { $count ->
    [0] Nobody else had to be told
    [one] One person is told
   *[other] { $count } people are told
} about **{ $title }**.
say-where = Say where: a place, a link, or “jitsi”.
say-when = Say when: 2026-12-01 18:00, tomorrow 18:00 or friday 18:00.
seats-taken = { $count } people have a seat already, and nobody loses theirs. Name that many or more.
seats-changed = Done: **{ $title }**. { $up ->
    [0] Nobody was waiting for a seat.
    [one] One person moves up.
   *[other] { $up } people move up.
}
is-series = **{ $title }** comes again already. `{ $start }gathering stop` ends that.
repeats-now = **{ $title }** comes again: { $times }
no-series = That does not come again.
no-such-day = The series has nothing on { $day } that could be changed.
one-moved = **{ $title }** of { DATETIME($of, dateStyle: "medium") } is on { $at }.
one-skipped = **{ $title }** of { DATETIME($of, dateStyle: "medium") } is left out.
holiday-skipped = **{ $title }** would come on { DATETIME($of, dateStyle: "medium") }, a public holiday: it is left out. `{ $start }gathering move` puts it elsewhere.
holiday-moved = **{ $title }** would come on { DATETIME($of, dateStyle: "medium") }, a public holiday: it comes on { DATETIME($at, dateStyle: "full") } instead.
series-stopped = **{ $title }** does not come again. What is announced stays.

## Before, while, after

reminder = Soon: **{ $title }** ({ $group }), { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } your time ({ $city }). { $where }
begins = **{ $title }** begins now. { $where }
is-under-way = **{ $title }** is under way. { $where }
here = I'm here
you-are-here = Good that you're at **{ $title }**.
who-came = **{ $title }** is over. { $count } said they'd come, { $here } said they were there. Who came?
all-came = All who said yes
some-came = Let me say who
form-came-title = Who came?
form-came = These people were there
came-noted = { $count ->
    [one] Noted: one person was there.
   *[other] Noted: { $count } people were there.
}
how-was-it = How was **{ $title }**? Was it worth your time? Nobody learns who answered what.
worth-5 = Very much
worth-4 = Yes
worth-3 = So-so
worth-2 = Rather not
worth-1 = Not at all
come-again = Would you come to something like **{ $title }** again?
again-yes = Yes, again
again-perhaps = Perhaps
again-no = No, not again
thanks-for-answers = Thank you! That helps.
answered-already = You answered that already; as nobody knows what you said, it can't be changed.
feedback = How **{ $title }** was: { $answered } of { $asked } answered ({ $rate } %). Worth the time: { $worth } of 5.
feedback-again = Would come again: { $yes } yes, { $perhaps } perhaps, { $no } no.
feedback-few = Fewer than { $least } people said how **{ $title }** was: too few to tell without telling who.
not-yet = That has not taken place yet.
no-link = Give the link: https://…
no-recap = Write what was said, behind the number.
recording-is = 🎬 The recording of **{ $title }**: { $link }
recording-title = Recording: { $title }
recap-is = 📝 **{ $title }**: { $text }
recap-title = Recap: { $title }

## A time found together

form-poll = Find a time for a gathering
form-first = From which day on?
form-days = How many days? (1 to 14; 1 if left empty)
poll-rule = I propose the three times that are fairest over the members' time zones; then everybody says when they can. The days are those of { $city }.
poll-begun = The group is asked about **{ $title }** until { $closes }. { $pick } ends it sooner, { $edit } proposes other times.
poll-head = **{ $title }** (no. { $number }, { $lasts }): when can you? Times are those of { $city }.
poll-row = **{ $place }** { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } · { $votes ->
    [0] nobody yet
    [one] one can
   *[other] { $votes } can
}{ $share ->
    [-1] { "" }
   *[other] { " " }· within the day for { $share } %
}
poll-closes = Choose all that suit you, until { $closes }.
poll-picked = **{ $title }**: it's { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }. Thank you for voting!
poll-without-votes = Nobody voted on a time for **{ $title }**. `{ $start }gathering poll` asks again.
poll-too-late = The times for **{ $title }** that somebody chose are past. `{ $start }gathering poll` asks again.
slot = { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") }
slot-yours = { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") }
no-slot = None of these
you-can = You can: { $times } (your time, { $city }).
you-cannot = You can at none of these times. “None of these” takes all your votes back.
slot-gone = That time is no longer proposed; look at the newest state of the poll.
slots-wrong = Give one to { $most } times to come, with commas between: 2026-12-01 18:00, 2026-12-02 19:00
slots-changed = Done. { $count ->
    [0] Nobody had voted for what is gone.
    [one] One person is told that a time they chose is gone.
   *[other] { $count } people are told that a time they chose is gone.
}
slot-was-taken-out = **{ $title }** ({ $group }): { $times } (your time) { $count ->
    [one] is
   *[other] are
} no longer proposed. { $left ->
    [0] Have a look whether another time suits you.
   *[other] What else you chose stands.
}
no-such-slot = { $count ->
    [one] There is only one time to pick: say 1.
   *[other] There are { $count } times to pick from: say the number of one.
}

## Calendars

address-mine = Your gatherings, for your calendar: { $address }
    Add it in Google Calendar under “From URL”, in Apple Calendar under “New Calendar Subscription”, in Thunderbird under “New Calendar, On the Network”. Whoever has this address can read your calendar: keep it to yourself.
address-group = The gatherings of the group, for calendars: { $address }
    Whoever has this address can read them. `{ $start }calendar group` makes it void or makes a new one.
address-sent = I sent you the address alone.
address-known-mine = You have an address for your calendar since { $since }. I can't show it again, only make a new one; the old one is void then.
address-known-group = The group has an address for its calendar since { $since }. I can't show it again, only make a new one; the old one is void then.
new-address = Make a new one
no-address = Make it void
address-gone = Done: that address is void.
nothing-planned = 📅 No gathering is planned.
nothing-planned-near = 📅 No gathering is planned. { $count } of you are in { $group } too: one together?
plan-together = Plan one with { $group }
plan-one = Plan a gathering

held = **This took place here.** What do you want to do again?
held-row = **{ $title }**, last on { $day }{ $came ->
    [0] {""}
    [one] , one came
   *[other] , { $came } came
}
again = { $title } again
again-when = When will **{ $title }** be this time? The rest stays as it was.
again-when-and-where = When will **{ $title }** be this time, and where? I have not kept its place and its seats.
nothing-held = Nothing has taken place here yet. Begin with `{ $start }gathering new`.
members-plan = Only members of the group can plan that.

word-again = again
word-who = who
word-move = move
word-place = place
word-seats = seats
word-host = host
word-cancel = cancel
word-with = with
word-without = without
word-file = file
word-repeat = repeat
word-skip = skip
word-stop = stop
word-poll = poll
word-slots = slots
word-pick = pick
word-recording = recording
word-recap = recap
word-none = none, all
