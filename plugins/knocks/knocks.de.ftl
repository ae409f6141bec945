knocks = 🚪 **{ $name }** ({ $account }) klopft bei **{ $group }** an und möchte herein.{ $said ->
    [true] { " " }Dazu: { $why }
   *[false] { "" }
}
let-in = Hereinlassen
turn-away = Diesmal nicht
reason = Diesmal nicht; frag gern wieder.
was-let-in = 🚪 { $by } hat **{ $name }** in **{ $group }** gelassen.
was-turned-away = 🚪 { $by } hat **{ $name }** nicht in **{ $group }** gelassen.
is-over = 🚪 **{ $name }** wartet nicht mehr bei **{ $group }**.
is-settled = Dort wartet niemand mehr.
