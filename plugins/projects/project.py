"""A project and its tasks. Values only; every task is a record of its own."""

from __future__ import annotations

import re
from datetime import date
from typing import NoReturn

from coterie.core.api import Context, MessageRef, PersonRef, evolve, frozen

MOST_ROLES = 5
MOST_PEOPLE = 99
LONGEST_ROLE = 40
_WANTED = re.compile(r"(?:(\d+)\s*(?:x|×)?\s+)?(.+)")


@frozen
class Wanted:
    """A role that is wanted, for how many, and who took it, in the order in which they did."""

    name: str
    count: int = 1
    people: tuple[PersonRef, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether nobody more is wanted."""
        return len(self.people) >= self.count


@frozen
class Project:
    """Something that people make together. `tasks` is the number of the next task."""

    number: int
    title: str
    host: PersonRef
    wanted: tuple[Wanted, ...] = ()
    about: str = ""
    demo: date | None = None
    message: MessageRef | None = None
    tasks: int = 1

    @property
    def people(self) -> tuple[PersonRef, ...]:
        """Everybody who took a role, and the host first."""
        return tuple(dict.fromkeys((self.host, *(one for role in self.wanted for one in role.people))))

    def with_taken(self, place: int, person: PersonRef) -> Project:
        """Somebody takes the role at this place; each has one role. A full one, or one that is not there, changes nothing."""
        if not 0 <= place < len(self.wanted) or (
            self.wanted[place].is_full and person not in self.wanted[place].people
        ):
            return self
        if person in self.wanted[place].people:
            return self
        free = self.without(person).wanted
        role = evolve(free[place], people=(*free[place].people, person))
        return evolve(self, wanted=(*free[:place], role, *free[place + 1 :]))

    def as_one(self, person: PersonRef, other: PersonRef) -> Project:
        """Two of them are one person: their first role counts."""
        place = next((at for at, role in enumerate(self.wanted) if {person, other} & set(role.people)), None)
        free = evolve(self.without(person).without(other), host=person if self.host == other else self.host)
        return free if place is None else free.with_taken(place, person)

    def without(self, person: PersonRef) -> Project:
        """Somebody gives their role back."""
        wanted = tuple(evolve(one, people=tuple(who for who in one.people if who != person)) for one in self.wanted)
        return evolve(self, wanted=wanted)


@frozen
class Task:
    """Something to be done; by nobody yet where it has no owner, some time where it has no day."""

    project: int
    number: int
    text: str
    owner: PersonRef | None = None
    due: date | None = None
    done: bool = False


@frozen
class Shelf:
    """The number of the next project of a group."""

    next: int = 1


def roles_of(written: str) -> tuple[Wanted, ...]:
    """The roles that somebody wrote: `2 designers, coder` → two designers and one coder; what is written twice is wanted as often.

    Raises ValueError, with the part that can't be one: of nobody or more than 99, longer than 40 characters, or the sixth.
    """
    roles = dict[str, Wanted]()
    for part in (" ".join(part.split()) for part in re.split(r"[,;\n]", written)):
        if (found := _WANTED.fullmatch(part)) is None:
            continue
        name = found[2]
        count = int(found[1] or 1) if len(found[1] or "") <= len(str(MOST_PEOPLE)) else 0
        before = roles.get(name.casefold())
        total = count + (before.count if before else 0)
        is_one_more = before is None and len(roles) == MOST_ROLES
        if not count or total > MOST_PEOPLE or len(name) > LONGEST_ROLE or is_one_more:
            raise ValueError(part)
        roles[name.casefold()] = evolve(before or Wanted(name), count=total)
    return tuple(roles.values())


def key(number: int) -> str:
    """The key of a project."""
    return f"{number:05}"


def task_key(task: Task) -> str:
    """The key of a task."""
    return f"{key(task.project)} {task.number:05}"


async def project_of(ctx: Context, number: int | None) -> Project:
    """The project of this number, or the only one there is; the person is told where there is none."""
    there = await ctx.load_all(Project)
    if number is None and len(there) == 1:
        return next(iter(there.values()))
    found = there.get(key(number)) if number is not None else None
    if found is None:
        _refuse(ctx, len(there))
    return found


def _refuse(ctx: Context, count: int) -> NoReturn:
    ctx.refuse("no-such", count=count)


async def tasks_of(ctx: Context, project: int) -> list[Task]:
    """The tasks of a project, in the order of their numbers."""
    return list((await ctx.load_all(Task, prefix=f"{key(project)} ")).values())


async def check_owner(ctx: Context, project: Project) -> None:
    """Go on only for who hosts the project and who leads the group."""
    if ctx.person != project.host and not await ctx.has_role("leader"):
        ctx.refuse("host-only", host=await ctx.name(project.host))
