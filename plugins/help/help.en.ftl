also-help = ?
command-help = What I can do, or how one command is given: help kudos
command-hello = Where to begin
meant-hello = hi, hey, start
hello = 👋 Hello! I help the groups here to begin, to meet and to last. To begin with:
what-i-can = This is what I can do. Write to me directly and the words before the command can go; { $start } tells more about one.
no-such-command = I know no command or plugin **{ $command }**. { $help } lists all.
row = { $usage } – { $about }
row-for = { $usage } – { $about } ({ $who ->
    [manager] community managers only
    [leader] leaders only
    [moderator] moderators only
    [host] hosts only
   *[member] members only
})
