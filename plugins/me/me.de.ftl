command-me = Deine Seite zeigen: deine Gruppen, was als Nächstes kommt, was du übernommen hast
meant-me = ich, seite, daten, datenschutz
menu-me = Meine Seite
menu-me-about = Deine Gruppen, was als Nächstes kommt und was du übernommen hast

section-groups = ## Deine Gruppen
section-next = ## Was als Nächstes kommt
section-mine = ## Was du übernommen hast
section-find = ## Wo du mitmachen könntest
section-lead = ## Für dich als Leitung
section-manage = ## Für dich als Community-Management
section-you = ## Wie ich mit dir spreche
section-data = ## Deine Daten, und wie du gehst

group = **{ $group }**{ $leads ->
    [true] { " " }· du leitest sie
   *[false] { "" }
}{ $state ->
    [awake] { "" }
    [dormant] { " " }· ruht
    [merging] { " " }· geht in eine andere Gruppe
    [splitting] { " " }· wird gefragt, ob sie sich teilt
    [sunsetting] { " " }· geht zu Ende
   *[other] { " " }· am Anfang
}: { $purpose }
no-groups = Du bist noch in keiner Gruppe. Geh in den Kanal oder Raum einer Gruppe, dann steht sie hier.
more-groups = … und { $count } weitere.
in-group = **{ $group }:** { $text }
standing = { $groups ->
    [one] Eine Gruppe
   *[other] { $groups } Gruppen
}: { $awake } wach, { $resting } am Anfang, ruhend oder am Ende.
tap-about = { $tap } ({ $about })

data = Um eine Gruppe zu verlassen, verlass ihren Kanal oder Raum; dann nehme ich dich von ihren Listen. Was ich über dich aufhebe, sage ich dir und sonst niemandem:
what-is-known = Was weißt du über mich?
known = Das weiß ich über dich:
known-name = Du heißt { $name }.
known-accounts = { $count ->
    [one] Dein Konto
   *[other] Deine Konten
}: { $accounts }
known-reads = Du liest { $locale } und lebst nach den Uhren von { $zone }.
known-groups = { $groups ->
    [0] Du bist in keiner Gruppe.
   *[other] Du bist in: { $groups }
}
known-hours = Deine Ruhezeit: { $hours }
known-alone = Du willst nichts hören, worum du nicht gebeten hast.
known-else = Außerdem: was du auf Fragen geantwortet hast, solange sie laufen, deine Antworten auf Einladungen, deine Rollen, und was du einzelnen Plugins gesagt hast. Was du zu anderen sagst, hebe ich nicht auf.
group-gone = Diese Gruppe gibt es nicht mehr.
