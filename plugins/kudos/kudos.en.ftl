command-kudos = Thank somebody: kudos @bo for the review
meant-kudos = praise
not-yourself = Nobody thanks themselves. Whom did you mean?
thanked = 🎉 Thank you, { $person }!
thanked-for = 🎉 Thank you, { $person }: { $reason }
me-too = Me too
most-thanked = Most thanked: { $people } ({ $count ->
    [one] one thank-you
   *[other] { $count } thank-yous
} in all)
