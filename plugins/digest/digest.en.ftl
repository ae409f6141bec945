command-digest = Choose when your digest over all your groups comes: digest weekly monday 08:00, digest daily 7:30, digest off; digest now shows it
command-digest-default = Choose when those get a digest who said nothing about it: digest-default weekly monday 08:00, digest-default off
meant-digest = summary, overview
is = 📬 Your digest comes { $when }, in your own time zone. `{ $start }digest off` ends it, `{ $start }digest now` shows it.
is-off = 📬 You get no digest. `{ $start }digest weekly monday 08:00` brings one, `{ $start }digest now` shows what would stand in it.
on = 📬 Noted: one digest over all your groups, { $when }, in your own time zone. `{ $start }digest off` ends it.
off = 📬 Noted: no digest for you.
default-on = 📬 Noted: whoever said nothing about it gets a digest { $when } of their own time zone.
default-off = 📬 Noted: a digest comes to those alone who ask for it.
default-is = 📬 Whoever said nothing about it gets a digest { $when } of their own time zone.
default-is-off = 📬 A digest comes to those alone who ask for it.
no-rhythm = { $words } is no time for a digest that I know. Say weekly monday 08:00, daily 7:30 (whole and half hours) or off.
nothing = 📬 There is nothing to tell of the last seven days.
head = 📬 **Your groups**
foot = You get this because you or your community asked for it: `{ $start }digest off` ends it.
foot-now = These were the last seven days.
came = 👋 { $count ->
    [one] One new member
   *[other] { $count } new members
}
somebody-came = 👋 Somebody is new here
when = { $day ->
    [monday] on Mondays
    [tuesday] on Tuesdays
    [wednesday] on Wednesdays
    [thursday] on Thursdays
    [friday] on Fridays
    [saturday] on Saturdays
    [sunday] on Sundays
   *[daily] every day
} at { $time }

word-weekly = weekly
word-daily = daily
word-off = off, none, never
word-monday = monday
word-tuesday = tuesday
word-wednesday = wednesday
word-thursday = thursday
word-friday = friday
word-saturday = saturday
word-sunday = sunday
