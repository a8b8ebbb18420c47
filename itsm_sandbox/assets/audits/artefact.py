"""Audit: all that this kind of artefact is."""

from itsm_sandbox.assets.audits.models import Audit
from itsm_sandbox.assets.audits.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.assets.audits.rules.machine import MACHINE
from itsm_sandbox.assets.audits.services import (
    blank,
    compare_with_register,
    facts_of,
    keep_scan,
    keep_sighting,
    keep_upload,
)
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=Audit,
        machine=MACHINE,
        label="Audit",
        path="audits",
        page="itsm_sandbox.show_audit",
        blank=blank,
        facts=facts_of,
        hides=hides_from_users,
        effects={
            "take_scan": (keep_scan,),
            "upload_scan": (keep_upload,),
            "sight": (keep_sighting,),
            "reconcile": (compare_with_register,),
        },
        tab=Tab("assets", 2, "Audits", "list_audits", "clipboard-list", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
    )
)
