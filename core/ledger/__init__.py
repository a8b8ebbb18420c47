"""Tamper-evident logs: each entry is hashed into a Merkle tree whose root is signed and kept outside the database."""

from core.ledger.canonical import commitment, new_salt, time_text
from core.ledger.recording import append, append_described
from core.ledger.registry import Body, describe, erases, expected, known_logs

__all__ = [
    "Body",
    "append",
    "append_described",
    "commitment",
    "describe",
    "erases",
    "expected",
    "known_logs",
    "new_salt",
    "time_text",
]
