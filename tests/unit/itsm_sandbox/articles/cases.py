"""What is possible with an article, and what its guards refuse."""

from collections.abc import Mapping
from typing import Any

from itsm_sandbox.engine.machine import START
from itsm_sandbox.knowledge.articles.rules.review import POINTS
from tests.support.steps import ME, OTHER, TEXT, Asked

KIND = "article"
NINE_POINTS = [name for name, _words in POINTS]
ARTICLE: Mapping[str, Any] = {
    "type": "procedure",
    "audience": "users",
    "body": "1. Turn it off.\n2. Wait.\n",
    "editors": [OTHER],
    "version_number": 1,
}
MINE: Mapping[str, Any] = {"editors": [OTHER, ME]}
IN_TEST = "acceptance_test"


def article(
    event: str, state: str, given: Mapping[str, Any] | None = None, values: Mapping[str, Any] | None = None
) -> Asked:
    """`values` are what differs from a procedure of two steps that somebody else wrote."""
    return Asked(event, state, given or {}, {**ARTICLE, **(values or {})}, {"in_force": {}})


def in_test(event: str, *results: str, given: Mapping[str, Any] | None = None, **values: Any) -> Asked:
    """Of its two steps, so many have a result."""
    steps = [{"number": number, "result": result} for number, result in enumerate(results, 1)]
    return article(event, IN_TEST, given, {"test_run": {"steps": steps}, **values})


POSSIBLE = (
    article("write", START),
    article("draft", START),
    article("plan", START),
    article("revise", "published"),
    article("revise", "published", {}, {"type": "known_error", "problem_id": None}),
    article("plan_version", "published"),
    article("start_draft", "planned"),
    article("edit", "draft"),
    article("submit_review", "draft"),
    article("submit_review", "draft", {}, {"type": "lesson", "body": TEXT}),
    article("pass_review", "quality_review", {"checklist": NINE_POINTS}),
    article("ask_changes", "quality_review"),
    in_test("test_step"),
    in_test("test_step", "pass", given={"result": "fail", "note": "Stuck"}),
    in_test("restart_test", "pass"),
    in_test("pass_acceptance", "pass", "pass"),
    in_test("fail_acceptance", "pass", "fail"),
    article("publish_version", "approved"),
    article("follow", "published"),
    article("confirm", "published"),
    article("doubt", "published"),
    article("give_up", "draft"),
    article("find_answer", "published", {}, {"version_number": 0}),
    article("find_answer", "draft"),
    article("send_on", "published"),
    article("retire", "published"),
)
NOT_YOURS = "You wrote this version, so somebody else has to do this."
FOLLOWS = "Record a workaround or a cause there"
NOT_IN_FORCE = "No version of it is in force"
NOT_LOOKED_UP = "Only what is in force and for everybody is looked up in the portal."
OF_PROBLEM = {"type": "known_error", "problem_id": 7}
REFUSED = (
    (article("revise", "published", {}, OF_PROBLEM), FOLLOWS),
    (article("plan_version", "published", {}, OF_PROBLEM), FOLLOWS),
    (article("submit_review", "draft", {}, {"body": TEXT}), "Number its steps first"),
    (article("pass_review", "quality_review", {"checklist": NINE_POINTS}, MINE), NOT_YOURS),
    (article("ask_changes", "quality_review", {}, MINE), NOT_YOURS),
    (in_test("test_step", **MINE), NOT_YOURS),
    (in_test("restart_test", "pass", **MINE), NOT_YOURS),
    (in_test("pass_acceptance", "pass", "pass", **MINE), NOT_YOURS),
    (in_test("fail_acceptance", "fail", **MINE), NOT_YOURS),
    (
        article("pass_review", "quality_review", {"checklist": NINE_POINTS[1:]}),
        "These do not hold yet: It says what it is for. Ask for changes instead.",
    ),
    (in_test("test_step", "pass", "pass"), "Every step has its result."),
    (in_test("test_step", given={"result": "fail", "note": "No"}), "Say what went wrong."),
    (in_test("restart_test"), "No step has a result yet."),
    (in_test("pass_acceptance", "pass"), "1 of 2 steps have no result yet."),
    (in_test("pass_acceptance", "pass", "fail"), "Step 2 failed, so the test cannot be passed."),
    (in_test("fail_acceptance", "pass"), "No step has failed."),
    (article("doubt", "draft", {}, {"version_number": 0}), NOT_IN_FORCE),
    (article("give_up", "draft", {}, {"version_number": 0}), NOT_IN_FORCE),
    (article("find_answer", "published", {}, {"audience": "staff"}), NOT_LOOKED_UP),
    (article("find_answer", "draft", {}, {"version_number": 0}), NOT_LOOKED_UP),
    (article("send_on", "published", {}, {"audience": "staff"}), NOT_LOOKED_UP),
)
