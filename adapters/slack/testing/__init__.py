"""A Slack on loopback: real HTTP and Socket Mode, for tests and scenarios."""

from .client import NotPossible
from .delivery import NotAcknowledged, signature
from .faults import Dropped, Held, RateLimited, Refusal, ServerError
from .layout import Control, Option, Seen
from .person import Person
from .server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, LoopbackSlack, slack_on_loopback, watched

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "SIGNING_SECRET",
    "Control",
    "Dropped",
    "Held",
    "LoopbackSlack",
    "NotAcknowledged",
    "NotPossible",
    "Option",
    "Person",
    "RateLimited",
    "Refusal",
    "Seen",
    "ServerError",
    "signature",
    "slack_on_loopback",
    "watched",
]
