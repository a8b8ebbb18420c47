"""Service: all that this kind of artefact is."""

from itsm_sandbox.catalogue.services.frozen import FROZEN_TABLES
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.catalogue.services.rules import MACHINE
from itsm_sandbox.catalogue.services.services import (
    check_name,
    empty_service,
    facts_of,
    freeze_version,
    plan_no_review,
    plan_review,
)
from itsm_sandbox.catalogue.services.simulation import plan_for_service
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.offers import OfferedList, not_retired
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.engine.roles import WorkRole

register(
    ArtefactType(
        model=Service,
        machine=MACHINE,
        label="Service",
        path="services",
        page="itsm_sandbox.show_service",
        blank=empty_service,
        check_first=check_name,
        facts=facts_of,
        effects={
            "publish": (freeze_version, plan_review),
            "confirm": (plan_review,),
            "start_review": (plan_no_review,),
            "retire": (plan_no_review,),
        },
        after=(plan_for_service,),
        tab=Tab("catalogue", 1, "Catalogue", "show_catalogue", "list-details"),
        waits_for={
            "agreed": (WorkRole.ICT_OWNER, "is agreed and can be published"),
            "under_review": (WorkRole.ICT_OWNER, "is under review"),
        },
        is_titled_openly=True,
        offers=(OfferedList("services", Service, not_retired(Service, Service.name)),),
        frozen_tables=FROZEN_TABLES,
    )
)
