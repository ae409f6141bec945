# What the core itself says. Arguments of each text stand in its English form.

# --- commands

# --- runs of playbooks
run-failed = The playbook **{ $playbook }** stopped and can't go on: { $reason }
run-task = { $people }: { $task }
run-done = Done
run-skip = Skip
run-reminder = A reminder: { $question }
run-waits-for = Still waiting for { $people }: { $question }
run-still-open = { $count ->
    [0] Still open: { $question }
    [one] Still open, { $count } answer is missing: { $question }
   *[other] Still open, { $count } answers are missing: { $question }
}
