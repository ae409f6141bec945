"""What coterie asks of a workspace, and why: scopes and events (pure). No more than the core, the adapter and the plugins make use of.

Source of what takes which scope: the pages of methods and events on docs.slack.dev.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coterie.core.handling import LoadedPlugin
from coterie.core.model.content import Capability
from coterie.core.model.event import HomeOpened
from coterie.core.values import frozen


@frozen
class Ask:
    """Scopes, and the events that they let through, for one reason."""

    why: str
    scopes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


ALWAYS: tuple[Ask, ...] = (
    Ask("People give commands: `/coterie`, and in the menus of messages.", ("commands",)),
    Ask("It speaks, changes what it said, and takes it away.", ("chat:write",)),
    Ask("`@coterie …` is a command too.", ("app_mentions:read",), ("app_mention",)),
    Ask("What is said in public channels that it was invited to.", ("channels:history",), ("message.channels",)),
    Ask("The same in private channels that it was invited to.", ("groups:history",), ("message.groups",)),
    Ask("What people say to it alone.", ("im:history",), ("message.im",)),
    Ask("It speaks to one person alone.", ("im:write",)),
    Ask(
        "Which public channels there are, what they are called, who is in them.",
        ("channels:read",),
        ("channel_deleted", "channel_left", "channel_rename", "member_joined_channel", "member_left_channel"),
    ),
    Ask(
        "The same of private channels that it was invited to.",
        ("groups:read",),
        ("group_deleted", "group_left", "group_rename"),
    ),
    Ask("Names, time zones and languages of people.", ("users:read",), ("user_change",)),
    Ask("It goes into the public channels that a community file names.", ("channels:join",)),
    Ask(
        "It opens, names and closes public channels of groups, sets their topics, invites into them.",
        ("channels:manage",),
    ),
    Ask("The same for private groups.", ("groups:write",)),
    Ask("It pins a group's charter.", ("pins:write",)),
    Ask("Reactions answer questions and start playbooks.", ("reactions:read",), ("reaction_added", "reaction_removed")),
    Ask("It is told when it is taken out of the workspace.", (), ("app_uninstalled", "tokens_revoked")),
)
"""What the core and the adapter themselves make use of."""

OF_ORGANISATIONS = Ask(
    "It is told which workspaces of an organisation it may go into.", (), ("team_access_granted", "team_access_revoked")
)

OF_PLUGINS: dict[Capability, Ask] = {
    Capability.UPLOAD: Ask("Plugins share files: lists, calendars.", ("files:write",)),
    Capability.REACTIONS: Ask("Plugins put emoji on messages.", ("reactions:write",)),
}
"""What a capability takes that only plugins make use of."""


def asked(plugins: Sequence[LoadedPlugin], also: Iterable[str] = ()) -> tuple[Ask, ...]:
    """Everything to be asked for where these plugins are installed, and what is named in `also` is turned on."""
    return (*ALWAYS, *_of(plugins), *([HOME] if has_home(plugins) else []), *(TURNED_ON[one] for one in also))


TURNED_ON: dict[str, Ask] = {
    "user_groups": Ask(
        "It keeps user groups for roles, where you turn them on.", ("usergroups:read", "usergroups:write")
    ),
    "connect": Ask(
        "It shares channels of groups with people of other organisations, where you turn that on.",
        ("conversations.connect:write",),
        ("shared_channel_invite_accepted", "shared_channel_invite_declined"),
    ),
    "bookmarks": Ask(
        "It lets a group's charter and library stand among the bookmarks of the channel, unless you turn that off.",
        ("bookmarks:read", "bookmarks:write"),
    ),
}
"""What is asked for only where it is turned on in `[slack]`, by what it is called there."""


HOME = Ask("People open the page that the app has for each of them.", (), ("app_home_opened",))


def has_home(plugins: Sequence[LoadedPlugin]) -> bool:
    """Whether a plugin shows people pages of their own."""
    return any(listening.event is HomeOpened for plugin in plugins for listening in plugin.listeners)


def scopes(plugins: Sequence[LoadedPlugin], also: Iterable[str] = ()) -> tuple[str, ...]:
    """The scopes of the bot, in the order of the alphabet."""
    return tuple(sorted({scope for ask in asked(plugins, also) for scope in ask.scopes}))


def events(plugins: Sequence[LoadedPlugin], also: Iterable[str] = (), *, for_many: bool = False) -> tuple[str, ...]:
    """The events that the bot is told of, in the order of the alphabet; of an app `for_many` workspaces, those of organisations too."""
    asks = (*asked(plugins, also), *((OF_ORGANISATIONS,) if for_many else ()))
    return tuple(sorted({event for ask in asks for event in ask.events}))


def _of(plugins: Sequence[LoadedPlugin]) -> Iterator[Ask]:
    wanted = {one for plugin in plugins for one in (*plugin.needs, *plugin.uses)}
    return (ask for capability, ask in OF_PLUGINS.items() if capability in wanted)
