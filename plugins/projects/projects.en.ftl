# Projects.

command-project = Begin a project, give and do its tasks, close it: new, show, leave, task, tasks, take, done, close. For example: project task 1 @bo 2026-12-05 Draw the board
command-projects = List the projects of this group

form-title = A new project
form-name = What does { $group } make together?
form-wanted = Who is wanted? For example: 2 designers, coder, writer
form-demo = When is it shown? (may stay empty)
form-about = What is it about?
no-role = I can't read “{ $found }” as a role: at most { $roles } roles, each for 1 to { $people } people, for example: 2 designers, coder
no-day = { $found } is no day that there is.
is-past = That day is past already.
is-over = That project is closed.
begun = **{ $title }** is announced as no. { $number }. `{ $start }project task { $number } @who 2026-12-05 what` gives a task, `{ $start }project close { $number } what came of it` ends it.
host-only = Only the host ({ $host }) or a leader can do that.
host-left = Whoever hosted **{ $title }** ({ $group }) left. You lead the group, so it's yours now.
no-such = { $count ->
    [0] There is no project here. `{ $start }project new` begins one.
   *[other] Which one? Say its number: `{ $start }projects` lists them.
}
deed-unknown = I don't know what to do with **{ $word }**. Usage: { $usage }
row = no. { $number } **{ $title }**: { $free ->
    [0] everybody found
    [one] one more wanted
   *[other] { $free } more wanted
}

card-head = 🛠 **{ $title }** · Project no. { $number }
card-about = { $about }
card-demo = 🗓 To be shown on { $demo }
card-host = Hosted by { $host }
card-role = { $taken ->
    [0] ▫️ { $role }: { $count } wanted
   *[other] ▪️ { $role }: { $names } ({ $taken } of { $count })
}
card-closed = 🛠 **{ $title }** is closed. Thank you!
take = Count me in: { $role }
you-are = You're in **{ $title }** as **{ $role }**. { $host } hosts it.
somebody-is = { $who } is in **{ $title }** as **{ $role }**.
is-yours = You are **{ $role }** already.
is-taken = **{ $role }** is taken. Is there another role for you?
not-in-it = You have no role in **{ $title }**.
left = You're out of **{ $title }**.
demo-title = Demo: { $title }

no-text = Say what is to be done: `{ $start }project task 1 @bo 2026-12-05 Draw the board`
too-many = A project has at most { $most } tasks.
nobody = I know nobody in this group as { $who }.
task-added = Task { $number } of **{ $title }** is noted.
task-yours = A task for you in **{ $title }** (no. { $number }): { $text } { $by }
task-due = Today is the day: { $text } (**{ $title }**, task { $number }) { $by }
task-late = Its day is past: { $text } (**{ $title }**, task { $number }) { $by }
task-by = by { $due }
task-row = { $state ->
    [done] ✅ { $number } { $text }
    [open] ▪️ { $number } { $text } · { $owner } { $by }
   *[free] ▫️ { $number } { $text } · nobody yet { $by }
}
task-taken = Somebody has that task, or it is done.
task-is-yours = It's yours: { $text }
tasks-head = **{ $title }**
no-tasks = **{ $title }** has no tasks yet.
no-task = There is no task { $number }.
which-task = Say the number of the task behind that of the project: `{ $start }project done 1 2`
not-yours = That is not your task.
on-page = { $text } ({ $title }) { $by }
done = Done ✅
drop = I can't do it
dropped = It's free again: { $text }
somebody-dropped = { $who } can't do it: { $text } (**{ $title }**). It's free again.
well-done = Well done: { SENTENCE($text) } { $left ->
    [0] That was the last one.
    [one] One is left.
   *[other] { $left } are left.
}
closed = 🏁 **{ $title }** is finished, { $done } of { $tasks } tasks done. { $told ->
    [true] { SENTENCE($text) }{" "}
   *[false] {""}
}Thank you, { $names }!
closed-title = What came of it: { $title }

word-task = task
word-tasks = tasks
word-take = take
word-done = done
word-close = close
