"""What the files want of one home."""

from __future__ import annotations

import pytest
from attrs import evolve

from coterie.core.engine.definitions import Definitions
from coterie.core.model.community import Community, Group, History, JoinMode, Visibility
from coterie.core.model.content import Capability
from coterie.core.plan.desired import desired

GROUP = Group("python", "Python", "Learn.", join=JoinMode.COMMUNITY, encrypted=True, history=History.JOINED)


@pytest.mark.parametrize(("space", "join"), [({"matrix": "#town:x"}, JoinMode.COMMUNITY), ({}, JoinMode.KNOCK)])
def test_where_no_space_says_who_is_in_the_community_everybody_asks(space: dict[str, str], join: JoinMode) -> None:
    hidden = evolve(GROUP, id="council", visibility=Visibility.PRIVATE, join=JoinMode.OPEN)
    town = Community("town", "Town", space=space, groups={"python": GROUP, "council": hidden})
    files = Definitions((town,))
    wish = desired(files, files, {"matrix": frozenset(Capability)}, {})
    python, council = wish.homes
    assert (python.join, python.encrypted, python.history) == (join, True, History.JOINED)
    assert council.join is JoinMode.INVITE
    assert [one.private for one in wish.spaces] == [frozenset({"council"})] * len(space)
