command-kudos = Jemandem danken: kudos @bo für das Review
meant-kudos = lob, loben
not-yourself = Sich selbst dankt niemand. Wen meinst du?
thanked = 🎉 Danke, { $person }!
thanked-for = 🎉 Danke, { $person }: { $reason }
me-too = Ich auch
most-thanked = Am meisten Dank bekam: { $people } ({ $count ->
    [one] ein Danke
   *[other] { $count }-mal Danke
} insgesamt)
