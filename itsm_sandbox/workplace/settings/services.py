"""How a workplace works: the profile of changes, peer review, the priority matrix, reminders."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Membership
from core.errors import FieldErrors
from core.ledger.canonical import canonical_bytes
from itsm_sandbox.engine.models import ChangeProfile, Workplace
from itsm_sandbox.engine.priority import LEVELS, matrix_faults
from itsm_sandbox.workplace.set_up import arranging

MOST_REMINDERS = 10


@dataclass(frozen=True, slots=True)
class Settings:
    name: str
    change_profile: ChangeProfile
    peer_review_required: bool
    reminders: int
    matrix: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, workplace: Workplace) -> "Settings":
        """Those in force."""
        matrix = {(impact, urgency): workplace.matrix[f"{impact} {urgency}"] for impact in LEVELS for urgency in LEVELS}
        return cls(
            workplace.name,
            workplace.change_profile,
            peer_review_required=workplace.peer_review_required,
            reminders=workplace.reminders,
            matrix=matrix,
        )

    @property
    def words(self) -> dict[str, str]:
        """Each setting as people read it, by the name of its field."""
        return {
            "name": self.name,
            "change_profile": "FITS" if self.change_profile is ChangeProfile.FITS else "Primary FITS",
            "peer_review_required": "yes" if self.peer_review_required else "no",
            "reminders": str(self.reminders),
            **{f"{impact}_{urgency}": priority for (impact, urgency), priority in self.matrix.items()},
        }

    @property
    def fingerprint(self) -> str:
        """Tells whether they are still those that a page showed."""
        return hashlib.sha256(canonical_bytes(self.words)).hexdigest()


def change_settings(workplace_id: int, settings: Settings, *, seen: str | None = None, by: Membership) -> Workplace:
    """What is different from now on. Tickets keep the priority they were given.

    When they are no longer those of the fingerprint `seen`, nothing is kept and each field says what it is now.
    """
    faults = {f"{impact}_{urgency}": words for (impact, urgency), words in matrix_faults(settings.matrix).items()}
    if not 0 <= settings.reminders <= MOST_REMINDERS:
        faults["reminders"] = f"Choose between 0 and {MOST_REMINDERS}."
    if faults:
        raise FieldErrors(faults)
    with arranging(workplace_id, by) as here:
        now = Settings.of(here.workplace)
        if seen is not None and seen != now.fingerprint and now.words != settings.words:
            raise FieldErrors(
                {
                    name: f"Somebody made this “{word}” since you opened the page. Send it again to have yours."
                    for name, word in now.words.items()
                    if word != settings.words[name]
                }
            )
        here.record(
            "settings_changed",
            changes={
                "name": settings.name,
                "change_profile": settings.change_profile,
                "peer_review_required": settings.peer_review_required,
                "reminders": settings.reminders,
                "matrix": {f"{impact} {urgency}": one for (impact, urgency), one in settings.matrix.items()},
            },
        )
        return here.workplace
