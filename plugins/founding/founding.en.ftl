command-propose = Propose a new group: propose, or propose Rust evenings
command-proposals = The groups that are looking for people
command-groups = Show the groups you could come into, or find those that are about something: groups, groups python
command-join = Come into a group, or ask to: join Python Evenings
command-leave = Leave a group that lives in a thread, or read how one leaves any other
command-portfolio = All groups together: how many, how full, which overlap
command-founding = How groups are founded here: founding approval yes, founding days 28, founding quorum 8
meant-groups = find
meant-join = enter
meant-propose = new-group
meant-proposals = new-groups
meant-leave = quit

stops = ⛔ { $remark }
hint = 💡 { $remark }

form-title = A new group
form-intro = What shall it be? Short is fine; you see it all once more before anybody else does.
form-change = What you leave empty stays as it is.
field-name = What is it called?
field-purpose = What for? What will people do or have that they don't have now?
field-basis = What brings people together?
field-about = About what? A few words, with commas between them
field-for = For whom is it?
field-not-for = For whom is it not?
field-goal = Which goal of the community does it serve?
field-leaders = Who leads it? Leave it empty if you do. Who is named will be asked.
field-from = How many people does it take to begin?
field-to = How many are too many?
field-until = Does it end on a day? (otherwise it is looked at every now and then)
field-review = How often shall it be looked at?
field-open = How open shall it be?
field-why-closed = Why so, if not everybody may come in?
open-open = Everybody sees it and may come in
open-knock = Everybody sees it, and one asks to come in
open-closed = Once it is there only its members see it, and they invite others
basis-interest = A shared interest
basis-need = A need, or a challenge for a while
basis-region = A place, a region, a language
basis-role = A role or a profession
every = { $months ->
    [one] Every month
   *[other] Every { $months } months
}

charter = **{ $group }**: { $purpose }
charter-for = For: { $people }
charter-not-for = Not for: { $people }
charter-goal = Goal: { $goal }
charter-leaders = Led by: { $people }
charter-size = { $from } to { $to } people
charter-knock = Everybody sees it, and one asks to come in
charter-closed = Once it is there only its members see it, and they invite others
charter-closed-why = { $closed }: { $why }
charter-until = Ends on { $day }
charter-review = { $months ->
    [one] Looked at every month
   *[other] Looked at every { $months } months
}

draft-head = This is your proposal. Nobody else has seen it yet.
draft-remarks = What I noticed:
draft-stops = The ones marked ⛔ have to be put right before you can propose it.
draft-ask = Shall I propose it so?
choice-propose = Propose it so
choice-change = Change it
choice-drop = Drop it
name-long = A name has room for { $most } characters. What it is for comes next.
draft-dropped = Dropped. Nobody has seen it; `{ $start }propose` begins anew.
draft-gone = This draft is over. `{ $start }propose` begins a new one.

lint-no-name = It has no name that one could say.
lint-name-taken = There is a group **{ $group }** already. Another name, or join that one?
lint-no-purpose = It does not say what it is for.
lint-purpose-anything = “{ $word }” can mean anything, and then nobody knows whether the group is meant for them. What will you do together?
lint-purpose-short = The purpose says little more than the name. What will people do or have that they don't have now?
lint-no-for = It does not say for whom it is. Whoever reads it should know whether they are meant.
lint-for-anybody = For everybody is for nobody in particular. Who would miss it if it were not there?
lint-no-not-for = It does not say for whom it is not. One word often spares a misunderstanding.
lint-goal-unknown = The community has no goal “{ $goal }”. { $count ->
    [0] It has set itself none.
   *[other] It has: { $goals }.
}
lint-no-goal = It serves none of the community's goals. It may; it is just good to know.
lint-no-leader = Nobody is named who leads it.
lint-no-leader-agreed = { $count ->
    [one] { $people } has not agreed to lead yet. I ask as soon as you propose it; until then nobody can join.
   *[other] None of { $people } has agreed to lead yet. I ask as soon as you propose it; until then nobody can join.
}
lint-size-turned = It goes from { $from } to { $to } people; the second number must not be the smaller one.
lint-size-small = { $from } to { $to } people are a conversation rather than a group: when one is missing, it stands still.
lint-size-large = Up to { $to } people: beyond some 150 people don't know each other any more. Perhaps it is two groups?
lint-end-over = It ends on { $day }, and that is over.
lint-need-without-end = A need passes. By when should it be met? Without a day, the group is looked at regularly instead.
lint-no-end = It has neither an end nor a rhythm in which it is looked at.
lint-closed-why = Not everybody may come in, and it does not say why. Whoever stands before the door will ask.
lint-overlaps = It overlaps with **{ $group }**: both are about { $words }. Would that one do, or what is different here?
lint-repeats = **{ $group }** was much like this and ended on { $day }: { SENTENCE($why) } What will be different this time?

too-many = ⚖️ { $groups } groups share { $people } people ({ $per } groups each), which is like { $equal } groups of equal size; { $below ->
    [one] one of them ({ $percent } %) is
   *[other] { $below } of them ({ $percent } %) are
} below their size.{ $sample ->
    [0] {""}
   *[other] {""} (Estimated from { $sample } of them.)
} Spread evenly, one group more would leave { $each } people for each; yours wants { $least }. You may go on all the same.

proposed = Proposed. { $count ->
    [0] You lead it, so people can say right now that they are in.
   *[other] I have asked { $people } to lead; as soon as somebody agrees, people can say that they are in.
}
proposed-nowhere = There is no common room where I could ask around. Tell people about it: they find it with `{ $start }proposals`.
choice-withdraw = Withdraw it
withdrawn = **{ $group }** is withdrawn.
proposal-over = This proposal is over.

lead-head = { $person } proposes a group, and that you lead it: **{ $group }**.
lead-ask = Leading means: somebody to turn to, a word now and then, and saying so when it gets too much. Will you?
choice-lead = I'll lead it
choice-decline = Rather not
lead-thanks = Thank you! You lead **{ $group }**.
lead-declined = All right. Nobody is told more than that you can't.
leader-agreed = { $person } will lead **{ $group }**.
leader-lost = { $person } can't lead **{ $group }**. { $still ->
    [nobody] Nobody leads it now, and without somebody who does it can't open. Who could?
    [asked] I asked { $people } too, and wait for an answer.
   *[lead] { $people } will.
}
leader-silent = { $people } did not say yet whether they would lead **{ $group }**, and nobody can join what nobody leads. You may wait until { $deadline }, or go on without them.
asked-too = I ask { $people }, and tell you what they say.
asked-before = I have asked { $people } already, and tell you when they answer.
choice-lead-myself = I'll lead it
choice-suggest = Ask somebody
form-suggest = Who could lead?
field-who = Whom shall I ask?

gathering-head = 🌱 { $person } would like to begin a group.
gathering-leaderless = { $count } in, { $quorum } needed. Nobody leads it at the moment; it opens when somebody does.
gathering-count = **{ $count } of { $quorum }** { $count ->
    [one] is
   *[other] are
} in. It opens as soon as there are { $quorum }; until { DATETIME($deadline, dateStyle: "long") }.
gathering-approval = { $count } are in, which is enough. A manager has a last look.
gathering-open = 🎉 { $count } were in: **{ $group }** is open.
gathering-over = It did not come about: { $count } of { $quorum } { $count ->
    [one] was
   *[other] were
} in. Thanks to everybody who would have come.
choice-in = I'm in
choice-out = Not after all
you-are-in = You are in. I'll invite you into **{ $group }** when it opens.
you-are-out = You are not in any more.
nothing-gathers = No group is looking for people at the moment. `{ $start }propose` proposes one.

almost = { $count } of { $quorum } { $count ->
    [one] is
   *[other] are
} in for **{ $group }**, and on { DATETIME($deadline, dateStyle: "long") } it is decided. Do you want two weeks more?
choice-extend = Two weeks more
extended = Until { DATETIME($deadline, dateStyle: "long") } then.

approve-head = { $count } people want the group **{ $group }**. Shall it open?
choice-approve = Open it
choice-refuse = Not now
form-refuse = Why not now?
field-why = What shall they be told? ({ $person } gets it in your words)
refused = { $person } decided against it: { $why }
nobody-leads-now = Nobody leads it at the moment. I ask you again when somebody does.
not-enough-now = Somebody changed their mind: { $count } of { $quorum } { $count ->
    [one] is
   *[other] are
} in at the moment. I ask you again when there are enough.

folded = **{ $group }** does not come about this time: { $count } of { $quorum } { $count ->
    [one] was
   *[other] were
} in by the deadline. Thank you for wanting it!
folded-leaderless = **{ $group }** does not come about this time: nobody was found who leads it. Thank you for wanting it!
folded-by = **{ $group }** does not come about. Thank you for wanting it!
near = Near to it { $count ->
    [one] is **{ $groups }**.
   *[other] are **{ $groups }**.
}
choice-join = Join { $group }
page-proposal = **{ $group }** is looking for people: { SENTENCE($purpose) } { $count } of { $quorum } { $count ->
    [one] is
   *[other] are
} in, until { $deadline }.
page-group = **{ $group }**: { $purpose }
page-propose = Is there no group for what you are after?
page-propose-it = Propose a group
page-join = Let me in
page-manage = { $waiting ->
    [0] No proposal waits for you
    [one] One proposal waits for a manager to decide
   *[other] { $waiting } proposals wait for a manager to decide
}; { $looking } looking for people.
page-portfolio = All groups together
groups-open = { $count ->
    [one] There is one group that you could come into:
   *[other] There are { $count } groups that you could come into:
}
groups-about = { $count ->
    [one] One group is about “{ $words }”:
   *[other] { $count } groups are about “{ $words }”:
}
groups-near = No group is about “{ $words }”. Did you mean this one?
groups-find = `{ $start }groups python` finds those that are about something.
groups-none = There is no group that you could come into. `{ $start }propose` proposes one.
groups-none-about = No group that you could come into is about “{ $words }”. `{ $start }groups` shows all, `{ $start }propose` proposes one.
groups-coming = { $count ->
    [one] **{ $groups }** is
   *[other] **{ $groups }** are
} looking for people: `{ $start }proposals`.
group-row = **{ $group }**{ $how ->
    [in] {" "}(you are in it)
    [asks] {" "}(one asks first)
   *[open] {""}
}: { $purpose }
choice-more-groups = More
left = You have left **{ $group }**.
leave-how = To leave a group, leave its channel or room: I take you off its lists then.
in-already = You are in **{ $group }** already.
page-groups = { $count } groups take people in.
page-see-groups = Show them all

group-gone = **{ $group }** can't be joined any more.
invited = I have invited you into **{ $group }**.
led-into-thread = You are in **{ $group }** now. It lives in a thread of the room of us all: I have mentioned you there.
asked-to-join = I have told those who lead **{ $group }** that you would like to join.
choice-let-in = Let them in
let-in = { $person } is invited into **{ $group }**.
not-your-door = Only who leads **{ $group }** lets people in.
wants-to-join = { $person } would like to join **{ $group }** and asks you to invite them.

why-closed = Proposed by { $person }; not open to everybody: { $why }
why-proposed = Proposed by { $person }
why-gathering = { $person } agreed to lead
why-open = { $count } people are in, { $quorum } were needed
why-folded = { $count } of { $quorum } people were in by the deadline
why-folded-leaderless = Nobody was found who leads it
why-withdrawn = Withdrawn by { $person }

opened = 🎉 Here we are: **{ $group }**. { $count } people wanted it, { $people } among the first. The charter is pinned.
opened-in-thread = 🎉 Here we are: **{ $group }**. { $count } people wanted it, { $people } among the first. The charter stands above.
opened-leaders = { $count ->
    [one] { $people } leads. If anything is unclear or goes wrong, say it to them.
   *[other] { $people } lead. If anything is unclear or goes wrong, say it to one of them.
}
opened-host = { $person } is our host for the first { $weeks } weeks: whom to ask what is where, and who calls the first gathering.
opened-library = 📌 on a message keeps it in our library; `{ $start }library` finds it again.
opened-first = A good first step: everybody says in one sentence why they came. And when shall we meet for the first time?
choice-this-week = This week
choice-next-week = Next week
choice-later = Later
first-gathering = First gathering of **{ $group }**, liked most: { $when }. You host it: { $plan ->
    [none] set a day and say so in the group.
   *[some] plan it in the group with `{ $start }gathering new`.
}
first-gathering-few = First gathering of **{ $group }**: fewer than { $k } have said yet when they would like it. { $days } days after the group opened, I tell you what is liked most. You host it: { $plan ->
    [none] set a day and say so in the group.
   *[some] plan it in the group with `{ $start }gathering new`.
}
wish-this = this week
wish-next = next week
wish-later = a later week

portfolio = ⚖️ **{ $groups ->
    [one] One group
   *[other] { $groups } groups
}**, { $people ->
    [one] one person
   *[other] { $people } people
} in at least one, { $per ->
    [one] one group
   *[other] { $per } groups
} each. That is like { $equal ->
    [one] one group
   *[other] { $equal } groups of equal size
}. { $below ->
    [one] One ({ $percent } %) is
   *[other] { $below } ({ $percent } %) are
} below their size.{ $sample ->
    [0] {""}
   *[other] {""} (Estimated from { $sample } of them.)
}
portfolio-written = By what is written in them, they are like { $equal ->
    [one] one group
   *[other] { $equal } groups of equal size
}{ $silent ->
    [0] {"."}
   *[other] ; in { $silent } of { $groups } nothing was, or nobody counts it.
}
portfolio-writers = The { $people } people who wrote this week are in { $per ->
    [one] one group
   *[other] { $per } groups
} each.
portfolio-goals = Goals that no group serves: { $goals }
portfolio-goalless = Groups that serve no goal: { $groups }{ $left ->
    [0] {""}
   *[other] {" "}and { $left } more
}
portfolio-pair = **{ $one }** and **{ $other }**: { $shared } people are in both ({ $share } % of the smaller one){ $words ->
    [none] {"."}
   *[some] , and both are about { $about }.
} Being in several is fine; if it is double work: something together (`{ $start }gathering new with …` in one of them), a link in both charters, or a merge (`{ $start }group merge`).
portfolio-similar = **{ $one }** and **{ $other }** are both about { $about }, with few people in both.

settings = New groups { $approval ->
    [true] open when a manager has agreed
   *[false] open by themselves
}, people are gathered for { $days } days, and it takes { $quorum ->
    [0] as many as the charter says
   *[other] { $quorum } people
}.
settings-wrong = { $value } can't be: approval takes yes or no, days 1 to 365, quorum 2 to 1000 or 0 for each charter's own.

word-approval = approval
word-days = days
word-quorum = quorum
