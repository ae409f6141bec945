command-ask-me = Anbieten, gefragt zu werden, wenn niemand antwortet: ask-me python, testen; ask-me meine nimmt die Themen deines Profils; ohne Thema alles; ask-me aus beendet es
command-ask-after = Wählen, nach welcher Zeit eine Frage als unbeantwortet gilt: ask-after 6h
ask-you = 🙋 Ist notiert: Wenn hier niemand eine Frage zu { $topics } beantwortet, frage ich dich. Höchstens einmal am Tag und nicht nachts. `{ $start }ask-me aus` beendet es.
ask-you-anything = 🙋 Ist notiert: Wenn hier niemand eine Frage beantwortet, frage ich dich. Höchstens einmal am Tag und nicht nachts. `{ $start }ask-me aus` beendet es.
no-more = 🙋 Ist notiert: Ich frage dich nichts mehr.
after = 🙋 Ist notiert: Ich kümmere mich um eine Frage, wenn { $length } lang niemand geantwortet hat.
after-is = 🙋 Ich kümmere mich um eine Frage, wenn { $length } lang niemand geantwortet hat.
no-length = Bitte zwischen zehn Minuten und zwei Tagen: ask-after 6h.
perhaps-you = 🙋 { $person }, weißt du es vielleicht?
waiting = ❓ { $count ->
    [one] Eine Frage wartet auf Antwort
   *[other] { $count } Fragen warten auf Antwort
}
in-the-brief = ❓ { $left } von { $asked } Fragen der Woche blieben zu lange ohne Antwort. Die Hälfte der Antworten kam innerhalb von { $median }.
