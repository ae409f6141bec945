"""Groups that live in threads of the community's room: the rest of the house sees rooms.

`performing` stands before an adapter: what happens in such a room happens in the thread. `hearing` stands before the inbox: what was said and done
in the thread was said and done in the room. `records` is what both know.
"""
