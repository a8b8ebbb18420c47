"""The page of one unit of an enrolment, where it is claimed, signed and confirmed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import may, require
from accounts.session import acting, login_required
from assessment.blueprint import bp
from assessment.permissions import POLICY
from assessment.signatures.rules import STATEMENTS
from assessment.units import services
from assessment.units.queries import get_unit_page
from assessment.units.rules import why_not
from assessment.vocabulary import UnitEvent
from core.web import once_per_form
from portfolio.enrolments.queries import get_enrolment

UNIT = "/enrolments/<int:enrolment_id>/units/<int:programme_unit_id>"
DEEDS = {UnitEvent.CLAIMED: "claim_unit", UnitEvent.SIGNED: "sign_unit", UnitEvent.CONFIRMED: "confirm_unit"}


@bp.get(UNIT)
@login_required
def show_unit(enrolment_id: int, programme_unit_id: int) -> ResponseReturnValue:
    me = acting()
    enrolment = get_enrolment(enrolment_id)
    require(POLICY, "see_enrolment", me, enrolment)
    page = get_unit_page(enrolment.id, enrolment.programme_id, programme_unit_id)
    refusals = {
        event.value: why_not(event, page.facts) for event, deed in DEEDS.items() if may(POLICY, deed, me, enrolment)
    }
    return render_template(
        "assessment/units/unit.html", enrolment=enrolment, page=page, refusals=refusals, statements=STATEMENTS
    )


@bp.post(f"{UNIT}/claim")
@login_required
def claim_unit(enrolment_id: int, programme_unit_id: int) -> ResponseReturnValue:
    me = acting()

    def claim() -> str:
        services.claim_unit(enrolment_id, programme_unit_id, by=me)
        flash("Claimed. Your assessor has been told.")
        return _address(enrolment_id, programme_unit_id)

    return redirect(once_per_form(claim, actor_id=me.id))


@bp.post(f"{UNIT}/sign")
@login_required
def sign_unit(enrolment_id: int, programme_unit_id: int) -> ResponseReturnValue:
    me = acting()

    def sign() -> str:
        seen = request.form.get("seen", "")
        services.sign_unit(enrolment_id, programme_unit_id, seen=seen, by=me)
        flash("Signed off. The apprentice has been told.")
        return _address(enrolment_id, programme_unit_id)

    return redirect(once_per_form(sign, actor_id=me.id))


@bp.post(f"{UNIT}/confirm")
@login_required
def confirm_unit(enrolment_id: int, programme_unit_id: int) -> ResponseReturnValue:
    me = acting()

    def confirm() -> str:
        services.confirm_unit(enrolment_id, programme_unit_id, by=me)
        flash("Confirmed. Your assessor has been told.")
        return _address(enrolment_id, programme_unit_id)

    return redirect(once_per_form(confirm, actor_id=me.id))


def _address(enrolment_id: int, programme_unit_id: int) -> str:
    return url_for(".show_unit", enrolment_id=enrolment_id, programme_unit_id=programme_unit_id)
