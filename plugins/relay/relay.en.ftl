command-relay = Carry messages between the homes of this group: on, off; for yourself alone: not-me, me
said = **{ $name }** · { $platform }
state = { $state ->
    [on] What is said here is carried between { $homes }.
   *[off] Nothing that is said here is carried; this group lives on { $homes }.
} { $mine ->
    [yes] Your messages are carried where the relay is on; `{ $start }relay not-me` keeps them here.
   *[no] Your messages stay where you write them; `{ $start }relay me` lets them be carried.
}
now-on = { $person } has switched on the relay: what is said here is read on { $homes } from now on, under your name. `{ $start }relay not-me` keeps your own messages here.
now-off = { $person } has switched off the relay: what is said here stays here from now on.
one-home = This group has one home only; there is nowhere to carry messages.
already = The relay is { $state ->
    [on] on
   *[off] off
} already.
me = Your messages are carried where the relay is on.
not-me = Your messages stay where you write them, in every group.

word-not-me = not-me
word-me = me
