command-prompt = Ask the next card of a deck now: prompt python
set-aside = Nobody answered this card two rounds running, so it does not come any more ({ $deck }): { $card }
deck-empty = No card of { $deck } can come now: all are set aside or out of season.
