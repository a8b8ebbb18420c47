"""Budget: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.money.budgets.models import Budget
from itsm_sandbox.money.budgets.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.money.budgets.rules import MACHINE
from itsm_sandbox.money.budgets.services import await_owner, facts_of, hides, no_amounts, no_overlap, ties_to

register(
    ArtefactType(
        model=Budget,
        machine=MACHINE,
        label="Budget",
        path="budgets",
        page="itsm_sandbox.show_budget",
        blank=no_amounts,
        check_first=no_overlap,
        ties=ties_to,
        facts=facts_of,
        hides=hides,
        after=(await_owner,),
        tab=Tab("money_and_risk", 2, "Budgets", "list_budgets", "pig-money"),
        waits_for={"proposed": (WorkRole.ICT_OWNER, "is proposed and waits for you to set it")},
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
    )
)
