"""What people do with reports: take a cohort away as a file."""

import tempfile
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from accounts.models import Membership
from accounts.permissions import require
from core import audit, clock
from core.db import transaction
from reports.exporters.cohort_csv import write_csv
from reports.exporters.cohort_xlsx import write_xlsx
from reports.permissions import POLICY
from reports.queries import get_programme, list_cohort_criteria, read_cohort
from reports.rules import file_name

KEPT_IN_MEMORY = 8 * 1024 * 1024


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        return {
            "csv": "text/csv; charset=utf-8",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Download:
    """A file at its beginning, ready to be sent."""

    name: str
    media_type: str
    file: IO[bytes]


def download_cohort(programme_id: int, file_format: FileFormat, *, by: Membership) -> Download:
    """Write every criterion's state of every apprentice on a programme into a file, and note who took it."""
    programme = get_programme(programme_id)
    require(POLICY, "download_cohort", by, programme)
    with transaction():
        audit.record(
            "cohort.downloaded",
            subject=programme,
            centre_id=by.centre_id,
            actor_id=by.id,
            format=file_format.value,
        )
    criteria = list_cohort_criteria(programme)
    parts = read_cohort(by, programme, criteria)
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 -- the answer that sends it closes it
    if file_format is FileFormat.CSV:
        write_csv(file, criteria, parts)
    else:
        write_xlsx(file, programme.title, criteria, parts)
    file.seek(0)
    return Download(file_name(programme.title, clock.today(), file_format.value), file_format.media_type, file)
