command-link = Make your accounts on two platforms one: link gives you a code, link CODE from the other account links them
command-unlink = Part the accounts that you linked
account = { $name } on { $platform }
your-code = { $count ->
    [one] You are known to me by one account: { $accounts }.
   *[other] Your accounts: { $accounts }.
} To link another one, send me { $command } as a direct message from it within { $minutes } minutes. Whoever sends it becomes one person with you, so give it to nobody.
linked-all = { $linked ->
    [0] You are known to me as { $accounts }; there is no other platform here to link.
   *[other] Your accounts are linked: { $accounts }. `{ $start }unlink` parts them.
}
linked = Linked: { $accounts } are one person now, counted once and written to where you were last. If that was not you, send me { $command }.
unlinked = Parted: { $accounts }, each somebody of their own again.
nothing-linked = Nothing of yours was linked here. `{ $start }link` shows what is.
wrong-code = That is no code that is good now. { $command } from your other account gives you a new one.
own-code = That is your own code: send it from your other account.
too-many-codes = You had many codes within the last hour. Try again later.
too-many-guesses = Too many codes of yours were wrong within the last hour. Try again later.
