"""The support procedure with its covering memo, as it is written and as it was issued."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.catalogue.procedures.models import Procedure
from itsm_sandbox.catalogue.procedures.queries import get_procedure, get_version, list_issues, list_versions
from itsm_sandbox.catalogue.procedures.rules import KEY_MESSAGES, MACHINE, TEMPLATE
from itsm_sandbox.engine.queries import list_events
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import enter, offers, show
from itsm_sandbox.workplace.people.queries import list_users


@bp.route("/<int:workplace_id>/procedures/new", methods=["GET", "POST"])
@login_required
def add_procedure(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return begin_page(
        visitor,
        Procedure.kind,
        "begin",
        heading="Write the support procedure",
        intro="One way for all users to report something or ask for something. Make the example your own.",
        label="Keep the draft",
        back=("Catalogue", "show_catalogue"),
        said="is kept as a draft",
        values={"title": f"How to get ICT support at {visitor.workplace.name}", "body": TEMPLATE},
    )


@bp.get("/<int:workplace_id>/procedures/<int:number>")
@login_required
def show_procedure(workplace_id: int, number: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    procedure = get_procedure(workplace_id, number)
    return show(
        "procedures/procedure.html",
        visitor,
        procedure=procedure,
        machine=MACHINE,
        offers=offers(visitor, procedure),
        key_messages=KEY_MESSAGES,
        users=list_users(workplace_id),
        versions=list_versions(procedure.id),
        events=list_events(procedure.kind, procedure.id),
    )


@bp.get("/<int:workplace_id>/procedures/<int:number>/versions/<int:version>")
@login_required
def show_procedure_version(workplace_id: int, number: int, version: int) -> ResponseReturnValue:
    """What was sent, and to whom."""
    visitor = enter(workplace_id)
    procedure = get_procedure(workplace_id, number)
    return show(
        "procedures/procedure_version.html",
        visitor,
        procedure=procedure,
        version=get_version(procedure.id, version),
        page=list_issues(procedure.id, version, page=requested_page()),
    )
