"""Simulated colleagues around articles: they write, review, try out and publish where an apprentice works alone.

They answer by the rules of `rules/article_review.py` and are marked as simulated wherever they appear.
"""

from collections.abc import Mapping
from typing import Any

from core.clock import LONDON
from core.db import db
from itsm_sandbox.engine.models import Colleague, Timer, Workplace
from itsm_sandbox.engine.queries import list_colleagues
from itsm_sandbox.engine.registry import Deed
from itsm_sandbox.engine.simulation import apply_if_possible, plan_answer
from itsm_sandbox.engine.timers import forget, timer
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.queries.links import list_broken
from itsm_sandbox.knowledge.articles.rules.machine import PUBLISHERS, WRITERS
from itsm_sandbox.knowledge.articles.rules.review import POINTS, mend, try_step, weigh, with_notes
from itsm_sandbox.knowledge.articles.rules.text import steps_of

REVIEW, TEST, PUBLISH, WRITE = "article.review", "article.test", "article.publish", "article.write"
_MINUTES = {REVIEW: 120, TEST: 180, PUBLISH: 60, WRITE: 240}
"""Of service time until they get to it, besides what their temperament adds."""

_MINUTES_A_STEP = 3


def plan_answers(deed: Deed) -> None:
    """Let a simulated colleague do what the article now waits for, when nobody real can."""
    article: Article = deed.artefact
    if not deed.workplace.is_solo:
        return
    forget(article, *_MINUTES)
    people = list_colleagues(article.workplace_id)
    name = _asked(article, people)
    colleague = _find(name, article, people) if name else None
    if name is None or colleague is None:
        return
    plan_answer(article, name, colleague, deed.event.at, _MINUTES[name])


def _asked(article: Article, people: Any) -> str | None:
    """What simulated colleagues wrote waits for the apprentice; what the apprentice wrote waits for them."""
    members = {one.id for one in people if not one.is_simulated}
    by_member = bool(members & set(article.editors or ()))
    if article.state == "quality_review":
        return REVIEW if by_member else None
    if article.state == "acceptance_test":
        return TEST if by_member else None
    if article.state == "approved":
        may = any(one.roles & set(PUBLISHERS) for one in people if not one.is_simulated)
        return None if may else PUBLISH
    return WRITE if article.state == "draft" and not by_member else None


def _find(name: str, article: Article, people: Any) -> Colleague | None:
    simulated = [one for one in people if one.is_simulated]
    if name == WRITE:
        return next((one for one in simulated if one.id == article.author_id), None)
    wanted = set(PUBLISHERS if name == PUBLISH else WRITERS)
    may = [one for one in simulated if one.roles & wanted and (name == PUBLISH or one.id not in article.editors)]
    return may[article.number % len(may)] if may else None


@timer(REVIEW)
def _review(_workplace: Workplace, due: Timer) -> None:
    article = db.session.get_one(Article, due.subject_id)
    faults = weigh(article.title, article.body, article.type, broken=_broken(article, due))
    if faults:
        given = {"failing": list(faults), "comment": " ".join(faults.values())}
        _do(article, REVIEW, "ask_changes", given, due)
        return
    comment = "I went through all nine points, and each of them holds."
    given = {"checklist": [name for name, _ in POINTS], "comment": comment}
    _do(article, REVIEW, "pass_review", given, due)


@timer(TEST)
def _test(_workplace: Workplace, due: Timer) -> None:
    """Step by step, with what went wrong; a test that somebody else has begun is begun again."""
    article = db.session.get_one(Article, due.subject_id)
    if article.state != "acceptance_test":
        return
    broken = _broken(article, due)
    if article.test_run.get("steps"):
        _do(article, TEST, "restart_test", {"reason": "One person tries all of it."}, due)
    steps = steps_of(article.body)
    failed = []
    for number, step in enumerate(steps, 1):
        fault = try_step(step, broken)
        failed += [number] if fault else []
        given = {"result": "fail" if fault else "pass", "note": fault or "Done as it is written."}
        _do(article, TEST, "test_step", given, due)
    minutes = _MINUTES_A_STEP * len(steps)
    if failed:
        found = f"I could not do step {', '.join(map(str, failed))}; the notes say why."
        _do(article, TEST, "fail_acceptance", {"minutes": minutes, "found": found}, due)
    else:
        found = "I did every step on a practice ticket without asking anybody."
        _do(article, TEST, "pass_acceptance", {"minutes": minutes, "found": found}, due)


@timer(PUBLISH)
def _publish(_workplace: Workplace, due: Timer) -> None:
    article = db.session.get_one(Article, due.subject_id)
    _do(article, PUBLISH, "publish_version", {"review_due_on": None}, due)


@timer(WRITE)
def _write(_workplace: Workplace, due: Timer) -> None:
    """A simulated author mends what a review or a test found, or finishes the first draft, and hands it in."""
    article = db.session.get_one(Article, due.subject_id)
    if article.state != "draft":
        return
    body, note = article.body, "The first version."
    if article.test_run.get("verdict") == "failed":
        notes = {one["number"]: one["note"] for one in article.test_run["steps"] if one["result"] == "fail"}
        body, note = with_notes(body, notes), "The steps that failed in the test are mended."
    elif article.review.get("verdict") == "changes":
        body, note = mend(body, article.review["failing"]), "It has what the review asked for."
    if body != article.body:
        given = {name: getattr(article, name) for name in ("title", "type", "audience", "service_id", "category")}
        _do(article, WRITE, "edit", {**given, "body": body}, due)
    _do(article, WRITE, "submit_review", {"change_note": note}, due)


def _broken(article: Article, due: Timer) -> list[str]:
    return list_broken(article.workplace_id, article.frozen(), due.at.astimezone(LONDON).date())


def _do(article: Article, name: str, event: str, given: Mapping[str, Any], due: Timer) -> None:
    """Do it in the locked workplace, unless something has come in the way since."""
    colleague = _find(name, article, list_colleagues(article.workplace_id))
    if colleague:
        apply_if_possible(article, colleague, event, given, due.at)
