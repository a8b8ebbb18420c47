"""Who may read reports across a centre."""

from accounts.models import Membership, Role
from accounts.permissions import Answer, Permission, Policy
from portfolio.programmes.models import Programme


def see_centre(who: Membership, _subject: object) -> Answer:
    return Answer.YES if who.role is Role.PROVIDER_ADMIN else Answer.HIDDEN


def see_cohort(who: Membership, programme: Programme) -> Answer:
    is_theirs = who.role is Role.PROVIDER_ADMIN and who.centre_id == programme.centre_id
    return Answer.YES if is_theirs else Answer.HIDDEN


POLICY: Policy = {
    "download_cohort": Permission(see_cohort, "download this cohort’s report"),
    "see_centre": Permission(see_centre, "see the report of this centre"),
    "see_cohort": Permission(see_cohort, "see this cohort’s report"),
}
