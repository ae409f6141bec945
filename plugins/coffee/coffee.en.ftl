command-coffee = Say whether you want a partner for coffee: coffee off, coffee on, coffee snooze 4w, coffee across (people of other groups too), coffee within. Leaders: coffee every 2w, coffee now, coffee stop
command-coffee-across = Pair people of different groups who want that: coffee-across every 4w, coffee-across now, coffee-across stop
command-coffee-about = Say what you like to talk about over coffee: coffee-about python, product; coffee-about mine takes the topics of your profile
meant-coffee = donut
about-told = ☕ Noted. I look for somebody who likes to talk about { $topics } too.
about-nothing = ☕ Noted. I look for anybody.
you-drink = { $wish ->
    [off] ☕ No coffee for you.
    [snooze] ☕ No coffee for you before { DATETIME($until, dateStyle: "medium") }.
   *[on] ☕ You get a partner when there is coffee.
}
you-across = It may be somebody out of another group too.
you-about = You like to talk about { $topics }.
paired-every = There is a round every { $every }{ $known ->
    [true] , the next one on { $next }.
   *[false] {"."}
}
paired-next = The next round is on { $next }.
paired-never = There are no rounds by themselves.
wish = { $wish ->
    [off] ☕ Noted: no coffee for you. `{ $start }coffee on` brings it back.
    [on] ☕ Noted: you get a partner next time.
    [snooze] ☕ Noted: no coffee before { DATETIME($until, dateStyle: "medium") }.
    [across] ☕ Noted: you may also get a partner out of another group.
   *[within] ☕ Noted: partners out of your own groups only.
}
paired = ☕ { $tables ->
    [0] There are not two people who want coffee now.
    [one] One table with { $people } people.
   *[other] { $tables } tables with { $people } people in all.
}
stopped = ☕ There are no more rounds by themselves. { $now } still pairs.
rhythm = ☕ Every { $every } from now on, the first time on { $next }. { $now } pairs at once, { $stop } ends it.
too-often = Coffee every day is the most that I offer. Try every 2w.
with = ☕ Your coffee in { $where } this time: { $people }. Find half an hour together. { $count ->
    [one] Who writes first?
   *[other] You are three, so that nobody sits alone. Who writes first?
}
snooze = Pause for four weeks
off = No coffee for me
did-you = ☕ Did you meet { $people }?
did-you-two = 🤝 I introduced you to { $people } a week ago. Did you meet, or write to each other?
met = We met
not-yet = Not yet
counted = Thank you! It is counted, and no name kept with it.
in-the-brief = ☕ { $met } of the { $answered } who answered met for coffee.
tied = Coffee has brought together { $share } % of all pairs there are among the { $people } people who had some in half a year{ $again ->
    [0] {"."}
   *[other] , { $again } % of these more than once.
}
pair-now = Pair for coffee now
in-the-portfolio = 🤝 Of { $answered } people who answered after an introduction, { $met } met.

word-snooze = snooze
word-across = across
word-within = within
