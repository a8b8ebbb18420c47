"""Pages anyone may read: the published frameworks, one as a tree, one criterion and what aligns to it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from standards import queries
from standards.models import CriterionKind

bp = Blueprint("standards", __name__, url_prefix="/standards")


@bp.get("/")
def list_frameworks() -> ResponseReturnValue:
    return render_template("standards/list_frameworks.html", frameworks=queries.list_frameworks())


@bp.get("/<key>")
def show_framework(key: str) -> ResponseReturnValue:
    search = request.args.get("q", "")
    kind = request.args.get("kind", type=CriterionKind)
    level = request.args.get("level") or None
    tree = queries.get_framework_tree(key, search=search, kind=kind, level=level)
    return render_template(
        "standards/show_framework.html",
        tree=tree,
        framework=tree.framework,
        choices=queries.list_choices(tree.framework.id),
        search=search,
        kind=kind,
        level=level,
    )


# The largest number a key can hold on PostgreSQL; anything larger names nothing.
@bp.get("/<key>/criteria/<int:criterion_id>")
def show_criterion(key: str, criterion_id: int) -> ResponseReturnValue:
    criterion = queries.get_criterion(key, criterion_id)
    return render_template(
        "standards/show_criterion.html",
        criterion=criterion,
        unit=criterion.unit,
        framework=criterion.unit.framework,
        sub_statements=queries.list_sub_statements(criterion.id),
        alignments=queries.list_alignments(criterion.framework_id, criterion.unit.code),
        developed_by=queries.list_developing_units(criterion.id),
        neighbours=queries.list_neighbours(criterion),
    )
