command-ask-me = Offer to be asked what nobody answers: ask-me python, testing; ask-me mine takes the topics of your profile; without a topic anything; ask-me off ends it
command-ask-after = Choose after how long a question counts as unanswered: ask-after 6h
ask-you = 🙋 Noted: when nobody answers a question about { $topics } here, I ask you. At most once a day, and not at night. `{ $start }ask-me off` ends it.
ask-you-anything = 🙋 Noted: when nobody answers a question here, I ask you. At most once a day, and not at night. `{ $start }ask-me off` ends it.
no-more = 🙋 Noted: I ask you nothing any more.
after = 🙋 Noted: I look after a question when nobody has answered it for { $length }.
after-is = 🙋 I look after a question when nobody has answered it for { $length }.
no-length = Between ten minutes and two days, please: ask-after 6h.
perhaps-you = 🙋 { $person }, do you perhaps know?
waiting = ❓ { $count ->
    [one] One question waits for an answer
   *[other] { $count } questions wait for an answer
}
in-the-brief = ❓ { $left } of { $asked } questions of the week got no answer in time. Half of the answers came within { $median }.
