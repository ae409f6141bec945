"""What differs of the pictures by which rooms and Spaces are shown."""

from __future__ import annotations

from ..model.picture import Picture
from ..values import frozen
from .difference import Act, Change, Difference, What
from .found import Made


@frozen
class Shown:
    """What is to become of a picture."""

    change: Change
    act: Act
    wanted: str
    why: str

    def of(self, group: str, platform: str, subject: str = "") -> Difference:
        """As a difference of a group, or of what stands beside it."""
        return Difference(group, platform, What.AVATAR, self.change, self.act, subject, None, self.wanted, self.why)


def shown_by(wanted: Picture | None, now: str | None, made: Made) -> Shown | None:
    """What differs of a picture; None where nothing does, or where the platform tells of none."""
    if now is None or now == (wanted.digest if wanted else ""):
        return None
    if wanted is None:
        ours = made.avatar is not None and now == made.avatar
        return Shown(Change.TAKE, Act.DO, "", "no file names it any more") if ours else None
    if not now:
        return Shown(Change.ADD, Act.DO, wanted.path, "")
    ours = made.avatar is not None
    return Shown(Change.ALTER, Act.DO if ours else Act.ASK, wanted.path, "" if ours else "somebody else chose another")
