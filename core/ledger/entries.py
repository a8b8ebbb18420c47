"""The form of an entry: which facts its bytes hold, and what may stand in a body. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.ledger.canonical import canonical_bytes, time_text
from core.ledger.merkle import HASH_BYTES

VERSION = 1
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
NO_PREVIOUS = bytes(HASH_BYTES)


class UnfitBody(TypeError):
    """A body holds what cannot be written down exactly."""


@dataclass(frozen=True)
class Place:
    """Where an entry stands and what it is about: all of it but the body."""

    log_id: int
    seq: int
    prev: bytes
    at: datetime
    kind: str
    subject_id: int


def entry_bytes(place: Place, body: Mapping[str, Any]) -> bytes:
    """Write down an entry: these bytes are hashed and kept. Numbers that name something are text in them."""
    refuse_unfit(body)
    refuse_unfit_files(body.get("files", []))
    return canonical_bytes(
        {
            "v": VERSION,
            "log": str(place.log_id),
            "seq": str(place.seq),
            "prev": place.prev.hex(),
            "at": time_text(place.at),
            "kind": place.kind,
            "subject": str(place.subject_id),
            "body": body,
        }
    )


def refuse_unfit(value: Any, where: str = "body") -> None:
    """Raise UnfitBody, naming the place, unless the value is text, a whole number, a truth, None or made of these."""
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise UnfitBody(f"{where} has a key that is not text.")
            refuse_unfit(item, f"{where}.{key}")
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for index, item in enumerate(value):
            refuse_unfit(item, f"{where}[{index}]")
    else:
        raise UnfitBody(f"{where} is a {type(value).__name__}, which has no place in an entry.")


def refuse_unfit_files(files: Any) -> None:
    """Raise UnfitBody unless each file is named by its digest and its size in bytes."""
    for file in files if isinstance(files, Sequence) and not isinstance(files, str) else [None]:
        if not isinstance(file, Mapping) or not isinstance(file.get("size"), int):
            raise UnfitBody("body.files is not a list of files with their sizes.")
        if not _DIGEST.fullmatch(str(file.get("sha256"))):
            raise UnfitBody("body.files names a file by something other than its SHA-256.")


def first_difference(kept: Any, found: Any, where: str = "") -> str:
    """The first place, such as `body.files[0].size`, where two JSON values differ; "" when they are equal."""
    if isinstance(kept, dict) and isinstance(found, dict):
        for key in sorted({*kept, *found}):
            place = f"{where}.{key}" if where else key
            if key not in kept or key not in found:
                return place
            if difference := first_difference(kept[key], found[key], place):
                return difference
        return ""
    if isinstance(kept, list) and isinstance(found, list):
        for index, (one, other) in enumerate(zip(kept, found, strict=False)):
            if difference := first_difference(one, other, f"{where}[{index}]"):
                return difference
        return "" if len(kept) == len(found) else f"{where}[{min(len(kept), len(found))}]"
    return "" if kept == found and type(kept) is type(found) else where


def in_words(count: int) -> str:
    """Say how many entries: `1 entry`, `6 entries`."""
    return "1 entry" if count == 1 else f"{count} entries"
