"""The life of an article: who may do what with it, its steps, its differences, and how simulated readers weigh it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.markdown import render_markdown
from itsm_sandbox.engine.machine import Actor, Case, refuse
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.rules.machine import ARTICLE
from itsm_sandbox.knowledge.articles.rules.review import POINTS, draft_of, mend, try_step, weigh, with_notes
from itsm_sandbox.knowledge.articles.rules.text import (
    OUTLINE,
    WHOLE,
    addresses_in,
    compare,
    inner_target,
    names_in,
    steps_of,
)
from itsm_sandbox.knowledge.feedback.rules import said_after

NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
BODY = "Do this.\n\n1. Turn the projector off.\n2. Wait for ten seconds.\n"
ALL = [name for name, _ in POINTS]
ME, OTHER = 1, 2


def case(state: str, me: int = ME, given: Any = None, **values: Any) -> Case:
    stored = {"type": "procedure", "body": BODY, "editors": [ME], "version_number": 0, "review": {}, "test_run": {}}
    held = frozenset({WorkRole.FIRST_LEVEL})
    return Case(state, {**stored, **values}, Actor(me, held), NOW, given or {})


def sets(event: str, about: Case) -> Any:
    transition = ARTICLE.find(event, about.state)
    assert transition
    assert transition.sets
    return transition.sets(about)


def run_of(*results: str) -> dict[str, Any]:
    return {"steps": [{"number": place, "result": result} for place, result in enumerate(results, 1)]}


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("pass_review", "quality_review"),
        ("ask_changes", "quality_review"),
        ("test_step", "acceptance_test"),
        ("pass_acceptance", "acceptance_test"),
        ("fail_acceptance", "acceptance_test"),
    ],
)
def test_whoever_wrote_it_neither_reviews_nor_tests_it(event: str, state: str) -> None:
    given = {"checklist": ALL, "failing": ["scope"], "comment": "x", "result": "pass"}
    refusal = refuse(ARTICLE, event, case(state, ME, given))
    assert refusal == "You wrote this version, so somebody else has to do this."
    assert refuse(ARTICLE, event, case(state, OTHER, given)) != refusal


def test_a_review_passes_with_all_nine_points_only() -> None:
    given = {"checklist": ALL[1:], "comment": "Good so far."}
    assert refuse(ARTICLE, "pass_review", case("quality_review", OTHER, given)) == (
        "These do not hold yet: It says what it is for. Ask for changes instead."
    )
    whole = case("quality_review", OTHER, {**given, "checklist": ALL})
    assert refuse(ARTICLE, "pass_review", whole) is None
    assert sets("pass_review", whole)["review"]["verdict"] == "passed"


def test_every_step_gets_its_result_before_the_test_is_passed() -> None:
    begun = case("acceptance_test", OTHER, {"result": "pass", "note": ""})
    row = sets("test_step", begun)["test_run"]["steps"][0]
    assert (row["number"], row["step"], row["result"]) == (1, "Turn the projector off.", "pass")
    half = case("acceptance_test", OTHER, test_run=run_of("pass"))
    assert refuse(ARTICLE, "pass_acceptance", half) == "1 of 2 steps have no result yet."
    failed = case("acceptance_test", OTHER, test_run=run_of("pass", "fail"))
    assert refuse(ARTICLE, "pass_acceptance", failed) == "Step 2 failed, so the test cannot be passed."
    assert refuse(ARTICLE, "fail_acceptance", failed) is None
    whole = case("acceptance_test", OTHER, test_run=run_of("pass", "pass"))
    assert refuse(ARTICLE, "pass_acceptance", whole) is None
    assert refuse(ARTICLE, "test_step", whole) == (
        "Every step has its result. Pass the test, fail it, or start it again."
    )


def test_a_failed_step_says_what_went_wrong() -> None:
    assert refuse(ARTICLE, "test_step", case("acceptance_test", OTHER, {"result": "fail", "note": ""})) == (
        "Say what went wrong."
    )


def test_a_procedure_without_steps_is_not_handed_in() -> None:
    assert "Number its steps first" in (refuse(ARTICLE, "submit_review", case("draft", body="Do it well.")) or "")
    assert refuse(ARTICLE, "submit_review", case("draft", body="Do it well.", type="lesson")) is None


def test_a_new_version_begins_with_the_old_one_in_force() -> None:
    begun = sets("revise", case("published", OTHER, version_number=3, editors=[ME]))
    assert (begun["version_number"], begun["editors"], begun["test_run"]) == (3, [OTHER], {})
    assert sets("publish_version", case("approved", version_number=3))["version_number"] == 4


def test_a_known_error_follows_its_problem() -> None:
    about = case("published", type="known_error", problem_id=7)
    assert "Record a workaround or a cause there" in (refuse(ARTICLE, "revise", about) or "")


def test_first_line_support_does_not_publish() -> None:
    assert refuse(ARTICLE, "publish_version", case("approved")) == ("This is for single point of contact or ICT owner.")


def test_steps_are_the_numbered_list() -> None:
    assert steps_of(BODY) == ["Turn the projector off.", "Wait for ten seconds."]
    assert steps_of("1) One\r\n2) Two") == ["One", "Two"]
    assert steps_of("No list.") == [WHOLE]


def test_differences_leave_out_what_did_not_change() -> None:
    before = "\n".join(f"line {number}" for number in range(20))
    lines = compare(before, before.replace("line 10", "line ten"))
    assert [line.text for line in lines if line.kind in {"gone", "new"}] == ["line 10", "line ten"]
    assert [line.text for line in lines if line.kind == "cut"] == ["8 lines as before", "7 lines as before"]


def test_names_and_addresses_are_found_in_a_text() -> None:
    body = "See KB-0003 and PRINT-01, or /workplaces/4/assets/9. More: https://example.org/a (KB-0003)."
    assert names_in(body) == ["KB-0003", "PRINT-01"]
    assert addresses_in(body) == ["/workplaces/4/assets/9", "https://example.org/a"]
    words = {"assets": "asset"}
    assert inner_target("https://touchstone.example/workplaces/4/assets/9?x=1", 4, words.get) == ("asset", 9)
    assert inner_target("/workplaces/5/assets/9", 4, words.get) is None
    assert inner_target("/workplaces/4/nothing/9", 4, words.get) is None


def test_an_outline_alone_holds_no_point_that_needs_words() -> None:
    assert set(weigh("Title", OUTLINE, "procedure")) == set(ALL) - {"links", "language"}


def test_what_a_review_misses_is_added_by_a_simulated_author() -> None:
    body = draft_of("Forgotten passwords", "It is asked for every day.")
    faults = weigh("Forgotten passwords", body, "procedure")
    assert {"prerequisites", "result", "escalation"} <= set(faults)
    assert weigh("Forgotten passwords", mend(body, faults), "procedure") == {}


def test_a_step_fails_when_it_names_what_is_gone() -> None:
    assert try_step("Open the queue on PRINT-01.", ["PRINT-01"]) == (
        "PRINT-01 is not there or no longer in use, so this cannot be done."
    )
    assert try_step("Print it", []) == "This does not say enough to do it."
    assert try_step("Wait for ten seconds.", ["PRINT-01"]) is None
    assert "found: It stays dark." in with_notes(BODY, {2: "It stays dark."})


def test_markdown_brings_no_scripts_and_no_pictures() -> None:
    text = "# Top\n\n<script>alert(1)</script> ![x](https://a.example/b.png) [go](javascript:alert(1)) **so**"
    html = str(render_markdown(text))
    assert "<h3>Top</h3>" in html
    assert "<strong>so</strong>" in html
    assert "<script" not in html
    assert "<img" not in html
    assert "href=" not in html


def test_of_those_who_confirm_a_third_say_something() -> None:
    said = [said_after("confirm", number, "KB-0001") for number in range(1, 13)]
    assert [one[0] for one in said if one] == ["unclear", "worked", "unclear", "worked"]
    assert (said_after("reopen", 1, "KB-0001") or ("",))[0] == "error"
