command-quiet = Set your quiet hours: quiet 21:00-08:00, quiet off, quiet default
command-snooze = Hear nothing unasked for a while: snooze 3d; snooze off ends it
command-leave-me-alone = Hear nothing at all that you did not ask for, or take that back: leave-me-alone no
command-holiday = Say when you are away: holiday 2026-12-20 2027-01-06
command-my-settings = Show when and how I speak to you, and change it
meant-my-settings = settings, preferences, language, timezone
meant-leave-me-alone = stop, unsubscribe, mute
meant-holiday = vacation
meant-quiet = quiet-hours

quiet-hours = From { $hours } ({ $zone }) I tell you nothing that you did not ask for; it waits until then. What you ask me I answer at any time.
no-quiet-hours = You have no quiet hours any more.
no-hours = **{ $found }** is no time that I understand. Say for example { $usage }.
snoozed = Until { $until } I tell you nothing that you did not ask for. What is still of use then comes in one go.
not-snoozed = You are not snoozed.
end-snooze = End it now
too-long = That is longer than { $longest }: by then it would be old news. If you are away, say { $away }; to hear nothing at all, say leave-me-alone.
left-alone = I tell you nothing any more that you did not ask for. Questions that groups would have asked you count as not delivered, and that stands on their timelines. What you ask me I answer as before.
talk-to-me = Talk to me again
back = Good to have you back. What waited for you comes now, or when your quiet hours are over.
away = You are away from { $first } to { $last }. What I would have told you waits until you are back, four weeks at most.
away-then = You are away: { $spans }.
span = { $first } to { $last }
never-away = You said of no day that you are away. Say for example { $usage }.
not-away = You are here.
take-back = Take it back
take-all-back = Take all of it back
no-span = From { $first } to { $last } there is no day to come.
too-many = That would be more than { $count } holidays.

less-of-this = Less of this
how-much-less = How much less shall it be?
few-a-week = { $count ->
    [one] Once a week at most
   *[other] { $count } a week at most
}
snooze-a-week = Nothing for a week
leave-me-alone = Leave me alone
few-from-now = { $count ->
    [one] From now on you hear from me unasked once a week at most.
   *[other] From now on you hear from me unasked { $count } times a week at most.
} What is more than that waits, and comes together.

settings = Settings
settings-show = See them all
change = Change
empty-stays = What you leave empty stays as it is.
field-zone = Time zone, such as Europe/Berlin
field-locale = Language
field-hours = Quiet hours, such as 21:00-08:00, or “off”
field-days = Days off, such as sat, sun, or “off”
field-most = At most so often a week
no-zone = **{ $found }** is no time zone; did you mean { $near }?
no-days = **{ $found }** names no days. Say for example sat, sun.

your-settings = **How I speak to you**
row-zone = Your time zone: { $zone }
row-locale = Your language: { $locale ->
    [de] German
    [en] English
   *[other] { $locale }
}
row-hours = Quiet hours: { $hours }{ $whose ->
    [community] , as in all of the community
   *[own] {""}
}
row-no-hours = No quiet hours
row-days = Days off: { $days }{ $whose ->
    [community] , as in all of the community
   *[own] {""}
}
row-no-days = No days off
row-holidays = Holidays of { $region }; the next is { $name }, { $day }
row-away = Away from { $first } to { $last }
row-snoozed = Snoozed until { $until }
row-most = { $count ->
    [one] Unasked once a week at most
   *[other] Unasked { $count } times a week at most
}
row-no-most = Unasked as often as there is something
row-left-alone = You are left alone: nothing that you did not ask for

day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday

word-off = off, none, no
