command-quiet = Ruhezeiten festlegen: quiet 21:00-08:00, quiet aus, quiet standard
command-snooze = Eine Weile nichts Ungefragtes hören: snooze 3d; snooze aus beendet es
command-leave-me-alone = Gar nichts mehr hören, worum du nicht gebeten hast, oder das zurücknehmen: leave-me-alone nein
command-holiday = Sagen, wann du weg bist: holiday 2026-12-20 2027-01-06
command-my-settings = Zeigen, wann und wie ich dich anspreche, und es ändern
meant-my-settings = einstellungen, sprache, zeitzone
meant-leave-me-alone = stopp, abmelden
meant-holiday = urlaub, ferien
meant-quiet = ruhezeit, ruhezeiten

quiet-hours = In der Zeit { $hours } ({ $zone }) sage ich dir nichts, worum du nicht gebeten hast; es wartet so lange. Was du mich fragst, beantworte ich jederzeit.
no-quiet-hours = Du hast keine Ruhezeiten mehr.
no-hours = **{ $found }** verstehe ich nicht als Zeit. Sag zum Beispiel { $usage }.
snoozed = Bis { $until } sage ich dir nichts, worum du nicht gebeten hast. Was dann noch von Nutzen ist, kommt auf einmal.
not-snoozed = Du hast gerade keine Pause.
end-snooze = Jetzt beenden
too-long = Das ist länger als { $longest }: bis dahin wäre es nichts Neues mehr. Wenn du weg bist, sag { $away }; um gar nichts mehr zu hören, sag leave-me-alone.
left-alone = Ich sage dir nichts mehr, worum du nicht gebeten hast. Fragen, die Gruppen dir gestellt hätten, gelten als nicht zugestellt, und das steht in ihrem Verlauf. Was du mich fragst, beantworte ich wie bisher.
talk-to-me = Sprich wieder mit mir
back = Schön, dass du wieder da bist. Was auf dich gewartet hat, kommt jetzt oder nach deinen Ruhezeiten.
away = Du bist vom { $first } bis { $last } weg. Was ich dir gesagt hätte, wartet, bis du zurück bist, höchstens vier Wochen.
away-then = Du bist weg: { $spans }.
span = { $first } bis { $last }
never-away = Du hast für keinen Tag gesagt, dass du weg bist. Sag zum Beispiel { $usage }.
not-away = Du bist da.
take-back = Zurücknehmen
take-all-back = Alles zurücknehmen
no-span = Vom { $first } bis { $last } kommt kein Tag mehr.
too-many = Das wären mehr als { $count } Abwesenheiten.

less-of-this = Weniger davon
how-much-less = Wie viel weniger soll es sein?
few-a-week = { $count ->
    [one] Höchstens einmal pro Woche
   *[other] Höchstens { $count } pro Woche
}
snooze-a-week = Eine Woche lang nichts
leave-me-alone = Lass mich in Ruhe
few-from-now = { $count ->
    [one] Ab jetzt hörst du höchstens einmal pro Woche ungefragt von mir.
   *[other] Ab jetzt hörst du höchstens { $count }-mal pro Woche ungefragt von mir.
} Was darüber hinausgeht, wartet und kommt zusammen.

settings = Einstellungen
settings-show = Alle ansehen
change = Ändern
empty-stays = Was du leer lässt, bleibt, wie es ist.
field-zone = Zeitzone, etwa Europe/Berlin
field-locale = Sprache
field-hours = Ruhezeiten, etwa 21:00-08:00, oder „aus“
field-days = Freie Tage, etwa Sa, So, oder „keine“
field-most = Höchstens so oft pro Woche
no-zone = **{ $found }** ist keine Zeitzone; meintest du { $near }?
no-days = **{ $found }** nennt keine Tage. Sag zum Beispiel Sa, So.

your-settings = **Wie ich dich anspreche**
row-zone = Deine Zeitzone: { $zone }
row-locale = Deine Sprache: { $locale ->
    [de] Deutsch
    [en] Englisch
   *[other] { $locale }
}
row-hours = Ruhezeiten: { $hours }{ $whose ->
    [community] , wie überall in der Community
   *[own] {""}
}
row-no-hours = Keine Ruhezeiten
row-days = Freie Tage: { $days }{ $whose ->
    [community] , wie überall in der Community
   *[own] {""}
}
row-no-days = Keine freien Tage
row-holidays = Feiertage von { $region }; der nächste ist { $name }, { $day }
row-away = Weg vom { $first } bis { $last }
row-snoozed = Ruhe bis { $until }
row-most = { $count ->
    [one] Ungefragt höchstens einmal pro Woche
   *[other] Ungefragt höchstens { $count }-mal pro Woche
}
row-no-most = Ungefragt, so oft es etwas gibt
row-left-alone = Du wirst in Ruhe gelassen: nichts, worum du nicht gebeten hast

day-mon = Montag
day-tue = Dienstag
day-wed = Mittwoch
day-thu = Donnerstag
day-fri = Freitag
day-sat = Samstag
day-sun = Sonntag

word-off = aus, keine, nein
