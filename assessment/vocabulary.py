"""The words of assessment that rules, tables and pages share."""

from enum import StrEnum


class Outcome(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"

    @property
    def label(self) -> str:
        return {"met": "Met", "partly": "Partly met", "not_met": "Not met"}[self.value]


class DecisionOutcome(StrEnum):
    ACCEPTED = "accepted"
    RETURNED = "returned"


class CriterionState(StrEnum):
    NOT_STARTED = "not_started"
    WORKING_TOWARDS = "working_towards"
    MORE_NEEDED = "more_needed"
    MET = "met"
    CHALLENGED = "challenged"


class UnitState(StrEnum):
    OPEN = "open"
    READY = "ready"
    CLAIMED = "claimed"
    SIGNED = "signed"
    CONFIRMED = "confirmed"


class VoidReason(StrEnum):
    MALPRACTICE = "malpractice"
    DATA_PROTECTION = "data_protection"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        return {
            "malpractice": "Malpractice",
            "data_protection": "Data protection",
            "duplicate": "A duplicate of other evidence",
        }[self.value]


class UnitEvent(StrEnum):
    CLAIMED = "claimed"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
