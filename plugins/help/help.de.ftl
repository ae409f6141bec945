also-help = hilfe, ?
command-help = Was ich kann, oder wie ein Befehl geht: help kudos
command-hello = Womit man anfängt
meant-hello = hallo, moin, servus
hello = 👋 Hallo! Ich helfe den Gruppen hier, sich zu finden, sich zu treffen und lebendig zu bleiben. Für den Anfang:
what-i-can = Das kann ich. Wenn du mir direkt schreibst, fallen die Worte vor dem Befehl weg; { $start } sagt mehr über einen.
no-such-command = Einen Befehl oder ein Plugin **{ $command }** kenne ich nicht. { $help } zeigt alle.
row = { $usage } – { $about }
row-for = { $usage } – { $about } ({ $who ->
    [manager] nur Community-Management
    [leader] nur Leitung
    [moderator] nur Moderation
    [host] nur Gastgeber
   *[member] nur Mitglieder
})
