"""The store in PostgreSQL: any number of processes share it, each of them a worker. docs/adr/0018 has the reasons."""

from .snapshot import snapshot
from .store import PostgresStore, open_store

__all__ = ["PostgresStore", "open_store", "snapshot"]
