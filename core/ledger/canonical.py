"""One sequence of bytes for one value: RFC 8785 JSON over NFC text, so that the same thing always has the same hash."""

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785

SALT_BYTES = 32
_LARGEST = 2**53 - 1


def normalised(value: Any) -> Any:
    """Return the value with all text, keys too, in Unicode form NFC; two spellings of é are then one."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        result = {normalised(key): normalised(item) for key, item in value.items()}
        if len(result) != len(value):
            raise ValueError("Two keys are the same text once normalised.")
        return result
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [normalised(item) for item in value]
    return value


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes. Refuses NaN, integers from 2**53 on, lone surrogates and keys that are not text."""
    if _is_plain(value):  # by far most values, and many times as fast
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return unicodedata.normalize("NFC", text).encode()
    return rfc8785.dumps(normalised(value))


def _is_plain(value: Any) -> bool:
    """Whether the standard library writes it as RFC 8785 does: no fractions, no large numbers, keys in ASCII."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(item) for key, item in value.items())
    return kind is list and all(map(_is_plain, value))


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, text: str) -> str:
    """Hex SHA-256 that stands for personal text in the ledger.

    Once the salt and the text are erased, nobody can find the text by guessing, and every proof stays valid.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError(f"A salt has at least {SALT_BYTES} bytes.")
    return hashlib.sha256(salt + canonical_bytes(text)).hexdigest()


def commits_to(digest: str, salt: bytes, text: str) -> bool:
    """Tell whether this digest stands for this text."""
    return hmac.compare_digest(digest, commitment(salt, text))


def time_text(moment: datetime) -> str:
    """Write a UTC time to the millisecond, such as `2026-11-22T09:30:00.000Z`, the form times have in an entry."""
    if moment.tzinfo is None:
        raise ValueError("A time without a zone has no place in the ledger.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
