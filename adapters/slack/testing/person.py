"""A person at Slack's client: says, presses, reads. Every act returns when the app has acknowledged what it heard of it."""

from __future__ import annotations

from urllib.parse import quote

from ..emoji import name_of_emoji
from .client import NotPossible
from .interacting import Interacting
from .layout import Seen
from .methods_connect import answered
from .things import (
    APP,
    DOMAIN,
    TEAM,
    Channel,
)
from .typed import typed

COMMAND = "/coterie"


class Person(Interacting):
    """One account, in front of Slack. Channels are named by name or id, people by handle, messages by what was seen."""

    # says

    async def say(self, channel: str, text: str, thread: str | None = None) -> str:
        """Write into a channel, or into the thread of the message with the ts `thread`. The ts of what was written.

        A text that begins with /coterie is typed as the command: it leaves no message, and the answer is "".
        """
        place = self._channel(channel)
        return await self._write(place, text, thread)

    async def dm(self, text: str, thread: str | None = None) -> str:
        """Write to coterie."""
        return await self._write(self._world.direct(self.user.id), text, thread)

    async def edit(self, message: Seen | str, text: str, channel: str | None = None) -> None:
        """Let a message of one's own read otherwise."""
        place, found = self._find(message, channel)
        said, blocks = typed(self._world, text)
        self._world.edit(place, found, said, blocks)
        await self._slack.happened()

    async def delete(self, message: Seen | str, channel: str | None = None) -> None:
        """Take a message away."""
        place, found = self._find(message, channel)
        self._world.remove(place, found)
        await self._slack.happened()

    async def upload(self, channel: str, name: str, content: bytes, text: str = "") -> str:
        """Share a file in a channel."""
        place = self._channel(channel)
        said, _ = typed(self._world, text)
        file = {"id": self._world.new_id("F"), "name": name, "title": name, "size": len(content), "user": self.user.id}
        file["permalink"] = f"https://{DOMAIN}.slack.com/files/{self.user.id}/{file['id']}/{quote(name)}"
        message = self._world.post(place, self.user.id, said, subtype="file_share", files=[file])
        await self._slack.happened()
        return message.ts

    async def react(self, message: Seen | str, emoji: str, channel: str | None = None) -> None:
        """Put an emoji (Unicode, or its short name) on a message."""
        place, found = self._find(message, channel)
        self._must_be_in(place)
        self._world.react(place, found, self.user.id, name_of_emoji(emoji) or emoji.strip(":"))
        await self._slack.happened()

    async def unreact(self, message: Seen | str, emoji: str, channel: str | None = None) -> None:
        """Take it back."""
        place, found = self._find(message, channel)
        self._world.unreact(place, found, self.user.id, name_of_emoji(emoji) or emoji.strip(":"))
        await self._slack.happened()

    def _must_be_in(self, place: Channel) -> None:
        if self.user.id not in place.members:
            raise NotPossible(f"{self.user.handle} is not in {place.name}")

    # comes and goes

    async def join(self, channel: str) -> None:
        """Go into a channel."""
        place = self._channel(channel)
        if self.user.id not in place.members:
            if place.kind != "channel" or place.is_archived:
                raise NotPossible(f"{self.user.handle} can't join {place.name}")
            self._world.join(place, self.user.id)
        await self._slack.happened()

    async def leave(self, channel: str) -> None:
        place = self._channel(channel)
        self._must_be_in(place)
        self._world.leave(place, self.user.id)
        await self._slack.happened()

    async def invite(self, channel: str, *handles: str) -> None:
        """Bring others into a channel; `coterie` is the app."""
        place = self._channel(channel)
        for handle in handles:
            user = self._world.user_called(handle)
            if user is None:
                raise LookupError(f"nobody in the workspace is called {handle!r}")
            self._world.join(place, user.id, inviter=self.user.id)
        await self._slack.happened()

    async def answer_invite(self, accepted: bool = True, *, address: str = "", waits: bool = False) -> None:
        """Answer, as somebody of another organisation, the one invitation into a shared channel that stands."""
        (id,) = self._world.invites
        place = self._world.channels[self._world.invites[id]["channel"]]
        told = answered(self._world, id, self.user.id, address, accepted=accepted, waits=waits)
        await self._slack.tell(told)
        if accepted and not waits:
            self._world.join(place, self.user.id)
            await self._slack.happened()

    async def open_channel(self, name: str, private: bool = False) -> None:
        """Make a channel."""
        self._world.open_channel(name, self.user.id, private)
        await self._slack.happened()

    async def rename_channel(self, channel: str, name: str) -> None:
        self._world.rename(self._channel(channel), self.user.id, name)
        await self._slack.happened()

    async def archive_channel(self, channel: str) -> None:
        self._world.archive(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def unarchive_channel(self, channel: str) -> None:
        self._world.unarchive(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def delete_channel(self, channel: str) -> None:
        self._world.delete(self._channel(channel))
        await self._slack.happened()

    async def make_private(self, channel: str) -> None:
        """Make a public channel private."""
        self._world.make_private(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def remove_coterie(self, channel: str) -> None:
        """Take the app out of a channel."""
        self._world.take_out(self._channel(channel), self.user.id)
        await self._slack.happened()

    async def becomes(self, **changes: object) -> None:
        """Have another account from now on: `name`, `zone`, `locale`, `is_guest`, `is_deactivated`, or `home` in another workspace."""
        for name, value in changes.items():
            setattr(self.user, name, value)
        self._world.change(self.user)
        await self._slack.happened()

    # reads

    def sees(self, channel: str) -> list[Seen]:
        """Everything in a channel, threads and what only this person sees included, in the order it was said."""
        return self._seen(self._channel(channel))

    def sees_dm(self) -> list[Seen]:
        """The direct conversation with coterie."""
        return self._seen(self._world.direct(self.user.id))

    # private

    async def _write(self, place: Channel, text: str, thread: str | None) -> str:
        if place.is_archived or self.user.id not in place.members:
            raise NotPossible(f"{self.user.handle} can't write in {place.name}")
        if text == COMMAND or text.startswith(COMMAND + " "):
            await self._command(place, text.removeprefix(COMMAND).strip())
            return ""
        said, blocks = typed(self._world, text)
        message = self._world.post(place, self.user.id, said, blocks=blocks, thread_ts=thread)
        await self._slack.happened()
        return message.ts

    async def _command(self, place: Channel, text: str) -> None:
        escaped = typed(self._world, text)[0]  # the manifest says should_escape
        payload = {
            "token": "verification-token",
            "team_id": TEAM,
            "team_domain": DOMAIN,
            "channel_id": place.id,
            "channel_name": "directmessage" if place.kind == "im" else place.name,
            "user_id": self.user.id,
            "user_name": self.user.handle,
            "command": COMMAND,
            "text": escaped,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._slack.new_response_url(place.id, self.user.id, "commands"),
            "trigger_id": self._world.new_trigger(self.user.id),
        }
        answer = await self._slack.interact("slash_commands", payload)
        self._slack.answer_at_once(place.id, self.user.id, answer)
