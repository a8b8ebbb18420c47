"""What people do with their accounts. One public function for each thing they do."""

from accounts.services.members import (
    Invitation,
    Invited,
    create_centre,
    create_employer,
    end_membership,
    invite_member,
    resend_invitation,
)
from accounts.services.notifications import notify, read_all_notifications, read_notification
from accounts.services.passwords import (
    accept_invitation,
    change_password,
    check_link,
    request_password_reset,
    reset_password,
)
from accounts.services.signing_in import TooManyTries, account_of, sign_in, switch_membership
from accounts.services.tidying import forget_old_records

__all__ = [
    "Invitation",
    "Invited",
    "TooManyTries",
    "accept_invitation",
    "account_of",
    "change_password",
    "check_link",
    "create_centre",
    "create_employer",
    "end_membership",
    "forget_old_records",
    "invite_member",
    "notify",
    "read_all_notifications",
    "read_notification",
    "request_password_reset",
    "resend_invitation",
    "reset_password",
    "sign_in",
    "switch_membership",
]
