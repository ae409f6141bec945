# Treffen: was ansteht, wann, und wer kommt.

command-gathering = Ein Treffen planen oder ändern: neu, nochmal, zeigen, wer, verlegen, ort, plätze, gastgeber, absagen, mit, ohne, datei, wiederholen, auslassen, beenden, umfrage, termine, wählen, aufzeichnung, rückblick. Die Nummer dahinter sagt, welches: gathering verlegen 3 1.12.2026 19:00
command-gatherings = Zeigen, was in dieser Gruppe ansteht, oder in allen von dir
command-calendar = Deine Treffen im eigenen Kalender abonnieren; wer leitet: calendar gruppe für die der Gruppe
meant-gatherings = termine, treffen
meant-gathering = termin
meant-calendar = kalender

## Die Karte

kind = { $kind ->
    [webinar] Webinar
    [challenge] Challenge
    [project] Projekt
   *[meetup] Treffen
}
card-head = **{ $title }** · { $kind } Nr. { $number }
card-time = 🗓 { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }–{ DATETIME($ends, timeStyle: "short") } Uhr ({ $city })
time-elsewhere = { DATETIME($at, timeStyle: "short") } { $city }
card-link = 🔗 { $link }
card-place = 📍 { $place }
card-about = { $about }
card-scope = { $scope ->
    [parent] 🚪 Ein Treffen von { $group }, offen für alle in { $parent }
   *[public] 🚪 Ein Treffen von { $group }, offen für die ganze Community
}
card-host = Es lädt ein: { $host }
card-going = ✅ { $seats ->
    [-1] { $count ->
        [one] eine Person kommt
       *[other] { $count } kommen
    }
   *[other] { $count } von { $seats } Plätzen vergeben
}
card-others = 🤔 { $maybe } vielleicht, { $waiting } auf der Warteliste
card-recording = 🎬 Aufzeichnung: { $link }
card-cancelled = ❌ Abgesagt: **{ $title }** · { $kind }
names = { $names } und { $more } weitere
only-names = { $names }
yes = Ich komme
maybe = Vielleicht
no = Kann nicht

## Planen

form-title = Ein neues Treffen
form-name = Wie heißt es?
form-kind = Was für ein Treffen ist es?
form-day = An welchem Tag?
form-time = Um wie viel Uhr ({ $city })? Zum Beispiel 18:00
form-minutes = Wie viele Minuten? (leer: 60)
form-where = Wo? Ein Ort, ein Link, oder „jitsi“ für einen eigenen Raum
form-capacity = Wie viele Plätze? (leer: so viele, wie kommen)
form-repeats = Findet es wieder statt?
form-about = Worum geht es?
repeats-weekly = Jede Woche
repeats-fortnightly = Alle zwei Wochen
repeats-monthly = Jeden Monat, am selben Tag
repeats-same_weekday = Jeden Monat, am selben Wochentag
scope = { $scope ->
    [parent] Auch für die übergeordnete Gruppe
    [public] Für die ganze Community
   *[group] Nur für unsere Gruppe
}
form-scope = Für wen ist es? (leer: nur für unsere Gruppe)
members-only = **{ $title }** ist für Mitglieder von { $group }.
no-scope = { $scope ->
    [parent] Diese Gruppe hat keine übergeordnete, in deren Raum es angekündigt werden könnte.
   *[public] Die Community hat keinen eigenen Raum, in dem es angekündigt werden könnte.
}
ask-again-time = Diese Uhrzeit konnte ich nicht lesen. Schreib sie wie 18:00.
ask-again-past = Das ist schon vorbei. Wann soll es sein?
planned = **{ $title }** ist als Nr. { $number } angekündigt. { $move } verlegt es, { $cancel } sagt es ab; { $all } zeigt den Rest.
is-past = Das ist schon vorbei.
too-long = Ein Treffen dauert mindestens einen Augenblick und höchstens 31 Tage.
seats-wrong = Plätze sind eine Zahl von 1 bis { $most }, oder „alle“ für so viele, wie kommen.
needs-host = Jemand muss einladen: Die Gruppe hat keine Leitung, die Community niemanden, der sie verwaltet, und niemand ist genannt.
wrong-rule = Mit dieser Regel kann ich nichts anfangen: { $why }
rule-too-long = Sie hat mehr als { $most } Zeichen.
rule-unknown = Ich kenne täglich, wöchentlich, monatlich, jährlich, „alle 2 Wochen“ und Regeln von Kalendern wie FREQ=MONTHLY;BYDAY=1TU.
rule-never = Nach ihr kommt nie etwas.
rule-not-first = Das erste Mal wäre nach ihr { $first } und nicht { $begins }.
rule-frequency = FREQ ist DAILY, WEEKLY, MONTHLY oder YEARLY.
rule-wide = { $parts } geht nur mit MONTHLY und YEARLY.
rule-number = { $name } ist eine Zahl von 1 bis { $most }.

## Antworten

you-come = Du kommst zu **{ $title }**: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }–{ DATETIME($ends, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
you-may = Du kommst vielleicht zu **{ $title }**: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
you-dont = Du kommst nicht zu **{ $title }**. Danke, dass du Bescheid sagst.
you-wait = **{ $title }** ist voll. Du bist Nr. { $place } auf der Warteliste und hörst von mir, sobald ein Platz frei wird: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }).
you-moved-up = Ein Platz ist frei, du kommst zu **{ $title }** ({ $group }): { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
where-link = 🔗 { $link }
where-place = 📍 { $place }
file = Schick mir die Kalenderdatei
file-text = **{ $title }** für deinen Kalender
cannot = Ich kann doch nicht
is-over = Das ist vorbei.
is-closed = Das ist abgeschlossen.
host-left = { $host } hat { $group } verlassen und wollte zu **{ $title }** (Nr. { $number }) einladen. Du leitest die Gruppe, also ist es jetzt deins; `{ $start }gathering gastgeber { $number }` in der Gruppe gibt es weiter.
host-only = Das darf nur, wer einlädt ({ $host }) oder die Gruppe leitet.
you-host = { $by } gibt **{ $title }** (Nr. { $number }, { $group }) an dich weiter: Du lädst jetzt dazu ein.{ $series ->
    [true] { " " }Nur zu diesem einen aus der Reihe.
   *[false] { "" }
}
hosts-now = Zu **{ $title }** lädt jetzt { $host } ein.{ $series ->
    [true] { " " }Nur zu diesem einen: Zu denen danach lädt ein, wer es bisher tat.
   *[false] { "" }
}
host-no-member = In dieser Gruppe kenne ich niemanden, der so heißt.

## Nachsehen

which-one = { $count ->
    [0] Hier steht gerade nichts an.
   *[other] Welches? Sag die Nummer dazu: `{ $start }gatherings` zeigt sie.
}
no-such = Ein Treffen Nr. { $number } gibt es hier nicht. `{ $start }gatherings` zeigt, was ansteht.
nothing-comes = Hier steht gerade nichts an. `{ $start }gathering new` plant etwas.
nothing-comes-to-you = In deinen Gruppen steht gerade nichts an.
deed-unknown = Mit **{ $word }** kann ich nichts anfangen. So geht es: { $usage }
what-comes = { $count ->
    [one] **Ein Treffen steht an:**
   *[other] **{ $count } Treffen stehen an:**
}
row = Nr. { $number } **{ $title }**, { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") } Uhr: { $seats ->
    [-1] { $going ->
        [one] eine Person kommt
       *[other] { $going } kommen
    }
   *[other] { $going } von { $seats } Plätzen vergeben, { $waiting } auf der Warteliste
}
on-page = { $row } · { $group }
    { $reply ->
        [yes] ✅ Du kommst.
        [maybe] 🤔 Du kommst vielleicht.
        [no] Du kommst nicht.
        [waiting] ⏳ Du wartest auf einen Platz.
       *[none] Du hast noch nicht gesagt, ob du kommst.
    }
row-poll = Nr. { $number } **{ $title }**: wann? Abgestimmt wird bis { $closes }
who-head = **{ $title }**
who-row = { $reply ->
    [going] ✅ { $count } { $count ->
        [one] kommt
       *[other] kommen
    }
    [maybe] 🤔 Vielleicht { $count }
   *[waiting] ⏳ Auf der Warteliste { $count }
}: { $names }
who-nobody = Noch hat niemand geantwortet.

## Mit anderen Gruppen

card-with = 🤝 Zusammen mit { $groups }
private-groups = { $count ->
    [one] einer privaten Gruppe
   *[other] { $count } privaten Gruppen
}
a-group = **{ $group }**
form-with = Mit welchen anderen Gruppen? Namen, mit Kommas dazwischen; wer sie leitet, wird zuerst gefragt
with-unknown = Ich kenne keine Gruppe „{ $name }“, die wach ist.{ $hint ->
    [none] {""}
   *[near] {" "}Meinst du „{ $near }“?
} Nenn Gruppen so, wie sie heißen, mit Kommas dazwischen.
with-itself = Das ist diese Gruppe selbst. Nenn andere, mit Kommas dazwischen.
with-whom = Nenn die anderen Gruppen, mit Kommas dazwischen: `{ $start }gathering mit 3 Leipzig, Eltern`.
with-unled = **{ $group }** leitet niemand, und die Community hat niemanden, der sie verwaltet: Es gibt niemanden zu fragen.
with-too-many = Ein Treffen kann mit höchstens { $most } anderen Gruppen stattfinden.
with-already = { $groups } { $count ->
    [one] wurde
   *[other] wurden
} schon gefragt; mehr als zweimal wird eine Gruppe nicht gefragt.
with-none-of = **{ $title }** findet nicht mit einer Gruppe „{ $name }“ statt, und keine dieses Namens ist gefragt.
with-no-series = Was wiederkehrt, kann nicht mit anderen Gruppen stattfinden: Lass eins von beiden weg.
with-asked = Wer { $groups } leitet, ist gefragt, ob **{ $title }** mit euch stattfindet, bis { $by }. Vorher steht nichts in ihren Räumen.
with-joined = Du leitest auch { $groups }: **{ $title }** ist dort ebenfalls angekündigt.
with-ask = { $by } aus { $host } fragt, ob { $group } bei einem Treffen mitmacht: **{ $title }** · { $kind }, { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") }–{ DATETIME($ends, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
with-terms = Sagst du ja, wird es im Raum deiner Gruppe angekündigt; wer kommt, steht dort und bei ihnen mit Namen. Durchgeführt wird es von ihnen. Du hast Zeit bis { $until }; ohne ein Ja geht es ohne euch weiter.
with-yes = Ja, zusammen
with-no = Diesmal nicht
with-part = Doch nicht mit uns
ask-agreed = **{ $title }** findet mit **{ $group }** statt: { $by } hat zugesagt.
ask-declined = **{ $title }**: diesmal nicht.
ask-too-late = **{ $title }** geht ohne deine Gruppe weiter: Die Zeit für eine Antwort ist um.
ask-withdrawn = **{ $title }** findet doch ohne deine Gruppe statt.
ask-called-off = **{ $title }** ist abgesagt; es ist nichts mehr zu beantworten.
ask-parted = **{ $title }** geht ohne deine Gruppe weiter. Wer einen Platz hat, behält ihn.
ask-let-go = **{ $title }** geht ohne deine Gruppe weiter.
with-agreed = **{ $title }** findet zusammen mit { $groups } statt; dort ist es jetzt angekündigt.
with-declined = Mit { $groups } geht **{ $title }** diesmal nicht. Es findet ohne sie statt.
with-unanswered = Von { $groups } hat niemand rechtzeitig zugesagt: **{ $title }** findet ohne sie statt. Böse gemeint ist das nicht; frag ein andermal wieder.
goes-on-without = **{ $title }** findet nicht mehr zusammen mit { $groups } statt. Wer einen Platz hat, behält ihn.
visit-row = **{ $title }** mit { $groups }, { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") } Uhr: { $seats ->
    [-1] { $going ->
        [one] eine Person kommt
       *[other] { $going } kommen
    }
   *[other] { $going } von { $seats } Plätzen vergeben, { $waiting } auf der Warteliste
}
no-longer-together = **{ $title }** findet nicht mehr mit dieser Gruppe statt.
with-asleep = { $group } ruht oder ist zu Ende; gerade findet dort nichts statt.
with-leaders = Für diese Gruppe kann nur antworten, wer sie leitet.
groups-only = **{ $title }** ist für Mitglieder der Gruppen, die es veranstalten.

## Änderungen

moved = **{ $title }** ({ $group }) ist verlegt: { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
relocated = **{ $title }** ({ $group }) findet woanders statt; es bleibt bei { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
called-off = **{ $title }** ({ $group }) ist abgesagt; es war für { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }) geplant.
done-and-told = Erledigt. { $count ->
    [0] Sonst musste niemand etwas
    [one] Eine Person erfährt
   *[other] { $count } Leute erfahren
} von der Änderung an **{ $title }**{ $count ->
    [0] { " " }erfahren.
   *[other] .
}
say-where = Sag wo: ein Ort, ein Link, oder „jitsi“.
say-when = Sag wann: 1.12.2026 18:00, morgen 18:00 oder freitag 18:00.
seats-taken = { $count } Leute haben schon einen Platz, und niemand verliert seinen. Nenne mindestens so viele.
seats-changed = Erledigt: **{ $title }**. { $up ->
    [0] Niemand hat auf einen Platz gewartet.
    [one] Eine Person rückt nach.
   *[other] { $up } Leute rücken nach.
}
is-series = **{ $title }** findet schon regelmäßig statt. `{ $start }gathering beenden` beendet das.
repeats-now = **{ $title }** findet wieder statt: { $times }
no-series = Das findet nicht regelmäßig statt.
no-such-day = Am { $day } hat die Reihe nichts, was sich ändern ließe.
one-moved = **{ $title }** vom { DATETIME($of, dateStyle: "medium") } ist jetzt am { $at } Uhr.
one-skipped = **{ $title }** am { DATETIME($of, dateStyle: "medium") } fällt aus.
holiday-skipped = **{ $title }** fiele auf den { DATETIME($of, dateStyle: "medium") }, einen Feiertag: Es fällt aus. `{ $start }gathering verlegen` verlegt es.
holiday-moved = **{ $title }** fiele auf den { DATETIME($of, dateStyle: "medium") }, einen Feiertag: Es findet stattdessen am { DATETIME($at, dateStyle: "full") } statt.
series-stopped = **{ $title }** findet nicht mehr regelmäßig statt. Was angekündigt ist, bleibt.

## Vorher, währenddessen, danach

reminder = Bald: **{ $title }** ({ $group }), { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr deiner Zeit ({ $city }). { $where }
begins = **{ $title }** beginnt jetzt. { $where }
is-under-way = **{ $title }** läuft gerade. { $where }
here = Ich bin da
you-are-here = Schön, dass du bei **{ $title }** dabei bist.
who-came = **{ $title }** ist vorbei. { $count ->
    [0] Niemand wollte kommen
    [one] Eine Person wollte kommen
   *[other] { $count } Leute wollten kommen
}, { $here ->
    [0] niemand hat gesagt, dabei gewesen zu sein
    [one] eine Person hat gesagt, dass sie da war
   *[other] { $here } haben gesagt, dass sie da waren
}. Wer war da?
all-came = Alle, die zugesagt haben
some-came = Ich sage, wer
form-came-title = Wer war da?
form-came = Diese Leute waren da
came-noted = { $count ->
    [one] Notiert: Eine Person war da.
   *[other] Notiert: { $count } Leute waren da.
}
how-was-it = Wie war **{ $title }**? War es deine Zeit wert? Niemand erfährt, wer was geantwortet hat.
worth-5 = Sehr
worth-4 = Ja
worth-3 = Geht so
worth-2 = Eher nicht
worth-1 = Gar nicht
come-again = Würdest du zu so etwas wie **{ $title }** wiederkommen?
again-yes = Ja, gern
again-perhaps = Vielleicht
again-no = Nein
thanks-for-answers = Danke! Das hilft.
answered-already = Das hast du schon beantwortet; weil niemand weiß, was du gesagt hast, lässt es sich nicht ändern.
feedback = So war **{ $title }**: { $answered } von { $asked } haben geantwortet ({ $rate } %). Die Zeit wert: { $worth } von 5.
feedback-again = Wiederkommen würden: { $yes } ja, { $perhaps } vielleicht, { $no } nein.
feedback-few = Weniger als { $least } haben gesagt, wie **{ $title }** war: zu wenige, um davon zu erzählen, ohne zu verraten, wer.
not-yet = Das hat noch nicht stattgefunden.
no-link = Gib den Link an: https://…
no-recap = Schreib hinter die Nummer, worum es ging.
recording-is = 🎬 Die Aufzeichnung von **{ $title }**: { $link }
recording-title = Aufzeichnung: { $title }
recap-is = 📝 **{ $title }**: { $text }
recap-title = Rückblick: { $title }

## Gemeinsam eine Zeit finden

form-poll = Eine Zeit für ein Treffen finden
form-first = Ab welchem Tag?
form-days = Wie viele Tage? (1 bis 14; leer: 1)
poll-rule = Ich schlage die drei Zeiten vor, die über die Zeitzonen der Mitglieder am gerechtesten sind; dann sagen alle, wann sie können. Die Tage sind die von { $city }.
poll-begun = Bis { $closes } Uhr kann die Gruppe sagen, wann ihr **{ $title }** passt. { $pick } beendet das früher, { $edit } schlägt andere Zeiten vor.
poll-head = **{ $title }** (Nr. { $number }, { $lasts }): Wann kannst du? Die Zeiten sind die von { $city }.
poll-row = **{ $place }** { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr · { $votes ->
    [0] noch niemand
    [one] eine Person kann
   *[other] { $votes } können
}{ $share ->
    [-1] { "" }
   *[other] { " " }· tagsüber für { $share } %
}
poll-closes = Wähle alles, was dir passt, bis { $closes }.
poll-picked = **{ $title }**: Es wird { DATETIME($at, dateStyle: "full") }, { DATETIME($at, timeStyle: "short") } Uhr. Danke fürs Abstimmen!
poll-without-votes = Für **{ $title }** hat niemand eine Zeit gewählt. `{ $start }gathering umfrage` fragt noch einmal.
poll-too-late = Die Zeiten für **{ $title }**, die jemand gewählt hat, sind vorbei. `{ $start }gathering umfrage` fragt noch einmal.
slot = { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") } Uhr
slot-yours = { DATETIME($at, dateStyle: "medium") }, { DATETIME($at, timeStyle: "short") } Uhr
no-slot = Nichts davon
you-can = Du kannst: { $times } (deine Zeit, { $city }).
you-cannot = Du kannst zu keiner dieser Zeiten. „Nichts davon“ nimmt alle deine Stimmen zurück.
slot-gone = Diese Zeit steht nicht mehr zur Wahl; sieh dir den neuesten Stand an.
slots-wrong = Nenne eine bis { $most } künftige Zeiten, mit Kommas dazwischen: 1.12.2026 18:00, 2.12.2026 19:00
slots-changed = Erledigt. { $count ->
    [0] Für das, was wegfällt, hatte niemand gestimmt.
    [one] Eine Person erfährt, dass eine Zeit wegfällt, die sie gewählt hatte.
   *[other] { $count } Leute erfahren, dass eine Zeit wegfällt, die sie gewählt hatten.
}
slot-was-taken-out = **{ $title }** ({ $group }): { $times } (deine Zeit) { $count ->
    [one] steht
   *[other] stehen
} nicht mehr zur Wahl. { $left ->
    [0] Sieh nach, ob dir eine andere Zeit passt.
   *[other] Was du sonst gewählt hast, gilt weiter.
}
no-such-slot = { $count ->
    [one] Zur Wahl steht nur eine Zeit: Sag 1.
   *[other] Zur Wahl stehen { $count } Zeiten: Sag die Nummer von einer.
}

## Kalender

address-mine = Deine Treffen für deinen Kalender: { $address }
    In Google Kalender unter „Per URL“, in Apple Kalender unter „Neues Kalenderabonnement“, in Thunderbird unter „Neuer Kalender, Im Netzwerk“. Wer diese Adresse hat, kann deinen Kalender lesen: Behalte sie für dich.
address-group = Die Treffen der Gruppe für Kalender: { $address }
    Wer diese Adresse hat, kann sie lesen. `{ $start }calendar gruppe` macht sie ungültig oder macht eine neue.
address-sent = Die Adresse habe ich dir allein geschickt.
address-known-mine = Du hast seit { $since } eine Adresse für deinen Kalender. Noch einmal zeigen kann ich sie nicht, nur eine neue machen; die alte gilt dann nicht mehr.
address-known-group = Die Gruppe hat seit { $since } eine Adresse für ihren Kalender. Noch einmal zeigen kann ich sie nicht, nur eine neue machen; die alte gilt dann nicht mehr.
new-address = Neue Adresse
no-address = Ungültig machen
address-gone = Erledigt: Diese Adresse gilt nicht mehr.
nothing-planned = 📅 Es ist kein Treffen geplant.
nothing-planned-near = 📅 Es ist kein Treffen geplant. { $count } von euch sind auch in { $group }: eins zusammen?
plan-together = Eins mit { $group } planen
plan-one = Ein Treffen planen

held = **Das gab es hier schon.** Was möchtest du wiederholen?
held-row = **{ $title }**, zuletzt am { $day }{ $came ->
    [0] {""}
    [one] , eine Person war da
   *[other] , { $came } waren da
}
again = { $title } wiederholen
again-when = Wann soll **{ $title }** diesmal sein? Der Rest bleibt, wie er war.
again-when-and-where = Wann soll **{ $title }** diesmal sein, und wo? Ort und Plätze habe ich nicht aufgehoben.
nothing-held = Hier gab es noch kein Treffen. Fang an mit `{ $start }gathering neu`.
members-plan = Das planen nur Mitglieder der Gruppe.

word-again = nochmal, wieder, erneut
word-who = wer
word-move = verlegen, verschieben
word-place = ort
word-seats = plätze
word-host = gastgeber, gastgeberin
word-cancel = absagen
word-with = mit
word-without = ohne
word-file = datei
word-repeat = wiederholen
word-skip = auslassen, überspringen
word-stop = beenden, stopp
word-poll = umfrage
word-slots = termine
word-pick = wählen, festlegen
word-recording = aufzeichnung, aufnahme
word-recap = rückblick, zusammenfassung
word-none = keine, alle
