command-runs = Die Läufe dieser Gruppe, oder der Verlauf von einem: runs LAUF
command-run = Ein Playbook starten, das diese Gruppe benutzt: run retro
command-cancel = Einen Lauf vorzeitig beenden: cancel LAUF
none = In dieser Gruppe ist noch nichts gelaufen.
none-live = In dieser Gruppe läuft gerade nichts.
no-playbooks = Diese Gruppe benutzt kein Playbook.
row-playbook = { $usage }: **{ $title }**
row-cancel = { $usage }: **{ $title }**
row-live = ▶️ **{ $title }** { $run }, seit { $started }
row-over = { $state ->
    [finished] ✅
    [failed] ⚠️
   *[cancelled] ⏹️
} **{ $title }** { $run }, begonnen { $started }: { $outcome }
timeline = **{ $title }** { $run }, begonnen { $started }: { $state ->
    [running] läuft noch
    [finished] beendet, { $outcome }
    [failed] gescheitert, { $outcome }
   *[cancelled] abgebrochen
}
entry = { $at }: { $what }
no-such-run = Einen Lauf { $run } gibt es in dieser Gruppe nicht, oder mehrere fangen so an.
no-such-playbook = Ein Playbook { $playbook } benutzt diese Gruppe nicht. { $count ->
    [0] Sie benutzt keines.
   *[other] Sie benutzt { $known }.
}
ended-already = **{ $title }** war schon zu Ende.
cancelled = ⏹️ { $person } hat **{ $title }** abgebrochen.
