"""Analyses of the tickets: what is counted for one, and whose it is."""

from itsm_sandbox.engine.choices import list_refs
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.problems.trends.models import Trend
from itsm_sandbox.problems.trends.queries import count_tickets, view_of
from itsm_sandbox.problems.trends.rules.facts import TrendFacts


def new_trend(author: Colleague | None) -> Trend:
    """An empty one for `begin`."""
    return Trend(title="", grouping="", figures={}, preventions=[], author_id=author.id if author else None)


def facts_of(trend: Trend) -> TrendFacts:
    return TrendFacts(
        figures=lambda: count_tickets(trend.workplace_id, view_of(trend)).plain(),
        ref_of=lambda kind, row_id: list_refs(trend.workplace_id, kind, [row_id])[0],
    )


def ties_to(trend: Trend, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.ANYONE, Tie.AUTHOR} if trend.author_id == colleague.id else {Tie.ANYONE})
