"""How far the import of a file has come."""

from enum import StrEnum


class BatchState(StrEnum):
    UPLOADED = "uploaded"
    MAPPED = "mapped"
    CONFIRMED = "confirmed"
    ABANDONED = "abandoned"

    @property
    def is_open(self) -> bool:
        """Whether its file is still needed."""
        return self in {BatchState.UPLOADED, BatchState.MAPPED}

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    BatchState.UPLOADED: "Columns not chosen yet",
    BatchState.MAPPED: "Waiting for you to confirm",
    BatchState.CONFIRMED: "Imported",
    BatchState.ABANDONED: "Not imported",
}
