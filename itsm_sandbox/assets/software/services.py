"""The software register: what forbids to enter a product, and what a simulated ICT owner says to it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from core.db import db
from core.errors import FieldErrors
from itsm_sandbox.assets.software.models import SoftwareProduct
from itsm_sandbox.assets.software.queries import count_depending, is_name_taken
from itsm_sandbox.assets.software.rules import answer_of_owner
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.simulation import apply_as_owner, plan_owner_answer
from itsm_sandbox.engine.timers import forget, timer

AUTHORISE = "software.authorise"
_READING_MINUTES = 120


def new_product(_adder: Colleague | None) -> SoftwareProduct:
    """An empty one for `begin`."""
    return SoftwareProduct(publisher="", name="", metric="", authorisation="", remote_use_allowed=False)


def check_name(workplace_id: int, given: Mapping[str, Any]) -> None:
    if is_name_taken(workplace_id, str(given.get("name") or "")):
        raise FieldErrors({"name": "The register has a product of this name. Look it up before you add it again."})


def facts_of(product: SoftwareProduct) -> Mapping[str, Any]:
    return {"depending": partial(count_depending, product.id), "is_taken": lambda name: _is_taken(product, name)}


def _is_taken(product: SoftwareProduct, name: str) -> bool:
    return is_name_taken(product.workplace_id, name, but=product.id)


def ask_owner(deed: Deed) -> None:
    plan_owner_answer(deed, AUTHORISE, _READING_MINUTES, purpose=deed.given["purpose"])


def forget_answer(deed: Deed) -> None:
    forget(deed.artefact, AUTHORISE)


@timer(AUTHORISE)
def _authorise(_workplace: Workplace, due: Timer) -> None:
    product = db.session.get_one(SoftwareProduct, due.subject_id)
    answer = answer_of_owner(str(due.details["purpose"]), product.metric)
    apply_as_owner(product, "authorise", answer, due.at)
