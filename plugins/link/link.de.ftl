command-link = Deine Konten auf zwei Plattformen zu einem machen: link gibt dir einen Code, link CODE vom anderen Konto aus verbindet sie
command-unlink = Die Konten trennen, die du verbunden hast
account = { $name } auf { $platform }
your-code = { $count ->
    [one] Ich kenne ein Konto von dir: { $accounts }.
   *[other] Deine Konten: { $accounts }.
} Um ein weiteres zu verbinden, schick mir von dort innerhalb von { $minutes } Minuten { $command } als Direktnachricht. Wer das schickt, ist für mich dieselbe Person wie du, also gib den Code niemandem.
linked-all = { $linked ->
    [0] Ich kenne dich als { $accounts }; eine weitere Plattform zum Verbinden gibt es hier nicht.
   *[other] Deine Konten sind verbunden: { $accounts }. `{ $start }unlink` trennt sie.
}
linked = Verbunden: { $accounts } sind jetzt eine Person. Sie zählt einmal, und geschrieben wird ihr dort, wo sie zuletzt war. Warst du das nicht, schick mir { $command }.
unlinked = Getrennt: { $accounts }, jedes steht wieder für sich.
nothing-linked = Von dir ist hier nichts verbunden. `{ $start }link` zeigt, was es gibt.
wrong-code = Das ist kein Code, der gerade gilt. { $command } vom anderen Konto aus gibt dir einen neuen.
own-code = Das ist dein eigener Code: schick ihn vom anderen Konto aus.
too-many-codes = Du hast in der letzten Stunde schon viele Codes bekommen. Versuch es später wieder.
too-many-guesses = In der letzten Stunde waren zu viele Codes von dir falsch. Versuch es später wieder.
