"""Forgetting what has served its purpose."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from accounts.models import OneTimeToken, SignInAttempt, SignInSession
from core import clock, idempotency
from core.db import transaction

SIGN_IN_LOG_KEPT = timedelta(days=365)
SESSIONS_KEPT = timedelta(days=90)  # the last one says which role a person used last
LINKS_KEPT = timedelta(days=30)


def forget_old_records() -> int:
    """Remove sessions, links, sign-in attempts and request keys that are past their time; return how many."""
    now = clock.now()
    with transaction() as session:
        results: list[Any] = [
            session.execute(delete(SignInSession).where(SignInSession.started_at < now - SESSIONS_KEPT)),
            session.execute(delete(OneTimeToken).where(OneTimeToken.expires_at < now - LINKS_KEPT)),
            session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - SIGN_IN_LOG_KEPT)),
        ]
        forgotten: int = sum(result.rowcount for result in results)
        return forgotten + idempotency.forget_old()
