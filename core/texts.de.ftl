# Was der Kern selbst sagt.

## What people see where the app is installed

app-about = Hilft den kleinen Gruppen unserer Community: Begrüßungen, Fragen, Treffen, Rückblicke
app-command = Frag coterie; „help“ sagt, was es hier kann
install-title = coterie für euren Workspace
install-about = Es hilft den kleinen Gruppen einer Community: Begrüßungen, Fragen, Treffen, Rückblicke. Slack zeigt gleich, worum es bittet, und du entscheidest.
install-button = Zu Slack hinzufügen
install-done = coterie ist in { $workspace }
install-done-about = Schreib ihm in einer Direktnachricht /coterie help, dann sagt es, was es kann.
install-done-org = Füge es jetzt den Workspaces eurer Organisation hinzu, in denen es leben soll: in Slack, unter Apps verwalten.
install-open = Slack öffnen
install-not = Nichts wurde installiert
install-not-about = Du hast coterie nicht hereingelassen, und nichts wurde aufbewahrt.
install-failed = Das hat nicht geklappt
install-over = Diese Seite war zu lange offen, wurde zweimal geöffnet oder in einem anderen Browser begonnen. Fang von hier neu an.
install-refused = Slack hat es nicht angenommen. Fang neu an; wenn auch das scheitert, stimmt die Client-ID oder das Secret der App nicht.
install-later = Slack oder coterie war gerade nicht zu erreichen. Versuch es in einer Minute noch einmal.
install-again = Neu beginnen

## Commands

unknown-command = **{ $name }** kenne ich nicht. { $help } zeigt, was ich kann.
unknown-answer = { $name } kenne ich nicht. War es eine Antwort auf meine Frage: Wähle etwas von dem, was dort steht, durch Antippen, mit der Nummer oder den Worten. { $help } zeigt, was ich kann.
unknown-command-near = **{ $name }** kenne ich nicht. War { $near } gemeint? { $help } zeigt, was ich kann.
say-something = Sag mir, was ich tun soll: { $help } zeigt, was ich kann.
which-command = { $name } kann hier mehreres heißen. Sag { $ways }.
wrong-argument = **{ $found }** kann ich als **{ $name }** nicht brauchen: erwartet wird { $expected }. So geht es: { $usage }
missing-argument = **{ $name }** fehlt: erwartet wird { $expected }. So geht es: { $usage }
too-much = Mit **{ $found }** kann ich nichts anfangen. So geht es: { $usage }

wrong-moment = **{ $found }** kann ich nicht als Zeit lesen. Schreib 1.12.2026 18:00, morgen 18:00 oder Freitag 18:00.

expected-person = eine Person, als Erwähnung, Kürzel oder Name
expected-room = der Name einer Gruppe oder „hier“
expected-group = die Kennung oder der Name einer Gruppe
expected-deck = die Kennung eines Decks
expected-int = eine ganze Zahl
expected-number = eine Zahl
expected-bool = ja oder nein
expected-date = ein Datum wie 23.11.2026, „heute“ oder „morgen“
expected-duration = eine Dauer wie 90s, 15m, 2h, 3d oder 2w
expected-choice = eines von { $allowed }
expected-word = ein Wort oder mehrere in Anführungszeichen
expected-text = ein Text
expected-rest = ein paar Worte
expected-or = { $expected }; oder { $other }
can-be-said = Du kannst sagen: { $ways }.

## Rechte und Orte

serves-nothing = Von außen bin ich nicht zu erreichen: Wer mich betreibt, muss erst in coterie.toml unter **[web]** ein **listen** setzen.
needs-role = { $who ->
    [manager] Das darf nur das Community-Management.
   *[other] Das darf nur, wer hier diese Rolle hat: { $role }.
}
needs-a-group = Das gehört zu einer Gruppe: sag es in ihrem Raum.
needs-a-group-first = { $command } gehört zu einer Gruppe, und du bist noch in keiner. { $find } zeigt die, in die du kommen könntest.
needs-a-group-of-yours = { $count ->
    [one] { $command } gehört zu deiner Gruppe **{ $groups }**: sag es in ihrem Raum.
   *[other] { $command } gehört zu einer deiner Gruppen: **{ $groups }**{ $left ->
        [0] {""}
       *[other] {" "}oder einer von { $left } weiteren
    }. Sag es im Raum der Gruppe, die du meinst.
}
in-group = In **{ $group }**:
done-there = Erledigt, in **{ $group }**.
for-all-there = Das sollen alle in **{ $group }** lesen: sag es in ihrem Raum.
command-for-all-there = Das sollen alle in **{ $group }** lesen: sag es in ihrem Raum, mit { $command }.
role-manager = Community-Management
role-leader = Leitung
role-moderator = Moderation
role-host = Gastgeber
role-deputy = Stellvertretung
role-scribe = Protokoll
role-member = Mitglied

## Formulare

form-thanks = Danke, das war alles zu **{ $title }**.
form-cancelled = **{ $title }** ist abgebrochen; nichts davon ist gespeichert.
form-over = Dieses Formular ist geschlossen.
poll-over = Diese Umfrage ist zu Ende.
choice-over = Das ist vorbei: Hier kann nichts mehr gewählt werden.
question = **{ $number }/{ $of }** { $label }
option = **{ $number }** { $label }
hint-text = Schreib deine Antwort.
hint-long = Schreib deine Antwort; sie darf lang sein.
hint-number = Schreib eine Zahl.
hint-date = Schreib ein Datum wie 23.11.2026.
hint-time = Schreib eine Uhrzeit wie 09:30.
hint-select = Schreib die Nummer oder die Worte deiner Wahl.
hint-many = Schreib die Nummern oder die Worte deiner Wahl, mit Komma dazwischen.
hint-people = Erwähne eine oder mehrere Personen.
ways-required = „zurück“ geht zur Frage davor, „abbrechen“ hört auf.
ways-optional = „überspringen“ macht ohne Antwort weiter, „zurück“ geht zur Frage davor, „abbrechen“ hört auf.
word-skip = überspringen
word-back = zurück
word-cancel = abbrechen, stopp
word-yes = ja, j, jo, jawohl
word-no = nein, n, nö, nee
word-on = an, ein
word-off = aus
word-now = jetzt, sofort
word-stop = stopp
word-new = neu, neue, neuer, neues
word-show = zeigen, zeig, zeige
word-leave = verlassen, aussteigen
word-status = stand
word-every = alle, jede
word-until = bis
word-mine = meine, meins
word-group = gruppe
word-none = keine, kein, keins
word-all = alle
word-default = standard
word-here = hier
word-today = heute
word-tomorrow = morgen
form-corrected = **{ $label }** lautet jetzt: { $answer }
form-asked-again = Deine Antwort auf **{ $label }** ist zurückgenommen.

misfit-missing = Hier wird eine Antwort gebraucht.
misfit-number = Das ist keine Zahl.
misfit-date = Das ist kein Datum wie 23.11.2026.
misfit-time = Das ist keine Uhrzeit wie 09:30.
misfit-choice = Das steht nicht zur Wahl.
misfit-person = Hier kenne ich niemanden, der so heißt.
misfit-at_least = Es muss mindestens { $limit } sein.
misfit-at_most = Es darf höchstens { $limit } sein.
misfit-shorter = Das ist zu lang: höchstens { $limit } Zeichen.
misfit-longer = Das ist zu kurz: mindestens { $limit } Zeichen.
misfit-earlier = Das späteste Datum ist { $limit }.
misfit-later = Das früheste Datum ist { $limit }.
misfit-more_choices = Wähle mindestens { $limit }.
misfit-fewer_choices = Wähle höchstens { $limit }.
misfit-not_before = Die früheste Uhrzeit ist { $limit }.
misfit-not_after = Die späteste Uhrzeit ist { $limit }.
misfit-more_people = Nenne mindestens { $limit } Personen.
misfit-fewer_people = Nenne höchstens { $limit } Personen.

## Was schiefging

sorry = Entschuldigung, da ist bei mir etwas schiefgegangen, und nichts davon ist geschehen. Wer mich betreibt, findet den Grund unter { $event }.
set-aside = { $plugin } geht gerade nicht; wer mich betreibt, weiß davon.
set-aside-told = Das Plugin **{ $plugin }** ist { $count }-mal hintereinander gescheitert, zuletzt bei { $event }. Ich habe es beiseitegelegt, bis ich neu gestartet werde. Alles andere läuft weiter.

## Charta und Thema

charter-called = 📜 Charta
charter-name = **{ $name }**
charter-purpose = { $purpose }
charter-for = **Für:** { $whom }
charter-not-for = **Nicht für:** { $whom }
charter-goal = **Ziel:** { $goal }
charter-leaders = **Leitung:** { $leaders }
charter-size = **Größe:** { $least } bis { $most } Leute
charter-size-from = **Größe:** ab { $least } Leuten
charter-join = { $join ->
    [community] **Dazukommen:** wer zur Community gehört, kann beitreten; andere fragen an
    [knock] **Dazukommen:** anfragen, dann lässt dich jemand herein
    [invite] **Dazukommen:** auf Einladung
   *[open] **Dazukommen:** alle können einfach beitreten
}
charter-until = **Bis:** { $until }
charter-review = **Überprüfung:** alle { $every }
charter-guidelines = **Leitlinien:** Version { $version }
topic-for = { $purpose } · Für: { $whom }

## Wenn niemand gestört werden will

held-together = **Während bei dir Ruhe war:**
held-named = Du wurdest genannt: { $groups }.
unasked-left-alone = { $person } möchte nichts hören, worum nicht gebeten wurde
unasked-too-long = { $person } soll länger als vier Wochen nicht gestört werden

# --- commands

# --- Abläufe von Playbooks
run-failed = Das Playbook **{ $playbook }** ist stehen geblieben und kann nicht weiter: { $reason }
run-task = { $people }: { $task }
run-done = Erledigt
run-skip = Überspringen
run-reminder = Zur Erinnerung: { $question }
run-waits-for = Es fehlt noch eine Antwort von { $people }: { $question }
run-still-open = { $count ->
    [0] Noch offen: { $question }
    [one] Noch offen, { $count } Antwort fehlt: { $question }
   *[other] Noch offen, { $count } Antworten fehlen: { $question }
}
run-cancelled = Hier braucht es keine Antwort mehr: { $question }
run-is-live = **{ $title }** läuft hier schon.
run-not-now = **{ $title }** kann jetzt nicht beginnen: die Bedingung dafür ist nicht erfüllt.
run-no-such-playbook = Ein Playbook **{ $playbook }** gibt es nicht.
run-happened-started = begonnen
run-happened-began = { $step } begonnen
run-happened-asked = { $step } wartet auf Antworten
run-happened-nobody = { $step }: niemand ist gemeint
run-happened-reminded = { $step }: erinnert
run-happened-late = { $step }: die Zeit ist um
run-happened-ended = { $step } beendet
run-happened-passed = { $step } übersprungen
run-happened-pressed = { $step }: ein Knopf wurde gedrückt
run-happened-undelivered = { $step }: eine Nachricht konnte nicht zugestellt werden: { $detail }
run-happened-finished = beendet: { $detail }
run-happened-failed = gescheitert: { $detail }
run-happened-cancelled = abgebrochen

state-proposed = vorgeschlagen
state-gathering = auf der Suche nach Leuten
state-pilot = auf Probe
state-active = aktiv
state-dormant = in Ruhe
state-merging = beim Zusammengehen
state-splitting = beim Teilen
state-sunsetting = am Enden
state-archived = archiviert
there-already = { $group } ist schon { $from }.
no-such-move = { $group } ist { $from }; „{ $to }“ kommt von dort aus nicht in Frage.

# --- Konten
link-one-already = Diese Konten sind schon beide deine.
link-both-named = Ihr steht beide in der Datei der Community, als zwei Personen. Bitte jemanden aus der Leitung der Community, beide Konten unter einem Namen einzutragen.
link-same-platform = Du hast schon ein Konto auf { $platform }. Verbinden lässt sich auf jeder Plattform eines; `unlink` trennt sie wieder.

# --- Räume
home-failed = In **{ $group }** auf { $platform } kann ich nicht mehr schreiben: { $reason }. In den anderen Räumen der Gruppe geht es weiter; ich versuche es bei der nächsten Nachricht wieder und sage das nicht noch einmal.
home-refused = In **{ $group }** auf { $platform } kann ich nicht mehr schreiben: { $reason }. Ich versuche es bei der nächsten Nachricht wieder und sage das nicht noch einmal.

# --- Von Hand geändert
room-archived = Jemand hat den Raum von **{ $group }** auf { $platform } archiviert: Dort kann ich nichts mehr sagen. Was hilft: ihn wieder öffnen, dann geht alles weiter; oder, wenn die Gruppe zu Ende ist, mir das mit `!coterie sunset` sagen.
room-deleted = Jemand hat den Raum von **{ $group }** auf { $platform } gelöscht, mit allem, was dort gesagt wurde. Was hilft: einen Raum gleichen Namens anlegen und mich einladen; was ich von der Gruppe weiß, ist alles noch da.
room-left = Jemand hat mich aus dem Raum von **{ $group }** auf { $platform } entfernt: Dort kann ich nichts mehr tun. Was hilft: mich wieder einladen (und, falls ich gebannt wurde, vorher den Bann aufheben), dann geht alles weiter.
still-open = Eine Frage aus dem Raum vor diesem ist noch offen. Wer schon geantwortet hat, muss es nicht noch einmal tun.
room-hidden = Der Raum von **{ $group }** auf { $platform } ist jetzt privat, obwohl ihre Charta sagt, dass alle sie finden können. Was hilft: ihn wieder öffentlich machen, oder die Charta sagen lassen, dass sie privat ist.
leader-over = { $person } leitet **{ $group }** und hat kein Konto mehr auf { $platform }. Was hilft: schauen, wer es übernimmt.
leader-guest = { $person } leitet **{ $group }**, ist auf { $platform } jetzt Gast und erreicht nur die Räume, die dafür freigegeben sind. Was hilft: schauen, ob jemand mitleiten sollte.
leader-elsewhere = { $person } leitet **{ $group }** und gehört auf { $platform } jetzt zu einer anderen Organisation. Was hilft: schauen, ob jemand von euch mitleiten sollte.
came-guest = { $person } ist auf { $platform } zu **{ $group }** gekommen: der erste Gast dort. Gäste lesen, was in den Räumen gesagt wird, die für sie freigegeben sind, und sonst nichts. Bei den nächsten sage ich das nicht mehr.
came-elsewhere = { $person } ist auf { $platform } zu **{ $group }** gekommen: aus einer anderen Organisation, erstmals dort. Was in dem Raum gesagt wird, verlässt eure eigene. Bei den nächsten sage ich das nicht mehr.
events-withheld = { $platform } sagt mir gerade nicht alles: Es geschieht mehr, als es einer App in einer Stunde weitergibt. Was hilft: nichts, solange es nicht wiederkommt; dann schauen, in welchen Kanälen ich nicht sein muss.

# --- Einladungen
uninvited = Diese Leute konnte ich auf { $platform } nicht in **{ $group }** bitten:
uninvited-gone = { $person }: Auf { $platform } gibt es dieses Konto nicht oder nicht mehr. Frag sie anders, oder berichtige, wer sie sind.
uninvited-guest = { $person }: Gast auf { $platform } und nur in den Räumen, die dafür freigegeben sind. Wer es verwaltet, kann diesen freigeben.
uninvited-elsewhere = { $person }: aus einer anderen Organisation, mit der dieser Raum nicht geteilt ist. Wer { $platform } verwaltet, kann ihn mit ihr teilen.
uninvited-closed = { $person }: aus einer anderen Organisation, und eure teilt keine Räume: wegen ihres Tarifs auf { $platform } oder einer Regel dort ({ $word }). Wer es verwaltet, kann das ändern.
uninvited-rights = { $person }: Ich darf sie nicht hereinbitten. Bitte sie selbst, oder lass mir das Recht dafür von jemandem geben, der { $platform } verwaltet.
uninvited-other = { $person }: { $platform } sagt { $word }. Bitte sie selbst herein; dir sagt es vielleicht mehr.
uninvited-more = Und { $count } weitere, aus ähnlichen Gründen.
invitation-waits = { $person } hat zu **{ $group }** ja gesagt. Auf { $platform } muss das noch jemand von der Verwaltung genehmigen, eurer oder ihrer; dann kommen sie herein.
invitation-declined = { $person } hat zu **{ $group }** auf { $platform } nein gesagt. Was hilft: fragen, warum, wenn es wichtig ist, bevor du sie wieder einlädst.
# --- Verschlüsselung
unreadable = { $person }, ich kann nicht lesen, was du geschrieben hast: Es ist verschlüsselt, und der Schlüssel dazu kam nicht bei mir an. Bitte sag es noch einmal; was mich verspätet erreicht, tue ich trotzdem. Bleibt es so, melde dich in deiner App ab und wieder an, oder frag, wer mich betreibt.

# --- Was abgelehnt wurde
refused = Für **{ $group }** ging auf { $platform } Folgendes nicht: { $effect ->
        [Post] eine Nachricht schreiben
        [Upload] eine Datei teilen
        [Edit] eine Nachricht ändern
        [Remove] eine Nachricht wegnehmen
        [React] ein Emoji an eine Nachricht setzen
        [Pin] eine Nachricht anheften
        [Invite] jemanden einladen
        [Expel] jemanden entfernen
        [GrantRole] jemandem ein Recht geben
        [RevokeRole] ein Recht zurücknehmen
        [OpenRoom] einen Raum öffnen
        [SetTopic] ein Thema setzen
        [SetAvatar] einem Raum ein Bild geben
        [Rename] einen Raum umbenennen
        [SetAccess] ändern, wer hineindarf
        [Archive] einen Raum archivieren
       *[other] etwas tun ({ $effect })
    } – { $reason }. Ich sage das eine Woche lang nicht noch einmal.
refused-anywhere = Auf { $platform } ging Folgendes nicht: { $effect ->
        [Post] eine Nachricht schreiben
        [Upload] eine Datei teilen
        [Edit] eine Nachricht ändern
        [Remove] eine Nachricht wegnehmen
        [React] ein Emoji an eine Nachricht setzen
        [Pin] eine Nachricht anheften
        [Invite] jemanden einladen
        [Expel] jemanden entfernen
        [GrantRole] jemandem ein Recht geben
        [RevokeRole] ein Recht zurücknehmen
        [OpenRoom] einen Raum öffnen
        [SetTopic] ein Thema setzen
        [SetAvatar] einem Raum ein Bild geben
        [Rename] einen Raum umbenennen
        [SetAccess] ändern, wer hineindarf
        [Archive] einen Raum archivieren
       *[other] etwas tun ({ $effect })
    } – { $reason }. Ich sage das eine Woche lang nicht noch einmal.
refused-kept = Was ich nicht tun konnte, ist 30 Tage lang aufgehoben. Ist es in Ordnung gebracht, kann mich, wer mich betreibt, es noch einmal versuchen lassen: `coterie outbox list`, dann `coterie outbox retry`.
cure-invite = Was hilft: nachsehen, ob es den Raum noch gibt, und mich in ihn einladen.
cure-reopen = Was hilft: der Raum ist archiviert; öffnet ihn wieder, oder gebt der Gruppe einen anderen.
cure-rights = Was hilft: gebt mir in dem Raum auf { $platform } das Recht dazu; `coterie doctor` nennt, welches.
cure-scope = Was hilft: der App fehlt eine Erlaubnis; wer mich betreibt, fügt sie auf { $platform } hinzu und installiert die App neu.
cure-person = Was hilft: die Person ist auf { $platform } nicht zu erreichen, vielleicht ist sie gegangen; fragt sie auf anderem Weg.
cure-name = Was hilft: der Name ist auf { $platform } vergeben; wählt einen anderen, oder macht ihn frei.

# --- Erste Begegnung
thread-root = 🧵 **{ $group }**
thread-how = Die Gruppe lebt im Thread unter dieser Nachricht. Wer dabei sein will, schreibt { $join }.
thread-closed = 🧵 **{ $group }** ist zu Ende. Was gesagt wurde, steht weiter im Thread darunter.
thread-moved = 🧵 **{ $group }** hat jetzt einen eigenen Raum. Wer im Thread dabei war, ist dorthin eingeladen.
thread-in = { $count ->
    [one] { $people } ist in der Gruppe.
   *[other] { $people } sind in der Gruppe.
}

contact-hello = Hallo, ich bin coterie. Ich kümmere mich um die kleinen Gruppen einer Community: Begrüßungen, Fragen, Treffen, Rückblicke. Ich tue nichts, worum niemand gebeten hat, und schweige, wo ich nicht gebraucht werde.
contact-help = Schreib mir { $help }, dann zähle ich auf, was ich für dich tun kann.
contact-home = In **{ $room }** ist **{ $group }** zu Hause, und ich bin jetzt dabei.
contact-whole = **{ $room }** gehört der Community als Ganzes, und ich bin jetzt dabei.
contact-no-group = In **{ $room }** ist noch keine Gruppe zu Hause, also sage ich dort nichts. Wer die Community leitet, nennt den Raum in der Community-Datei; um eine neue Gruppe zu beginnen, schreib mir { $propose }.
contact-lacks = In **{ $room }** fehlen mir diese Rechte:
contact-lack = { $what }: { $right } braucht Stufe { $needed }, und ich habe { $held }
contact-cure = Was hilft: gib { $account } in dem Raum die Stufe { $level }, oder senke, was diese brauchen. Ich sehe wieder nach, sobald sich etwas daran ändert, und sage es.
contact-given = In **{ $room }** darf ich jetzt dies: { $what }.
contact-all-well = Ich darf dort alles, was ich brauche.
may-write = schreiben
may-react = Emojis an Nachrichten setzen
may-poll = mit Umfragen fragen
may-pin = Nachrichten anheften
may-topic = das Thema setzen
may-avatar = dem Raum sein Bild geben
may-rename = den Raum umbenennen
may-grant = Rollen ihre Rechte geben
may-admit = sagen, wer hineindarf
may-invite = Leute einladen
may-remove = jemanden entfernen
may-redact = Nachrichten anderer wegnehmen
managers-room = In diesem Raum zu sein ist Macht: wer darin ist, leitet **{ $community }** – gründet, ändert und beendet Gruppen und liest, was Leitungen lesen. Lasst nur herein, wem ihr das anvertraut, und nur auf Einladung; wer den Raum verlässt oder entfernt wird, leitet nicht mehr.
managers-room-outsider = { $person } ist Gast, aus einer anderen Organisation oder ein Programm: liest hier mit, leitet **{ $community }** aber nicht. Soll das so sein, gehört der Name in der Datei unter `managers`.
managers-room-open = In diesen Raum kann jeder von selbst kommen, also leitet niemand darin **{ $community }**. Lasst Leute nur auf Einladung herein; ich sehe wieder nach, wenn sich das ändert.
tally = mindestens { $count }
tally-few = weniger als { $k }
