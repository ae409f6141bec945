command-me = Show your page: your groups, what comes next, what you have taken on
meant-me = page, home, data, privacy
menu-me = My page
menu-me-about = Your groups, what comes next, and what you have taken on

section-groups = ## Your groups
section-next = ## What comes next
section-mine = ## What you have taken on
section-find = ## What you could join
section-lead = ## For you as a leader
section-manage = ## For you as a manager
section-you = ## How I speak to you
section-data = ## Your data, and how to leave

group = **{ $group }**{ $leads ->
    [true] { " " }· you lead it
   *[false] { "" }
}{ $state ->
    [awake] { "" }
    [dormant] { " " }· resting
    [merging] { " " }· going into another group
    [splitting] { " " }· asked whether to divide
    [sunsetting] { " " }· coming to its end
   *[other] { " " }· at its beginning
}: { $purpose }
no-groups = You are in no group yet. Join the channel or room of one, and it stands here.
more-groups = … and { $count } more.
in-group = **{ $group }:** { $text }
standing = { $groups ->
    [one] One group
   *[other] { $groups } groups
}: { $awake } awake, { $resting } at their beginning, resting or ending.
tap-about = { $tap } ({ $about })

data = To leave a group, leave its channel or room; I take you off its lists then. What I keep of you, I tell you and nobody else:
what-is-known = What do you know of me?
known = This is what I know of you:
known-name = You are called { $name }.
known-accounts = { $count ->
    [one] Your account
   *[other] Your accounts
}: { $accounts }
known-reads = You read { $locale } and live by the clocks of { $zone }.
known-groups = { $groups ->
    [0] You are in no group.
   *[other] You are in: { $groups }
}
known-hours = Your quiet hours: { $hours }
known-alone = You want to be told nothing that you did not ask for.
known-else = Besides: what you answered to questions while they run, your replies to invitations, roles that you hold, and what you told single plugins. What you say to others, I do not keep.
group-gone = This group is no longer there.
