"""Everything a submitted version says, in one order, and its hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.ledger.canonical import canonical_bytes, commitment


@dataclass(frozen=True, slots=True, order=True)
class ManifestClaim:
    """`criterion` is the framework's key and version and the code, such as `eskitp5056@1:P1`."""

    criterion: str
    locator: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class ManifestFile:
    sha256: str
    size: int
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Manifest:
    number: int
    title: str
    kind: str
    origin: str
    assistance: str | None
    done_on: date
    account: str
    link: str
    work_location: str
    answer: str
    is_authentic: bool
    ai_use: str
    claims: Sequence[ManifestClaim]
    files: Sequence[ManifestFile]
    meta_skills: Sequence[tuple[str, str]]  # criterion, how
    declared: str | None = None  # the sentences agreed to; versions from before they were kept have none
    ai_declared: str | None = None


def content_hash(manifest: Manifest, salt: bytes) -> str:
    """Hex SHA-256. What a person typed enters as salted commitments, so the hash gives nothing of it away."""

    def hidden(text: str) -> str:
        return commitment(salt, text)

    value: dict[str, Any] = {
        "number": manifest.number,
        "title": hidden(manifest.title),
        "kind": manifest.kind,
        "origin": manifest.origin,
        "assistance": manifest.assistance,
        "done_on": manifest.done_on.isoformat(),
        "account": hidden(manifest.account),
        "link": hidden(manifest.link),
        "work_location": hidden(manifest.work_location),
        "answer": hidden(manifest.answer),
        "is_authentic": manifest.is_authentic,
        "ai_use": manifest.ai_use,
        "claims": [
            {"criterion": c.criterion, "locator": hidden(c.locator), "reason": hidden(c.reason)}
            for c in sorted(manifest.claims)
        ],
        "files": [
            {"sha256": f.sha256, "size": f.size, "name": hidden(f.name), "media_type": f.media_type}
            for f in manifest.files
        ],
        "meta_skills": [
            {"criterion": criterion, "how": hidden(how)} for criterion, how in sorted(manifest.meta_skills)
        ],
    }
    agreed = {"declared": manifest.declared, "ai_declared": manifest.ai_declared}
    value |= {name: sentence for name, sentence in agreed.items() if sentence is not None}
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
