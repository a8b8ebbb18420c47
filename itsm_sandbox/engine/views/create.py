"""The page on which something new begins; what is entered there goes through the same table as all else."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import require
from core.forms import carried_out
from core.web import once_per_form
from itsm_sandbox.engine.choices import list_choices, list_refs
from itsm_sandbox.engine.forms import form_for
from itsm_sandbox.engine.machine import START
from itsm_sandbox.engine.perform import create
from itsm_sandbox.engine.registry import get_type
from itsm_sandbox.engine.views.page import Visitor, address_of, is_hidden, show
from itsm_sandbox.permissions import POLICY


def begin_page(
    visitor: Visitor,
    kind: str,
    event: str,
    *,
    heading: str,
    back: tuple[str, str],
    intro: str = "",
    label: str = "",
    said: str = "is in the register",
    values: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    """Ask for what the first transition `event` of this kind of artefact asks for, and begin one with the answers.

    `back` is the label and the endpoint of the list that it belongs to; `values` are what the form starts with;
    `label` is the button's, when the table's own would not read well there; `said` follows the
    reference when it is done.
    """
    require(POLICY, "work_in_workplace", visitor.me, visitor.visit)
    transition = get_type(kind).machine.get(event, START)
    workplace_id = visitor.workplace.id
    back_to = url_for(f"itsm_sandbox.{back[1]}", workplace_id=workplace_id)
    form = form_for(
        transition.fields,
        lambda name: list_choices(workplace_id, name),
        values or {},
        0,
        lambda of_kind, ids: list_refs(workplace_id, of_kind, ids),
    )

    def carry_out() -> str:
        made = create(workplace_id, kind, event, form.given(transition.fields), by=visitor.me)
        if is_hidden(visitor, made):
            flash(f"{made.ref} {said}. You cannot open it yourself.")
            return back_to
        flash(f"{made.ref} {said}.")
        return address_of(made)

    done = carried_out(form, lambda: once_per_form(carry_out, actor_id=visitor.me.id))
    if done:
        return redirect(done)
    page = show(
        "engine/begin.html",
        visitor,
        fields=transition.fields,
        form=form,
        heading=heading,
        intro=intro or transition.hint,
        label=label or transition.label,
        crumbs=[(back[0], back_to), (heading, None)],
        back=back_to,
    )
    return page, form.status
