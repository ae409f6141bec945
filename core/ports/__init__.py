"""The doors of the house: what an adapter, a store and a clock must be.

`coterie.core.contracts` holds the suites by which anybody can check their own.
"""

from .carrying import Document, Portable, Snapshot, SnapshotFactory, TellsHindrance
from .examining import STORE, Diagnosis, Examined, Verdict
from .hosting import Hosting, Removable, Tenant, Tenants, Units
from .platform import Adapter, AdapterFactory, Cursor, Inbox, KeepsFiles, OneListener, Performed, Sought, Suggests
from .serving import Reached, Request, Response, Route, Routes
from .store import AtHand, Entry, Guess, Guessing, Json, Made, Queue, Shared, Store, StoreFactory, Timer, Unit

__all__ = [
    "STORE",
    "Adapter",
    "AdapterFactory",
    "AtHand",
    "Cursor",
    "Diagnosis",
    "Document",
    "Entry",
    "Examined",
    "Guess",
    "Guessing",
    "Hosting",
    "Inbox",
    "Json",
    "KeepsFiles",
    "Made",
    "OneListener",
    "Performed",
    "Portable",
    "Queue",
    "Reached",
    "Removable",
    "Request",
    "Response",
    "Route",
    "Routes",
    "Shared",
    "Snapshot",
    "SnapshotFactory",
    "Sought",
    "Store",
    "StoreFactory",
    "Suggests",
    "TellsHindrance",
    "Tenant",
    "Tenants",
    "Timer",
    "Unit",
    "Units",
    "Verdict",
]
