command-guidelines = How we treat each other here: guidelines, guidelines add No photos without asking, guidelines history
meant-guidelines = rules

none = There are no guidelines here.
of-community = How we treat each other in **{ $community }**:
head = How we treat each other in **{ $group }** (version { $number }):
hello = 👋 One thing before you begin; only you see it.
rule = { $number }: { $rule }
own-rule = { $number }: { $rule } *(this group)*
choice-read = I have read them
thanks = Thank you.
so-many = { $count } of { $members } { $count ->
    [one] has
   *[other] have
} acknowledged this version.
in-group-alone = Say { $usage } in the room of the group that you mean. What the community asks of everybody stands in its file.
so-few = Fewer than { $k } of { $members } have acknowledged this version.
add-what = What shall be added? One rule, at most { $most } characters: `{ $start }guidelines add No photos without asking`. What the community asks of everybody can't be taken away here.
there-already = That is one of them already.
withdraw-what = Name the number of a rule that this group added. What the community asks of everybody can't be taken away here.
changed = 📜 The guidelines of the community have changed (version { $number }):
changed-above = 📜 The guidelines that hold here from above have changed (version { $number }):
changed-by = 📜 { $person } has changed the guidelines of this group (version { $number }):
added = New: { $rule }
removed = No longer: { $rule }
reworded = Now: { $now } (before: { $before })
history = The last versions:
version = Version { $number }, since { $since }: { $count ->
    [one] one rule
   *[other] { $count } rules
}, by the community
version-by = Version { $number }, since { $since }: { $count ->
    [one] one rule
   *[other] { $count } rules
}, by { $person }

word-add = add
word-withdraw = withdraw
word-history = history
