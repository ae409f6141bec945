command-guidelines = Wie wir hier miteinander umgehen: guidelines, guidelines hinzufügen Keine Fotos ohne zu fragen, guidelines verlauf
meant-guidelines = regeln, richtlinien

none = Hier gibt es keine Regeln.
of-community = Wie wir in **{ $community }** miteinander umgehen:
head = Wie wir in **{ $group }** miteinander umgehen (Fassung { $number }):
hello = 👋 Eins noch, bevor du anfängst; das siehst nur du.
rule = { $number }: { $rule }
own-rule = { $number }: { $rule } *(diese Gruppe)*
choice-read = Gelesen
thanks = Danke.
so-many = { $count } von { $members } { $count ->
    [one] hat
   *[other] haben
} diese Fassung gelesen.
in-group-alone = Sag { $usage } im Raum der Gruppe, die du meinst. Was die Community von allen erwartet, steht in ihrer Datei.
so-few = Weniger als { $k } von { $members } haben diese Fassung gelesen.
add-what = Was soll dazukommen? Eine Regel, höchstens { $most } Zeichen: `{ $start }guidelines hinzufügen Keine Fotos ohne zu fragen`. Was die Community von allen erwartet, lässt sich hier nicht wegnehmen.
there-already = Das ist schon eine davon.
withdraw-what = Nenn die Nummer einer Regel, die diese Gruppe dazugenommen hat. Was die Community von allen erwartet, lässt sich hier nicht wegnehmen.
changed = 📜 Die Regeln der Community haben sich geändert (Fassung { $number }):
changed-above = 📜 Die Regeln, die hier von oben gelten, haben sich geändert (Fassung { $number }):
changed-by = 📜 { $person } hat die Regeln dieser Gruppe geändert (Fassung { $number }):
added = Neu: { $rule }
removed = Nicht mehr: { $rule }
reworded = Jetzt: { $now } (vorher: { $before })
history = Die letzten Fassungen:
version = Fassung { $number }, seit { $since }: { $count ->
    [one] eine Regel
   *[other] { $count } Regeln
}, von der Community
version-by = Fassung { $number }, seit { $since }: { $count ->
    [one] eine Regel
   *[other] { $count } Regeln
}, von { $person }

word-add = hinzufügen, ergänzen
word-withdraw = zurücknehmen
word-history = verlauf
