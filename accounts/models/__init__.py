"""Centres, the people in them, and what proves who they are."""

from accounts.models.access import AttemptKind, OneTimeToken, SignInAttempt, SignInSession, TokenPurpose
from accounts.models.centre import Centre, Employer
from accounts.models.notification import Notification
from accounts.models.person import Membership, Person, Role, Standing

__all__ = [
    "AttemptKind",
    "Centre",
    "Employer",
    "Membership",
    "Notification",
    "OneTimeToken",
    "Person",
    "Role",
    "SignInAttempt",
    "SignInSession",
    "Standing",
    "TokenPurpose",
]
