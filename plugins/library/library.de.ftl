command-keep = Einen Link für diese Gruppe aufheben: keep https://… Ein Titel #stichwort. Als Antwort auf eine Nachricht: diese Nachricht
command-library = In der Bibliothek nachsehen: library python #vortrag. Auch library teilen, ändern, entfernen, folgen, entfolgen, anheften, abnehmen, export, import
meant-library = bibliothek, sammlung
meant-keep = behalten, merken
menu-keep = In die Bibliothek
menu-keep-about = Hebt diese Nachricht oder einen Link darin für die Gruppe auf, unter einem Titel von dir
kept = 📚 Aufgehoben: { $row }
address-taken = Diese Adresse steht schon in der Bibliothek: { $row }
    Nr. { $number } bleibt, wie es war. Sagt es dasselbe, nimm es heraus: { $remove }.
there-already = Das steht schon in der Bibliothek: { $row }
not-a-link = { $link } ist keine Adresse im Netz. Ich brauche eine, die mit https:// beginnt.
nobody-owns = Um „{ $title }“ kann sich niemand kümmern: Diese Gruppe hat keine Leitung.
no-such-entry = Einen Eintrag { $number } gibt es in deinen Bibliotheken nicht.
not-yours = Um Eintrag { $number } kümmert sich { $owner }; ändern darf ihn auch die Leitung der Gruppe.
form-keep = Diese Nachricht aufheben
form-update = Eintrag { $number } ändern
form-update-says = Was du leer lässt, bleibt, wie es ist.
form-import = Eine Datei übernehmen
form-import-says = Ist ein Fehler darin, übernehme ich nichts und nenne dir alle Fehler.
field-what = Was soll aufgehoben werden?
this-message = Diese Nachricht
field-title = Titel
field-tags = Stichwörter, z. B. python vortrag
field-link = Adresse
field-review = Wieder ansehen am
field-text = Der Text der { $format }-Datei
found = { $count ->
    [one] Ein Eintrag zu „{ $words }“:
   *[other] { $count } Einträge zu „{ $words }“, die besten zuerst:
}

    { $rows }
newest = { $count ->
    [one] Ein Eintrag:
   *[other] { $count } Einträge, die neuesten zuerst:
}

    { $rows }
nothing-yet = In deinen Bibliotheken steht noch nichts. { $keep } hebt etwas auf, ebenso 📌 an einer Nachricht.
nothing-found = Nichts zu „{ $words }“. { $keep } hebt etwas auf, ebenso 📌 an einer Nachricht.
more = { $count } weitere
shared = Eintrag { $number } ist jetzt für { $shelf ->
    [group] diese Gruppe allein
    [parent] die Gruppen ringsum
   *[public] alle
} da.
removed = 🗑️ Eintrag { $number }, „{ $title }“, ist weg.
confirmed = 👍 Eintrag { $number }, „{ $title }“, bleibt. Nach dem { $until } frage ich wieder.
updated = ✏️ Geändert: { $row }. Nach dem { $until } frage ich wieder.
which-shelf = Für wen soll er da sein? { $usage }
which-number = Welcher Eintrag? Seine Nummer steht davor: { $usage }
which-tag = Welches Stichwort? { $usage }
which-format = Welche Art von Datei? { $usage }
following = { $count ->
    [0] Diese Gruppe folgt keinem Stichwort mehr.
   *[other] Diese Gruppe folgt { $tags }. Montags erzähle ich, was neu ist, wenn es etwas gibt.
}
news = 📚 Neu in der Bibliothek unter { $tags }:

    { $rows }{ $left ->
    [0] {""}
   *[other] {""}

    Und { $left } weitere: { $search }
}
still-good = Eintrag { $number } deiner Bibliothek, { $title }: Stimmt er noch?
still-good-leader = Eintrag { $number }, { $title }, hat { $owner } aufgehoben und antwortet nicht. Stimmt er noch?
good = Stimmt noch
update = Ändern
drop = Entfernen
file-title = Bibliothek von { $name }
exported = { $count ->
    [one] Ein Eintrag.
   *[other] { $count } Einträge.
}
nothing-to-export = Es gibt noch nichts zu exportieren.
imported = 📚 { $count ->
    [0] Nichts Neues
    [one] Ein Eintrag übernommen
   *[other] { $count } Einträge übernommen
}{ $there ->
    [0] .
   *[other] , { $there } standen schon da.
}
passed-over = { $count ->
    [one] Etwas darin führt nirgends hin, das habe ich ausgelassen: Eine Bibliothek hebt auf, was eine Adresse hat. Es steht in Zeile { $lines }.
   *[other] { $count } Dinge darin führen nirgends hin, die habe ich ausgelassen: Eine Bibliothek hebt auf, was eine Adresse hat. Sie stehen in den Zeilen { $lines }{ $left ->
        [0] .
       *[other] {" "}und { $left } weiteren.
    }
}
mistakes = Ich habe nichts übernommen: { $count ->
    [one] In der Datei ist ein Fehler.
   *[other] In der Datei sind { $count } Fehler.
}

    { $rows }{ $left ->
    [0] {""}
   *[other] {""}

    Und { $left } weitere.
}
mistake = { $line ->
    [0] {""}
   *[other] Zeile { $line }:{" "}
}{ $wrong ->
    [empty] es steht kein Eintrag darin
    [unreadable] ab hier ist sie nicht zu lesen: „{ $found }“
    [breaks-off] hier bricht sie mittendrin ab
    [column] die Spalte „{ $found }“ fehlt
    [cells] falsche Zahl von Zellen ({ $found })
    [title] der Titel fehlt
    [no-link] hier fehlt die Adresse
    [link] „{ $found }“ ist keine Adresse im Netz
    [scope] „{ $found }“ ist nicht group, parent oder public
    [date] „{ $found }“ ist kein Datum wie 2027-05-01
   *[too-many] { $found } Einträge sind zu viele auf einmal
}
kept-lately = 📚 { $count ->
    [one] Neu in der Bibliothek: { $titles }
   *[other] { $count } Neue in der Bibliothek, etwa { $titles }
}
board-called = 📚 Bibliothek
board = **📚 Bibliothek**

    { $count ->
        [0] Noch ist nichts aufgehoben.
       *[other] { $rows }
    }{ $left ->
    [0] {""}
   *[other] {""}

    Und { $left } weitere: { $search }
}
board-pinned = 📚 Die Bibliothek ist jetzt im Raum angeheftet und ändert sich mit. { $unpin } nimmt sie weg.
board-unpinned = 📚 Die Bibliothek ist nicht mehr angeheftet.

word-search = suchen
word-share = teilen
word-update = ändern
word-remove = entfernen, löschen
word-follow = folgen
word-unfollow = entfolgen
word-pin = anheften
word-unpin = abnehmen, lösen
word-export = export, exportieren
word-import = import, importieren
word-parent = ringsum, darüber
word-public = öffentlich, alle
