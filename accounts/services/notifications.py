"""Telling a person what happened, and noting that they saw it."""

from sqlalchemy import update

from accounts import queries
from accounts.models import Membership, Notification
from accounts.permissions import POLICY, require
from accounts.rules import own_path
from core import clock
from core.db import transaction


def notify(membership: Membership, text: str, path: str) -> None:
    """Tell this membership something, with the path of ours that it leads to."""
    if own_path(path) is None:
        raise ValueError(f"A notification leads to a path of our own, not to {path!r}.")
    with transaction() as session:
        session.add(Notification(membership_id=membership.id, text=text, path=path, at=clock.now()))


def read_notification(notification_id: int, *, by: Membership) -> Notification:
    with transaction():
        notification = queries.get_notification(notification_id)
        require(POLICY, "read_notification", by, notification)
        notification.read_at = notification.read_at or clock.now()
    return notification


def read_all_notifications(*, by: Membership) -> None:
    with transaction() as session:
        session.execute(
            update(Notification)
            .where(Notification.membership_id == by.id, Notification.read_at.is_(None))
            .values(read_at=clock.now())
        )
