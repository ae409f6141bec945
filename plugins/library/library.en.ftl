command-keep = Keep a link for this group: keep https://… A title #tag. In reply to a message: that message
command-library = Look into the library: library python #talk. Also library share, update, remove, follow, unfollow, pin, unpin, export, import
meant-library = links, wiki
meant-keep = save, bookmark
menu-keep = Add to the library
menu-keep-about = Keeps this message or a link in it for the group, under a title that you give it
kept = 📚 Kept: { $row }
address-taken = The library has this address already: { $row }
    No. { $number } stays as it was. If it says the same, take it away: { $remove }.
there-already = The library has this already: { $row }
not-a-link = { $link } is no address on the web. Give me one that begins with https://
nobody-owns = Nobody can look after “{ $title }”: this group has no leader.
no-such-entry = You have no entry { $number } in your libraries.
not-yours = Entry { $number } is looked after by { $owner }; leaders of the group may change it too.
form-keep = Keep this message
form-update = Change entry { $number }
form-update-says = What you leave empty stays as it is.
form-import = Take in a file
form-import-says = If there is a mistake in it, nothing is taken in, and I tell you all of them.
field-what = What shall be kept?
this-message = This message
field-title = Title
field-tags = Tags, e.g. python talk
field-link = Address
field-review = Look at it again on
field-text = The text of the { $format } file
found = { $count ->
    [one] One entry for “{ $words }”:
   *[other] { $count } entries for “{ $words }”, the best first:
}

    { $rows }
newest = { $count ->
    [one] One entry:
   *[other] { $count } entries, the newest first:
}

    { $rows }
nothing-yet = There is nothing in your libraries yet. { $keep } puts something in, and so does 📌 on a message.
nothing-found = Nothing for “{ $words }”. { $keep } puts something in, and so does 📌 on a message.
more = { $count } more
shared = Entry { $number } is now for { $shelf ->
    [group] this group alone
    [parent] the groups around it
   *[public] everybody
}.
removed = 🗑️ Entry { $number }, “{ $title }”, is gone.
confirmed = 👍 Entry { $number }, “{ $title }”, stays. I ask again after { $until }.
updated = ✏️ Changed: { $row }. I ask again after { $until }.
which-shelf = For whom shall it be? { $usage }
which-number = Which entry? Its number stands before it: { $usage }
which-tag = Which tag? { $usage }
which-format = Which kind of file? { $usage }
following = { $count ->
    [0] This group follows no tags any more.
   *[other] This group follows { $tags }. On Mondays I tell what is new, if there is something.
}
news = 📚 New in the library under { $tags }:

    { $rows }{ $left ->
    [0] {""}
   *[other] {""}

    And { $left } more: { $search }
}
still-good = Entry { $number } of your library, { $title }: does it still hold?
still-good-leader = Entry { $number }, { $title }, was kept by { $owner }, of whom I hear nothing. Does it still hold?
good = Still good
update = Change it
drop = Remove it
file-title = Library of { $name }
exported = { $count ->
    [one] One entry.
   *[other] { $count } entries.
}
nothing-to-export = There is nothing to export yet.
imported = 📚 { $count ->
    [0] Nothing new
    [one] One entry taken in
   *[other] { $count } entries taken in
}{ $there ->
    [0] .
   *[other] , { $there } were there already.
}
passed-over = { $count ->
    [one] One thing in it leads nowhere and was passed over: a library keeps what has an address. It stands in line { $lines }.
   *[other] { $count } things in it lead nowhere and were passed over: a library keeps what has an address. They stand in lines { $lines }{ $left ->
        [0] .
       *[other] {" "}and { $left } more.
    }
}
mistakes = Nothing was taken in: { $count ->
    [one] there is a mistake in the file.
   *[other] there are { $count } mistakes in the file.
}

    { $rows }{ $left ->
    [0] {""}
   *[other] {""}

    And { $left } more.
}
mistake = { $line ->
    [0] {""}
   *[other] line { $line }:{" "}
}{ $wrong ->
    [empty] there is no entry in it
    [unreadable] from here on it can't be read: “{ $found }”
    [breaks-off] here it breaks off in the middle
    [column] the column “{ $found }” is missing
    [cells] wrong number of cells ({ $found })
    [title] the title is missing
    [no-link] the address is missing
    [link] “{ $found }” is no address on the web
    [scope] “{ $found }” is not group, parent or public
    [date] “{ $found }” is no date like 2027-05-01
   *[too-many] { $found } entries are too many at once
}
kept-lately = 📚 { $count ->
    [one] New in the library: { $titles }
   *[other] { $count } new in the library, such as { $titles }
}
board-called = 📚 Library
board = **📚 Library**

    { $count ->
        [0] Nothing is kept yet.
       *[other] { $rows }
    }{ $left ->
    [0] {""}
   *[other] {""}

    And { $left } more: { $search }
}
board-pinned = 📚 The library stands pinned in the room now, and changes with it. { $unpin } takes it away.
board-unpinned = 📚 The library is pinned no more.

word-search = search
word-share = share
word-update = update
word-remove = remove
word-follow = follow
word-unfollow = unfollow
word-pin = pin
word-unpin = unpin
word-export = export
word-import = import
word-parent = parent
word-public = public
