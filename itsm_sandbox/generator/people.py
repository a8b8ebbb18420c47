"""The people of a world, their rooms and their groups."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from core.db import db
from itsm_sandbox.engine.history_writer import HistoryWriter
from itsm_sandbox.engine.models import Colleague, GroupMember, Site, SupportGroup, Workplace, WorkplaceKind
from itsm_sandbox.engine.queries import list_sites
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.generator.data_files import read

USERS = 28
SUPPLIERS = {"print": "Lomond Print Services", "records": "Carron Software"}
LEFT_WEEKS_AGO = 9


@dataclass(slots=True)
class People:
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


def make_people(history: HistoryWriter, rng: random.Random, begins: datetime, ends: datetime) -> People:
    """Everybody joins at the beginning."""
    workplace = history.workplace
    places = read("places")[str(workplace.kind)]
    people = People()
    _open_sites(people, workplace, places)
    names = _names(workplace, rng)

    def hire(job: str, roles: Collection[WorkRole], *, home: bool = False) -> Colleague:
        name = next(names)
        site, room = rng.choice(people.rooms)
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
    people.contact = hire("Service desk lead", {WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.FIRST_LEVEL})
    people.desk = [people.contact, hire("Service desk analyst", {WorkRole.FIRST_LEVEL})]
    engineer = {WorkRole.SECOND_LEVEL, WorkRole.PEER_REVIEWER, WorkRole.DESIGN}
    people.second = {
        "network": [hire("Network engineer", engineer)],
        "systems": [hire("Systems engineer", engineer)],
        "print": [hire(SUPPLIERS["print"], {WorkRole.SUPPLIER})],
        "records": [hire(SUPPLIERS["records"], {WorkRole.SUPPLIER})],
    }
    people.technician = hire("Technician", {WorkRole.MAINTENANCE, WorkRole.IMPLEMENTATION})
    people.owner = hire(places["owner_job"], {WorkRole.ICT_OWNER, WorkRole.INITIAL_APPROVER})
    people.final = hire(places["final_job"], {WorkRole.FINAL_APPROVER, WorkRole.USER})
    jobs: Sequence[str] = places["jobs"]
    people.users = [hire(jobs[place % len(jobs)], {WorkRole.USER}, home=True) for place in range(USERS)]
    people.gone = hire(jobs[3], {WorkRole.USER}, home=True)
    people.gone.left_at = ends - timedelta(weeks=LEFT_WEEKS_AGO)
    _make_groups(people, workplace)
    db.session.flush()
    people.homes = {one.id: rooms[one.name] for one in [*people.users, people.gone]}
    _join(people, history, begins)
    return people


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


def _open_sites(people: People, workplace: Workplace, places: dict[str, object]) -> None:
    """The sites named in the plan keep their names; a world has all of its kind's."""
    there = {site.name: site for site in list_sites(workplace.id)}
    wings = places["wings"]
    assert isinstance(wings, dict)
    for name, rooms in wings.items():
        site = there.get(name) or Site(workplace_id=workplace.id, name=name)
        db.session.add(site)
        people.sites[name] = site
        people.rooms += [(site, room) for room in rooms]
    db.session.flush()


def _names(workplace: Workplace, rng: random.Random) -> Iterator[str]:
    """Made of lists of two lengths that share no factor, so that it takes thousands until two are called alike."""
    names = read("names")["SCT" if workplace.kind is WorkplaceKind.SCHOOL else "ENG"]
    given, family = list(names["given"]), list(names["family"])
    rng.shuffle(family)
    random.Random(f"{workplace.seed} given names").shuffle(given)  # noqa: S311 -- a practice world, not a secret
    return (f"{one} {other}" for one, other in zip(cycle(given), cycle(family), strict=False))


def _make_groups(people: People, workplace: Workplace) -> None:
    plans = (
        ("desk", "Service desk", 1, people.desk),
        ("network", "Network and servers", 2, [*people.second["network"], people.technician]),
        ("systems", "Systems and applications", 2, people.second["systems"]),
        ("print", SUPPLIERS["print"], 3, people.second["print"]),
        ("records", SUPPLIERS["records"], 3, people.second["records"]),
    )
    for code, name, level, _members in plans:
        people.groups[code] = SupportGroup(
            workplace_id=workplace.id, name=name, level=level, is_supplier=code in SUPPLIERS
        )
    db.session.add_all(people.groups.values())
    db.session.flush()
    for code, _name, _level, members in plans:
        db.session.add_all(GroupMember(group_id=people.groups[code].id, colleague_id=one.id) for one in members)


def _join(people: People, history: HistoryWriter, begins: datetime) -> None:
    for one in people.everybody:
        given = {"colleague_id": one.id, "roles": one.role_names}
        history.log_own("joined", given, at=begins, shown={"colleague_id": one.name})
    if people.gone.left_at:
        given = {"colleague_id": people.gone.id}
        history.log_own("left", given, at=people.gone.left_at, shown={"colleague_id": people.gone.name})
    names = {one.id: one.name for one in people.everybody}
    history.words |= {
        "people": names,
        "support": names,
        "groups": {group.id: group.name for group in people.groups.values()},
        "sites": {site.id: site.name for site in people.sites.values()},
        "services": {},
        "articles": {},
    }
