"""Allocation of a licence: all that this kind of artefact is."""

from itsm_sandbox.assets.allocations.models import Allocation
from itsm_sandbox.assets.allocations.queries import count_modes_given
from itsm_sandbox.assets.allocations.record_checks import RECORD_CHECKS, modes_given
from itsm_sandbox.assets.allocations.rules import ALLOCATION
from itsm_sandbox.assets.licences.services import facts_of_allocation, new_allocation, take_off_devices
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=Allocation,
        machine=ALLOCATION,
        label="Allocation of a licence",
        path="allocations",
        page="itsm_sandbox.show_allocation",
        blank=new_allocation,
        facts=facts_of_allocation,
        hides=hides_from_users,
        effects={"reclaim": (take_off_devices,)},
        tab=Tab("assets", 6, "Allocations", "list_allocations", "user-check", for_support=True),
        record_checks=RECORD_CHECKS,
        practice_checks=(
            lambda workplace_id, colleague_id: modes_given(count_modes_given(workplace_id, colleague_id)),
        ),
    )
)
