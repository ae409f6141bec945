# Challenges.

command-challenge = Eine Challenge beginnen (challenge neu), sehen, wie deine läuft (stand), aussteigen (verlassen) oder eine beenden (beenden)
command-challenges = Die Challenges dieser Gruppe zeigen

form-title = Eine neue Challenge
form-name = Was macht { $group }?
form-first = Ab welchem Tag?
form-every = Wie oft? (leer: jeden Tag)
every-day = Jeden Tag
every-week = Jede Woche
form-days = Wie viele Tage oder Wochen lang?
form-forgives = Wie oft darf man aussetzen, ohne dass die Serie endet? (leer: 1)
form-hour = Zu welcher Stunde wird gefragt? (6 bis 22; leer: 19)
form-where = Wo wird gefragt? (leer: alle einzeln)
form-about = Sonst noch etwas?
where-alone = Alle einzeln, nach der eigenen Uhr
where-thread = Im Thread der Challenge
is-past = Dieser Tag ist schon vorbei. `{ $start }challenge neu` beginnt noch einmal.
is-over = Diese Challenge ist vorbei.
host-only = Beenden darf sie nur, wer sie begonnen hat oder die Gruppe leitet.
no-such = { $count ->
    [0] Hier gibt es keine Challenge. `{ $start }challenge neu` beginnt eine.
   *[other] Welche? Sag die Nummer dazu: `{ $start }challenges` zeigt sie.
}
row = Nr. { $number } **{ $title }**, { $first } – { $last }

card-head = 🎯 **{ $title }** · Challenge Nr. { $number }
card-days = { $first } – { $last } ({ $every ->
    [week] { $days } Wochen
   *[day] { $days } Tage
}). { $forgives ->
    [0] Eine Serie verzeiht keinen Ausfall.
    [one] Eine Serie verzeiht einen Ausfall.
   *[other] Eine Serie verzeiht { $forgives } Ausfälle.
}
card-about = { $about }
card-people = { $count ->
    [one] Eine Person macht mit.
   *[other] { $count } Leute machen mit.
}
card-over = 🎯 **{ $title }** ist vorbei. Danke!
join = Ich mache mit
joined-alone = Du bist dabei: **{ $title }**. Ab { $first } frage ich dich { $every ->
    [week] jede Woche
   *[day] jeden Tag
} um { $hour } Uhr deiner Zeit. `{ $start }challenge verlassen` in der Gruppe beendet das.
joined-thread = Du bist dabei: **{ $title }**. Ab { $first } frage ich { $every ->
    [week] jede Woche
   *[day] jeden Tag
} im Thread.
left = Du bist bei **{ $title }** ausgestiegen; davon bleibt nichts gespeichert.
not-in-it = Du machst bei **{ $title }** nicht mit.
status = **{ $title }**: { $every ->
    [week] { $days } von { $of } Wochen
   *[day] { $days } von { $of } Tagen
} geschafft; deine Serie steht bei { $streak } und verzeiht noch { $left }.

ask = **{ $title }**, { $every ->
    [week] Woche
   *[day] Tag
} { $day } von { $of }: geschafft?
done = Geschafft ✅
undone = Diesmal nicht
well-done = Gut gemacht! { $streak ->
    [one] Eine Serie beginnt.
   *[other] { $streak }-mal in Folge.
} { $forgiven ->
    [0] { "" }
    [one] Ein Ausfall ist verziehen.
   *[other] { $forgiven } Ausfälle sind verziehen.
}
another-day = Dann ein andermal. { $forgives ->
    [0] Das nächste Mal ist ein neuer Anfang.
   *[other] Serien verzeihen hier.
}
tally = 🎯 **{ $title }** diese Woche: { $people } Leute haben es zusammen { $days }-mal geschafft.
finished = 🏁 **{ $title }** ist vorbei: { $people } Leute haben es zusammen { $done }-mal geschafft. Danke euch allen!
finished-few = 🏁 **{ $title }** ist vorbei. Danke euch allen!
ask-for-story = **{ $title }** ist vorbei. Magst du der Gruppe erzählen, wie es war?
story = Erzählen
form-story-title = Wie es war
form-story = Wie war es? Nenne andere nur, wenn es ihnen recht ist.
the-story = 📖 **{ $title }**: { $text }
story-title = Wie es war: { $title }

word-stop = beenden, stopp
