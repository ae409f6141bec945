command-flag = Tell those who look after this group that a message is not all right: in reply to it
meant-flag = complain
menu-flag = Tell a moderator
menu-flag-about = Those who look after this group read which message it is, and what you say of it; nobody else does

form = Tell a moderator
why = What is wrong with it? (You need not say.)
who-reads-it = Those who moderate or lead this group read it, and that it was you. Whoever wrote the message does not.
which-message = Say that in reply to the message that you mean, or choose it in the menu of the message.
thanks = Thank you. I tell those who look after this group, and nobody else.
told = 🚩 { $by } asks you to look at a message in **{ $group }**{ $known ->
    [true] { " " }by { $author }
   *[false] { "" }
}: { $where }{ $some ->
    [true] { " " }“{ $why }”
   *[false] { "" }
}
no-address = (where it stands I could not find out)
take = I look after it
you-have-it = You look after it.
is-taken = 🚩 { $person } looks after it.
is-over = That is settled already.
