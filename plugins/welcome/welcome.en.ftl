command-welcome = Greet somebody once more: welcome @cy
welcome = 👋 Welcome { $person } to **{ $group }**! { SENTENCE($purpose) }{ $count ->
    [0] {""}
   *[other] {" "}If anything is unclear, ask { $leaders }.
}
