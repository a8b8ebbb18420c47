"""Who may read reports across a centre."""

from accounts.models import Membership, Role
from accounts.permissions import Answer, Policy
from portfolio.programmes.models import Programme


def see_centre(who: Membership, _subject: object) -> Answer:
    return Answer.YES if who.role is Role.PROVIDER_ADMIN else Answer.HIDDEN


def see_cohort(who: Membership, programme: Programme) -> Answer:
    is_theirs = who.role is Role.PROVIDER_ADMIN and who.centre_id == programme.centre_id
    return Answer.YES if is_theirs else Answer.HIDDEN


POLICY: Policy = {
    "download_cohort": see_cohort,
    "see_centre": see_centre,
    "see_cohort": see_cohort,
}
