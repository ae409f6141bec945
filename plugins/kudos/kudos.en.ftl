command-kudos = Thank somebody: kudos @bo for the review
meant-kudos = praise
command-thank = How one thanks somebody
meant-thank = thanks, thx, ty
how-to-thank = { $where ->
    [here] 🙂 Gladly. To thank somebody here, say `!coterie kudos @name for the review`: everybody reads it.
   *[there] 🙂 Gladly. To thank somebody of a group, say `!coterie kudos @name for the review` in its room: everybody there reads it.
}
not-yourself = Nobody thanks themselves. Whom did you mean?
thanked = 🎉 Thank you, { $person }!
thanked-for = 🎉 Thank you, { $person }: { $reason }
me-too = Me too
most-thanked = Most thanked: { $people } ({ $count ->
    [one] one thank-you
   *[other] { $count } thank-yous
} in all)
