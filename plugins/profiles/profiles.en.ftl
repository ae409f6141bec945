command-profile = See and change what you say of yourself: profile · profile topics python, testing · profile organisation - · profile forget
command-introduce-me = Ask to be introduced to somebody: introduce-me python, introduce-me industry health care, introduce-me stop
command-who-is-here = See how many share an industry, a job, a topic: who-is-here, who-is-here topics. Numbers only, and no small ones
meant-profile = about-me
meant-introduce-me = introduce

facet-industry = Industry
facet-job = Job
facet-topics = Topics
facet-organisation = Organisation

head = 👤 What you say of yourself. You alone see this.
nothing-yet = 👤 You have said nothing of yourself, and you need not. If you do, I can introduce you to people who share it.
row = **{ $facet }:** { $values }
row-nothing = **{ $facet }:** nothing
who-learns = What I may do with it, as long as you allow it:
may-counted = { $yes ->
    [true] ✅
   *[false] ▫️
} Count you, without your name: a number is told from { $least } people on who say the same, and leaders read how many organisations the people of their group work for.
may-asked = { $yes ->
    [true] ✅
   *[false] ▫️
} Ask you when somebody looks for somebody like you. They read your name only if you say yes, and you theirs.
may-monthly = { $yes ->
    [true] ✅
   *[false] ▫️
} Once a month, suggest somebody who shares something with you. You read each other’s names only if both say yes.
fill-in = Say something of myself
change = Change
show = Show
forget = Forget it all
let-counted = Count me
stop-counted = Don’t count me
let-asked = Ask me
stop-asked = Don’t ask me
let-monthly = Suggest somebody
stop-monthly = No suggestions

form-title = About you
form-intro = All of it is up to you. What you leave empty stays as it is, a - takes it out. Nobody sees any of it unless you allow something below.
field-industry = In which industry do you work?
field-job = What do you do there?
field-topics = What do you know about, or care for? Up to ten, with commas
field-organisation = For which organisation?
field-may = What may I do with it?
field-counted = Count me, without my name
field-asked = Ask me when somebody looks for somebody like me
field-monthly = Suggest somebody once a month

forgotten = 👤 Forgotten: all you said of yourself, whom you were looking for, and whom I thought of for you.{ $kept ->
    [true] {" "}Only when I asked others for you stays for two weeks at most, so that the limit holds.
   *[false] {""}
}
nothing-to-forget = 👤 There is nothing to forget: you have said nothing of yourself.
none-of-yours = Your profile names no topics yet: `{ $start }profile topics python, testing`

unknown-facet = I don’t know what “{ $found }” is{ $near ->
    [none] .
   *[other] ; did you mean { $near }?
} Here one may say: { $facets }. For example: `{ $start }profile topics python, testing`
not-asked-for = In this community nobody is asked for that: { $facet }.
say-what = Say what, for example `{ $start }profile topics python, testing`. To take something out: `{ $start }profile topics -`
many-topics = That is { $count } topics. Choose the { $most } that matter most.
long-value = That has { $count } characters ({ $facet }). At most { $most } fit: a few words, please.
long-wish = That has { $count } characters. At most { $most } fit: a word or two, please.
no-word = There is no word in that ({ $facet }).
wish-no-word = There is no word in that. For example: `{ $start }introduce-me python`
wish-a-person = I introduce people by what they say of themselves, such as a topic. To a person whom you know by name, just write.
yes-or-no = yes or no, please, not “{ $found }”: `{ $start }profile { $name } yes`

say-whom = To whom? For example `{ $start }introduce-me python` or `{ $start }introduce-me industry health care`.
in-no-group = You are in no group of this community yet. Join one first; I introduce people of its groups to each other.
who-any = with **{ $value }** in their profile
who-industry = who works in **{ $value }**
who-job = who works as **{ $value }**
who-topics = who knows or cares about **{ $value }**
who-organisation = who works for **{ $value }**
looking = 👀 I look for somebody { $who }. Up to { DATETIME($until, dateStyle: "medium") } I ask those who want to be asked, one after another and without your name. With whoever says yes you read each other’s names; if nobody does, I tell you then.
looking-still = 👀 I am still looking for somebody { $who } for you, up to { DATETIME($until, dateStyle: "medium") }. One at a time: stop that first, or wait.
stop = Stop looking
stopped = 👀 I look for nobody any more.
search-over = That is over already.
not-looking = I am looking for nobody for you.
found-nobody = 👀 I found nobody { $who } this time. Others come; ask me again whenever you like.

asked = 👋 Somebody in { $where } would like to meet somebody { $who }, as you say of yourself. May I introduce you? They then read your name and this word, and you read their name. If not, nobody hears that you were asked.
asked-both = 👋 There is somebody else in { $where } { $who }, as you say of yourself. Would you like to meet? If you both say yes, you read each other’s names. If not, nobody hears of it.
meet = Yes, introduce us
rather-not = Rather not
leave = Don’t ask me any more
yes-noted = 👋 Noted. If they would like to as well, I tell you both.
no-noted = 👋 All right. Nobody hears of it.
left-in-peace = 👋 All right: I ask you about nobody any more. What you said of yourself stays as it is.
over = That is over: nobody is waiting for an answer any more.
noted-already = That is noted already. If they would like to as well, I tell you both.
introduced = 🤝 This is { $person }, { $who }, as you do. You would both like to meet. Who writes first?
introduced-seeker = 🤝 This is { $person }, { $who }. They would like to meet you, too. Who writes first?
introduced-asked = 🤝 This is { $person }. They were looking for somebody { $who }. Who writes first?

here = 👥 Who is here, as far as people say so and want to be counted ({ $day }):
here-row = **{ $facet }:** { $values }
here-value = { $value } ({ $count })
here-least = What fewer than { $least } people say is not told. I count anew when { $least } have changed something.
too-few = 👥 There is nothing to tell yet: I tell numbers only from { $least } people on, and anew when { $least } have changed something.

organisations = 🏢 About { $share } % of those who took part within four weeks said where they work: { $count ->
    [one] one organisation
   *[other] { $count } organisations
}.{ $elephant ->
    [0] { "" }
    [one] { " " }One of them made up at least half of that (elephant factor 1).
   *[other] { " " }{ $elephant } of them made up at least half of that (elephant factor { $elephant }).
}

page = **About you:** { $count ->
    [0] nothing
   *[other] { $values }
}. { $allowed ->
    [0] Nobody sees it.
   *[other] You allow: { $may }.
}
page-nothing = **About you:** you have said nothing of yourself. If you do, I can introduce you to people who share it.
page-about = about you
page-counted = to be counted
page-asked = to be asked
page-monthly = a suggestion a month

word-forget = forget, remove
