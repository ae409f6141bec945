command-welcome = Jemanden noch einmal begrüßen: welcome @cy
welcome = 👋 Willkommen { $person } in **{ $group }**! { SENTENCE($purpose) }{ $count ->
    [0] {""}
   *[other] {" "}Wenn etwas unklar ist, frag { $leaders }.
}
