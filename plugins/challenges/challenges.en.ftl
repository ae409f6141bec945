# Challenges.

command-challenge = Begin a challenge (challenge new), see how yours goes (status), leave it (leave), or end one (stop)
command-challenges = List the challenges of this group

form-title = A new challenge
form-name = What does { $group } do?
form-first = From which day on?
form-every = How often? (every day, if left empty)
every-day = Every day
every-week = Every week
form-days = For how many days, or weeks?
form-forgives = How many misses does a streak forgive? (1 if left empty)
form-hour = At what hour are people asked? (6 to 22; 19 if left empty)
form-where = Where are they asked? (each alone, if left empty)
form-about = Anything else?
where-alone = Each alone, by their own clocks
where-thread = In the thread of the challenge
is-past = That day is past already. `{ $start }challenge new` begins again.
is-over = That challenge is over.
host-only = Only who began it or a leader can end it.
no-such = { $count ->
    [0] There is no challenge here. `{ $start }challenge new` begins one.
   *[other] Which one? Say its number: `{ $start }challenges` lists them.
}
row = no. { $number } **{ $title }**, { $first } – { $last }

card-head = 🎯 **{ $title }** · Challenge no. { $number }
card-days = { $first } – { $last } ({ $every ->
    [week] { $days } weeks
   *[day] { $days } days
}). { $forgives ->
    [0] A streak forgives no miss.
    [one] A streak forgives one miss.
   *[other] A streak forgives { $forgives } misses.
}
card-about = { $about }
card-people = { $count ->
    [one] One person takes part.
   *[other] { $count } people take part.
}
card-over = 🎯 **{ $title }** is over. Thank you!
join = I'm in
joined-alone = You're in: **{ $title }**. From { $first } on I ask you { $every ->
    [week] every week
   *[day] every day
} at { $hour } your time. `{ $start }challenge leave` in the group ends that.
joined-thread = You're in: **{ $title }**. From { $first } on I ask in the thread { $every ->
    [week] every week
   *[day] every day
}.
left = You're out of **{ $title }**; nothing of it is kept.
not-in-it = You don't take part in **{ $title }**.
status = **{ $title }**: { $every ->
    [week] { $days } of { $of } weeks
   *[day] { $days } of { $of } days
} done; your streak is { $streak }, and it forgives { $left } more.

ask = **{ $title }**, { $every ->
    [week] week
   *[day] day
} { $day } of { $of }: done?
done = Done ✅
undone = Not this time
well-done = Well done! { $streak ->
    [one] A streak begins.
   *[other] { $streak } in a row.
} { $forgiven ->
    [0] { "" }
    [one] One miss is forgiven.
   *[other] { $forgiven } misses are forgiven.
}
another-day = Then another time. { $forgives ->
    [0] The next one is a new start.
   *[other] Streaks forgive here.
}
tally = 🎯 **{ $title }** this week: { $people } people did it { $days } times together.
finished = 🏁 **{ $title }** is over: { $people } people did it { $done } times together. Thank you all!
finished-few = 🏁 **{ $title }** is over. Thank you all!
ask-for-story = **{ $title }** is over. Will you tell the group how it was?
story = Tell the story
form-story-title = The story
form-story = How was it? Name others only if they are fine with it.
the-story = 📖 **{ $title }**: { $text }
story-title = How it was: { $title }

word-stop = stop
