command-kudos = Jemandem danken: kudos @bo für das Review
meant-kudos = lob, loben
command-thank = Wie man jemandem dankt
meant-thank = danke, dank, danken, dankeschön, vielen, merci
how-to-thank = { $where ->
    [here] 🙂 Gern. Um hier jemandem zu danken, sag `!coterie kudos @name für das Review`: alle lesen es.
   *[there] 🙂 Gern. Um jemandem aus einer Gruppe zu danken, sag in ihrem Raum `!coterie kudos @name für das Review`: alle dort lesen es.
}
not-yourself = Sich selbst dankt niemand. Wen meinst du?
thanked = 🎉 Danke, { $person }!
thanked-for = 🎉 Danke, { $person }: { $reason }
me-too = Ich auch
most-thanked = Am meisten Dank bekam: { $people } ({ $count ->
    [one] ein Danke
   *[other] { $count }-mal Danke
} insgesamt)
