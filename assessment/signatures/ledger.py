"""What the entries of all signatures share."""

from typing import Any

from core.ledger import commitment, time_text


def signature(row: Any, by_id: int) -> dict[str, Any]:
    return {
        "by": str(by_id),
        "statement": row.statement,
        "content_hash": row.content_hash,
        "method": row.method,
        "signed_at": time_text(row.at),
    }


def commitment_of(kept: str | None, salt: bytes | None, text: str | None) -> str | None:
    """Return the commitment made anew from the feedback; after the feedback was erased, the one that is kept."""
    if salt is None or text is None:
        return kept
    made = commitment(salt, text)
    return made if made == kept else f"{made}, but {kept} is kept"
