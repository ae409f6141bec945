command-runs = The runs of this group, or the timeline of one: runs RUN
command-run = Start a playbook that this group uses: run retro
command-cancel = End a run before its time: cancel RUN
none = Nothing has run in this group yet.
none-live = Nothing runs in this group now.
no-playbooks = This group uses no playbook.
row-playbook = { $usage }: **{ $title }**
row-cancel = { $usage }: **{ $title }**
row-live = ▶️ **{ $title }** { $run }, since { $started }
row-over = { $state ->
    [finished] ✅
    [failed] ⚠️
   *[cancelled] ⏹️
} **{ $title }** { $run }, begun { $started }: { $outcome }
timeline = **{ $title }** { $run }, begun { $started }: { $state ->
    [running] still running
    [finished] finished, { $outcome }
    [failed] failed, { $outcome }
   *[cancelled] cancelled
}
entry = { $at }: { $what }
no-such-run = There is no run { $run } in this group, or more than one that begins so.
no-such-playbook = This group uses no playbook { $playbook }. { $count ->
    [0] It uses none.
   *[other] It uses { $known }.
}
ended-already = **{ $title }** had already ended.
cancelled = ⏹️ { $person } cancelled **{ $title }**.
