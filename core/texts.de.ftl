# What the core itself says. Arguments of each text stand in its English form.

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
