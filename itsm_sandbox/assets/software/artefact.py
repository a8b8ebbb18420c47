"""Software product: all that this kind of artefact is."""

from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.assets.software.record_checks import RECORD_CHECKS
from itsm_sandbox.assets.software.rules import SOFTWARE
from itsm_sandbox.assets.software.services import ask_owner, check_name, facts_of, forget_answer, new_product
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.offers import OfferedList, not_retired
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register

register(
    ArtefactType(
        model=SoftwareProduct,
        machine=SOFTWARE,
        label="Software product",
        path="software",
        page="itsm_sandbox.show_software",
        blank=new_product,
        check_first=check_name,
        facts=facts_of,
        hides=hides_from_users,
        effects={
            "add": (ask_owner,),
            "ask_authorisation": (ask_owner,),
            "authorise": (forget_answer,),
            "retire": (forget_answer,),
        },
        tab=Tab("assets", 4, "Software", "list_software", "apps", for_support=True),
        offers=(OfferedList("products", SoftwareProduct, not_retired(SoftwareProduct, SoftwareProduct.name)),),
        record_checks=RECORD_CHECKS,
    )
)
