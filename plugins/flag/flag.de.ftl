command-flag = Denen, die sich um diese Gruppe kümmern, sagen, dass eine Nachricht nicht in Ordnung ist: als Antwort darauf
meant-flag = melden
menu-flag = Der Moderation sagen
menu-flag-about = Wer sich um diese Gruppe kümmert, liest, welche Nachricht es ist und was du dazu sagst; sonst niemand

form = Der Moderation sagen
why = Was stimmt damit nicht? (Du musst nichts sagen.)
who-reads-it = Das lesen die, die diese Gruppe moderieren oder leiten, und auch, dass du es warst. Wer die Nachricht schrieb, liest es nicht.
which-message = Sag das als Antwort auf die Nachricht, die du meinst, oder wähle es in ihrem Menü.
thanks = Danke. Ich sage es denen, die sich um diese Gruppe kümmern, und sonst niemandem.
told = 🚩 { $by } bittet dich, auf eine Nachricht in **{ $group }**{ $known ->
    [true] { " " }von { $author }
   *[false] { "" }
} zu sehen: { $where }{ $some ->
    [true] { " " }„{ $why }“
   *[false] { "" }
}
no-address = (wo sie steht, konnte ich nicht herausfinden)
take = Ich kümmere mich
you-have-it = Du kümmerst dich darum.
is-taken = 🚩 { $person } kümmert sich darum.
is-over = Das ist schon erledigt.
