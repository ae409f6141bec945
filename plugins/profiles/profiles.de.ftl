command-profile = Sehen und ändern, was du von dir sagst: profile · profile themen python, testen · profile organisation - · profile vergessen
command-introduce-me = Darum bitten, jemanden kennenzulernen: introduce-me python, introduce-me branche gesundheit, introduce-me stop
command-who-is-here = Sehen, wie viele eine Branche, eine Tätigkeit, ein Thema teilen: who-is-here, who-is-here themen. Nur Zahlen, und keine kleinen
meant-profile = profil
meant-introduce-me = vorstellen

facet-industry = Branche
facet-job = Tätigkeit
facet-topics = Themen
facet-organisation = Organisation

head = 👤 Was du von dir sagst. Das siehst nur du.
nothing-yet = 👤 Du hast nichts von dir gesagt, und das musst du auch nicht. Wenn du magst, kann ich dich mit Leuten bekannt machen, die etwas davon teilen.
row = **{ $facet }:** { $values }
row-nothing = **{ $facet }:** nichts
who-learns = Was ich damit tun darf, solange du es erlaubst:
may-counted = { $yes ->
    [true] ✅
   *[false] ▫️
} Dich mitzählen, ohne deinen Namen: Eine Zahl wird genannt, sobald { $least } Leute dasselbe sagen, und wer eine Gruppe leitet, liest, für wie viele Organisationen ihre Leute arbeiten.
may-asked = { $yes ->
    [true] ✅
   *[false] ▫️
} Dich fragen, wenn jemand jemanden wie dich sucht. Deinen Namen liest nur, wem du Ja sagst, und du den anderen.
may-monthly = { $yes ->
    [true] ✅
   *[false] ▫️
} Dir einmal im Monat jemanden vorschlagen, mit dem du etwas teilst. Eure Namen lest ihr erst, wenn beide Ja sagen.
fill-in = Etwas von mir sagen
change = Ändern
show = Zeigen
forget = Alles vergessen
let-counted = Mitzählen
stop-counted = Nicht mitzählen
let-asked = Mich fragen
stop-asked = Mich nicht fragen
let-monthly = Vorschläge machen
stop-monthly = Keine Vorschläge

form-title = Über dich
form-intro = Alles davon ist freiwillig. Was du leer lässt, bleibt, wie es ist; ein - nimmt es weg. Niemand sieht davon etwas, solange du unten nichts erlaubst.
field-industry = In welcher Branche arbeitest du?
field-job = Was machst du dort?
field-topics = Womit kennst du dich aus, was liegt dir am Herzen? Bis zu zehn, mit Kommas
field-organisation = Für welche Organisation?
field-may = Was darf ich damit tun?
field-counted = Mich mitzählen, ohne meinen Namen
field-asked = Mich fragen, wenn jemand jemanden wie mich sucht
field-monthly = Mir einmal im Monat jemanden vorschlagen

forgotten = 👤 Vergessen: alles, was du von dir gesagt hast, wen du gesucht hast und wen ich dir zugedacht hatte.{ $kept ->
    [true] {" "}Nur wann ich andere für dich gefragt habe, bleibt höchstens zwei Wochen, damit die Grenze gilt.
   *[false] {""}
}
nothing-to-forget = 👤 Es gibt nichts zu vergessen: Du hast nichts von dir gesagt.
none-of-yours = In deinem Profil stehen noch keine Themen: `{ $start }profile themen python, testen`

unknown-facet = Ich weiß nicht, was „{ $found }“ ist{ $near ->
    [none] .
   *[other] ; meintest du { $near }?
} Sagen kann man hier: { $facets }. Zum Beispiel: `{ $start }profile themen python, testen`
not-asked-for = Danach wird in dieser Community niemand gefragt: { $facet }.
say-what = Sag, was, zum Beispiel `{ $start }profile themen python, testen`. Um etwas wegzunehmen: `{ $start }profile themen -`
many-topics = Das sind { $count } Themen. Wähl die { $most }, die am meisten zählen.
long-value = Das hat { $count } Zeichen ({ $facet }). Höchstens { $most } passen: ein paar Wörter bitte.
long-wish = Das hat { $count } Zeichen. Höchstens { $most } passen: ein, zwei Wörter bitte.
no-word = Darin steht kein Wort ({ $facet }).
wish-no-word = Darin steht kein Wort. Zum Beispiel: `{ $start }introduce-me python`
wish-a-person = Ich mache Leute über das bekannt, was sie von sich sagen, etwa ein Thema. Wen du beim Namen kennst, dem schreib einfach.
yes-or-no = Bitte ja oder nein, nicht „{ $found }“: `{ $start }profile { $name } ja`

say-whom = Mit wem? Zum Beispiel `{ $start }introduce-me python` oder `{ $start }introduce-me branche gesundheit`.
in-no-group = Du bist noch in keiner Gruppe dieser Community. Komm erst in eine; ich mache Leute aus ihren Gruppen miteinander bekannt.
who-any = mit **{ $value }** im Profil
who-industry = aus der Branche **{ $value }**
who-job = mit der Tätigkeit **{ $value }**
who-topics = mit dem Thema **{ $value }**
who-organisation = aus der Organisation **{ $value }**
looking = 👀 Ich suche jemanden { $who }. Bis { DATETIME($until, dateStyle: "medium") } frage ich die, die gefragt werden wollen, nacheinander und ohne deinen Namen. Sagt jemand Ja, lest ihr eure Namen; sagt es niemand, erfährst du es dann.
looking-still = 👀 Ich suche für dich noch jemanden { $who }, bis { DATETIME($until, dateStyle: "medium") }. Eins nach dem anderen: Beende das erst, oder warte ab.
stop = Nicht mehr suchen
stopped = 👀 Ich suche niemanden mehr.
search-over = Das ist schon vorbei.
not-looking = Ich suche niemanden für dich.
found-nobody = 👀 Ich habe diesmal niemanden { $who } gefunden. Es kommen andere; frag wieder, wann du magst.

asked = 👋 Jemand in { $where } würde gern jemanden { $who } kennenlernen, und das sagst du von dir. Darf ich euch bekannt machen? Dann liest die andere Seite deinen Namen und dieses Wort, und du ihren Namen. Wenn nicht, erfährt niemand, dass du gefragt wurdest.
asked-both = 👋 In { $where } gibt es noch jemanden { $who }, so wie du es von dir sagst. Möchtet ihr euch kennenlernen? Sagt ihr beide Ja, lest ihr eure Namen. Wenn nicht, erfährt es niemand.
meet = Ja, mach uns bekannt
rather-not = Lieber nicht
leave = Frag mich nicht mehr
yes-noted = 👋 Notiert. Wenn die andere Seite auch möchte, sage ich es euch beiden.
no-noted = 👋 In Ordnung. Niemand erfährt davon.
left-in-peace = 👋 In Ordnung: Ich frage dich nach niemandem mehr. Was du von dir gesagt hast, bleibt, wie es ist.
over = Das ist vorbei: Niemand wartet mehr auf eine Antwort.
noted-already = Das ist schon notiert. Wenn die andere Seite auch möchte, sage ich es euch beiden.
introduced = 🤝 Das ist { $person }, auch { $who }. Ihr möchtet euch beide kennenlernen. Wer schreibt zuerst?
introduced-seeker = 🤝 Das ist { $person }, { $who }, und möchte dich auch kennenlernen. Wer schreibt zuerst?
introduced-asked = 🤝 Das ist { $person } und hat jemanden { $who } gesucht. Wer schreibt zuerst?

here = 👥 Wer hier ist, soweit die Leute es sagen und mitgezählt werden wollen ({ $day }):
here-row = **{ $facet }:** { $values }
here-value = { $value } ({ $count })
here-least = Was weniger als { $least } Leute sagen, wird nicht genannt. Ich zähle neu, wenn { $least } etwas geändert haben.
too-few = 👥 Noch gibt es nichts zu sagen: Zahlen nenne ich erst ab { $least } Leuten, und neue, wenn { $least } etwas geändert haben.

organisations = 🏢 Etwa { $share } % derer, die binnen vier Wochen dabei waren, sagten, wo sie arbeiten: { $count ->
    [one] eine Organisation
   *[other] { $count } Organisationen
}.{ $elephant ->
    [0] { "" }
    [one] { " " }Eine machte mindestens die Hälfte davon aus (Elefantenfaktor 1).
   *[other] { " " }{ $elephant } machten mindestens die Hälfte davon aus (Elefantenfaktor { $elephant }).
}

page = **Über dich:** { $count ->
    [0] nichts
   *[other] { $values }
}. { $allowed ->
    [0] Niemand sieht es.
   *[other] Du erlaubst: { $may }.
}
page-nothing = **Über dich:** Du hast nichts von dir gesagt. Wenn du magst, kann ich dich mit Leuten bekannt machen, die etwas davon teilen.
page-about = über dich
page-counted = mitgezählt zu werden
page-asked = gefragt zu werden
page-monthly = einen Vorschlag im Monat

word-forget = vergessen, löschen
