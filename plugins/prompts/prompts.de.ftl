command-prompt = Jetzt die nächste Karte eines Decks stellen: prompt python
set-aside = Auf diese Karte hat zwei Runden lang niemand geantwortet, deshalb kommt sie nicht mehr ({ $deck }): { $card }
deck-empty = Von { $deck } kann gerade keine Karte kommen: alle sind beiseitegelegt oder nicht an der Zeit.
