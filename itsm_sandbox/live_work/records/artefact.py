"""Live record: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.live_work.imports.services.live import blank, hides, ties_to
from itsm_sandbox.live_work.records.models import LiveRecord
from itsm_sandbox.live_work.records.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.live_work.records.rules import LIVE_RECORD

register(
    ArtefactType(
        model=LiveRecord,
        machine=LIVE_RECORD,
        label="Live record",
        path="live-records",
        page="itsm_sandbox.show_live_record",
        blank=blank,
        ties=ties_to,
        hides=hides,
        tab=Tab("live_work", 1, "Live work", "list_live_records", "building"),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        is_live=True,
    )
)
