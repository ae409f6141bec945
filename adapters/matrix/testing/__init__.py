"""A real Matrix homeserver on loopback, and people on it, for tests and for `coterie test --platform matrix`."""

from .homeserver import Homeserver, HomeserverFailed, homeserver, why_no_homeserver
from .person import MatrixPerson, Refusal
from .recording import RecordingInbox, listening
from .sight import Seen, plain_text

__all__ = [
    "Homeserver",
    "HomeserverFailed",
    "MatrixPerson",
    "RecordingInbox",
    "Refusal",
    "Seen",
    "homeserver",
    "listening",
    "plain_text",
    "why_no_homeserver",
]
