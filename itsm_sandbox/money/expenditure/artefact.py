"""Expenditure: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.money.expenditure.models import Expenditure
from itsm_sandbox.money.expenditure.rules import EXPENDITURE
from itsm_sandbox.money.expenditure.services import count_back, hides, no_amount

register(
    ArtefactType(
        model=Expenditure,
        machine=EXPENDITURE,
        label="Expenditure",
        path="expenditure",
        page="itsm_sandbox.show_expenditure",
        blank=no_amount,
        hides=hides,
        effects={"correct": (count_back,)},
        tab=Tab("money_and_risk", 1, "Expenditure", "list_expenditure", "coin"),
    )
)
