command-propose = Eine neue Gruppe vorschlagen: propose, oder propose Rust-Abende
command-proposals = Die Gruppen, die gerade Leute suchen
command-groups = Zeigen, in welche Gruppen du kommen kannst, oder die finden, in denen es um etwas geht: groups, groups python
command-join = In eine Gruppe kommen oder darum bitten: join Python-Abende
command-leave = Eine Gruppe verlassen, die in einem Thread lebt, oder lesen, wie man jede andere verlässt
command-portfolio = Alle Gruppen zusammen: wie viele, wie voll, welche sich überschneiden
command-founding = Wie hier Gruppen gegründet werden: founding zustimmung ja, founding tage 28, founding mindestzahl 8
meant-groups = gruppen, finde
meant-join = beitreten
meant-propose = vorschlagen, gründen
meant-proposals = vorschläge
meant-leave = verlassen, austreten

stops = ⛔ { $remark }
hint = 💡 { $remark }

form-title = Eine neue Gruppe
form-intro = Was soll es werden? Kurz reicht; du siehst alles noch einmal, bevor es jemand anders sieht.
form-change = Was du leer lässt, bleibt, wie es ist.
field-name = Wie heißt sie?
field-purpose = Wozu? Was werden die Leute tun oder haben, was sie jetzt nicht haben?
field-basis = Was bringt die Leute zusammen?
field-about = Worum geht es? Ein paar Wörter, mit Kommas dazwischen
field-for = Für wen ist sie?
field-not-for = Für wen ist sie nicht?
field-goal = Welchem Ziel der Community dient sie?
field-leaders = Wer leitet sie? Lass es leer, wenn du es tust. Wen du nennst, frage ich.
field-from = Wie viele braucht es, damit sie anfängt?
field-to = Wie viele sind zu viele?
field-until = Endet sie an einem Tag? (sonst wird sie immer wieder angeschaut)
field-review = Wie oft soll man auf sie schauen?
field-open = Wie offen soll sie sein?
field-why-closed = Warum, wenn nicht alle hineinkommen?
open-open = Alle sehen sie und kommen hinein
open-knock = Alle sehen sie, und man fragt, ob man hineindarf
open-closed = Sobald es sie gibt, sehen sie nur ihre Mitglieder und laden andere ein
basis-interest = Ein gemeinsames Interesse
basis-need = Ein Bedarf oder ein Vorhaben auf Zeit
basis-region = Ein Ort, eine Gegend, eine Sprache
basis-role = Eine Rolle oder ein Beruf
every = { $months ->
    [one] Jeden Monat
   *[other] Alle { $months } Monate
}

charter = **{ $group }**: { $purpose }
charter-for = Für: { $people }
charter-not-for = Nicht für: { $people }
charter-goal = Ziel: { $goal }
charter-leaders = Leitung: { $people }
charter-size = { $from } bis { $to } Leute
charter-knock = Alle sehen sie, und man fragt, ob man hineindarf
charter-closed = Sobald es sie gibt, sehen sie nur ihre Mitglieder und laden andere ein
charter-closed-why = { $closed }: { $why }
charter-until = Endet am { $day }
charter-review = { $months ->
    [one] Wird jeden Monat angeschaut
   *[other] Wird alle { $months } Monate angeschaut
}

draft-head = Das ist dein Vorschlag. Noch hat ihn niemand anders gesehen.
draft-remarks = Was mir aufgefallen ist:
draft-stops = Was ein ⛔ hat, muss in Ordnung sein, bevor du vorschlagen kannst.
draft-ask = Soll ich es so vorschlagen?
choice-propose = So vorschlagen
choice-change = Ändern
choice-drop = Verwerfen
name-long = Ein Name hat Platz für { $most } Zeichen. Wozu die Gruppe da ist, kommt danach.
draft-dropped = Verworfen. Niemand hat es gesehen; mit `{ $start }propose` fängst du neu an.
draft-gone = Dieser Entwurf ist vorbei. Mit `{ $start }propose` beginnst du einen neuen.

lint-no-name = Sie hat keinen Namen, den man aussprechen kann.
lint-name-taken = Eine Gruppe **{ $group }** gibt es schon. Ein anderer Name, oder gehst du dorthin?
lint-no-purpose = Es steht nicht da, wozu sie gut ist.
lint-purpose-anything = „{ $word }“ kann alles heißen, und dann weiß niemand, ob die Gruppe für sie oder ihn ist. Was werdet ihr zusammen tun?
lint-purpose-short = Der Zweck sagt kaum mehr als der Name. Was werden die Leute tun oder haben, was sie jetzt nicht haben?
lint-no-for = Es steht nicht da, für wen sie ist. Wer es liest, soll wissen, ob sie oder er gemeint ist.
lint-for-anybody = Für alle ist für niemanden so recht. Wem würde sie fehlen?
lint-no-not-for = Es steht nicht da, für wen sie nicht ist. Ein Wort erspart oft ein Missverständnis.
lint-goal-unknown = Ein Ziel „{ $goal }“ hat die Community nicht. { $count ->
    [0] Sie hat sich keines gesetzt.
   *[other] Sie hat: { $goals }.
}
lint-no-goal = Sie dient keinem Ziel der Community. Das darf sie; es ist nur gut zu wissen.
lint-no-leader = Es ist niemand genannt, der sie leitet.
lint-no-leader-agreed = { $count ->
    [one] { $people } hat noch nicht zugesagt, sie zu leiten. Ich frage, sobald du vorschlägst; bis dahin kann niemand mitmachen.
   *[other] Von { $people } hat noch niemand zugesagt, sie zu leiten. Ich frage, sobald du vorschlägst; bis dahin kann niemand mitmachen.
}
lint-size-turned = Sie geht von { $from } bis { $to } Leute; die zweite Zahl darf nicht die kleinere sein.
lint-size-small = { $from } bis { $to } Leute sind eher ein Gespräch als eine Gruppe: fehlt jemand, steht sie still.
lint-size-large = Bis zu { $to } Leute: jenseits von etwa 150 kennt man sich nicht mehr. Vielleicht sind es zwei Gruppen?
lint-end-over = Sie endet am { $day }, und der ist vorbei.
lint-need-without-end = Ein Bedarf geht vorüber. Bis wann soll er gedeckt sein? Ohne einen Tag wird die Gruppe stattdessen regelmäßig angeschaut.
lint-no-end = Sie hat weder ein Ende noch einen Rhythmus, in dem man auf sie schaut.
lint-closed-why = Nicht alle kommen hinein, und es steht nicht da, warum. Wer vor der Tür steht, wird fragen.
lint-overlaps = Sie überschneidet sich mit **{ $group }**: in beiden geht es um { $words }. Reicht die, oder was ist hier anders?
lint-repeats = **{ $group }** war dem sehr ähnlich und endete am { $day }: { SENTENCE($why) } Was wird diesmal anders?

too-many = ⚖️ { $groups } Gruppen teilen sich { $people } Leute (jede und jeder ist in { $per }), das ist wie { $equal } gleich große Gruppen; { $below ->
    [one] eine davon ({ $percent } %) hat weniger, als sie wollte
   *[other] { $below } davon ({ $percent } %) haben weniger, als sie wollten
}.{ $sample ->
    [0] {""}
   *[other] {""} (Geschätzt nach { $sample } von ihnen.)
} Gleichmäßig verteilt blieben mit einer Gruppe mehr { $each } Leute für jede; deine will { $least }. Du darfst trotzdem weitermachen.

proposed = Vorgeschlagen. { $count ->
    [0] Du leitest sie, also können die Leute gleich sagen, dass sie dabei sind.
   *[other] Ich habe { $people } nach der Leitung gefragt; sobald jemand zusagt, können die Leute sagen, dass sie dabei sind.
}
proposed-nowhere = Es gibt keinen gemeinsamen Raum, in dem ich herumfragen könnte. Erzähl davon: man findet sie mit `{ $start }proposals`.
choice-withdraw = Zurückziehen
withdrawn = **{ $group }** ist zurückgezogen.
proposal-over = Dieser Vorschlag ist vorbei.

lead-head = { $person } schlägt eine Gruppe vor, und dass du sie leitest: **{ $group }**.
lead-ask = Leiten heißt: ansprechbar sein, ab und zu etwas sagen, und sagen, wenn es zu viel wird. Machst du es?
choice-lead = Ich leite sie
choice-decline = Lieber nicht
lead-thanks = Danke! Du leitest **{ $group }**.
lead-declined = In Ordnung. Mehr, als dass du nicht kannst, erfährt niemand.
leader-agreed = { $person } wird **{ $group }** leiten.
leader-lost = { $person } kann **{ $group }** nicht leiten. { $still ->
    [nobody] Jetzt leitet sie niemand, und ohne Leitung kann sie nicht öffnen. Wer könnte es?
    [asked] Gefragt habe ich auch { $people }; eine Antwort steht noch aus.
   *[lead] { $people } schon.
}
leader-silent = Von { $people } weiß ich noch nicht, ob es mit der Leitung von **{ $group }** klappt, und wo niemand leitet, kann niemand mitmachen. Du kannst bis { $deadline } warten oder so weitermachen:
asked-too = Ich frage { $people } und sage dir, was herauskommt.
asked-before = { $people } habe ich schon gefragt; ich sage dir, wenn eine Antwort kommt.
choice-lead-myself = Ich leite sie
choice-suggest = Jemanden fragen
form-suggest = Wer könnte leiten?
field-who = Wen soll ich fragen?

gathering-head = 🌱 { $person } möchte eine Gruppe anfangen.
gathering-leaderless = { $count } dabei, { $quorum } braucht es. Im Moment leitet sie niemand; sie öffnet, wenn es jemand tut.
gathering-count = **{ $count } von { $quorum }** { $count ->
    [one] ist
   *[other] sind
} dabei. Sobald es { $quorum } sind, öffnet sie; Zeit ist bis { DATETIME($deadline, dateStyle: "long") }.
gathering-approval = { $count } sind dabei, das reicht. Das Community-Management schaut noch einmal drauf.
gathering-open = 🎉 { $count } waren dabei: **{ $group }** ist offen.
gathering-over = Daraus ist nichts geworden: { $count } von { $quorum } { $count ->
    [one] war
   *[other] waren
} dabei. Danke an alle, die gekommen wären.
choice-in = Ich bin dabei
choice-out = Doch nicht
you-are-in = Du bist dabei. Wenn **{ $group }** öffnet, lade ich dich ein.
you-are-out = Du bist nicht mehr dabei.
nothing-gathers = Gerade sucht keine Gruppe Leute. Mit `{ $start }propose` schlägst du eine vor.

almost = Bei **{ $group }** { $count ->
    [one] ist
   *[other] sind
} { $count } von { $quorum } dabei, und am { DATETIME($deadline, dateStyle: "long") } entscheidet es sich. Willst du zwei Wochen mehr?
choice-extend = Zwei Wochen mehr
extended = Dann bis { DATETIME($deadline, dateStyle: "long") }.

approve-head = { $count } Leute wollen die Gruppe **{ $group }**. Soll sie öffnen?
choice-approve = Öffnen
choice-refuse = Jetzt nicht
form-refuse = Warum jetzt nicht?
field-why = Was soll ich ausrichten? ({ $person } bekommt es in deinen Worten)
refused = { $person } hat dagegen entschieden: { $why }
nobody-leads-now = Im Moment leitet sie niemand. Ich frage dich wieder, wenn es jemand tut.
not-enough-now = Jemand hat es sich anders überlegt: Im Moment sind { $count } von { $quorum } dabei. Ich frage dich wieder, wenn es genug sind.

folded = Aus **{ $group }** wird diesmal nichts: { $count } von { $quorum } { $count ->
    [one] war
   *[other] waren
} bis zum Schluss dabei. Danke, dass du sie wolltest!
folded-leaderless = Aus **{ $group }** wird diesmal nichts: Es hat sich niemand gefunden, der sie leitet. Danke, dass du sie wolltest!
folded-by = Aus **{ $group }** wird nichts. Danke, dass du sie wolltest!
near = Nahe dran { $count ->
    [one] ist **{ $groups }**.
   *[other] sind **{ $groups }**.
}
choice-join = Zu { $group }
page-proposal = **{ $group }** sucht noch Leute: { SENTENCE($purpose) } { $count } von { $quorum } { $count ->
    [one] ist
   *[other] sind
} dabei, bis { $deadline }.
page-group = **{ $group }**: { $purpose }
page-propose = Gibt es keine Gruppe für das, was dich beschäftigt?
page-propose-it = Eine Gruppe vorschlagen
page-join = Lass mich rein
page-manage = { $waiting ->
    [0] Kein Vorschlag wartet auf dich
    [one] Ein Vorschlag wartet auf eine Entscheidung des Community-Managements
   *[other] { $waiting } Vorschläge warten auf eine Entscheidung des Community-Managements
}; { $looking } auf der Suche nach Leuten.
page-portfolio = Alle Gruppen zusammen
groups-open = { $count ->
    [one] In eine Gruppe kannst du kommen:
   *[other] In { $count } Gruppen kannst du kommen:
}
groups-about = { $count ->
    [one] In einer Gruppe geht es um „{ $words }“:
   *[other] In { $count } Gruppen geht es um „{ $words }“:
}
groups-near = In keiner Gruppe geht es um „{ $words }“. Ist diese gemeint?
groups-find = `{ $start }groups python` findet die, in denen es um etwas geht.
groups-none = Es gibt keine Gruppe, in die du kommen kannst. `{ $start }propose` schlägt eine vor.
groups-none-about = In keiner Gruppe, in die du kommen kannst, geht es um „{ $words }“. `{ $start }groups` zeigt alle, `{ $start }propose` schlägt eine vor.
groups-coming = { $count ->
    [one] **{ $groups }** sucht
   *[other] **{ $groups }** suchen
} noch Leute: `{ $start }proposals`.
group-row = **{ $group }**{ $how ->
    [in] {" "}(du bist dabei)
    [asks] {" "}(man fragt vorher)
   *[open] {""}
}: { $purpose }
choice-more-groups = Mehr
left = Du bist nicht mehr in **{ $group }**.
leave-how = Um eine Gruppe zu verlassen, verlass ihren Kanal oder Raum: Dann nehme ich dich von ihren Listen.
in-already = Du bist schon in **{ $group }**.
page-groups = In { $count } Gruppen kannst du kommen.
page-see-groups = Alle zeigen

group-gone = In **{ $group }** kommt man nicht mehr hinein.
invited = Ich habe dich in **{ $group }** eingeladen.
led-into-thread = Du bist jetzt in **{ $group }**. Sie lebt in einem Thread im Raum von uns allen: dort habe ich dich erwähnt.
asked-to-join = Ich habe der Leitung von **{ $group }** gesagt, dass du dazukommen möchtest.
choice-let-in = Dazuholen
let-in = { $person } ist in **{ $group }** eingeladen.
not-your-door = In **{ $group }** lässt nur die Leitung jemanden ein.
wants-to-join = { $person } möchte in **{ $group }** und bittet dich um eine Einladung.

why-closed = Vorgeschlagen von { $person }; nicht offen für alle: { $why }
why-proposed = Vorgeschlagen von { $person }
why-gathering = { $person } hat zugesagt, sie zu leiten
why-open = { $count } Leute sind dabei, { $quorum } brauchte es
why-folded = Bis zum Schluss waren { $count } von { $quorum } Leuten dabei
why-folded-leaderless = Es hat sich niemand gefunden, der sie leitet
why-withdrawn = Zurückgezogen von { $person }

opened = 🎉 Da sind wir: **{ $group }**. { $count } Leute wollten sie, unter den ersten { $people }. Oben angeheftet steht, wozu sie da ist.
opened-in-thread = 🎉 Da sind wir: **{ $group }**. { $count } Leute wollten sie, unter den ersten { $people }. Wozu sie da ist, steht darüber.
opened-leaders = { $count ->
    [one] { $people } leitet. Wenn etwas unklar ist oder schiefgeht, sag es dort.
   *[other] { $people } leiten. Wenn etwas unklar ist oder schiefgeht, sag es einem von ihnen.
}
opened-host = In den ersten { $weeks } Wochen macht { $person } den Empfang: frag dort, was wo ist; von dort kommt auch die Einladung zum ersten Treffen.
opened-library = 📌 an einer Nachricht hebt sie in unserer Bibliothek auf; mit `{ $start }library` findet man sie wieder.
opened-first = Ein guter Anfang: alle sagen in einem Satz, warum sie gekommen sind. Und wann treffen wir uns zum ersten Mal?
choice-this-week = Diese Woche
choice-next-week = Nächste Woche
choice-later = Später
first-gathering = Erstes Treffen von **{ $group }**, am liebsten: { $when }. Du lädst ein: { $plan ->
    [none] such einen Tag aus und sag es in der Gruppe.
   *[some] plan es in der Gruppe mit `{ $start }gathering neu`.
}
first-gathering-few = Erstes Treffen von **{ $group }**: erst weniger als { $k } haben gesagt, wann sie es möchten. { $days } Tage nach der Eröffnung sage ich dir, was am liebsten gesehen wird. Du lädst ein: { $plan ->
    [none] such einen Tag aus und sag es in der Gruppe.
   *[some] plan es in der Gruppe mit `{ $start }gathering neu`.
}
wish-this = diese Woche
wish-next = nächste Woche
wish-later = eine spätere Woche

portfolio = ⚖️ **{ $groups ->
    [one] Eine Gruppe
   *[other] { $groups } Gruppen
}**, { $people ->
    [one] eine Person
   *[other] { $people } Leute
} in mindestens einer, jede und jeder in { $per }. Das ist wie { $equal ->
    [one] eine Gruppe
   *[other] { $equal } gleich große Gruppen
}. { $below ->
    [one] Eine ({ $percent } %) hat weniger Leute, als sie wollte
   *[other] { $below } ({ $percent } %) haben weniger Leute, als sie wollten
}.{ $sample ->
    [0] {""}
   *[other] {""} (Geschätzt nach { $sample } von ihnen.)
}
portfolio-written = Nach dem, was in ihnen geschrieben wird, sind sie wie { $equal ->
    [one] eine Gruppe
   *[other] { $equal } gleich große Gruppen
}{ $silent ->
    [0] {"."}
   *[other] ; in { $silent } von { $groups } wurde nichts geschrieben, oder niemand zählt es.
}
portfolio-writers = Die { $people } Leute, die diese Woche geschrieben haben, sind im Schnitt in { $per ->
    [one] einer Gruppe
   *[other] { $per } Gruppen
}.
portfolio-goals = Ziele, denen keine Gruppe dient: { $goals }
portfolio-goalless = Gruppen, die keinem Ziel dienen: { $groups }{ $left ->
    [0] {""}
   *[other] {" "}und { $left } weitere
}
portfolio-pair = **{ $one }** und **{ $other }**: { $shared } Leute sind in beiden ({ $share } % der kleineren){ $words ->
    [none] {"."}
   *[some] , und in beiden geht es um { $about }.
} In mehreren zu sein ist gut; wenn es doppelte Arbeit ist: etwas gemeinsam machen (`{ $start }gathering neu mit …` in einer von ihnen), aufeinander verweisen, oder zusammengehen (`{ $start }group zusammenlegen`).
portfolio-similar = In **{ $one }** und **{ $other }** geht es um { $about }, und nur wenige sind in beiden.

settings = Neue Gruppen öffnen{ $approval ->
    [true] , wenn das Community-Management zustimmt
   *[false] {" "}von selbst
}, Leute werden { $days } Tage lang gesammelt, und es braucht { $quorum ->
    [0] so viele, wie die Gruppe selbst sagt
   *[other] { $quorum } Leute
}.
settings-wrong = { $value } geht nicht: approval nimmt yes oder no, days 1 bis 365, quorum 2 bis 1000 oder 0 für die Zahl der Gruppe selbst.

word-approval = zustimmung, freigabe
word-days = tage
word-quorum = mindestzahl
