"""What can be chosen on a message, as a scenario's people see it."""

from __future__ import annotations

from ..values import frozen


@frozen
class Offer:
    """Something that can be chosen on a message: a button, or what a reaction or a typed answer stands for."""

    id: str
    label: str
