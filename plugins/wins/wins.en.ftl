command-win = Tell what was won; whoever is named is asked first: win @bo and @cy finished the bench
meant-win = wins, success
a-win = 🏆 Somebody in { $group } thinks that you wrote of a win. Do you want to tell the others?
tell = Yes, let me tell it
not-me = No, thanks
title = A win
story = What happened?
who = Who took part?
no-messages-kept = I keep no messages, so please write it down in a sentence or two. Whoever took part is asked before it is told.
as-you-like = 🏆 As you like. It stays where it is.
too-long = A win has between one and { $longest } characters.
told-at-once = 🏆 Thank you! It is told.
may-i = 🏆 { $group } would like to tell this, and it names you:
    “{ $story }”
    May it be told? If not, nobody learns who said so.
agree = Yes, tell it
refuse = Rather not
asked = 🏆 Thank you! { $count ->
    [one] One person is named and asked first.
   *[other] { $count } people are named and asked first.
} It is told when everybody agrees within seven days.
change = Change the words
asked-anew = Whoever is named is asked anew.
thanks = 🏆 Thank you! It is noted.
stays = 🏆 It is noted: it is not told, and nobody learns why.
over = That is over.
noted-already = Your answer is noted.
it-is-told = 🏆 Everybody who is named agreed: your win is told.
stays-here = 🏆 Not everybody who is named agreed in time, so your win stays here.
won = 🏆 **{ $group }**: { $story }
library-title = A win, { $at }
so-many = 🏆 { $count ->
    [one] One win was told
   *[other] { $count } wins were told
}
