"""The PostgreSQL of the stores' tests."""

from tests.adapters.stores.conftest import postgres

__all__ = ["postgres"]
