"""Checks of what articles point to."""

from flask.typing import ResponseReturnValue

from accounts.session import login_required
from core.web import requested_page
from itsm_sandbox.engine.choices import find_by_ref
from itsm_sandbox.engine.perform import get_artefact
from itsm_sandbox.engine.views import bp
from itsm_sandbox.engine.views.create import begin_page
from itsm_sandbox.engine.views.page import asked, enter_support, history_of, show
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.checks import queries
from itsm_sandbox.knowledge.checks.models import AssetCheck
from itsm_sandbox.knowledge.checks.rules import MACHINE, VERDICTS, next_item


@bp.get("/<int:workplace_id>/checks")
@login_required
def list_asset_checks(workplace_id: int) -> str:
    visitor = enter_support(workplace_id)
    return show(
        "checks/list_asset_checks.html",
        visitor,
        page=queries.list_asset_checks(workplace_id, page=requested_page()),
        verdicts=dict(VERDICTS),
        machine=MACHINE,
    )


@bp.route("/<int:workplace_id>/checks/add", methods=["GET", "POST"])
@login_required
def add_asset_check(workplace_id: int) -> ResponseReturnValue:
    visitor = enter_support(workplace_id)
    article = asked("article")
    return begin_page(
        visitor,
        AssetCheck.kind,
        "begin_check",
        heading="Check what an article points to",
        intro="Every device, service, article and address in it is listed, with what the workplace knows of each.",
        label="Start the check",
        back=("Checks", "list_asset_checks"),
        said="is begun",
        values={"article_id": find_by_ref(workplace_id, Article.kind, article)} if article else {},
    )


@bp.get("/<int:workplace_id>/checks/<int:number>")
@login_required
def show_asset_check(workplace_id: int, number: int) -> str:
    visitor = enter_support(workplace_id)
    check: AssetCheck = get_artefact(workplace_id, AssetCheck.kind, number)
    article, author = queries.find_around_check(check)
    return show(
        "checks/show_asset_check.html",
        visitor,
        article=article,
        author=author,
        next_number=next_item(check.items),
        verdicts=dict(VERDICTS),
        **history_of(visitor, check),
    )
