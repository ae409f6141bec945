command-host = See who hosts this week, and come on the list of those who are asked
command-scribe = See who writes things down this week, and come on the list of those who are asked
command-leaders = See who has which role here, until when, and who had one
command-volunteer = Offer to take a role: volunteer host, scribe, moderator, deputy or leader
command-nominate = Name somebody for a role; they are asked first: nominate @bo leader
command-willing = Say that you may be asked to take something on here: willing, willing off
command-candidates = See who might be asked to take something on
command-step-down = Give a role back today: step-down leader
command-relieve = Take a role back from somebody: relieve @bo moderator
command-away = Say that you are away, and somebody stands in where you lead: away until 2026-12-24, away back
meant-leaders = roles
meant-away = absent
role-name = { $role ->
    [leader] leader
    [deputy] deputy
    [moderator] moderator
    [host] host of the week
    [scribe] scribe of the week
   *[other] { $role }
}
on-the-list = You are on the list: when it is your turn to be { role-name } in { $group }, I ask you first.
off-the-list = You are off the list: I don't ask you any more to be { role-name } in { $group }.
invited = { $by } thinks you would be a good { role-name } in { $group }. You would be asked when it is your turn, and may always say no. Would you come on the list?
week = { $some ->
    [0] Nobody is { role-name } just now.
   *[other] This week { $now } is { role-name }.
} { $count ->
    [0] Nobody is on the list yet.
   *[other] On the list: { $listed }.
} { $there ->
    [true] I ask you when it is your turn.
   *[false] Would you like to be asked when it is your turn?
}
on = Ask me when it is my turn
off = Take me off the list
your-turn = Would you be { role-name } in { $group } this week? It's your turn, and it's fine to pass.
take = Yes, gladly
pass = Not this week
has-this-week = 🎈 { $person } is { role-name }. Thank you!
taken = { $person } is { role-name } this week already.
nobody-this-week = Nobody on the list can be { role-name } in { $group } this week. Is there somebody you could ask?
not-here = { $person } is not in { $group }.
holds-it = { $person } is { role-name } already.
holds-it-not = { $person } is not { role-name } here.
holds-nothing = You have no role here.
stands-already = It is being asked already whether { $person } becomes { role-name }.
nominated = { $by } would like you to be { role-name } in { $group }: four weeks on trial first, with somebody at your side. Nobody else knows. Would you?
accept = Yes, I'd like to
decline = No, thank you
thanks-for-yes = Thank you! I ask those who lead { $group }, and tell you.
thanks-for-offer = Thank you! I ask those who lead here whether you begin as { role-name } on trial, and tell you.
asked-them = I ask { $person } alone whether they would be { role-name }.
fine-too = That is fine too.
declined = { $person } would rather not be { role-name } now. Thank you for thinking of them.
no-answer = { $person } has not answered whether they would be { role-name }. I let it rest.
try-them = { $person } would be { role-name } in { $group }{ $own ->
    [true] {""} and offered it themselves
   *[false] {""}, was named and said yes
}. Shall they begin, four weeks on trial?
confirm-them = The time of { $person } as { role-name } in { $group } is nearly over. Shall they have the role for half a year?{ $objections ->
    [0] {""}
    [one] {""} One member objected, so it takes the yes of a community manager.
   *[other] {""} { $objections } members objected, so it takes the yes of a community manager.
}
yes = Yes
no = No
heard = Thank you, I have noted it.
not-now = Those who lead { $group } would rather not have you as { role-name } now. Thank you for being willing; host of the week is always a good place to be seen.
ends-then = In { $group } your time as { role-name } ends on { $until } and is not prolonged. Thank you for what you did.
undecided = Nobody who leads { $group } decided whether you become { role-name }. Talk to them, and ask again.
over = That is settled already.
not-for-you = That is not for you to decide.
on-trial = 🌱 { $person } is { role-name } on trial until { $until }{ $accompanied ->
    [true] {""}, with { $companion } at their side
   *[false] {""}
}. If something speaks against it, tell me: I pass on that somebody objects, and not who.
deputy-acts = { $person } acts as { role-name } until { $until }, because nobody leads just now{ $accompanied ->
    [true] {""}, with { $companion } at their side
   *[false] {""}
}. If something speaks against it, tell me: I pass on that somebody objects, and not who.
object = I object
objected = I tell those who decide about { $person } that somebody objects, and not who. A community manager has to agree now.
somebody-objects = A member of { $group } objects to { $person } as { role-name }. When it is decided, it takes your yes; best talk to the group before.
confirmed = 🌳 { $person } is { role-name } until { $until }. Thank you!
term-ends = Your time as { role-name } in { $group } ends on { $until }. Would you go on, if the others agree, or hand over?
go-on = Go on
hand-over = Hand over
asking-others = Thank you! I ask the others and tell you.
handing-over = Thank you for all of it. I ask the group who would like to; until { $until } it is still yours.
who-takes-over = { $person } hands over on { $until } and was { role-name } here. Who would like to be next? There is a trial first, with somebody at your side.
holder-silent = { $person } has not told me whether they go on as { role-name } in { $group }. It ends on { $until }.
would = I would
given-back = { $person } is no longer { role-name }.
led-until = Welcome back to { $group }! You led it until you left on { $until }. Would you like to lead it again?
lead-again = Yes, I'd like to
leads-again = 🌳 { $person } is back and leads this group again.
candidate-left = { $person } left the group, so they don't become { role-name }.
thanks = 💐 Thank you, { $person }, for having been { role-name }!
vacant = Nobody leads { $group } any more{ $count ->
    [0] {""}
   *[other] {""} ({ $named } stands in its files and is not in the room)
}. { $acting ->
    [true] { $deputy } acts as leader for four weeks, and the group is asked who would like to.
   *[false] There is no deputy either; the group is asked who would like to.
}
who-would-lead = Nobody leads this group just now. Who would like to? There is a trial of four weeks first, with somebody at your side.
no-deputy = You lead { $group } alone. Who could stand in for you? Name somebody with `{ $start }nominate @somebody deputy`; `{ $start }candidates` shows who is willing.
you-do-a-lot = You lead or help to lead { $groups }, { $roles } roles in all. Is that too much? You may hand one over with “step-down” in its room. Only the community managers read this too.
does-a-lot = { $person } leads or helps to lead { $groups }, { $roles } roles in all. They were asked whether it is too much; nobody else was told.
alone = { $count ->
    [one] { $groups } is led by one person alone, and nobody could stand in. They were asked for a deputy four weeks ago.
   *[other] { $groups }{ $more ->
    [0] {""}
   *[other] {""} and { $more } more
} are led by one person each, and nobody could stand in. They were asked for a deputy four weeks ago.
} A name from you may help: `{ $start }nominate @somebody deputy` in the room of the group.
on-page = { role-name } in { $group }, { $trial ->
    [true] on trial,{" "}
   *[false] {""}
}until { $until }
named-in-file = The community's file says that you lead **{ $group }**. Is that fine with you?
nobody-agreed = { $count ->
    [one] In { $groups } nobody who leads has said yes to it: its file says so. They are asked on their own page (`{ $start }me`).
   *[other] In { $count } groups nobody who leads has said yes to it: their files say so ({ $groups }{ $more ->
    [0] {""}
   *[other] {""} and { $more } more
}). They are asked on their own pages (`{ $start }me`).
}
who-row = **{ role-name }**: { $people }
who = { $person }
who-until = { $person } ({ $trial ->
    [true] on trial,{" "}
   *[false] {""}
}until { $until })
alumni-row = With thanks to { $people }
nobody-leads = Nobody has a role here yet. `{ $start }volunteer host` is a good beginning.
away = Have a good time! I count you as away up to and including { $until }.{ $some ->
    [0] {""}
   *[other] {" "}Somebody stands in for you in { $groups }.
}{ $none ->
    [0] {""}
   *[other] {" "}Nobody can stand in for you in { $alone }.
}
stand-in = { $person } is away up to and including { $until }, and you stand in for them in { $group }.
back-again = Welcome back! It is all yours again.
was-here = You weren't away.
away-is = You are away until { $until }.
is-here = You are not away.
until-when = Until when? Give me a day to come: away until 2026-12-24

willing-on = Those who lead this group may see from now on that you could be asked. So that they see whom to ask first, I note here, for { $weeks } weeks each, whose questions you answer and who thanks you, and the other way round; no words, no numbers of messages. They read your name and nothing of that. `{ $start }willing off` ends it and forgets it.
willing-off = Done: nobody is shown your name, and what I had noted for it is forgotten.
willing-no-more = { $person } is not willing any more: nobody is asked who took that back. `{ $start }candidates` shows who is.
candidates = Willing, and a help to others here in the last { $weeks } weeks: { $people }.
others-willing = { $some ->
    [some] Willing too: { $people }.
   *[none] Willing: { $people }.
}
candidates-how = By name, not by rank: it counts how many different people somebody helped and was helped by, never how much they write. Whoever you ask is asked alone and may say no. `{ $start }nominate @somebody moderator` asks for another role.
ask-candidate = Ask { $person } to be deputy
nobody-willing = Nobody has said yet that they may be asked. `{ $start }willing` does so, for oneself; `{ $start }nominate @somebody deputy` asks somebody all the same.

word-host = host
word-scribe = scribe
word-moderator = moderator
word-deputy = deputy
word-leader = leader
