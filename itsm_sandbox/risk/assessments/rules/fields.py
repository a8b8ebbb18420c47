"""What is told about a risk."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from itsm_sandbox.catalogue.services.rules import IMPORTANCE
from itsm_sandbox.engine.items import Only, Row, pick
from itsm_sandbox.engine.machine import Ask, Case, Field
from itsm_sandbox.risk.assessments.rules.scores import IMPACT, LIKELIHOOD


def is_open(_case: Case, risk: Row) -> bool:
    return bool(risk["status"] == "open")


def which(
    beside: str,
    *,
    only: Only = is_open,
    fills: Iterable[str] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> Field:
    """Which risk a step is about; `beside` stands on its link."""
    return pick("risks", "Risk", lambda risk: risk["hazard"], only=only, fills=fills, renamed=renamed, beside=beside)


def about(*, required: bool) -> tuple[Field, ...]:
    """What is told about a risk; all of it can be changed later, one thing or several."""
    return (
        Field("service_id", "Service", Ask.ROW, required=False, offers="services", keep=False),
        Field("assets", "Group of assets", required=False, at_most=120, hint="Such as the switches.", keep=False),
        Field(
            "importance",
            "Importance",
            Ask.CHOICE,
            required=False,
            choices=IMPORTANCE,
            hint="Leave it empty to take the service’s own from the catalogue.",
            keep=False,
        ),
        Field("hazard", "What could happen", required=required, at_least=8, at_most=300, keep=False),
        Field("cause", "What would cause it", Ask.LONG_TEXT, required=required, at_least=8, keep=False),
        Field("controls", "What is done about it already", Ask.LONG_TEXT, required=required, at_least=4, keep=False),
        Field("likelihood", "Likelihood", Ask.CHOICE, required=required, choices=LIKELIHOOD, keep=False),
        Field("impact", "Impact", Ask.CHOICE, required=required, choices=IMPACT, keep=False),
        Field("target", "Score to come down to", Ask.NUMBER, required=False, keep=False),
        Field("recommendation", "What you recommend", Ask.LONG_TEXT, required=False, at_least=10, keep=False),
        Field(
            "cost_pence", "What it would cost", Ask.MONEY, required=False, hint="0 when it costs only time.", keep=False
        ),
        Field("owner_id", "Who carries it out", Ask.ROW, required=False, offers="change_team", keep=False),
        Field("due_on", "By when", Ask.DAY, required=False, keep=False),
    )


KEPT = tuple(asked.name for asked in about(required=True))
"""The answers that a risk's row keeps under their own names."""
