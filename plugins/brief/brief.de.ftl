command-brief = Den wöchentlichen Überblick für die Leitung einschalten oder nicht: brief an, brief aus
on = 📋 Ist notiert: Die Leitung dieser Gruppe liest jeden Montag drei Fakten.
off = 📋 Ist notiert: kein wöchentlicher Überblick.
head = 📋 **{ $group }, letzte Woche**
fact = • { $fact }
advice = { $advice }
activity = { $kind ->
    [quiet] Ruhiger als sonst: { $count } Leute haben geschrieben, sonst sind es { $usual }.
    [lively] Lebhafter als sonst: { $count } Leute haben geschrieben, sonst sind es { $usual }.
    [few] Weniger als { $count } Leute haben geschrieben{ $usual ->
        [0] {""}
       *[other] , sonst sind es { $usual }
    }.
    [first] { $count } Leute haben geschrieben. Was hier üblich ist, weiß ich nach drei Wochen.
    [moved] { $count } kamen dazu, { $went } gingen.
    [some_moved] Ein paar Leute kamen oder gingen.
   *[steady] { $count } Leute haben geschrieben, etwa wie sonst ({ $usual }).
}
rung = { $rung ->
    [1] Eine ruhige Woche ist noch nichts. Oft hilft eine Frage an jemanden persönlich.
    [2] Zwei ruhige Wochen: Eine gute Frage weckt viele Gruppen.
    [3] Drei ruhige Wochen: Vielleicht trefft ihr euch einmal, zu fester Zeit?
   *[4] { $weeks } ruhige Wochen: Zeit, die Gruppe zu fragen, was sie sein will. Eine Pause ist auch in Ordnung.
}
start-it = Starten: { $title }
done = 📋 Erledigt.
not-used = { $playbook } benutzt diese Gruppe nicht mehr.
