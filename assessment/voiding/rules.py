"""What is signed of a void proposal."""

from collections.abc import Mapping
from typing import Any


def void_content(*, version: str, reason: str, comment: str, proposed_by: int, erases_files: bool) -> Mapping[str, Any]:
    """Return what is decided on: the newest version's hash, the reason, the commitment to its words, who proposed."""
    return {
        "version": version,
        "reason": reason,
        "comment": comment,
        "proposed_by": str(proposed_by),
        "erases_files": erases_files,
    }
