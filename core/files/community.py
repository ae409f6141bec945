"""community.yaml: a community, its people and its groups as code. Every mistake of the file is named at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import evolve, field

from ..errors import Finding
from ..model.community import (
    THREAD,
    Basis,
    Community,
    Facet,
    Group,
    GroupState,
    History,
    JoinMode,
    NewHomes,
    Person,
    SizeBand,
    Visibility,
)
from ..model.picture import Picture
from ..model.preferences import Quiet
from ..nearest import nearest
from ..paths import bytes_of, is_file
from ..playbook.parsers import (
    boolean,
    integer_from,
    list_of,
    locale,
    map_of,
    name,
    one_of,
    one_or_more,
    scalar,
    text,
)
from ..playbook.reader import (
    Fields,
    Parser,
    Reader,
    Wrong,
)
from ..playbook.yaml import ENOUGH, Entry, Node, Scalar, Source, parse
from ..playbook.yaml import Mapping as MappingNode
from ..values import frozen
from .community_values import (
    ACCOUNTS,
    basis,
    day,
    facets_of,
    home,
    interval,
    person_id,
    platform,
    size,
    timezone,
    use,
)
from .community_values import room as room_name
from .pictures import picture
from .quiet import quiet_of_community, quiet_of_group


@frozen
class WrittenUse:
    """A playbook that a group uses, as it stands in the file: `given` are the parameters it sets."""

    group: str
    playbook: Scalar
    given: tuple[Entry, ...]


@frozen
class CommunityFile:
    """What was read. `community` is None where the file has errors; `reader` notes what is found later on."""

    reader: Reader
    community: Community | None
    uses: tuple[WrittenUse, ...] = ()
    plugins: tuple[Scalar, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.reader.findings


def read_community(file: Path, today: date, name: str | None = None, locale: str = "en") -> CommunityFile:
    """The community in a file; `name` is what it is called in findings, `locale` that of a community which names none.
    `today` tells what lies in the past.

    Raises OSError where the file can't be read.
    """
    source = Source.of(bytes_of(file, ENOUGH), name or str(file))
    return parse_community(source, today, file.parent, locale)


def parse_community(source: Source, today: date, folder: Path, default_locale: str = "en") -> CommunityFile:
    """The community in a text; paths in it begin in `folder`."""
    reader = Reader(parse(source))
    if reader.root is None:
        return CommunityFile(reader, None)
    parts = _Parts(today, folder, default_locale)
    try:
        community = parts.community(reader, reader.root)
    except Wrong as wrong:
        reader.note(reader.root, wrong)
        return CommunityFile(reader, None)
    return CommunityFile(reader, None if reader.has_errors else community, tuple(parts.uses), tuple(parts.plugins))


@frozen
class _Parts:
    """The parsers of one file, and what they found on the way."""

    today: date
    folder: Path
    locale: str
    uses: list[WrittenUse] = field(factory=list)
    plugins: list[Scalar] = field(factory=list)

    def community(self, reader: Reader, node: Node) -> Community:
        with reader.map(node, "a community", "{community: berlin-tech, name: Berlin Tech}") as fields:
            id = fields.need("community", name, "community")
            title = fields.need("name", text, id)
            zone = fields.get("timezone", timezone, "UTC")
            tongue = fields.get("locale", locale, self.locale)
            goals = fields.get("goals", map_of(text), {})
            written = fields.get("people", self._people, None)
            named = _Named(reader, written)
            managers = fields.get("managers", one_or_more(named.person), ())
            guidelines = fields.get("guidelines", self._file)
            avatar = fields.get("avatar", self._picture)
            k = fields.get("k", integer_from(1), 5)
            room = fields.get("room", map_of(room_name, platform), {})
            space = fields.get("space", map_of(room_name, platform), {})
            within = fields.get("within", map_of(room_name, platform), {})
            managers_room = fields.get("managers_room", map_of(room_name, platform), {})
            plugins = fields.get("plugins", list_of(self._plugin), ())
            new_homes = fields.get("new_homes", one_of(NewHomes), NewHomes.ROOM)
            facets = fields.get("facets", facets_of, tuple(Facet))
            quiet = fields.get("quiet", quiet_of_community)
            groups = self._groups(fields, _Inherited(zone, tongue, goals, named, frozenset(room), quiet))
        people = {**named.others, **(written or {})}
        return Community(
            id,
            title,
            zone,
            tongue,
            managers,
            goals,
            people,
            guidelines=guidelines,
            guidelines_text=self._text_of(guidelines),
            k=k,
            room=room,
            space=space,
            within=within,
            managers_room=managers_room,
            plugins=plugins,
            facets=facets,
            new_homes=new_homes,
            groups=groups,
            quiet=quiet,
            avatar=avatar,
        )

    # --- people -----------------------------------------------------------------------------------------------------

    def _people(self, reader: Reader, node: Node) -> dict[str, Person]:
        found = map_of(self._person, person_id)(reader, node)
        self._no_account_twice(reader, node)
        return {id: Person(id, one.name or id, one.zone, one.locale, one.accounts) for id, one in found.items()}

    def _person(self, reader: Reader, node: Node) -> Person:
        with reader.map(node, "a person", "{name: Ana Ruiz, slack: U0ANA}") as fields:
            title = fields.get("name", text, "")
            zone = fields.get("timezone", timezone)
            tongue = fields.get("locale", locale)
            given = {platform: fields.get(platform, parser) for platform, parser in ACCOUNTS.items()}
        accounts = {platform: account for platform, account in given.items() if account is not None}
        return Person("", title, zone, tongue, accounts)

    def _no_account_twice(self, reader: Reader, node: Node) -> None:
        owners: dict[tuple[str, str], str] = {}
        for person in node if isinstance(node, MappingNode) else ():
            for entry in person.value if isinstance(person.value, MappingNode) else ():
                if entry.key.text not in ACCOUNTS or not isinstance(entry.value, Scalar):
                    continue
                account = (entry.key.text, entry.value.text)
                if owner := owners.get(account):
                    reader.error(entry.value, f"the account '{entry.value.text}' already belongs to '{owner}'")
                owners.setdefault(account, person.key.text)

    # --- groups -----------------------------------------------------------------------------------------------------

    def _groups(self, fields: Fields, inherited: _Inherited) -> dict[str, Group]:
        found: dict[str, Group] = {}

        def group(reader: Reader, node: Node) -> Group:
            return self._group(reader, node, inherited)

        entry = fields.entry("groups")
        if entry is None:
            return found
        for id, one in (fields.get("groups", map_of(group, name), None) or {}).items():
            found[id] = evolve(one, id=id)
            at = _key_of(entry.value, id)
            written = entry.value.get(id) if isinstance(entry.value, MappingNode) else None
            if not one.leaders and not (isinstance(written, MappingNode) and written.get("leaders")):
                fields.reader.warning(at, f"group '{id}' has no leader; an active group needs one: leaders: [ID]")
        self._check_parents(fields.reader, entry.value, found)
        self._note_uses(entry.value)
        return found

    @staticmethod
    def _check_parents(reader: Reader, groups: Node, found: Mapping[str, Group]) -> None:
        for group in groups if isinstance(groups, MappingNode) else ():
            written = group.value.get("parent") if isinstance(group.value, MappingNode) else None
            if not isinstance(written, Scalar):
                continue
            if written.text not in found:
                reader.error(written, f"there is no group '{written.text}'", nearest=nearest(written.text, found))
            elif group.key.text in _above(written.text, found):
                reader.error(written, f"group '{group.key.text}' would stand above itself")

    def _group(self, reader: Reader, node: Node, inherited: _Inherited) -> Group:
        with reader.map(node, "a group", "{name: …, purpose: …, review_every: 3mo}") as fields:
            title = fields.need("name", text, "")
            purpose = fields.need("purpose", text, "")
            until, review = fields.get("until", day), fields.get("review_every", interval)
            if "until" not in fields and "review_every" not in fields:
                reader.error(
                    fields.node, "'review_every' or 'until' is missing in a group", note="for example review_every: 3mo"
                )
            elif until is not None and until < self.today:
                reader.warning(fields.node_of("until"), f"'until' is in the past: {until}")
            visibility = fields.get("visibility", one_of(Visibility), Visibility.PUBLIC)
            join = fields.get("join", one_of(JoinMode), JoinMode.OPEN)
            return Group(
                id="",
                name=title,
                purpose=purpose,
                basis=fields.get("basis", basis, Basis()),
                for_=fields.get("for", text, ""),
                not_for=fields.get("not_for", text, ""),
                goal=fields.get("goal", inherited.goal),
                leaders=fields.get("leaders", one_or_more(inherited.named.person), ()),
                size=fields.get("size", size, SizeBand()),
                visibility=visibility,
                join=join,
                encrypted=fields.get("encrypted", boolean, False),
                history=fields.get("history", one_of(History), History.SHARED),
                until=until,
                review_every=review,
                zone=fields.get("timezone", timezone, inherited.zone),
                locale=fields.get("locale", locale, inherited.locale),
                homes=fields.get("homes", inherited.home_of(visibility, join), {}),
                playbooks=fields.get("playbooks", list_of(use), ()),
                plugins=fields.get("plugins", list_of(self._plugin), ()),
                parent=fields.get("parent", name),
                state=fields.get("state", one_of(GroupState), GroupState.ACTIVE),
                quiet=fields.get("quiet", quiet_of_group(inherited.quiet)),
                avatar=fields.get("avatar", self._picture),
            )

    def _note_uses(self, groups: Node) -> None:
        """Keep where each use stands, for who knows what the playbook wants."""
        for group in groups if isinstance(groups, MappingNode) else ():
            listed = group.value.get("playbooks") if isinstance(group.value, MappingNode) else None
            for item in getattr(listed, "items", ()):
                if (written := _written_use(group, item)) is not None:
                    self.uses.append(written)

    def _plugin(self, reader: Reader, node: Node) -> str:
        found = text(reader, node)
        self.plugins.append(scalar(reader, node))
        return found

    def _file(self, reader: Reader, node: Node) -> str:
        path = text(reader, node)
        if not is_file(self.folder / path):
            reader.warning(node, f"there is no file '{path}' beside the community file")
        return path

    def _picture(self, reader: Reader, node: Node) -> Picture:
        return picture(self.folder, reader, node)

    def _text_of(self, path: str | None) -> str:
        """What stands in a file beside the community file; nothing where there is none."""
        found = self.folder / path if path else None
        return found.read_text(encoding="utf-8", errors="replace") if found and is_file(found) else ""


@frozen
class _Named:
    """Whoever is named: people of the file where it lists them, else anybody, who is then taken note of."""

    reader: Reader
    written: Mapping[str, Person] | None
    others: dict[str, Person] = field(factory=dict)

    def person(self, reader: Reader, node: Node) -> str:
        id = person_id(reader, node)
        if self.written is None:
            self.others[id] = Person(id, id)
        elif id not in self.written:
            raise Wrong(f"'{id}' does not stand under people", nearest=nearest(id, self.written))
        return id


@frozen
class _Inherited:
    """What a group has from its community."""

    zone: str
    locale: str
    goals: Mapping[str, str]
    named: _Named
    around: frozenset[str]
    """Where the community has a room, and so threads."""
    quiet: Quiet | None = None

    def home_of(self, visibility: Visibility, join: JoinMode) -> Parser[dict[str, str]]:
        """The homes of a group: a thread is below a message that everybody in the community may read."""

        def homes(reader: Reader, node: Node) -> dict[str, str]:
            found = map_of(home, platform)(reader, node)
            for place in (one for one, called in found.items() if called == THREAD):
                if place not in self.around:
                    raise Wrong(
                        f"a thread on {place} needs a room of the whole community there: name one as 'room', {{{place}: …}}"
                    )
                if visibility is Visibility.PRIVATE:
                    raise Wrong(
                        "whoever is in the community's room reads its threads: a private group needs a room of its own"
                    )
                if join is JoinMode.INVITE:
                    raise Wrong("nobody can be invited into a thread by hand: say join: open or knock, or name a room")
            return found

        return homes

    def goal(self, reader: Reader, node: Node) -> str:
        id = text(reader, node)
        if id not in self.goals:
            known = f"; there are {', '.join(self.goals)}" if self.goals else ""
            reader.warning(node, f"the community has no goal '{id}'{known}", nearest=nearest(id, self.goals))
        return id


def _above(group: str, groups: Mapping[str, Group]) -> set[str]:
    """The group and all from which it grew."""
    seen: set[str] = set()
    at: str | None = group
    while at is not None and at in groups and at not in seen:
        seen.add(at)
        at = groups[at].parent
    return seen


def _written_use(group: Entry, node: Node) -> WrittenUse | None:
    if isinstance(node, Scalar):
        return WrittenUse(group.key.text, node, ())
    if not isinstance(node, MappingNode) or not isinstance(use := node.get("use"), Scalar):
        return None
    given = node.get("with")
    return WrittenUse(group.key.text, use, given.entries if isinstance(given, MappingNode) else ())


def _key_of(groups: Node, id: str) -> Node | None:
    entries = groups.entries if isinstance(groups, MappingNode) else ()
    return next((entry.key for entry in entries if entry.key.text == id), None)
