command-brief = Have the weekly brief for the leaders, or not: brief on, brief off
on = 📋 Noted: the leaders of this group read three facts every Monday.
off = 📋 Noted: no weekly brief.
head = 📋 **{ $group }, last week**
fact = • { $fact }
advice = { $advice }
activity = { $kind ->
    [quiet] Quieter than usual: { $count } people wrote, usually it is { $usual }.
    [lively] Livelier than usual: { $count } people wrote, usually it is { $usual }.
    [few] Fewer than { $count } people wrote{ $usual ->
        [0] {""}
       *[other] , usually it is { $usual }
    }.
    [first] { $count } people wrote. What is usual here I know after three weeks.
    [moved] { $count } came, { $went } left.
    [some_moved] Some people came or left.
   *[steady] { $count } people wrote, about as usual ({ $usual }).
}
rung = { $rung ->
    [1] A quiet week is nothing yet. A question to somebody by name often helps.
    [2] Two quiet weeks: a prompt wakes many groups.
    [3] Three quiet weeks: perhaps meet once, at a fixed time?
   *[4] { $weeks } quiet weeks: time to ask the group what it wants to be. A rest is fine too.
}
start-it = Start: { $title }
done = 📋 Done.
not-used = This group does not use { $playbook } any more.
