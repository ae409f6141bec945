command-host = Wer diese Woche den Empfang macht, und auf die Liste kommen
command-scribe = Wer diese Woche mitschreibt, und auf die Liste kommen
command-leaders = Wer hier welche Rolle hat, bis wann, und wer eine hatte
command-volunteer = Eine Rolle anbieten: volunteer gastgeber, protokoll, moderation, stellvertretung oder leitung
command-nominate = Jemanden für eine Rolle vorschlagen; die Person wird zuerst gefragt: nominate @bo leader
command-willing = Sagen, dass man dich hier um etwas bitten darf: willing, willing aus
command-candidates = Sehen, wen man um etwas bitten könnte
command-step-down = Eine Rolle heute zurückgeben: step-down leitung
command-relieve = Jemandem eine Rolle abnehmen: relieve @bo moderator
command-away = Sagen, dass du weg bist; wo du leitest, springt jemand ein: away bis 2026-12-24, away zurück
meant-leaders = leitung, rollen
meant-away = weg, abwesend
role-name = { $role ->
    [leader] Leitung
    [deputy] Stellvertretung
    [moderator] Moderation
    [host] Empfang der Woche
    [scribe] Protokoll der Woche
   *[other] { $role }
}
on-the-list = Du stehst auf der Liste: Wenn du in { $group } mit der Rolle „{ role-name }“ an der Reihe bist, frage ich dich vorher.
off-the-list = Du stehst nicht mehr auf der Liste: Nach der Rolle „{ role-name }“ in { $group } frage ich dich nicht mehr.
invited = { $by } kann sich dich in { $group } gut vorstellen für: { role-name }. Wenn du an der Reihe bist, wirst du gefragt und darfst immer Nein sagen. Kommst du auf die Liste?
week = { $some ->
    [0] Die Rolle „{ role-name }“ hat gerade niemand.
   *[other] Diese Woche hat { $now } die Rolle „{ role-name }“.
} { $count ->
    [0] Auf der Liste steht noch niemand.
   *[other] Auf der Liste: { $listed }.
} { $there ->
    [true] Wenn du an der Reihe bist, frage ich dich.
   *[false] Möchtest du gefragt werden, wenn du an der Reihe bist?
}
on = Frag mich, wenn ich dran bin
off = Nimm mich von der Liste
your-turn = Übernimmst du diese Woche in { $group }: { role-name }? Du bist an der Reihe, und auszusetzen ist in Ordnung.
take = Ja, gern
pass = Diese Woche nicht
has-this-week = 🎈 { role-name }: { $person }. Danke!
taken = Diese Woche hat schon { $person } die Rolle „{ role-name }“.
nobody-this-week = Von der Liste kann diese Woche in { $group } niemand: { role-name }. Magst du jemanden ansprechen?
not-here = { $person } ist nicht in { $group }.
holds-it = { $person } hat die Rolle „{ role-name }“ schon.
holds-it-not = { $person } hat die Rolle „{ role-name }“ hier nicht.
holds-nothing = Du hast hier keine Rolle.
stands-already = Es wird schon gefragt, ob { $person } die Rolle „{ role-name }“ bekommt.
nominated = { $by } wünscht sich dich in { $group } für: { role-name }. Zuerst vier Wochen auf Probe, mit jemandem an deiner Seite. Sonst weiß niemand davon. Möchtest du?
accept = Ja, möchte ich
decline = Nein, danke
thanks-for-yes = Danke! Ich frage die Leitung von { $group } und sage dir Bescheid.
thanks-for-offer = Danke! Ich frage die Leitung hier, ob du auf Probe anfängst ({ role-name }), und sage dir Bescheid.
asked-them = Ich frage { $person } unter vier Augen nach der Rolle „{ role-name }“.
fine-too = Auch gut.
declined = { $person } möchte die Rolle „{ role-name }“ gerade nicht. Danke, dass du daran gedacht hast.
no-answer = { $person } hat auf die Frage nach der Rolle „{ role-name }“ nicht geantwortet. Ich lasse sie ruhen.
try-them = { $person } würde in { $group } übernehmen: { role-name }. { $own ->
    [true] Das Angebot kam von { $person } selbst.
   *[false] Jemand hat { $person } vorgeschlagen, und die Antwort war Ja.
} Soll es losgehen, vier Wochen auf Probe?
confirm-them = Die Zeit von { $person } in { $group } ({ role-name }) ist fast um. Soll die Rolle für ein halbes Jahr bleiben?{ $objections ->
    [0] {""}
    [one] {""} Ein Mitglied hat widersprochen, deshalb braucht es ein Ja vom Community-Management.
   *[other] {""} { $objections } Mitglieder haben widersprochen, deshalb braucht es ein Ja vom Community-Management.
}
yes = Ja
no = Nein
heard = Danke, ich habe es notiert.
not-now = Die Leitung von { $group } möchte dir die Rolle „{ role-name }“ gerade nicht geben. Danke, dass du bereit warst; eine Woche am Empfang ist immer ein guter Anfang.
ends-then = In { $group } endet deine Zeit ({ role-name }) am { $until } und wird nicht verlängert. Danke für alles, was du getan hast.
undecided = Von der Leitung von { $group } hat niemand entschieden, ob du die Rolle „{ role-name }“ bekommst. Sprich mit ihr und frag wieder.
over = Das ist schon entschieden.
not-for-you = Das entscheidest nicht du.
on-trial = 🌱 { $person } übernimmt auf Probe bis { $until }: { role-name }{ $accompanied ->
    [true] {""}, mit { $companion } an der Seite
   *[false] {""}
}. Wenn etwas dagegen spricht, sag es mir: Ich gebe weiter, dass jemand widerspricht, und nicht, wer.
deputy-acts = { $person } übernimmt bis { $until }: { role-name }, denn gerade leitet hier niemand{ $accompanied ->
    [true] {""}, mit { $companion } an der Seite
   *[false] {""}
}. Wenn etwas dagegen spricht, sag es mir: Ich gebe weiter, dass jemand widerspricht, und nicht, wer.
object = Ich widerspreche
objected = Wer über { $person } entscheidet, erfährt von mir, dass jemand widerspricht, und nicht, wer. Jetzt muss das Community-Management zustimmen.
somebody-objects = Ein Mitglied von { $group } widerspricht: { $person } als { role-name }. Bei der Entscheidung braucht es dein Ja; am besten sprichst du vorher mit der Gruppe.
confirmed = 🌳 { $person } hat die Rolle „{ role-name }“ bis { $until }. Danke!
term-ends = Deine Zeit in { $group } ({ role-name }) endet am { $until }. Machst du weiter, wenn die anderen zustimmen, oder gibst du ab?
go-on = Weitermachen
hand-over = Abgeben
asking-others = Danke! Ich frage die anderen und sage dir Bescheid.
handing-over = Danke für alles. Ich frage die Gruppe, wer möchte; bis { $until } ist es noch deine Aufgabe.
who-takes-over = { $person } gibt am { $until } ab: { role-name }. Wer möchte als Nächstes? Zuerst kommt eine Probezeit, mit jemandem an der Seite.
holder-silent = { $person } hat mir nicht gesagt, wie es in { $group } weitergeht ({ role-name }). Am { $until } endet die Zeit.
would = Ich würde
given-back = { $person } hat die Rolle „{ role-name }“ nicht mehr.
led-until = Willkommen zurück in { $group }! Du hast die Gruppe geleitet, bis du sie am { $until } verlassen hast. Möchtest du sie wieder leiten?
lead-again = Ja, möchte ich
leads-again = 🌳 { $person } ist zurück und leitet diese Gruppe wieder.
candidate-left = { $person } hat die Gruppe verlassen; aus der Rolle „{ role-name }“ wird nichts.
thanks = 💐 Danke, { $person }, für deine Zeit ({ role-name })!
vacant = { $group } leitet niemand mehr{ $count ->
    [0] {""}
   *[other] {""} ({ $named } steht in der Datei und ist nicht im Raum)
}. { $acting ->
    [true] { $deputy } leitet vertretungsweise vier Wochen lang, und die Gruppe wird gefragt, wer möchte.
   *[false] Eine Stellvertretung gibt es auch nicht; die Gruppe wird gefragt, wer möchte.
}
who-would-lead = Diese Gruppe leitet gerade niemand. Wer möchte? Zuerst kommen vier Wochen Probezeit, mit jemandem an der Seite.
no-deputy = Du leitest { $group } allein. Wer könnte dich vertreten? Schlag jemanden vor mit `{ $start }nominate @jemand deputy`; `{ $start }candidates` zeigt, wer bereit ist.
you-do-a-lot = Du leitest { $groups } oder hilfst dabei, insgesamt { $roles } Rollen. Ist das zu viel? Mit „step-down“ kannst du im Raum der Gruppe eine abgeben. Außer dir liest das nur das Community-Management.
does-a-lot = { $person } leitet { $groups } oder hilft dabei, insgesamt { $roles } Rollen. Ich habe gefragt, ob es zu viel ist; sonst weiß niemand davon.
alone = { $count ->
    [one] { $groups } wird von einer Person allein geleitet, und niemand könnte sie vertreten. Nach einer Vertretung gefragt wurde vor vier Wochen.
   *[other] { $groups }{ $more ->
    [0] {""}
   *[other] {""} und { $more } weitere
} werden jeweils von einer Person allein geleitet, und niemand könnte sie vertreten. Nach einer Vertretung gefragt wurde vor vier Wochen.
} Vielleicht hilft ein Vorschlag von dir: `{ $start }nominate @jemand deputy` im Raum der Gruppe.
on-page = { role-name } in { $group }, { $trial ->
    [true] zur Probe,{" "}
   *[false] {""}
}bis { $until }
named-in-file = In der Datei der Community steht, dass du **{ $group }** leitest. Ist das für dich in Ordnung?
nobody-agreed = { $count ->
    [one] In { $groups } hat noch niemand von der Leitung Ja dazu gesagt: Es steht nur in der Datei. Gefragt werden sie auf ihrer eigenen Seite (`{ $start }me`).
   *[other] In { $count } Gruppen hat noch niemand von der Leitung Ja dazu gesagt: Es steht nur in den Dateien ({ $groups }{ $more ->
    [0] {""}
   *[other] {""} und { $more } weitere
}). Gefragt werden sie auf ihren eigenen Seiten (`{ $start }me`).
}
who-row = **{ role-name }**: { $people }
who = { $person }
who-until = { $person } ({ $trial ->
    [true] auf Probe,{" "}
   *[false] {""}
}bis { $until })
alumni-row = Mit Dank an { $people }
nobody-leads = Hier hat noch niemand eine Rolle. `{ $start }volunteer gastgeber` ist ein guter Anfang.
away = Hab eine gute Zeit! Bis einschließlich { $until } giltst du als abwesend.{ $some ->
    [0] {""}
   *[other] {" "}In { $groups } springt jemand für dich ein.
}{ $none ->
    [0] {""}
   *[other] {" "}In { $alone } kann dich niemand vertreten.
}
stand-in = { $person } ist bis einschließlich { $until } weg, und du springst in { $group } ein.
back-again = Willkommen zurück! Es ist alles wieder deins.
was-here = Du warst gar nicht weg.
away-is = Du bist bis einschließlich { $until } weg.
is-here = Du bist nicht weg.
until-when = Bis wann? Nenn mir einen Tag, der noch kommt: away bis 2026-12-24

willing-on = Wer diese Gruppe leitet, kann ab jetzt sehen, dass man dich um etwas bitten darf. Damit sie sehen, wen sie zuerst fragen, merke ich mir hier für je { $weeks } Wochen, wessen Fragen du beantwortest und wer dir dankt, und umgekehrt; keine Worte, keine Zahl von Nachrichten. Sie lesen deinen Namen und nichts davon. `{ $start }willing aus` beendet es und vergisst es.
willing-off = Gut: Dein Name wird niemandem gezeigt, und was ich mir dafür gemerkt hatte, ist vergessen.
willing-no-more = { $person } steht nicht mehr bereit: Wer das zurückgenommen hat, wird nicht gefragt. `{ $start }candidates` zeigt, wer bereit ist.
candidates = Bereit, und in den letzten { $weeks } Wochen hier anderen eine Hilfe: { $people }.
others-willing = { $some ->
    [some] Auch bereit: { $people }.
   *[none] Bereit: { $people }.
}
candidates-how = Nach Namen, nicht nach Rang: Es zählt, wie vielen verschiedenen Leuten jemand half und wer ihnen half, nie, wie viel jemand schreibt. Wen du bittest, wird allein gefragt und darf nein sagen. `{ $start }nominate @jemand moderator` fragt nach einer anderen Rolle.
ask-candidate = { $person } um Vertretung bitten
nobody-willing = Noch hat niemand gesagt, dass man bitten darf. Das sagt man mit `{ $start }willing` für sich selbst; `{ $start }nominate @jemand deputy` fragt trotzdem.

word-host = gastgeber, gastgeberin, empfang
word-scribe = protokoll
word-moderator = moderation, moderatorin
word-deputy = stellvertretung
word-leader = leitung, leiter, leiterin
