"""A real Matrix homeserver on loopback, and people on it, for tests and for `coterie test --platform matrix`."""

from .homeserver import Homeserver, HomeserverFailed, homeserver, why_no_homeserver
from .person import MatrixPerson, Refusal
from .sight import Seen, plain_text

__all__ = [
    "Homeserver",
    "HomeserverFailed",
    "MatrixPerson",
    "Refusal",
    "Seen",
    "homeserver",
    "plain_text",
    "why_no_homeserver",
]
