"""What all signatures share: the moment, the method and the words."""

from datetime import datetime

from core import clock

METHOD = "session"  # the signer was signed in; stronger methods come with their own words


def signing_time() -> datetime:
    """Return now, to the millisecond, which is as exact as the ledger says it."""
    moment = clock.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
