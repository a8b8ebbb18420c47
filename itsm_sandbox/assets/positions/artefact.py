"""Review of licence positions: all that this kind of artefact is."""

from itsm_sandbox.assets.positions.models import LicencePosition
from itsm_sandbox.assets.positions.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.assets.positions.rules.machine import LICENCE_POSITION
from itsm_sandbox.assets.positions.services import (
    ask_owner,
    facts_of,
    forget_answer,
    new_licence_position,
    ties_of_author,
)
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=LicencePosition,
        machine=LICENCE_POSITION,
        label="Review of licence positions",
        path="licence-reviews",
        page="itsm_sandbox.show_licence_review",
        blank=new_licence_position,
        ties=ties_of_author,
        facts=facts_of,
        hides=hides_from_users,
        effects={"position_review": (ask_owner,), "decide": (forget_answer,), "return": (forget_answer,)},
        tab=Tab("assets", 7, "Licence reviews", "list_licence_reviews", "scale", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
    )
)
