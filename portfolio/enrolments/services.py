"""Enrolling apprentices, and the people and optional units of an enrolment."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from accounts.models import Membership
from accounts.permissions import require
from accounts.services import notify
from core import audit, clock, events
from core.db import transaction
from core.destinations import path_to
from core.errors import FieldErrors, StaleWrite
from core.idempotency import fingerprint_of, once
from portfolio.enrolments.models import Enrolment, EnrolmentUnit
from portfolio.enrolments.queries import get_enrolment, is_enrolled, list_members, list_units_with_evidence
from portfolio.enrolments.rules import Member, wrong_with
from portfolio.permissions import POLICY
from portfolio.programmes.models import Programme
from portfolio.programmes.queries import list_programme_units


class StaleEnrolment(StaleWrite):
    """Somebody changed the enrolment since the page was opened. Nothing was saved."""

    def __init__(self, enrolment_id: int) -> None:
        super().__init__("Someone changed this enrolment since you opened it. Nothing was overwritten.")
        self.enrolment_id = enrolment_id


@dataclass(frozen=True, slots=True)
class People:
    """The memberships around an apprentice."""

    apprentice_id: int
    assessor_id: int
    verifier_id: int | None = None
    line_manager_id: int | None = None


def enrol_apprentice(
    programme_id: int,
    apprentice_id: int,
    assessor_id: int,
    *,
    starts_on: date,
    planned_end_on: date,
    by: Membership,
    verifier_id: int | None = None,
    line_manager_id: int | None = None,
    request_key: str = "",
) -> Enrolment:
    """Put an apprentice on a programme. The same request key always leads to the same enrolment."""
    people = People(apprentice_id, assessor_id, verifier_id, line_manager_id)

    def enrol() -> str:
        with transaction() as session:
            require(POLICY, "add_enrolment", by, by.centre_id)
            errors = _wrong_with(by.centre_id, people, starts_on, planned_end_on)
            programme = session.get(Programme, programme_id)
            if programme is None or programme.centre_id != by.centre_id:
                errors["programme_id"] = "Choose one of your centre's programmes."
            if is_enrolled(programme_id, apprentice_id):
                errors["apprentice_id"] = "This apprentice is on this programme already."
            if errors:
                raise FieldErrors(errors)
            enrolment = Enrolment(
                centre_id=by.centre_id,
                programme_id=programme_id,
                apprentice_id=apprentice_id,
                assessor_id=assessor_id,
                verifier_id=verifier_id,
                line_manager_id=line_manager_id,
                starts_on=starts_on,
                planned_end_on=planned_end_on,
                created_at=clock.now(),
            )
            session.add(enrolment)
            session.flush()
            audit.record("enrolment.created", subject=enrolment, centre_id=by.centre_id, actor_id=by.id)
            events.publish("enrolment.changed", enrolment_id=enrolment.id)
            _tell_people(enrolment.id)
            return str(enrolment.id)

    if not request_key:
        return get_enrolment(int(enrol()))
    fingerprint = fingerprint_of("enrol_apprentice", programme_id, people, starts_on, planned_end_on)
    return get_enrolment(int(once(request_key, fingerprint=fingerprint, actor_id=by.id, act=enrol)))


def edit_enrolment(
    enrolment_id: int,
    *,
    by: Membership,
    revision: int,
    assessor_id: int,
    starts_on: date,
    planned_end_on: date,
    verifier_id: int | None = None,
    line_manager_id: int | None = None,
) -> Enrolment:
    """Change the people or the dates of an enrolment that was opened at this revision."""
    with transaction() as session:
        enrolment = get_enrolment(enrolment_id)
        require(POLICY, "edit_enrolment", by, enrolment)
        people = People(enrolment.apprentice_id, assessor_id, verifier_id, line_manager_id)
        if errors := _wrong_with(by.centre_id, people, starts_on, planned_end_on):
            raise FieldErrors(errors)
        wanted = {
            "assessor_id": assessor_id,
            "verifier_id": verifier_id,
            "line_manager_id": line_manager_id,
            "starts_on": starts_on,
            "planned_end_on": planned_end_on,
        }
        changed = {name: value for name, value in wanted.items() if getattr(enrolment, name) != value}
        if changed and enrolment.revision != revision:
            raise StaleEnrolment(enrolment_id)
        for name, value in changed.items():
            setattr(enrolment, name, value)
        session.flush()
        if changed:
            audit.record(
                "enrolment.edited",
                subject=enrolment,
                centre_id=by.centre_id,
                actor_id=by.id,
                changed={name: str(value) for name, value in changed.items()},
            )
            events.publish("enrolment.changed", enrolment_id=enrolment_id)
    return get_enrolment(enrolment_id)


def choose_optional_units(enrolment_id: int, programme_unit_ids: Collection[int], *, by: Membership) -> Enrolment:
    """Make these the optional units that the apprentice follows. A unit with evidence cannot be taken away."""
    with transaction() as session:
        enrolment = get_enrolment(enrolment_id, with_units=True)
        require(POLICY, "choose_optional_units", by, enrolment)
        units = {unit.id: unit for unit in list_programme_units(enrolment.programme_id)}
        wanted = set(programme_unit_ids)
        if any(unit_id not in units or units[unit_id].is_mandatory for unit_id in wanted):
            raise FieldErrors({"units": "Choose from this programme's optional units."})
        if len(wanted) < enrolment.programme.optional_minimum:
            raise FieldErrors(
                {"units": f"Choose at least {enrolment.programme.optional_minimum} of the optional units."}
            )
        kept = {row.programme_unit_id: row for row in enrolment.chosen}
        dropped = kept.keys() - wanted
        if claimed := list_units_with_evidence(enrolment_id, [units[unit_id] for unit_id in dropped]):
            raise FieldErrors({"units": f"There is evidence for {claimed[0].unit.title} already, so it stays chosen."})
        for unit_id in dropped:
            enrolment.chosen.remove(kept[unit_id])
        for unit_id in sorted(wanted - kept.keys(), key=lambda unit_id: units[unit_id].position):
            enrolment.chosen.append(EnrolmentUnit(programme_unit_id=unit_id))
        session.flush()
        if dropped or wanted - kept.keys():
            audit.record(
                "enrolment.units_chosen",
                subject=enrolment,
                centre_id=enrolment.centre_id,
                actor_id=by.id,
                programme_units=sorted(wanted),
            )
            events.publish("enrolment.changed", enrolment_id=enrolment_id)
    return enrolment


def _tell_people(enrolment_id: int) -> None:
    """Tell each of them what they are for this apprentice, with the page where they begin."""
    enrolment = get_enrolment(enrolment_id)
    name, title = enrolment.apprentice.person.name, enrolment.programme.title
    page = path_to("enrolment", enrolment_id=enrolment_id)
    notify(
        enrolment.apprentice,
        f"You are enrolled on {title}. Your assessor is {enrolment.assessor.person.name}.",
        path_to("home"),
    )
    notify(enrolment.assessor, f"{name} is enrolled on {title}. You are the assessor.", page)
    if enrolment.verifier is not None:
        notify(enrolment.verifier, f"{name} is enrolled on {title}. You are the verifier.", page)
    if enrolment.line_manager is not None:
        notify(enrolment.line_manager, f"{name} is enrolled on {title}. You are the line manager.", page)


def _wrong_with(centre_id: int, people: People, starts_on: date, planned_end_on: date) -> dict[str, str]:
    named = asdict(people)
    members = {
        row.id: Member(row.role.value, row.person_id)
        for row in list_members(centre_id, [number for number in named.values() if number is not None])
    }
    return wrong_with(named, members, starts_on, planned_end_on)
