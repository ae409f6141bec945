# What the core itself says.

## What people see where the app is installed

app-about = Runs the small groups of our community: welcomes, questions, gatherings, reviews
app-command = Ask coterie; “help” says what it can do here
install-title = coterie for your workspace
install-about = It runs the small groups of a community: welcomes, questions, gatherings, reviews. Slack shows next what it asks for, and you decide.
install-button = Add to Slack
install-done = coterie is in { $workspace }
install-done-about = Write /coterie help in a direct message to it, and it says what it can do.
install-done-org = Add it now to the workspaces of your organisation in which it shall live: in Slack, under Manage apps.
install-open = Open Slack
install-not = Nothing was installed
install-not-about = You did not let coterie in, and nothing was kept.
install-failed = That did not work
install-over = This page was open for too long, was opened twice, or was begun in another browser. Begin again from here.
install-refused = Slack did not accept it. Begin again; if that fails too, the app's client ID or secret is wrong.
install-later = Slack or coterie could not be reached just now. Try again in a minute.
install-again = Begin again

## Commands

unknown-command = I don't know **{ $name }**. { $help } lists what I can do.
unknown-answer = I don't know { $name }. If it was meant for what I asked: choose one of what stands there, by a tap, its number or its words. { $help } lists what I can do.
unknown-command-near = I don't know **{ $name }**. Did you mean { $near }? { $help } lists what I can do.
say-something = Tell me what to do: { $help } lists what I can.
which-command = { $name } can mean more than one thing here. Say { $ways }.
wrong-argument = **{ $found }** is not what I can use as **{ $name }**: expected { $expected }. Usage: { $usage }
missing-argument = **{ $name }** is missing: expected { $expected }. Usage: { $usage }
too-much = I don't know what to do with **{ $found }**. Usage: { $usage }

wrong-moment = **{ $found }** is no time that I can read. Write 2026-12-01 18:00, tomorrow 18:00 or friday 18:00.

expected-person = a person, as a mention, a handle or a name
expected-room = the name of a group, or “here”
expected-group = the id or the name of a group
expected-deck = the id of a deck
expected-int = a whole number
expected-number = a number
expected-bool = yes or no
expected-date = a date like 2026-11-23, “today” or “tomorrow”
expected-duration = a length of time like 90s, 15m, 2h, 3d or 2w
expected-choice = one of { $allowed }
expected-word = a word, or several in quotes
expected-text = a text
expected-rest = some words
expected-or = { $expected }; or { $other }
can-be-said = You can say { $ways }.

## Rights and places

serves-nothing = I can't be reached from outside: whoever runs me has to set **listen** under **[web]** in coterie.toml first.
needs-role = { $who ->
    [manager] That takes a community manager.
   *[other] That takes a { $role } of this group.
}
needs-a-group = That belongs to a group: say it in a group's room.
needs-a-group-first = { $command } belongs to a group, and you are in none yet. { $find } shows those that you could come into.
needs-a-group-of-yours = { $count ->
    [one] { $command } belongs to your group **{ $groups }**: say it in its room.
   *[other] { $command } belongs to one of your groups: **{ $groups }**{ $left ->
        [0] {""}
       *[other] {" "}or one of { $left } more
    }. Say it in the room of the one you mean.
}
in-group = In **{ $group }**:
done-there = Done, in **{ $group }**.
for-all-there = That is for all of **{ $group }** to read: say it in its room.
command-for-all-there = That is for all of **{ $group }** to read: say it in its room, as { $command }.
role-manager = community manager
role-leader = leader
role-moderator = moderator
role-host = host
role-deputy = deputy
role-scribe = scribe
role-member = member

## Forms

form-thanks = Thank you, that was all of **{ $title }**.
form-cancelled = **{ $title }** is cancelled; nothing was kept.
form-over = That form is closed.
poll-over = This poll is over.
choice-over = That is over: nothing more can be chosen there.
question = **{ $number }/{ $of }** { $label }
option = **{ $number }** { $label }
hint-text = Type your answer.
hint-long = Type your answer; it may be long.
hint-number = Type a number.
hint-date = Type a date like 2026-11-23.
hint-time = Type a time like 09:30.
hint-select = Type the number or the words of your choice.
hint-many = Type the numbers or the words of your choices, between commas.
hint-people = Mention one or several people.
ways-required = “back” goes to the question before, “cancel” stops.
ways-optional = “skip” goes on without an answer, “back” to the question before, “cancel” stops.
word-skip = skip
word-back = back
word-cancel = cancel, stop
word-yes = yes, y, yep, yeah
word-no = no, n, nope
word-on = on
word-off = off
word-now = now
word-stop = stop
word-new = new
word-show = show
word-leave = leave
word-status = status
word-every = every
word-until = until, till
word-mine = mine
word-group = group
word-none = none
word-all = all
word-default = default
word-here = here
word-today = today
word-tomorrow = tomorrow
form-corrected = **{ $label }** now reads: { $answer }
form-asked-again = Your answer to **{ $label }** is taken back.

misfit-missing = This one needs an answer.
misfit-number = That is not a number.
misfit-date = That is not a date like 2026-11-23.
misfit-time = That is not a time like 09:30.
misfit-choice = That is none of the choices.
misfit-person = I know nobody here of that name.
misfit-at_least = It must be at least { $limit }.
misfit-at_most = It must be at most { $limit }.
misfit-shorter = That is too long: at most { $limit } characters.
misfit-longer = That is too short: at least { $limit } characters.
misfit-earlier = The latest date is { $limit }.
misfit-later = The earliest date is { $limit }.
misfit-more_choices = Choose at least { $limit }.
misfit-fewer_choices = Choose at most { $limit }.
misfit-not_before = The earliest time is { $limit }.
misfit-not_after = The latest time is { $limit }.
misfit-more_people = Name at least { $limit } people.
misfit-fewer_people = Name at most { $limit } people.

## What went wrong

sorry = Sorry, that went wrong on my side, and nothing of it happened. Whoever runs me finds the reason under { $event }.
set-aside = { $plugin } does not work at the moment; whoever runs me knows.
set-aside-told = The plugin **{ $plugin }** failed { $count } times in a row, last at { $event }, so I set it aside until I am started again. Everything else goes on.

## Charter and topic

charter-called = 📜 Charter
charter-name = **{ $name }**
charter-purpose = { $purpose }
charter-for = **For:** { $whom }
charter-not-for = **Not for:** { $whom }
charter-goal = **Goal:** { $goal }
charter-leaders = **Led by:** { $leaders }
charter-size = **Size:** { $least } to { $most } people
charter-size-from = **Size:** { $least } people or more
charter-join = { $join ->
    [community] **Coming in:** whoever is in the community may; others ask
    [knock] **Coming in:** ask, and somebody lets you in
    [invite] **Coming in:** by invitation
   *[open] **Coming in:** everybody may
}
charter-until = **Until:** { $until }
charter-review = **Reviewed:** every { $every }
charter-guidelines = **Guidelines:** version { $version }
topic-for = { $purpose } · For: { $whom }

## When nobody wants to be disturbed

held-together = **While it was quiet for you:**
held-named = You were named in { $groups }.
unasked-left-alone = { $person } wants to hear nothing that they did not ask for
unasked-too-long = { $person } is not to be disturbed for longer than four weeks

# --- commands

# --- runs of playbooks
run-failed = The playbook **{ $playbook }** stopped and can't go on: { $reason }
run-task = { $people }: { $task }
run-done = Done
run-skip = Skip
run-reminder = A reminder: { $question }
run-waits-for = Still waiting for { $people }: { $question }
run-still-open = { $count ->
    [0] Still open: { $question }
    [one] Still open, { $count } answer is missing: { $question }
   *[other] Still open, { $count } answers are missing: { $question }
}
run-cancelled = No answer is needed any more: { $question }
run-is-live = **{ $title }** is already running here.
run-not-now = **{ $title }** can't start now: its condition does not hold.
run-no-such-playbook = There is no playbook **{ $playbook }**.
run-happened-started = started
run-happened-began = { $step } began
run-happened-asked = { $step } waits for answers
run-happened-nobody = { $step }: there is nobody to address
run-happened-reminded = { $step }: reminded
run-happened-late = { $step }: the time is up
run-happened-ended = { $step } ended
run-happened-passed = { $step } passed over
run-happened-pressed = { $step }: a button was pressed
run-happened-undelivered = { $step }: a message could not be delivered: { $detail }
run-happened-finished = finished: { $detail }
run-happened-failed = failed: { $detail }
run-happened-cancelled = cancelled

state-proposed = proposed
state-gathering = gathering people
state-pilot = on trial
state-active = active
state-dormant = resting
state-merging = merging
state-splitting = splitting
state-sunsetting = ending
state-archived = archived
there-already = { $group } is { $from } already.
no-such-move = { $group } is { $from } and can’t go on to { $to } from there.

## Accounts

link-one-already = These accounts are yours already.
link-both-named = Both of you stand in the community's file, as two people. Ask a community manager to write down both accounts under one name.
link-same-platform = You have an account on { $platform } already. One on each platform can be linked; `unlink` parts them again.

## Homes

home-failed = I can't write into **{ $group }** on { $platform } any more: { $reason }. Its other homes go on; I try again with the next message and won't repeat this.
home-refused = I can't write into **{ $group }** on { $platform } any more: { $reason }. I try again with the next message and won't repeat this.

## Changed by hand

room-archived = Somebody archived the room of **{ $group }** on { $platform }: I can't say anything there. What to do: open it again, and all goes on; or, if the group is over, tell me so with `!coterie sunset`.
room-deleted = Somebody deleted the room of **{ $group }** on { $platform }, with all that was said there. What to do: make a room of the same name and invite me into it; what I keep of the group is all there.
room-left = Somebody removed me from the room of **{ $group }** on { $platform }: I can do nothing there. What to do: invite me again (and, where I was banned, lift the ban first), and all goes on.
still-open = A question from the room before this one is still open. Who has answered it need not do so again.
room-hidden = The room of **{ $group }** on { $platform } is private now, though its charter says that anybody may find it. What to do: make it public again, or let the charter say that it is private.
leader-over = { $person }, who leads **{ $group }**, has no account on { $platform } any more. What to do: see who takes it over.
leader-guest = { $person }, who leads **{ $group }**, is a guest on { $platform } now, and reaches only the rooms they were let into. What to do: see whether somebody should lead it with them.
leader-elsewhere = { $person }, who leads **{ $group }**, belongs to another organisation on { $platform } now. What to do: see whether somebody of yours should lead it with them.
came-guest = { $person } came into **{ $group }** on { $platform }: a guest, the first there. Guests read what is said in the rooms they are let into, and no others. I won't say this of the next ones.
came-elsewhere = { $person } came into **{ $group }** on { $platform }: of another organisation, the first there. What is said in that room leaves your own. I won't say this of the next ones.
events-withheld = { $platform } does not tell me everything just now: more happens than it passes on to an app within an hour. What to do: nothing, unless it comes again; then see which channels I need not be in.

## Invitations

uninvited = Some people could not be asked into **{ $group }** on { $platform }:
uninvited-gone = { $person }: there is no such account on { $platform }, or not any more. Ask them another way, or correct who they are.
uninvited-guest = { $person }: a guest on { $platform }, who may be in the rooms they were let into alone. Whoever administers it can let them into this one.
uninvited-elsewhere = { $person }: of another organisation, with which this room is not shared. Whoever administers { $platform } can share it with them.
uninvited-closed = { $person }: of another organisation, and yours does not share rooms: by its plan on { $platform }, or by a rule there ({ $word }). Whoever administers it can change that.
uninvited-rights = { $person }: I may not ask them in. Ask them yourself, or let whoever administers { $platform } give me the right for it.
uninvited-other = { $person }: { $platform } says { $word }. Ask them in yourself; it may say more to you.
uninvited-more = And { $count } more, for like reasons.
invitation-waits = { $person } said yes to **{ $group }**. On { $platform } an administrator has to approve that yet, yours or theirs; then they come in.
invitation-declined = { $person } said no to **{ $group }** on { $platform }. What to do: ask them why, if that matters, before you ask them in again.

## Encryption

unreadable = { $person }, I can't read what you wrote: it is encrypted, and the key to it did not reach me. Please say it again; what reaches me late I still do. If it stays so, sign out of the app you write with and in again, or ask whoever runs me.

## Refusals

refused = For **{ $group }** I could not { $effect ->
        [Post] write a message
        [Upload] share a file
        [Edit] change a message
        [Remove] take a message away
        [React] put an emoji to a message
        [Pin] pin a message
        [Invite] invite somebody
        [Expel] remove somebody
        [GrantRole] give somebody a right
        [RevokeRole] take a right back
        [OpenRoom] open a room
        [SetTopic] set a topic
        [SetAvatar] give a room a picture
        [Rename] rename a room
        [SetAccess] change who may come in
        [Archive] archive a room
       *[other] do something ({ $effect })
    } on { $platform }: { $reason }. I won't say so again for a week.
refused-anywhere = I could not { $effect ->
        [Post] write a message
        [Upload] share a file
        [Edit] change a message
        [Remove] take a message away
        [React] put an emoji to a message
        [Pin] pin a message
        [Invite] invite somebody
        [Expel] remove somebody
        [GrantRole] give somebody a right
        [RevokeRole] take a right back
        [OpenRoom] open a room
        [SetTopic] set a topic
        [SetAvatar] give a room a picture
        [Rename] rename a room
        [SetAccess] change who may come in
        [Archive] archive a room
       *[other] do something ({ $effect })
    } on { $platform }: { $reason }. I won't say so again for a week.
refused-kept = What I could not do is kept for 30 days. Once it is put right, whoever runs me can let me try again: `coterie outbox list`, then `coterie outbox retry`.
cure-invite = What to do: see that the room is still there, and invite me into it.
cure-reopen = What to do: the room is archived; open it again, or give the group another home.
cure-rights = What to do: give me the right for it in that room on { $platform }; `coterie doctor` names which.
cure-scope = What to do: the app lacks a permission; whoever runs me adds it on { $platform } and installs the app again.
cure-person = What to do: that person can't be reached on { $platform }, perhaps they have left; ask them another way.
cure-name = What to do: the name is taken on { $platform }; choose another, or free it.

## First contact

thread-root = 🧵 **{ $group }**
thread-how = The group lives in the thread below this message. Say { $join } to be in it.
thread-closed = 🧵 **{ $group }** has ended. What was said stays in the thread below.
thread-moved = 🧵 **{ $group }** has a room of its own now. Whoever was in the thread is invited there.
thread-in = { $count ->
    [one] { $people } is in the group.
   *[other] { $people } are in the group.
}

contact-hello = Hello, I am coterie. I look after the small groups of a community: welcomes, questions, gatherings, reviews. I do nothing that nobody asked me for, and I am silent where I am not needed.
contact-help = Write { $help } to me and I list what I can do for you.
contact-home = **{ $room }** is the home of **{ $group }**, and I am in it now.
contact-whole = **{ $room }** belongs to the community as a whole, and I am in it now.
contact-no-group = No group lives in **{ $room }** yet, so I say nothing there. Whoever manages the community names the room in the community file; to begin a new group, write { $propose } to me.
contact-lacks = In **{ $room }** I lack these rights:
contact-lack = { $what }: { $right } takes power { $needed }, and I have { $held }
contact-cure = What helps: give { $account } power { $level } in that room, or lower what these take. I look again as soon as anything of it changes, and say so.
contact-given = In **{ $room }** I may now do this: { $what }.
contact-all-well = I may do there all I need.
may-write = write
may-react = put emoji on messages
may-poll = ask by polls
may-pin = pin messages
may-topic = set the topic
may-avatar = give the room its picture
may-rename = rename the room
may-grant = give roles their rights
may-admit = say who may come in
may-invite = invite people
may-remove = remove somebody
may-redact = take messages of others away
managers-room = Being in this room is power: whoever is in it manages **{ $community }** – founds, changes and ends groups, and reads what leaders read. Let in only whom you trust with that, by invitation; who leaves the room, or is removed, manages no more.
managers-room-outsider = { $person } is a guest, of another organisation or a program: they read along here, and do not manage **{ $community }**. If they are to, name them under `managers` in its file.
managers-room-open = Anybody can come into this room by themselves, so nobody in it manages **{ $community }**. Let people in by invitation only; I look again when that changes.
tally = at least { $count }
tally-few = fewer than { $k }
