command-prompt = Ask the next card of a deck now: prompt python, or one with a tag: prompt python newcomers
set-aside = Nobody answered this card two rounds running, so it does not come any more ({ $deck }): { $card }
few-left = { $left ->
    [one] One card of { $deck } is left.
   *[other] { $left } cards of { $deck } are left.
} New ones come with { $suggest }.
deck-empty = No card of { $deck } can come now: all are set aside or out of season.
no-such-tag = No card of { $deck } has the tag { $tags }.
which-deck = { $count ->
    [0] There are no decks.
   *[other] There is no deck { $found }. There are { $decks }: `{ $start }prompt DECK`
}
menu-suggest = Make this a prompt
menu-suggest-about = Suggests what this message asks as a question for the whole group
command-suggest = Suggest a prompt for this group; a leader approves it with one tap: suggest What was your first bug?
question = The question
suggest-title = A prompt for this group
no-messages-kept = I keep no messages, so please write the question down once more.
too-long = A prompt has between one and { $longest } characters.
no-room = There is room for { $room } prompts of this group's own, and it is taken.
kept = 💬 Noted. It comes next.
waits = 💬 Thank you! { $count ->
    [0] It waits for a leader: nobody leads this group at the moment.
   *[other] { $leaders } can approve it with one tap.
}
suggestion = 💬 { $person } suggests a prompt for { $group }: { $text }
approve = Ask it
decline = Rather not
approved = 💬 It comes next.
declined = 💬 It is not asked.
decided-already = That was decided already.
yours-is-in = 💬 Your prompt for { $group } was approved. It comes next.
stands = 💬 A question was asked on { $at }: { $replies ->
    [0] nobody answered yet
    [one] one reply
   *[other] { $replies } replies
}
answered = 💬 The last question of { $deck } got { $replies ->
    [0] no reply
    [one] one reply
   *[other] { $replies } replies
}.
ask-it = Ask the next question
no-deck = No deck was asked here yet. `{ $start }prompt DECK` asks one.
