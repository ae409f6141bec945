command-relay = Nachrichten zwischen den Räumen dieser Gruppe übertragen: an, aus; nur für dich: ohne-mich, mit-mir
said = **{ $name }** · { $platform }
state = { $state ->
    [on] Was hier gesagt wird, wird zwischen { $homes } übertragen.
   *[off] Was hier gesagt wird, bleibt hier; die Gruppe ist auf { $homes } zu Hause.
} { $mine ->
    [yes] Deine Nachrichten werden übertragen, wo das eingeschaltet ist; mit `{ $start }relay ohne-mich` bleiben sie hier.
   *[no] Deine Nachrichten bleiben, wo du sie schreibst; mit `{ $start }relay mit-mir` werden sie übertragen.
}
now-on = { $person } hat die Übertragung eingeschaltet: Was hier gesagt wird, ist ab jetzt auf { $homes } zu lesen, unter deinem Namen. Mit `{ $start }relay ohne-mich` bleiben deine eigenen Nachrichten hier.
now-off = { $person } hat die Übertragung ausgeschaltet: Was hier gesagt wird, bleibt ab jetzt hier.
one-home = Diese Gruppe hat nur einen Raum; es gibt nichts, wohin Nachrichten zu übertragen wären.
already = Die Übertragung ist schon { $state ->
    [on] eingeschaltet
   *[off] ausgeschaltet
}.
me = Deine Nachrichten werden übertragen, wo das eingeschaltet ist.
not-me = Deine Nachrichten bleiben in jeder Gruppe dort, wo du sie schreibst.

word-not-me = ohne-mich
word-me = mit-mir, ich
