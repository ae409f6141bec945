command-coffee = Sagen, ob du einen Kaffee zu zweit möchtest: coffee aus, coffee an, coffee pause 4w, coffee quer (auch mit anderen Gruppen), coffee eigene. Leitung: coffee alle 2w, coffee jetzt, coffee stopp
command-coffee-across = Leute verschiedener Gruppen zusammenbringen, die das möchten: coffee-across alle 4w, coffee-across jetzt, coffee-across stopp
command-coffee-about = Sagen, worüber du beim Kaffee gern sprichst: coffee-about python, garten; coffee-about meine nimmt die Themen deines Profils
meant-coffee = kaffee
about-told = ☕ Ist notiert. Ich suche jemanden, der auch gern über { $topics } spricht.
about-nothing = ☕ Ist notiert. Ich suche irgendjemanden.
you-drink = { $wish ->
    [off] ☕ Kein Kaffee für dich.
    [snooze] ☕ Kein Kaffee für dich vor dem { DATETIME($until, dateStyle: "medium") }.
   *[on] ☕ Wenn es Kaffee gibt, bist du dabei.
}
you-across = Es darf auch jemand aus einer anderen Gruppe sein.
you-about = Du sprichst gern über { $topics }.
paired-every = Eine Runde gibt es alle { $every }{ $known ->
    [true] , die nächste am { $next }.
   *[false] {"."}
}
paired-next = Die nächste Runde ist am { $next }.
paired-never = Von selbst gibt es keine Runden.
wish = { $wish ->
    [off] ☕ Ist notiert: kein Kaffee für dich. Mit `{ $start }coffee an` kommt er wieder.
    [on] ☕ Ist notiert: Beim nächsten Mal bist du dabei.
    [snooze] ☕ Ist notiert: kein Kaffee vor dem { DATETIME($until, dateStyle: "medium") }.
    [across] ☕ Ist notiert: Es kann auch jemand aus einer anderen Gruppe sein.
   *[within] ☕ Ist notiert: nur Leute aus deinen eigenen Gruppen.
}
paired = ☕ { $tables ->
    [0] Gerade möchten keine zwei Leute Kaffee.
    [one] Ein Tisch mit { $people } Leuten.
   *[other] { $tables } Tische mit zusammen { $people } Leuten.
}
stopped = ☕ Von selbst gibt es keine Runden mehr. { $now } geht weiterhin.
rhythm = ☕ Ab jetzt alle { $every }, das erste Mal am { $next }. { $now } lost sofort aus, { $stop } beendet es.
too-often = Öfter als täglich gibt es keinen Kaffee. Versuch alle 2w.
with = ☕ Dein Kaffee in { $where }, diesmal mit { $people }. Findet eine halbe Stunde zusammen. { $count ->
    [one] Wer schreibt zuerst?
   *[other] Ihr seid zu dritt, damit niemand allein bleibt. Wer schreibt zuerst?
}
snooze = Vier Wochen Pause
off = Kein Kaffee für mich
did-you = ☕ Hast du dich mit { $people } getroffen?
did-you-two = 🤝 Vor einer Woche habe ich dich mit { $people } bekannt gemacht. Habt ihr euch getroffen oder geschrieben?
met = Ja, haben wir
not-yet = Noch nicht
counted = Danke! Gezählt wird nur, Namen merke ich mir dabei nicht.
in-the-brief = ☕ Beim Kaffee getroffen haben sich { $met } von { $answered }, die geantwortet haben.
tied = Von allen Paaren, die es unter den { $people } Leuten gibt, die in einem halben Jahr dabei waren, saßen { $share } % beisammen{ $again ->
    [0] {"."}
   *[other] , davon { $again } % mehr als einmal.
}
pair-now = Jetzt zum Kaffee auslosen
in-the-portfolio = 🤝 Von { $answered } Leuten, die nach einer Bekanntmachung geantwortet haben, haben sich { $met } getroffen.

word-snooze = pause
word-across = quer, übergreifend
word-within = eigene
