"""What a platform must be on which many install the same app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol, runtime_checkable

from ..model.event import Account
from ..values import frozen
from .examining import Diagnosis
from .platform import Adapter
from .serving import Routes
from .store import Store, Unit


@frozen
class Tenant:
    """A workspace that let coterie in, with a community of its own. `id` is the platform's, of letters and digits.

    `community` is the id of the community in a file that lives there; None where there is none, and it is made in chat. `managers` are the
    accounts of those who let coterie in.
    """

    platform: str
    id: str
    name: str
    community: str | None = None
    managers: tuple[Account, ...] = ()


class Tenants(Protocol):
    """Where the communities of workspaces live: each has a store of its own, and nothing of one is ever seen by another."""

    def open(self, tenant: Tenant, adapter: Adapter) -> AbstractAsyncContextManager[None]:
        """The community lives as long as the block lasts. What ends it from inside (a PlatformError, a StoreError) is raised in a group."""

    async def forget(self, tenant: str) -> None:
        """Take away all that is kept of a workspace; its community does not live now."""


@runtime_checkable
class Units(Protocol):
    """What a store is to whoever only reads and writes records."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """As that of a store."""


class Hosting(Protocol):
    """A platform's app that any number of workspaces install: it lets each of their communities live while it is installed."""

    async def host(self, store: Store, tenants: Tenants, routes: Routes) -> None:
        """Do so until cancelled; who installed it is kept in `store`. Raises StoreError where that can't be used any more."""

    def entered(self, store: Store, tenant: str) -> AbstractAsyncContextManager[tuple[Tenant, Adapter]]:
        """One workspace, and an adapter that acts there as long as the block lasts, without listening. Raises UserError where it is not installed."""

    def examine(
        self, store: Units, homes: Callable[[Tenant], Awaitable[Mapping[str, str]]]
    ) -> AsyncIterator[Diagnosis]:
        """Look at every workspace as `Examined` does, one after another; what is amiss in one keeps none from being looked at. `store` is only
        read, beside whoever has it open; `homes` gives those of the groups of one workspace."""


@runtime_checkable
class Removable(Protocol):
    """A store that can be taken away with everything in it."""

    async def remove(self) -> None:
        """Close it, and leave nothing of it behind."""
