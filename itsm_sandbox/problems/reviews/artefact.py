"""Process review: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.reviews.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.problems.reviews.rules import MACHINE
from itsm_sandbox.problems.reviews.services import facts_of, new_review, ties_to

register(
    ArtefactType(
        model=ProcessReview,
        machine=MACHINE,
        label="Process review",
        path="reviews",
        page="itsm_sandbox.show_review",
        blank=new_review,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        tab=Tab("problems", 3, "Process reviews", "list_reviews", "zoom-check", for_support=True),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
    )
)
