"""The registers: assets with their history, spending by category, articles, outages and disks."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from accounts.session import acting, login_required
from core.clock import LONDON
from core.forms import carried_out, offered
from core.once import once_per_form
from core.paging import requested_page
from itsm_sandbox.forms.registers import OutageForm, PeriodForm
from itsm_sandbox.models import Artefact, Expenditure
from itsm_sandbox.permissions import POLICY
from itsm_sandbox.queries import registers as queries
from itsm_sandbox.queries.choices import list_choices
from itsm_sandbox.queries.events import list_events
from itsm_sandbox.queries.registers import ArticleFilter, AssetFilter
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.machine import START
from itsm_sandbox.rules.registers import (
    ARTICLE,
    ARTICLE_TYPES,
    ASSET,
    ASSET_TYPES,
    AUDIENCES,
    EXPENDITURE,
    SPENDING_CATEGORIES,
    is_out_of_date,
)
from itsm_sandbox.rules.roles import WorkRole
from itsm_sandbox.services import registers as services
from itsm_sandbox.services.acting import get_artefact
from itsm_sandbox.views import bp
from itsm_sandbox.views.beginning import begin_page
from itsm_sandbox.views.visiting import Visitor, enter, offers, show


@bp.app_template_filter("pounds")
def pounds(pence: int | None) -> str:
    """£1,234.50; a correction is -£12.00."""
    if pence is None:
        return ""
    return f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f}"


@bp.get("/<int:workplace_id>/assets")
@login_required
def list_assets(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    wanted = AssetFilter(_asked("q"), _asked("type"), _asked("state"))
    return show(
        "list_assets.html",
        visitor,
        page=queries.list_assets(workplace_id, wanted, page=requested_page()),
        wanted=wanted,
        counts=queries.count_assets(workplace_id),
        machine=ASSET,
        types=dict(ASSET_TYPES),
    )


@bp.route("/<int:workplace_id>/assets/add", methods=["GET", "POST"])
@login_required
def add_asset(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        ArtefactKind.ASSET,
        "add",
        heading="Add an asset",
        intro="Its tag, what it is and where it is. Everything that happens to it later becomes its history.",
        back=("Assets", "list_assets"),
    )


@bp.get("/<int:workplace_id>/assets/<int:number>")
@login_required
def show_asset(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    asset = get_artefact(workplace_id, ArtefactKind.ASSET, number)
    return show(
        "show_asset.html",
        visitor,
        around=queries.find_around(asset),
        tickets=queries.list_tickets_of_asset(asset),
        types=dict(ASSET_TYPES),
        machine=ASSET,
        **_history(visitor, asset),
    )


@bp.get("/<int:workplace_id>/expenditure")
@login_required
def list_expenditure(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    form = PeriodForm.of_year(request.args, visitor.now.astimezone(LONDON).date())
    found = queries.list_expenditure(
        workplace_id, *form.period, sees_restricted=_sees_restricted(visitor), page=requested_page()
    )
    return show(
        "list_expenditure.html",
        visitor,
        found=found,
        form=form,
        machine=EXPENDITURE,
        categories=dict(SPENDING_CATEGORIES),
    )


@bp.route("/<int:workplace_id>/expenditure/add", methods=["GET", "POST"])
@login_required
def add_expenditure(workplace_id: int) -> ResponseReturnValue:
    return _begin_expenditure(workplace_id, "pay")


@bp.route("/<int:workplace_id>/expenditure/commit", methods=["GET", "POST"])
@login_required
def commit_expenditure(workplace_id: int) -> ResponseReturnValue:
    return _begin_expenditure(workplace_id, "commit")


@bp.get("/<int:workplace_id>/expenditure/<int:number>")
@login_required
def show_expenditure(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    row: Expenditure = get_artefact(workplace_id, ArtefactKind.EXPENDITURE, number, visitor=visitor.colleague)
    return show(
        "show_expenditure.html",
        visitor,
        change=queries.find_change_of(row),
        categories=dict(SPENDING_CATEGORIES),
        machine=EXPENDITURE,
        **_history(visitor, row),
    )


@bp.get("/<int:workplace_id>/articles")
@login_required
def list_articles(workplace_id: int) -> str:
    visitor = enter(workplace_id)
    wanted = ArticleFilter(_asked("q"), _asked("type"), with_retired=bool(_asked("retired")))
    today = visitor.now.astimezone(LONDON).date()
    return show(
        "list_articles.html",
        visitor,
        page=queries.list_articles(workplace_id, wanted, page=requested_page()),
        wanted=wanted,
        uses=queries.count_uses(workplace_id),
        is_late=lambda article: article.state == "published" and is_out_of_date(article.review_due_on, today),
        machine=ARTICLE,
        types=dict(ARTICLE_TYPES),
    )


@bp.route("/<int:workplace_id>/articles/write", methods=["GET", "POST"])
@login_required
def write_article(workplace_id: int) -> ResponseReturnValue:
    return begin_page(
        enter(workplace_id),
        ArtefactKind.ARTICLE,
        "write",
        heading="Write an article",
        intro="Write it so that somebody who was not there can do it.",
        back=("Articles", "list_articles"),
    )


@bp.get("/<int:workplace_id>/articles/<int:number>")
@login_required
def show_article(workplace_id: int, number: int) -> str:
    visitor = enter(workplace_id)
    article = get_artefact(workplace_id, ArtefactKind.ARTICLE, number)
    return show(
        "show_article.html",
        visitor,
        around=queries.find_around_article(article),
        uses=queries.count_uses(workplace_id)[article.id],
        is_late=article.state == "published"
        and is_out_of_date(article.review_due_on, visitor.now.astimezone(LONDON).date()),
        types=dict(ARTICLE_TYPES),
        audiences=dict(AUDIENCES),
        machine=ARTICLE,
        **_history(visitor, article),
    )


@bp.route("/<int:workplace_id>/outages", methods=["GET", "POST"])
@login_required
def list_outages(workplace_id: int) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    if request.method == "POST":
        require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    form = OutageForm()
    services_here = list_choices(workplace_id, "services")
    form.service_id.choices = offered([("", "Choose"), *((str(one), name) for one, name in services_here)])

    def carry_out() -> str:
        services.record_outage(workplace_id, **form.given, by=visitor.me)
        flash("The outage is recorded.")
        return url_for("itsm_sandbox.list_outages", workplace_id=workplace_id)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "list_outages.html",
        visitor,
        page=queries.list_outages(workplace_id, page=requested_page()),
        readings=queries.list_last_readings(workplace_id),
        form=form,
    )
    return page, form.status


@bp.post("/<int:workplace_id>/outages/<int:outage_id>/end")
@login_required
def end_outage(workplace_id: int, outage_id: int) -> ResponseReturnValue:
    services.end_outage(workplace_id, outage_id, by=acting())
    flash("The service is back.")
    return redirect(url_for("itsm_sandbox.list_outages", workplace_id=workplace_id))


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:100]


def _sees_restricted(visitor: Visitor) -> bool:
    """The ICT owner, and those who watch from outside the workplace."""
    return visitor.colleague is None or WorkRole.ICT_OWNER in visitor.colleague.roles


def _history(visitor: Visitor, artefact: Artefact) -> dict[str, Any]:
    return {
        "artefact": artefact,
        "offers": offers(visitor, artefact),
        "events": list_events(artefact.kind, artefact.id),
    }


def _begin_expenditure(workplace_id: int, event: str) -> ResponseReturnValue:
    visitor = enter(workplace_id)
    return begin_page(
        visitor,
        ArtefactKind.EXPENDITURE,
        event,
        heading=EXPENDITURE.get(event, START).label,
        intro="One row in the expenditure record, in one of its ten columns.",
        back=("Expenditure", "list_expenditure"),
        values={"on": visitor.now.astimezone(LONDON).date()},
    )
