"""What the entries of all signatures share."""

from typing import Any

from core.ledger import Body, commitment, time_text


def act_body(row: Any, by_id: int) -> Body:
    """Who did it, and when."""
    return {"by": str(by_id), "signed_at": time_text(row.at)}


def signature_body(row: Any, by_id: int) -> Body:
    """What `Signed` holds."""
    return {
        **act_body(row, by_id),
        "statement": row.statement,
        "content_hash": row.content_hash,
        "method": row.method,
    }


def signature_in_role_body(row: Any) -> Body:
    """What `SignedInRole` holds."""
    return {"role": row.role, **signature_body(row, row.by_id)}


def commitment_of(kept: str | None, salt: bytes | None, text: str | None) -> str | None:
    """Return the commitment made anew from the remark; after the remark was erased, the one that is kept."""
    if salt is None or text is None:
        return kept
    made = commitment(salt, text)
    return made if made == kept else f"{made}, but {kept} is kept"
