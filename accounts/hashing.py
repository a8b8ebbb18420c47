"""Passwords as argon2id hashes, at OWASP's minimum cost, a bounded number at a time."""

import os
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.rules import LONGEST_PASSWORD

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Each hash takes 19 MiB: many people signing in at once must wait for one another, not fill the memory.
_at_once = threading.BoundedSemaphore(2 * (os.cpu_count() or 1))
_NOBODYS = _hasher.hash("the password of nobody")


def hash_password(password: str) -> str:
    with _at_once:
        return _hasher.hash(_plain(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Say whether the password belongs to the hash; takes as long when there is no hash to compare with."""
    too_long = len(password) > LONGEST_PASSWORD
    with _at_once:
        try:
            _hasher.verify(password_hash or _NOBODYS, _plain(password[:LONGEST_PASSWORD]))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None and not too_long


def needs_new_hash(password_hash: str) -> bool:
    """Say whether the hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _plain(password: str) -> str:
    """Return the same bytes for the same letters, however the keyboard composed them."""
    return unicodedata.normalize("NFKC", password)
