knocks = 🚪 **{ $name }** ({ $account }) knocks at **{ $group }** and would like to come in.{ $said ->
    [true] { " " }They say: { $why }
   *[false] { "" }
}
let-in = Let them in
turn-away = Not this time
reason = Not this time; you are welcome to ask again.
was-let-in = 🚪 { $by } let **{ $name }** into **{ $group }**.
was-turned-away = 🚪 { $by } did not let **{ $name }** into **{ $group }**.
is-over = 🚪 **{ $name }** no longer waits at **{ $group }**.
is-settled = Nobody waits there any more.
