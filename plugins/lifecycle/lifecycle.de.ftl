command-group = Diese Gruppe ansehen oder über sie entscheiden: group stand, group verlauf, group pause, group wecken, group ruhezeit, group rückschau, group ändern, group zusammenlegen, group teilen, group beenden, group behalten, group sichtbarkeit, group beitritt
command-autonomy = Welche Entscheidungen über Gruppen das Community-Management trifft, und seit wann; es ändert das mit autonomy beenden community-management
meant-group = gruppe, stand

done = Erledigt.
counted = Gezählt. Bis es vorbei ist, kannst du es dir anders überlegen.
decided-already = Das ist schon entschieden.
gone = In **{ $group }** kommt man nicht mehr hinein.
invited = Ich habe dich in **{ $group }** eingeladen.
asked-to-join = Ich habe der Leitung von **{ $group }** gesagt, dass du dazukommen möchtest.
why-none = (ohne Begründung)
no-day = Einen { $day } gibt es in keinem Kalender. Nenn einen Tag, der noch kommt, etwa 2027-01-10.
group-what = { $word }? Ich kenne: { $acts }. Eine neue Gruppe schlägst du mit { $propose } vor.
day-over = Der { $day } ist vorbei. Nenn einen Tag, der noch kommt, etwa 2027-01-10.

state-proposed = vorgeschlagen
state-gathering = auf der Suche nach Leuten
state-pilot = auf Probe
state-active = aktiv
state-dormant = in der Pause
state-merging = beim Zusammengehen
state-splitting = beim Teilen
state-sunsetting = beim Abschied
state-archived = beendet

status = **{ $group }** ist { $state }.
status-since = **{ $group }** ist { $state }, seit { $since }.
status-pause = Sie pausiert bis { $day }.
status-end = Sie endet am { $day }: { $why }
status-until = Sie soll am { $day } enden; so steht es oben angeheftet.
moves = Was über diese Gruppe entschieden wurde:
no-moves = Über diese Gruppe ist noch nichts entschieden worden.
move = { $day }: { $state }, durch { $person }. { $why }
move-itself = { $day }: { $state }. { $why }
decided-open = { $visibility ->
    [public] { visibility-public }
   *[private] { visibility-private }
}, und { $join ->
    [open] { join-open }
    [knock] { join-knock }
    [community] { join-community }
   *[invite] { join-invite }
}
decided-not-wider = offener sollte sie werden, und die Mitglieder waren nicht genug dafür
decided-season = eine Zeit im Jahr, zu der es ruhig sein darf
decided-no-season = keine Zeit im Jahr mehr, zu der es ruhig sein darf
decided-changed = oben angeheftet steht jetzt etwas anderes
decided-longer = es geht weiter bis { $until }
decided-resting = sie ruht bis { $until }
move-review = { $day }: angeschaut von { $person }: { $decision }. { $why }

paused = 🌙 { $person } lässt diese Gruppe ruhen: { $why }
    Niemand erwartet etwas von jemandem. Wenn es weitergeht, steht es hier.
paused-until = 🌙 { $person } lässt diese Gruppe bis { $day } ruhen: { $why }
    Bis dahin erwartet niemand etwas von jemandem.
woken = ☀️ { $person } weckt diese Gruppe auf. Schön, euch wiederzusehen!
woken-by-plan = ☀️ Die Pause ist vorbei, wie geplant. Schön, euch wiederzusehen!
under-way = **{ $group }** ist { $state }. `{ $start }group behalten` sagt das ab.
wake-not-resting = **{ $group }** ruht nicht: sie ist { $state }.
pause-on-trial = **{ $group }** ist auf Probe und ruht erst, wenn entschieden ist, dass es weitergeht: `{ $start }group rückschau`.
nothing-begun = In **{ $group }** ist nichts begonnen worden, das sich absagen ließe: sie ist { $state }.
why-woken = Es geht weiter
why-planned = Es sollte eine Weile ruhig sein
season-is = 🌙 { $person }: Jedes Jahr darf es hier ruhig sein, das nächste Mal vom { $first } bis { $last }. { SENTENCE($why) } Dann fragt niemand, warum.
season-over = ☀️ { $person }: Es soll hier nicht mehr zu bestimmten Zeiten im Jahr ruhig sein.
seasons = Zu diesen Zeiten darf es hier jedes Jahr ruhig sein:
season-row = das nächste Mal vom { $first } bis { $last }
no-seasons = Es gibt keine Zeit im Jahr, zu der es hier ruhig sein soll. `{ $start }group ruhezeit 20.12. 6.1. Niemand ist da` nennt eine.
season-how = Von wann bis wann, jedes Jahr? Sag Tag und Monat, und dahinter, warum: `{ $start }group ruhezeit 20.12. 6.1. Niemand ist da`. `{ $start }group ruhezeit aus` beendet es.
season-known = Diese gibt es schon, oder es sind schon { $most }. `{ $start }group ruhezeit` zeigt sie, `{ $start }group ruhezeit aus` nimmt sie weg.
season-long = Von sich aus ruhig sein darf eine Gruppe zusammen ein halbes Jahr lang. Braucht sie mehr, ruht sie mit `{ $start }group pause`, oder sie wird gefragt, ob sie weitermacht.
still-paused = **{ $group }** ruht noch, und niemand hat gesagt, bis wann. Soll es weitergehen?
choice-wake = Aufwecken

review-head = 🔎 **{ $group }**, wie sie gerade dasteht:
review-ask = Zahlen sagen wenig darüber, wie es ihr geht. Du weißt mehr: Was soll aus ihr werden? Die Gruppe erfährt, was du entscheidest und warum.
choice-decide = Entscheiden
choice-decide-of = Entscheiden: { $group }
form-review = Ein Blick auf die Gruppe
field-decision = Was soll aus ihr werden?
field-why = Warum? Die Gruppe liest das.
decision-go-on = Es geht weiter wie bisher
decision-after-all = Es geht doch weiter: was begonnen wurde, ist abgesagt
decision-change = Was oben angeheftet ist, soll anders lauten
decision-pause = Sie pausiert
decision-merge = Sie soll mit einer anderen Gruppe zusammengehen
decision-split = Sie soll sich teilen
decision-sunset = Sie soll enden
reviewed = 🔎 { $person } hat auf diese Gruppe geschaut. { $decision }. { $why }
reviews-silent = { $count ->
        [one] Seit zwei Wochen hat niemand, der **{ $groups }** leitet, auf die Gruppe geschaut, obwohl ich gefragt habe.
       *[other] Seit zwei Wochen hat niemand, der sie leitet, auf diese Gruppen geschaut, obwohl ich gefragt habe: **{ $groups }**{ $more ->
            [0] .
           *[other] {", "}dazu { $more } weitere.
        }
    } Von selbst passiert nichts; du kannst entscheiden, oder mit ihnen reden.
next-change = Sag `{ $start }group ändern` in der Gruppe, dann steht dort etwas anderes.
next-merge = Sag `{ $start }group zusammenlegen NAME` in der Gruppe; die andere wird gefragt.
next-split = Sag `{ $start }group teilen THEMA, THEMA` in der Gruppe; alle wählen für sich selbst.
evidence-members = { $members ->
    [one] Ein Mitglied
   *[other] { $members } Mitglieder
} (gedacht für { $from } bis { $to })
evidence-coming = { $joined ->
    [one] Jemand kam
   *[other] { $joined } kamen
}, { $left ->
    [one] jemand ging
   *[other] { $left } gingen
} seit dem letzten Blick
evidence-recent = { $recent ->
    [one] Eine Nachricht
   *[other] { $recent } Nachrichten
} in der Woche
evidence-usual = { $recent ->
    [one] Eine Nachricht
   *[other] { $recent } Nachrichten
} in der Woche, üblich sind { $usual }
evidence-people = Bis zu { $people } Leute haben sich in einer Woche gemeldet
evidence-below = Weniger Leute, als sie haben wollte: herumfragen, oder mit einer anderen Gruppe zusammengehen?
evidence-above = Mehr Leute, als sie haben wollte: das kann gut sein; `{ $start }group teilen` fragt sie, ob sie sich teilen möchten.

form-charter = Wozu die Gruppe da ist
form-charter-intro = Was du leer lässt, bleibt, wie es ist.
field-purpose = Wozu?
field-for = Für wen?
field-not-for = Für wen nicht?
changed = { $person } hat geändert, wozu die Gruppe da ist:
changed-purpose = Wozu: { $now } (vorher: { $before })
changed-for = Für: { $now } (vorher: { $before })
changed-notfor = Nicht für: { $now } (vorher: { $before })

merge-whom = Mit welcher Gruppe? { $count ->
    [0] Nahe an dieser ist keine; nenn sie mit vollem Namen.
   *[other] Nahe an dieser: { $groups }.
}
merge-not-now = Diese Gruppe ist { $state }; jetzt kann sie nicht mit einer anderen zusammengehen.
merge-itself = Das ist diese Gruppe.
merge-ask = { $person } möchte, dass **{ $group }** in **{ $into }** aufgeht: { $why }
merge-sizes = Dort sind es { $own }, hier { $others }.
merge-shared = Dort sind es { $own }, hier { $others }; { $shared } sind in beiden, { $share } % der kleineren.
merge-asked = Ich habe die Leitung von **{ $into }** gefragt. Bevor sie zustimmt, passiert nichts.
merge-withdrawn = Zurückgenommen: **{ $group }** fragt das nicht mehr.
merge-asker-gone = { $person } hat darum gebeten und leitet **{ $group }** nicht mehr. Daraus wird nichts, außer jemand, der sie leitet, fragt noch einmal.
along-over = **{ $group }** geht nicht mehr in **{ $into }** auf.
members-come = So kommt nur mit, wer in **{ $group }** ist.
choice-merge-yes = Sie sind willkommen
choice-merge-no = Lieber nicht
merge-declined = { $person } möchte die Gruppe lieber nicht in **{ $into }** aufnehmen. Redet miteinander; vielleicht reicht es, etwas gemeinsam zu machen.
merge-there = 🤝 **{ $group }** kommt zu uns; { $both ->
    [true] { $person } hat
   *[false] { $person } und { $other } haben
} es entschieden: { SENTENCE($why) } Wer mag, kommt bis { $day } herüber; macht ihnen Platz.
merge-here = 🤝 Für uns geht es in **{ $into }** weiter; { $both ->
    [true] { $person } hat
   *[false] { $person } und { $other } haben
} es entschieden: { SENTENCE($why) } Dieser Raum schließt am { $day }. Niemand wird verschoben; komm mit, wenn du magst, oder lass dir andere Gruppen zeigen.
choice-along = Mit zu { $group }
merge-last = Diese Gruppe geht in **{ $into }** weiter. Was hier gesagt wurde, kann man weiter lesen. Danke!
topic-moved = Geht weiter in { $into }

split-topics = Nenn { $least } bis { $most } Themen mit Kommas dazwischen: `{ $start }group teilen Anfang, Fortgeschrittene`
split-ask = { $person } fragt, ob **{ $group }** sich teilen soll. Mit welchem Teil würdest du gehen? Niemand wird eingeteilt: wer nichts sagt, bleibt. Ihr habt { $days } Tage.
choice-stay = Bleiben, wie wir sind
part-stay = Notiert: du bleibst. Bis es entschieden ist, kannst du es dir anders überlegen.
part-chosen = Notiert: { $topic }. Bis es entschieden ist, kannst du es dir anders überlegen.
split-counts = Mit welchem Teil die Leute von **{ $group }** gehen würden:
part = { $topic }: { $count }
split-found = Für jeden davon kannst du eine Gruppe gründen. Zu Beginn leitest du sie; wer ihn gewählt hat, wird eingeladen, und niemand verlässt dadurch diese Gruppe.
choice-found = { $topic } gründen
choice-parts-done = Das ist alles
why-split = Gefragt, ob sie sich teilt: { $topics }
why-part = Ein Teil von { $group }
why-parted = { $count ->
    [0] Sie bleibt, wie sie ist
    [one] Aus einem Teil ist eine eigene Gruppe geworden
   *[other] Aus { $count } Teilen sind eigene Gruppen geworden
}
part-hello = 🌱 Hallo! **{ $group }** kommt aus **{ $parent }**. Zu Beginn leitet { $person }; wer möchte noch?
part-founded = 🌱 **{ $group }** ist jetzt eine eigene Gruppe, { $few ->
    [true] für alle, die sie wollten
   *[false] mit { $count } Leuten, die sie wollten
}. Hier sind sie weiter willkommen.
part-too-few = Weniger als { $least } Leute würden mit { $topic } gehen: daraus wird jetzt keine Gruppe. Wer eine möchte, kann sie vorschlagen.
parted = { $person } hat die Frage beendet: { $count ->
    [0] wir bleiben, wie wir sind.
    [one] aus einem Teil ist eine eigene Gruppe geworden, und wir machen weiter.
   *[other] aus { $count } Teilen sind eigene Gruppen geworden, und wir machen weiter.
}

sunset-confirm = **{ $group }** endet am { $day }, wenn du es sagst. Ich sage der Gruppe, was entschieden wurde, von wem und warum; ich frage, was bleiben soll, und biete allen, die in keiner anderen Gruppe sind, etwas an, wo es weitergeht. An dem Tag schließt der Raum; was gesagt wurde, kann man weiter lesen. Bis dahin kannst du es mit `{ $start }group behalten` absagen.
choice-sunset = Ja, sie endet
choice-not-yet = Noch nicht
nothing-decided = Nichts ist entschieden.
sunset-head = 🌅 { $person } hat entschieden, dass **{ $group }** am { $day } endet: { $why }
sunset-thanks = Heute { $members ->
    [one] ist noch jemand
   *[other] sind { $members } Leute
} da. { $count ->
    [0] Danke euch allen!
   *[other] Danke euch allen, und danke, { $leaders }!
}
sunset-thanks-days = { $days } Tage waren es, und heute { $members ->
    [one] ist noch jemand
   *[other] sind { $members } Leute
} da. { $count ->
    [0] Danke euch allen!
   *[other] Danke euch allen, und danke, { $leaders }!
}
sunset-ask = Was davon soll bleiben? Und wo möchtest du weitermachen?
choice-remember = Etwas aufheben
choice-where = Wo geht es weiter?
form-remember = Was bleiben soll
field-what = Was soll die Gruppe überdauern?
field-link = Wo ist es? (ein Link, wenn es einen gibt)
remembered = Aufgehoben. Danke!
end-over = Diese Gruppe ist schon beendet, oder sie geht weiter.
called-off-there = 🌤️ { $person } hat es abgesagt: **{ $group }** macht für sich weiter. { $why }
called-off = 🌤️ { $person } hat es abgesagt; diese Gruppe macht weiter. { $why }
where-to = Nahe an **{ $group }** { $count ->
    [one] ist **{ $groups }**.
   *[other] sind **{ $groups }**.
} Wenn du eine wählst, bringe ich dich hinein und sage der Leitung dort, dass du von hier kommst.
where-into = **{ $group }** geht in **{ $into }** weiter. Dort bist du willkommen.
where-else = Ich kenne keine Gruppe, die nahe an **{ $group }** ist, aber { $count ->
    [one] **{ $groups }** nimmt
   *[other] **{ $groups }** nehmen
} gern jemanden auf. Wenn du eine wählst, bringe ich dich hinein und sage der Leitung dort, dass du von hier kommst.
where-none = Ich kenne keine Gruppe, die nahe an **{ $group }** ist. Mit `{ $start }propose` kannst du eine anfangen, und `{ $start }proposals` zeigt, wer es gerade tut.
choice-join = { $group }
introduced = 👋 { $person } kommt zu **{ $group }**, aus **{ $before }**, die endet. Ein Wort zum Willkommen tut gut.
introduced-asks = 👋 { $person } möchte zu **{ $group }** kommen, aus **{ $before }**, die endet, und bittet dich um eine Einladung.
harvest = 🌅 **{ $group }** ist beendet. Sie lässt uns da:
kept-item = { $what }
sunset-last = 🌅 Das war **{ $group }**. Was hier gesagt wurde, kann man weiter lesen. Danke, und bis anderswo!

until-ask = **{ $group }** soll am { $day } enden. Tut sie das? Wenn niemand etwas sagt, frage ich an dem Tag die Mitglieder.
choice-day-ends = Sie endet wie geplant
choice-day-longer = Ein Vierteljahr länger
until-members = Heute, am { $day }, sollte diese Gruppe enden, und niemand hat entschieden. Was möchtet ihr? Entscheiden wird die Leitung oder das Community-Management. Wenn das zwei Wochen lang niemand tut, endet sie wie geplant, außer mehr von euch würden weitermachen.
choice-go-on = Weitermachen
choice-let-end = Enden lassen
until-managers = **{ $group }** sollte am { $day } enden, und ihre Leitung hat nichts gesagt. Ich habe die Mitglieder gefragt: { $longer } würden weitermachen, { $end } würden sie enden lassen. Du entscheidest. Tut das in zwei Wochen niemand, endet sie wie geplant, außer wenn mehr Mitglieder weitermachen würden.
until-managers-again = **{ $group }** sollte am { $day } enden, und niemand hat entschieden. Von den Mitgliedern, die geantwortet haben, würden mehr weitermachen als sie enden lassen ({ $longer } und { $end }); darum hat sie nicht geendet. Du entscheidest. Tut das in vier Wochen niemand, endet sie dann, außer wenn immer noch mehr weitermachen würden.
until-longer = { $person } hat entschieden: wir machen bis { $day } weiter.
sunset-planned = 🌅 **{ $group }** endet am { $day }. { SENTENCE($why) } Wer sie leitet oder die Community managt, kann es mit `{ $start }group behalten` noch absagen.
why-planned-day = Sie sollte am { $day } enden, und niemand hat anders entschieden; die Mitglieder wurden gefragt, und nicht mehr von ihnen hätten weitergemacht als sie enden lassen.
why-day = Sie sollte am { $day } enden
why-members = Von den gefragten Mitgliedern hätten { $longer } weitermachen wollen, { $end } hätten sie enden lassen

wider = { $person } möchte diese Gruppe öffnen: { $visibility }, und { $join }. { SENTENCE($why) } Ob sie offener wird, entscheidet ihr alle. Es braucht { $needed } Stimmen bis { $day }, und mehr dafür als dagegen. Wer wie gestimmt hat, sage ich niemandem; wo es keine Knöpfe gibt, sehen alle hier, wie jemand reagiert oder antwortet.{ $anew ->
    [true] { " " }Das tritt an die Stelle dessen, was vorher gefragt war: Wer darüber gestimmt hat, stimmt noch einmal ab.
   *[false] { "" }
}
asked-no-more = Worum es hier ging, wird nicht mehr abgestimmt: Was stattdessen kommen soll, steht weiter unten.
narrower = { $person } macht diese Gruppe geschlossener, vom { $day } an: { $visibility }, und { $join }. { $why }
visibility-public = alle können sie sehen
visibility-private = nur Mitglieder können sie sehen
join-open = alle können dazukommen
join-knock = wer dazukommen will, fragt
join-community = wer in der Community ist, kann dazukommen, alle anderen fragen
join-invite = man kommt auf Einladung dazu
open-how = `{ $start }group sichtbarkeit öffentlich` oder `privat`, `{ $start }group beitritt offen`, `anklopfen`, `community` oder `einladung`; dahinter, warum.
opening-called-off = { $person } hat die angekündigte Änderung abgesagt. Es bleibt dabei: { $visibility }, und { $join }. { $why }
open-why = Die Gruppe will wissen, warum, und wer später nachsieht, auch: Schreib den Grund dahinter, etwa { $usage } Wir reden hier über unsere Arbeit.
open-ending = Diese Gruppe endet, oder sie geht in eine andere: Wer sie sieht und dazukommt, ändert sich nicht mehr. `{ $start }group behalten` sagt das ab.
open-in-thread = Diese Gruppe lebt in einem Thread: den liest, wer im Raum darum ist, und eingeladen wird dorthin niemand von Hand. Damit sie sich schließen kann, braucht sie erst einen eigenen Raum: nenn einen in ihrer Datei.
open-already = So ist es schon, oder schon angekündigt.
choice-yes = Ja
choice-no = Nein
members-choose = Wählen können nur Mitglieder.
members-vote = Abstimmen können nur Mitglieder.
not-wider = Es bleibt, wie es war: { $few ->
    [true] Zu wenige waren dafür; { $needed } Stimmen hätte es gebraucht, und mehr dafür als dagegen.
   *[false] { $yes } dafür, { $no } dagegen, { $needed } Stimmen hätte es gebraucht.
}
now-wider = { $few ->
    [true] Entschieden, genug waren dafür.
   *[false] Entschieden, { $yes } dafür und { $no } dagegen.
} Von jetzt an: { $visibility }, und { $join }.
now-narrower = Wie angekündigt, von jetzt an: { $visibility }, und { $join }.

quiet-head = In **{ $group }** ist es ruhig geworden: { $recent } Nachrichten in der Woche, üblich sind { $usual }.
quiet-count = Es ist ruhig geworden: { $recent } Nachrichten in der Woche, üblich sind { $usual }.
quiet-hint = Das muss nichts Schlechtes heißen. Soll es so sein? Oft reicht eine Frage von dir.
quiet-prompt = Soll ich die Gruppe fragen, woran alle gerade sitzen?
quiet-gathering = Sich zu treffen hilft mehr als zu schreiben. Soll ich fragen, wann die Leute Zeit haben?
choice-prompt = Frag sie
choice-meet = Frag, wann
choice-planned = Es soll ruhig sein
choice-snooze = Sechs Wochen nicht
snoozed = Du hörst sechs Wochen nichts davon.
prompt = Woran sitzt ihr gerade, und wo hängt es?
meet = Es ist eine Weile her: Wer möchte sich treffen, und wann passt es euch in den nächsten zwei Wochen?

leaderless = { $left ->
    [true] { $person } hat **{ $group }** verlassen, und jetzt leitet sie niemand.
   *[false] **{ $group }** leitet niemand mehr.
} Vielleicht möchte es dort jemand; bis dahin entscheidest du.
leaderless-ending = Es war entschieden, dass sie am { $day } endet; das bleibt so, wenn du es nicht mit `{ $start }group behalten` absagst.

autonomy-changed = { $day }, { $person }: { $act } { $manager ->
    [true] trifft das Community-Management
   *[false] trifft die Leitung
}
autonomy = { $count ->
    [0] Über ihre Gruppen entscheidet allein die Leitung.
   *[other] Diese Entscheidungen trifft das Community-Management: { $acts }. Alle anderen trifft die Leitung.
}

word-moves = verlauf
word-pause = pause, pausieren
word-wake = wecken, fortsetzen, weiter
word-season = ruhezeit, saison
word-review = rückschau, prüfen
word-change = ändern
word-merge = zusammenlegen, vereinen
word-split = teilen
word-sunset = beenden, auflösen, schließen
word-keep = behalten
word-visibility = sichtbarkeit
word-join = beitritt
word-leader = leitung
word-manager = community-management, management
word-public = öffentlich
word-private = privat
word-open = offen
word-community = community, gemeinschaft
word-knock = anklopfen, klopfen
word-invite = einladung, einladen
