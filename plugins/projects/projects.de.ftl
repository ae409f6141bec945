# Projekte.

command-project = Ein Projekt beginnen, Aufgaben vergeben und erledigen, es abschließen: neu, zeigen, verlassen, aufgabe, aufgaben, übernehmen, erledigt, abschließen. Zum Beispiel: project aufgabe 1 @bo 2026-12-05 Das Schild malen
command-projects = Die Projekte dieser Gruppe zeigen

form-title = Ein neues Projekt
form-name = Was macht { $group } zusammen?
form-wanted = Wer wird gesucht? Zum Beispiel: 2 Gestalter, Programmiererin, Texter
form-demo = Wann wird es gezeigt? (kann leer bleiben)
form-about = Worum geht es?
no-role = „{ $found }“ verstehe ich nicht als Rolle: höchstens { $roles } Rollen, jede für 1 bis { $people } Leute, zum Beispiel: 2 Designer, Coder
no-day = Den Tag { $found } gibt es nicht.
is-past = Dieser Tag ist schon vorbei.
is-over = Dieses Projekt ist abgeschlossen.
begun = **{ $title }** ist als Nr. { $number } angekündigt. `{ $start }project aufgabe { $number } @wer 2026-12-05 was` vergibt eine Aufgabe, `{ $start }project abschließen { $number } was daraus wurde` schließt es ab.
host-only = Das darf nur, wer einlädt ({ $host }) oder die Gruppe leitet.
host-left = Wer zu **{ $title }** ({ $group }) eingeladen hat, ist gegangen. Du leitest die Gruppe, also ist es jetzt deins.
no-such = { $count ->
    [0] Hier gibt es kein Projekt. `{ $start }project neu` beginnt eins.
   *[other] Welches? Sag die Nummer dazu: `{ $start }projects` zeigt sie.
}
deed-unknown = Mit **{ $word }** kann ich nichts anfangen. So geht es: { $usage }
row = Nr. { $number } **{ $title }**: { $free ->
    [0] alle gefunden
    [one] eine Person wird noch gesucht
   *[other] { $free } Leute werden noch gesucht
}

card-head = 🛠 **{ $title }** · Projekt Nr. { $number }
card-about = { $about }
card-demo = 🗓 Gezeigt wird es am { $demo }
card-host = Es lädt ein: { $host }
card-role = { $taken ->
    [0] ▫️ { $role }: { $count } gesucht
   *[other] ▪️ { $role }: { $names } ({ $taken } von { $count })
}
card-closed = 🛠 **{ $title }** ist abgeschlossen. Danke!
take = Ich bin dabei: { $role }
you-are = Du bist bei **{ $title }** dabei, als **{ $role }**. Es lädt ein: { $host }.
somebody-is = { $who } ist bei **{ $title }** dabei, als **{ $role }**.
is-yours = **{ $role }** bist du schon.
is-taken = **{ $role }** ist vergeben. Passt dir eine andere Rolle?
not-in-it = Du hast bei **{ $title }** keine Rolle.
left = Du bist bei **{ $title }** ausgestiegen.
demo-title = Vorführung: { $title }

no-text = Sag, was zu tun ist: `{ $start }project aufgabe 1 @bo 2026-12-05 Das Schild malen`
too-many = Ein Projekt hat höchstens { $most } Aufgaben.
nobody = In dieser Gruppe kenne ich niemanden als { $who }.
task-added = Aufgabe { $number } von **{ $title }** ist notiert.
task-yours = Eine Aufgabe für dich bei **{ $title }** (Nr. { $number }): { $text } { $by }
task-due = Heute ist der Tag: { $text } (**{ $title }**, Aufgabe { $number }) { $by }
task-late = Der Tag ist vorbei: { $text } (**{ $title }**, Aufgabe { $number }) { $by }
task-by = bis { $due }
task-row = { $state ->
    [done] ✅ { $number } { $text }
    [open] ▪️ { $number } { $text } · { $owner } { $by }
   *[free] ▫️ { $number } { $text } · noch niemand { $by }
}
task-taken = Diese Aufgabe hat jemand, oder sie ist erledigt.
task-is-yours = Sie ist deine: { $text }
tasks-head = **{ $title }**
no-tasks = **{ $title }** hat noch keine Aufgaben.
no-task = Eine Aufgabe { $number } gibt es nicht.
which-task = Sag hinter der Nummer des Projekts die der Aufgabe: `{ $start }project erledigt 1 2`
not-yours = Das ist nicht deine Aufgabe.
on-page = { $text } ({ $title }) { $by }
done = Erledigt ✅
drop = Ich kann doch nicht
dropped = Sie ist wieder frei: { $text }
somebody-dropped = { $who } kann doch nicht: { $text } (**{ $title }**). Die Aufgabe ist wieder frei.
well-done = Gut gemacht: { SENTENCE($text) } { $left ->
    [0] Das war die letzte.
    [one] Eine ist noch offen.
   *[other] { $left } sind noch offen.
}
closed = 🏁 **{ $title }** ist fertig, { $done } von { $tasks } Aufgaben erledigt. { $told ->
    [true] { SENTENCE($text) }{" "}
   *[false] {""}
}Danke, { $names }!
closed-title = Was daraus wurde: { $title }

word-task = aufgabe
word-tasks = aufgaben
word-take = übernehmen, nehmen
word-done = erledigt, fertig
word-close = abschließen
