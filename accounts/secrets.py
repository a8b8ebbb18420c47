"""Random secrets that links and cookies carry, and what is stored of them."""

import hashlib
import secrets


def new_secret() -> str:
    """Return 32 random bytes as text for an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is stored of a random secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
