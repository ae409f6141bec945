command-prompt = Jetzt die nächste Karte eines Decks stellen: prompt python, oder eine mit einem Stichwort: prompt python newcomers
set-aside = Auf diese Karte hat zwei Runden lang niemand geantwortet, deshalb kommt sie nicht mehr ({ $deck }): { $card }
few-left = { $left ->
    [one] Von { $deck } ist noch eine Karte übrig.
   *[other] Von { $deck } sind noch { $left } Karten übrig.
} Neue kommen mit { $suggest }.
deck-empty = Von { $deck } kann gerade keine Karte kommen: alle sind beiseitegelegt oder nicht an der Zeit.
no-such-tag = Keine Karte von { $deck } hat das Stichwort { $tags }.
which-deck = { $count ->
    [0] Es gibt keine Decks.
   *[other] Ein Deck { $found } gibt es nicht. Es gibt { $decks }: `{ $start }prompt DECK`
}
menu-suggest = Als Frage vorschlagen
menu-suggest-about = Schlägt vor, was in dieser Nachricht steht, als Frage an die ganze Gruppe
command-suggest = Eine Frage für diese Gruppe vorschlagen; die Leitung gibt sie mit einem Tipp frei: suggest Was war dein erster Fehler?
question = Die Frage
suggest-title = Eine Frage für diese Gruppe
no-messages-kept = Ich behalte keine Nachrichten, deshalb schreib die Frage bitte noch einmal auf.
too-long = Eine Frage hat zwischen einem und { $longest } Zeichen.
no-room = Für { $room } eigene Fragen der Gruppe ist Platz, und der ist vergeben.
kept = 💬 Ist notiert. Sie kommt als Nächstes.
waits = 💬 Danke! { $count ->
    [0] Sie wartet auf eine Leitung: Die Gruppe hat gerade keine.
    [one] { $leaders } kann sie mit einem Tipp freigeben.
   *[other] { $leaders } können sie mit einem Tipp freigeben.
}
suggestion = 💬 { $person } schlägt eine Frage für { $group } vor: { $text }
approve = Stellen
decline = Lieber nicht
approved = 💬 Sie kommt als Nächstes.
declined = 💬 Sie wird nicht gestellt.
decided-already = Das ist schon entschieden.
yours-is-in = 💬 Deine Frage für { $group } ist freigegeben. Sie kommt als Nächstes.
stands = 💬 Am { $at } kam eine Frage: { $replies ->
    [0] noch keine Antwort
    [one] eine Antwort
   *[other] { $replies } Antworten
}
answered = 💬 Auf die letzte Frage aus { $deck } { $replies ->
    [0] kam keine Antwort
    [one] kam eine Antwort
   *[other] kamen { $replies } Antworten
}.
ask-it = Nächste Frage stellen
no-deck = Hier wurde noch kein Deck benutzt. Mit `{ $start }prompt DECK` geht es los.
