command-digest = Wählen, wann dein Überblick über alle deine Gruppen kommt: digest wöchentlich montag 08:00, digest täglich 7:30, digest aus; digest jetzt zeigt ihn
command-digest-default = Wählen, wann alle einen Überblick bekommen, die nichts dazu gesagt haben: digest-default wöchentlich montag 08:00, digest-default aus
meant-digest = überblick, übersicht
is = 📬 Dein Überblick kommt { $when }, in deiner Zeitzone. `{ $start }digest aus` beendet ihn, `{ $start }digest jetzt` zeigt ihn.
is-off = 📬 Du bekommst keinen Überblick. Mit `{ $start }digest wöchentlich Montag 8:00` kommt einer, `{ $start }digest jetzt` zeigt, was darin stünde.
on = 📬 Ist notiert: ein Überblick über alle deine Gruppen, { $when }, in deiner Zeitzone. `{ $start }digest aus` beendet ihn.
off = 📬 Ist notiert: kein Überblick für dich.
default-on = 📬 Ist notiert: Wer nichts dazu gesagt hat, bekommt { $when } der eigenen Zeitzone einen Überblick.
default-off = 📬 Ist notiert: Einen Überblick bekommt nur, wer ihn möchte.
default-is = 📬 Wer nichts dazu gesagt hat, bekommt { $when } der eigenen Zeitzone einen Überblick.
default-is-off = 📬 Einen Überblick bekommt nur, wer ihn möchte.
no-rhythm = { $words } kenne ich nicht als Zeit für einen Überblick. Sag wöchentlich Montag 8:00, täglich 7:30 (ganze und halbe Stunden) oder aus.
nothing = 📬 Von den letzten sieben Tagen gibt es nichts zu erzählen.
head = 📬 **Deine Gruppen**
foot = Das bekommst du, weil du oder deine Community es so möchten: `{ $start }digest aus` beendet es.
foot-now = Das waren die letzten sieben Tage.
came = 👋 { $count ->
    [one] Ein neues Mitglied
   *[other] { $count } neue Mitglieder
}
somebody-came = 👋 Jemand ist neu dabei
when = { $day ->
    [monday] montags
    [tuesday] dienstags
    [wednesday] mittwochs
    [thursday] donnerstags
    [friday] freitags
    [saturday] samstags
    [sunday] sonntags
   *[daily] täglich
} um { $time } Uhr

word-weekly = wöchentlich
word-daily = täglich
word-off = aus, nie, keine
word-monday = montag
word-tuesday = dienstag
word-wednesday = mittwoch
word-thursday = donnerstag
word-friday = freitag
word-saturday = samstag
word-sunday = sonntag
