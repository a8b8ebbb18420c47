"""Licence: all that this kind of artefact is."""

from itsm_sandbox.assets.licences.models import Entitlement
from itsm_sandbox.assets.licences.queries import list_licence_choices
from itsm_sandbox.assets.licences.record_checks import RECORD_CHECKS
from itsm_sandbox.assets.licences.rules import ENTITLEMENT
from itsm_sandbox.assets.licences.services import facts_of_licence, new_licence
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.offers import OfferedList
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=Entitlement,
        machine=ENTITLEMENT,
        label="Licence",
        path="licences",
        page="itsm_sandbox.show_licence",
        blank=new_licence,
        facts=facts_of_licence,
        hides=hides_from_users,
        tab=Tab("assets", 5, "Licences", "list_licences", "license", for_support=True),
        offers=(OfferedList("licences", Entitlement, list_licence_choices),),
        record_checks=RECORD_CHECKS,
    )
)
