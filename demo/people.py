"""The demo's centres: who is there, for whom they work and what can be followed."""

from dataclasses import dataclass, field

from accounts import services as accounts
from accounts.models import Membership, Role, Standing
from accounts.queries import get_membership
from demo.content import CentreText, Member, ProgrammeText, password
from portfolio.programmes.queries import list_offered_units
from portfolio.programmes.services import UnitChoice, create_programme
from standards.queries import get_framework


@dataclass
class Cast:
    """Ids by the keys of the data files, as they come to be."""

    memberships: dict[str, int] = field(default_factory=dict)
    employers: dict[str, int] = field(default_factory=dict)
    programmes: dict[str, int] = field(default_factory=dict)
    admins: dict[str, str] = field(default_factory=dict)  # by member: the admin of their centre

    def acting(self, key: str) -> Membership:
        """Return the membership afresh, as signing in does."""
        return get_membership(self.memberships[key])

    def id_of(self, key: str) -> int | None:
        return self.memberships[key] if key else None


def open_centre(cast: Cast, centre: CentreText) -> None:
    """Open the centre with its admin and the employers it works with."""
    invited = accounts.create_centre(centre.name, admin_name=centre.admin.name, admin_email=centre.admin.email)
    _come_in(cast, centre.admin, invited)
    by = cast.acting(centre.admin.key)
    for key, name in centre.employers.items():
        cast.employers[key] = accounts.create_employer(name, by=by).id
    cast.admins.update(dict.fromkeys([centre.admin.key, *(member.key for member in centre.people)], centre.admin.key))


def invite(cast: Cast, member: Member) -> None:
    """Invite somebody, who accepts at once."""
    invitation = accounts.Invitation(
        email=member.email,
        name=member.name,
        role=Role(member.role),
        employer_id=cast.employers[member.employer] if member.employer else None,
        standing=Standing(member.standing) if member.standing else None,
    )
    _come_in(cast, member, accounts.invite_member(invitation, by=cast.acting(cast.admins[member.key])))


def add_programme(cast: Cast, centre: CentreText, text: ProgrammeText) -> None:
    framework = get_framework(text.framework)
    units = [
        UnitChoice(unit.unit_id, is_mandatory=unit.mandatory is not False, level=unit.level)
        for unit in list_offered_units(framework.id)
        if not text.levels or text.levels.get(unit.code) == unit.level
    ]
    programme = create_programme(
        title=text.title,
        framework_id=framework.id,
        units=units,
        optional_minimum=text.optional_minimum,
        by=cast.acting(centre.admin.key),
    )
    cast.programmes[text.key] = programme.id


def _come_in(cast: Cast, member: Member, invited: accounts.Invited) -> None:
    cast.memberships[member.key] = invited.membership.id
    if invited.link is not None:  # somebody who is here already keeps their password
        secret = invited.link.rpartition("/")[2]
        accounts.accept_invitation(secret, name=member.name, password=password())
