"""The people of a world, their rooms and their groups."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from core.db import db
from itsm_sandbox.engine.history_writer import Book
from itsm_sandbox.engine.models import Colleague, GroupMember, Site, SupportGroup, Workplace, WorkplaceKind
from itsm_sandbox.engine.queries import list_sites
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.generator.data_files import read

USERS = 28
SUPPLIERS = {"print": "Lomond Print Services", "records": "Carron Software"}
LEFT_WEEKS_AGO = 9


@dataclass(slots=True)
class Cast:
    """Who is who. `users` are those who report things; `gone` left in the middle of the history."""

    sites: dict[str, Site] = field(default_factory=dict)
    rooms: list[tuple[Site, str]] = field(default_factory=list)
    users: list[Colleague] = field(default_factory=list)
    homes: dict[int, tuple[Site, str]] = field(default_factory=dict)  # by colleague: where they usually are
    desk: list[Colleague] = field(default_factory=list)
    second: dict[str, list[Colleague]] = field(default_factory=dict)  # by group
    groups: dict[str, SupportGroup] = field(default_factory=dict)
    contact: Colleague = field(init=False)  # single point of contact
    technician: Colleague = field(init=False)
    owner: Colleague = field(init=False)
    final: Colleague = field(init=False)
    gone: Colleague = field(init=False)

    @property
    def everybody(self) -> list[Colleague]:
        staff = [self.contact, *self.desk[1:], *(one for group in self.second.values() for one in group)]
        return [*dict.fromkeys([*staff, self.technician, self.owner, self.final, *self.users, self.gone])]

    @property
    def wing(self) -> Site:
        """Where the wireless will fail: the second site."""
        return list(self.sites.values())[1]


def gather(book: Book, rng: random.Random, begins: datetime, ends: datetime) -> Cast:
    """Everybody joins at the beginning."""
    workplace = book.workplace
    places = read("places")[str(workplace.kind)]
    cast = Cast()
    _open_sites(cast, workplace, places)
    names = _names(workplace, rng)

    def hire(job: str, roles: Collection[WorkRole], *, home: bool = False) -> Colleague:
        name = next(names)
        site, room = rng.choice(cast.rooms)
        colleague = Colleague(
            workplace_id=workplace.id,
            name=name,
            login=login_of(name, taken),
            job=job,
            site_id=site.id,
            temperament=rng.choice(read("places")["temperaments"]),
            role_names=sorted(str(role) for role in roles),
        )
        db.session.add(colleague)
        if home:
            rooms[name] = (site, room)
        return colleague

    taken: set[str] = set()
    rooms: dict[str, tuple[Site, str]] = {}
    cast.contact = hire("Service desk lead", {WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL})
    cast.desk = [cast.contact, hire("Service desk analyst", {WorkRole.FIRST_LEVEL})]
    engineer = {WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER, WorkRole.DESIGN}
    cast.second = {
        "network": [hire("Network engineer", engineer)],
        "systems": [hire("Systems engineer", engineer)],
        "print": [hire(SUPPLIERS["print"], {WorkRole.SUPPLIER})],
        "records": [hire(SUPPLIERS["records"], {WorkRole.SUPPLIER})],
    }
    cast.technician = hire("Technician", {WorkRole.MAINTENANCE, WorkRole.IMPLEMENTATION})
    cast.owner = hire(places["owner_job"], {WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER})
    cast.final = hire(places["final_job"], {WorkRole.FINAL_APPROVER, WorkRole.USER})
    jobs: Sequence[str] = places["jobs"]
    cast.users = [hire(jobs[place % len(jobs)], {WorkRole.USER}, home=True) for place in range(USERS)]
    cast.gone = hire(jobs[3], {WorkRole.USER}, home=True)
    cast.gone.left_at = ends - timedelta(weeks=LEFT_WEEKS_AGO)
    _make_groups(cast, workplace)
    db.session.flush()
    cast.homes = {one.id: rooms[one.name] for one in [*cast.users, cast.gone]}
    _join(cast, book, begins)
    return cast


def login_of(name: str, taken: set[str]) -> str:
    """The first letter and the family name, with a number when somebody has it already."""
    first, *_, last = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    wanted = login = first[0] + last
    number = 1
    while login in taken:
        number += 1
        login = f"{wanted}{number}"
    taken.add(login)
    return login


def _open_sites(cast: Cast, workplace: Workplace, places: dict[str, object]) -> None:
    """The sites named in the plan keep their names; a world has all of its kind's."""
    there = {site.name: site for site in list_sites(workplace.id)}
    wings = places["wings"]
    assert isinstance(wings, dict)
    for name, rooms in wings.items():
        site = there.get(name) or Site(workplace_id=workplace.id, name=name)
        db.session.add(site)
        cast.sites[name] = site
        cast.rooms += [(site, room) for room in rooms]
    db.session.flush()


def _names(workplace: Workplace, rng: random.Random) -> Iterator[str]:
    """Made of lists of two lengths that share no factor, so that it takes thousands until two are called alike."""
    names = read("names")["SCT" if workplace.kind is WorkplaceKind.SCHOOL else "ENG"]
    given, family = list(names["given"]), list(names["family"])
    rng.shuffle(family)
    random.Random(f"{workplace.seed} given names").shuffle(given)  # noqa: S311 -- a practice world, not a secret
    return (f"{one} {other}" for one, other in zip(cycle(given), cycle(family), strict=False))


def _make_groups(cast: Cast, workplace: Workplace) -> None:
    plans = (
        ("desk", "Service desk", 1, cast.desk),
        ("network", "Network and servers", 2, [*cast.second["network"], cast.technician]),
        ("systems", "Systems and applications", 2, cast.second["systems"]),
        ("print", SUPPLIERS["print"], 3, cast.second["print"]),
        ("records", SUPPLIERS["records"], 3, cast.second["records"]),
    )
    for code, name, level, _members in plans:
        cast.groups[code] = SupportGroup(
            workplace_id=workplace.id, name=name, level=level, is_supplier=code in SUPPLIERS
        )
    db.session.add_all(cast.groups.values())
    db.session.flush()
    for code, _name, _level, members in plans:
        db.session.add_all(GroupMember(group_id=cast.groups[code].id, colleague_id=one.id) for one in members)


def _join(cast: Cast, book: Book, begins: datetime) -> None:
    for one in cast.everybody:
        given = {"colleague_id": one.id, "roles": one.role_names}
        book.tell("joined", given, at=begins, shown={"colleague_id": one.name})
    if cast.gone.left_at:
        given = {"colleague_id": cast.gone.id}
        book.tell("left", given, at=cast.gone.left_at, shown={"colleague_id": cast.gone.name})
    people = {one.id: one.name for one in cast.everybody}
    book.words |= {
        "people": people,
        "support": people,
        "groups": {group.id: group.name for group in cast.groups.values()},
        "sites": {site.id: site.name for site in cast.sites.values()},
        "services": {},
        "articles": {},
    }
