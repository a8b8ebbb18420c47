"""What a signature is put on: the sentence that is agreed to, and the hash of exactly what was seen."""

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from core.ledger.canonical import canonical_bytes

STATEMENTS: Mapping[str, str] = json.loads(
    (resources.files("assessment.data") / "statements.json").read_text(encoding="utf-8")
)  # by the kind of ledger entry


def content_hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
