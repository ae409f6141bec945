"""The words of a plugin, and the times that people write, in the language and zone of whoever reads or wrote them."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from ...errors import UserError
from ...model.content import escape
from ...playbook.local_time import TimeTextError
from ...playbook.moments import instant_of
from ...refs import PersonRef
from ...texts import Reader, SpokenPlain, SpokenText, Text, code, core_texts, spoken
from ..fixed_words import as_typed, one_of, shown
from .around import Around


class Words(Around):
    """Texts in somebody's language, and times as they are written."""

    def text(self, id: str, **arguments: object) -> SpokenText:
        """A text of the plugin, in the language of the group; who gets it alone, as a direct message or an answer, reads their own.

        A command that a text names stands in it as `{ $start }kudos`: so it reads as it is to be typed here.
        """
        return self._plugin.texts.text(id, self._reader, **self._given(id, arguments))

    async def text_for(self, person: PersonRef, id: str, **arguments: object) -> SpokenText:
        """The same in the words of one person, who gets it alone: for what is put to many, each by themselves."""
        return self._plugin.texts.text(id, await self._reader_of(person), **self._given(id, arguments))

    def plain(self, id: str, **arguments: object) -> SpokenPlain:
        """The same in plain words, for labels, titles and topics. A person in it is to be given by `name`."""
        return self._plugin.texts.plain(id, self._reader, **self._given(id, arguments))

    def tally(self, count: int) -> SpokenText:
        """How many people said something, as it may be told while others still may say it: `at least 5`, `at least 10`, `fewer than 5`.

        By steps of the community's `k`, so that neither a count of a few, nor the difference between two that were told, says who it was.
        """
        k = self.community.k
        words, told = core_texts(), count // k * k
        return words.text("tally", self._reader, count=told) if told else words.text("tally-few", self._reader, k=k)

    def refuse(self, id: str, **arguments: object) -> NoReturn:
        """Answer the person with a text of the plugin, and let nothing else happen."""
        raise UserError(self.text(id, **arguments))

    def one_of(self, typed: str, *words: str) -> str | None:
        """Which of these fixed words somebody typed, in whichever language: itself, or one of the plugin's texts `word-WORD`, or of the core's.

        An argument that is an Enum is read so by itself; this is for words out of a `Rest`.
        """
        return one_of(typed, words, self._plugin.texts)

    def usage(self, command: str) -> SpokenText:
        """A command as whoever reads it types it here, with its fixed words in their language: `ctx.usage("library share 17 group|public")`."""
        start, texts = self.start, self._plugin.texts
        return spoken(lambda reader: code(f"{start}{as_typed(command, texts, reader)}"), self._reader)

    def ways(self, *commands: str) -> SpokenText:
        """A line that tells what can be said here, each as `usage` has it: for a command that was given alone, behind how things stand."""
        ways = [self.usage(command) for command in commands]
        return core_texts().text("can-be-said", self._reader, ways=ways)

    def word(self, word: str) -> SpokenText:
        """A fixed word, as whoever reads it types it."""
        texts = self._plugin.texts
        return spoken(lambda reader: escape(shown(word, texts, reader)), self._reader)

    def _given(self, id: str, arguments: dict[str, object]) -> dict[str, object]:
        """The arguments, and what stands before a command here (`start`) for a text that names one and was not given it."""
        if "start" not in arguments and "start" in self._plugin.texts.names(id):
            return {**arguments, "start": Text(self.start)}
        return arguments

    def instant(self, written: str, zone: str | None = None) -> datetime:
        """The instant that somebody wrote as a local time of the group, or of a `zone`: `2026-12-01 18:00`, `tomorrow 18:00`, `friday 18:00`.

        A local time that does not exist is the first instant after the gap. Where it can't be read the person is told (UserError).
        """
        try:
            return instant_of(
                written, ZoneInfo(zone) if zone else self._scene.directory.zone(self._place.group), self.now
            )
        except TimeTextError as error:
            raise UserError(core_texts().text("wrong-moment", self._reader, found=written[:80])) from error

    async def reader(self, person: PersonRef) -> Reader:
        """In which language and zone somebody reads: their own, where they or their account said so, else those of the group or community."""
        return await self._scene.directory.own_reader(person, self._place.group)
