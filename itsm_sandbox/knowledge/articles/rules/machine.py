"""Articles: planned, drafted, reviewed, tried out, published in versions, and retired."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Guard, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import today
from itsm_sandbox.knowledge.articles.rules.facts import ArticleFacts
from itsm_sandbox.knowledge.articles.rules.review import POINTS, WITH_STEPS
from itsm_sandbox.knowledge.articles.rules.text import has_steps, steps_of

ARTICLE_TYPES = (
    ("procedure", "Procedure"),
    ("playbook", "Playbook"),
    ("faq", "Questions and answers"),
    ("known_error", "Known error"),
    ("user_guide", "Guide for users"),
    ("lesson", "Lesson learned"),
)
AUDIENCES = (("staff", "Support staff"), ("users", "Everybody"))
REVIEWED_EVERY = timedelta(days=365)
WRITERS = (*KEEPERS, WorkRole.DESIGN, WorkRole.ICT_OWNER)
PUBLISHERS = (WorkRole.SINGLE_POINT_OF_CONTACT, WorkRole.ICT_OWNER)

_TEXT = (
    Field("title", "Title", at_most=200),
    Field("type", "Kind", Ask.CHOICE, choices=ARTICLE_TYPES),
    Field("audience", "For whom", Ask.CHOICE, choices=AUDIENCES),
    Field(
        "body",
        "Text",
        Ask.LONG_TEXT,
        at_least=40,
        at_most=50_000,
        hint="What it is for, what is needed first, the steps in order, what to see at the end, and whom to ask. "
        "Number the steps: 1. 2. 3. Headings begin with ##, links are [words](address).",
    ),
    Field("service_id", "Service", Ask.ROW, required=False, offers="services"),
    Field("category", "Category of tickets", required=False, at_most=60),
)
_DUE = Field("review_due_on", "Check it again by", Ask.DAY, required=False, hint="In a year when you leave it empty.")
_PROBLEM = Field("problem_id", "Problem", Ask.REF, required=False, offers="problem")
_WHY = Field("why", "What is to change and why", Ask.LONG_TEXT, at_least=5, keep=False)
_NOTE = Field("change_note", "What is new in this version", Ask.LONG_TEXT, at_least=5, at_most=2000)


def _somebody_else(case: Case) -> str | None:
    if case.actor.id in (case.values.get("editors") or ()):
        return "You wrote this version, so somebody else has to do this."
    return None


def _has_steps(case: Case) -> str | None:
    if case.values["type"] in WITH_STEPS and not has_steps(case.values["body"]):
        return "Number its steps first, as 1. 2. 3. at the beginning of lines: each of them is tried out."
    return None


def _follows_no_problem(case: Case) -> str | None:
    if case.values["type"] == "known_error" and case.values.get("problem_id"):
        return "It says what its problem says. Record a workaround or a cause there, and this follows."
    return None


def _was_published(case: Case) -> str | None:
    return None if case.values["version_number"] else "No version of it is in force; retire it instead."


def _all_points_hold(case: Case) -> str | None:
    left = [label for name, label in POINTS if name not in case.given["checklist"]]
    return f"These do not hold yet: {'; '.join(left)}. Ask for changes instead." if left else None


def _steps_tested(case: Case) -> list[Mapping[str, Any]]:
    return list((case.values.get("test_run") or {}).get("steps", ()))


def _a_step_is_left(case: Case) -> str | None:
    if len(_steps_tested(case)) < len(steps_of(case.values["body"])):
        return None
    return "Every step has its result. Pass the test, fail it, or start it again."


def _note_on_failure(case: Case) -> str | None:
    if case.given["result"] == "fail" and len(case.given.get("note") or "") < 5:
        return "Say what went wrong."
    return None


def _every_step_passed(case: Case) -> str | None:
    tested, steps = _steps_tested(case), steps_of(case.values["body"])
    if len(tested) < len(steps):
        return f"{len(steps) - len(tested)} of {len(steps)} steps have no result yet."
    failed = [str(one["number"]) for one in tested if one["result"] == "fail"]
    return f"Step {', '.join(failed)} failed, so the test cannot be passed." if failed else None


def _a_step_failed(case: Case) -> str | None:
    if any(one["result"] == "fail" for one in _steps_tested(case)):
        return None
    return "No step has failed. Record the result of each step first."


def _a_test_has_begun(case: Case) -> str | None:
    return None if _steps_tested(case) else "No step has a result yet."


def _is_looked_up(case: Case) -> str | None:
    is_in_force = case.state == "published" or case.values["version_number"]
    if is_in_force and case.values["audience"] == "users":
        return None
    return "Only what is in force and for everybody is looked up in the portal."


def _written(case: Case) -> Mapping[str, Any]:
    """In force at once: a known error as its problem tells it, or what was in use before versions were kept."""
    due = case.get("review_due_on") or today(case) + REVIEWED_EVERY
    return {"author_id": case.actor.id, "review_due_on": due, "version_number": 1, "editors": [case.actor.id]}


def _drafted(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id, "editors": [case.actor.id]}


def _begun_anew(case: Case) -> Mapping[str, Any]:
    """The version in force stays what it is."""
    fresh = {"editors": [case.actor.id], "review": {}, "test_run": {}, "change_note": ""}
    return {"author_id": case.actor.id, "version_number": max(1, case.values["version_number"]), **fresh}


def _planned_anew(case: Case) -> Mapping[str, Any]:
    return {"version_number": max(1, case.values["version_number"]), "editors": [], "review": {}, "test_run": {}}


def _edited(case: Case) -> Mapping[str, Any]:
    return {"editors": [*dict.fromkeys([*case.values["editors"], case.actor.id])]}


def _reviewed(verdict: str) -> Any:
    def sets(case: Case) -> Mapping[str, Any]:
        failing = case.given.get("failing") or []
        told = {"verdict": verdict, "failing": failing, "comment": case.given["comment"], "by_id": case.actor.id}
        return {"review": {**told, "on": today(case).isoformat()}, "test_run": {}}

    return sets


def _step_recorded(case: Case) -> Mapping[str, Any]:
    tested, steps = _steps_tested(case), steps_of(case.values["body"])
    number = len(tested) + 1
    row = {"number": number, "step": steps[number - 1], "result": case.given["result"]}
    row |= {"note": case.given.get("note") or "", "by_id": case.actor.id}
    return {"test_run": {"steps": [*tested, row]}}


def _tested(verdict: str) -> Any:
    def sets(case: Case) -> Mapping[str, Any]:
        told = {"verdict": verdict, "found": case.given["found"], "minutes": case.given["minutes"]}
        by = {"by_id": case.actor.id, "on": today(case).isoformat()}
        return {"test_run": {"steps": _steps_tested(case), **told, **by}}

    return sets


def _published(case: Case) -> Mapping[str, Any]:
    due = case.given.get("review_due_on") or today(case) + REVIEWED_EVERY
    return {"version_number": case.values["version_number"] + 1, "review_due_on": due, "doubt": ""}


def _given_up(case: Case) -> Mapping[str, Any]:
    return {**case.of(ArticleFacts).in_force(), "editors": [], "change_note": ""}


def _confirmed(_case: Case) -> Mapping[str, Any]:
    return {"doubt": ""}


ANSWERED, SENT_ON = "find_answer", "send_on"
"""What readers in the portal say of it: that they need no ticket, or that they logged one after all."""

LOOKED_FOR = Field("looked_for", "What they looked for", required=False, at_most=120, keep=False)
_COMMENT = Field("comment", "What you found", Ask.LONG_TEXT, at_least=20, at_most=4000, keep=False)
_FOUND = Field("found", "What the test showed", Ask.LONG_TEXT, at_least=10, at_most=4000, keep=False)
_MINUTES = Field("minutes", "How many minutes it took", Ask.NUMBER, keep=False)
_REASON = Field("reason", "Why", Ask.LONG_TEXT, at_least=5, keep=False)
_OUTRIGHT = (*_TEXT, _DUE, _PROBLEM)
_RESULTS = (("pass", "It passed"), ("fail", "It failed"))
_IN_WORK = ("planned", "draft", "quality_review", "acceptance_test", "approved")


def _end_of_test(event: str, label: str, to: str, guard: Guard, result: str, *, key: str) -> Transition:
    return Transition(
        event,
        label,
        ("acceptance_test",),
        to,
        who=WRITERS,
        fields=(_MINUTES, _FOUND),
        early_guards=(_somebody_else, guard),
        sets=_tested(result),
        key=key,
    )


ARTICLE = Machine(
    "article",
    (
        State("planned", "Planned", "none", "calendar-plus"),
        State("draft", "Draft", "none", "pencil"),
        State("quality_review", "In quality review", "sub", "zoom-check"),
        State("acceptance_test", "In acceptance test", "sub", "list-check"),
        State("approved", "Approved", "more", "rosette-discount-check"),
        State("published", "Published", "met", "file-check"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition("write", "Write an article", (START,), "published", who=WRITERS, fields=_OUTRIGHT, sets=_written),
        Transition("draft", "Draft an article", (START,), "draft", who=WRITERS, fields=_TEXT, sets=_drafted),
        Transition("plan", "Plan an article", (START,), "planned", who=WRITERS, fields=(*_TEXT[:3], *_TEXT[4:])),
        Transition(
            "revise",
            "Write a new version",
            ("published",),
            "draft",
            who=WRITERS,
            fields=(_WHY,),
            early_guards=(_follows_no_problem,),
            sets=_begun_anew,
            tone="primary",
            key="e",
            hint="The version in force stays in force until the new one is published.",
        ),
        Transition(
            "plan_version", "Plan a new version", ("published",), "planned", who=WRITERS, fields=(_WHY,),
            early_guards=(_follows_no_problem,), sets=_planned_anew,
        ),
        Transition(
            "start_draft", "Start writing", ("planned",), "draft", who=WRITERS, sets=_drafted, tone="primary", key="e"
        ),
        Transition("edit", "Edit the draft", ("draft",), None, who=WRITERS, fields=_TEXT, sets=_edited, key="e"),
        Transition(
            "submit_review",
            "Hand it in for review",
            ("draft",),
            "quality_review",
            who=WRITERS,
            fields=(_NOTE,),
            early_guards=(_has_steps,),
            tone="primary",
            key="s",
        ),
        Transition(
            "pass_review",
            "Pass the review",
            ("quality_review",),
            "acceptance_test",
            who=WRITERS,
            fields=(Field("checklist", "These hold", Ask.MANY, choices=POINTS, keep=False), _COMMENT),
            guards=(_all_points_hold,),
            early_guards=(_somebody_else,),
            sets=_reviewed("passed"),
            tone="primary",
            key="p",
        ),
        Transition(
            "ask_changes",
            "Ask for changes",
            ("quality_review",),
            "draft",
            who=WRITERS,
            fields=(Field("failing", "These do not hold yet", Ask.MANY, choices=POINTS, keep=False), _COMMENT),
            early_guards=(_somebody_else,),
            sets=_reviewed("changes"),
            key="c",
        ),
        Transition(
            "test_step",
            "Record the next step’s result",
            ("acceptance_test",),
            None,
            who=WRITERS,
            fields=(
                Field("result", "Result", Ask.CHOICE, choices=_RESULTS, keep=False),
                Field("note", "What you saw", Ask.LONG_TEXT, required=False, at_most=1000, keep=False),
            ),
            guards=(_note_on_failure,),
            early_guards=(_somebody_else, _a_step_is_left),
            sets=_step_recorded,
            tone="primary",
            key="t",
            hint="Do exactly what the step says, nothing more, on a practice ticket or a spare device.",
        ),
        Transition(
            "restart_test",
            "Start the test again",
            ("acceptance_test",),
            None,
            who=WRITERS,
            fields=(_REASON,),
            early_guards=(_somebody_else, _a_test_has_begun),
            sets=lambda _case: {"test_run": {}},
        ),
        _end_of_test("pass_acceptance", "Pass the acceptance test", "approved", _every_step_passed, "passed", key="p"),
        _end_of_test("fail_acceptance", "Fail the acceptance test", "draft", _a_step_failed, "failed", key="f"),
        Transition(
            "publish_version",
            "Publish it",
            ("approved",),
            "published",
            who=PUBLISHERS,
            fields=(_DUE,),
            sets=_published,
            tone="primary",
            key="p",
            hint="The version that was in force until now is superseded.",
        ),
        Transition(
            "follow",
            "Bring it in line with its problem",
            ("published",),
            None,
            who=(Tie.TIMER,),
            fields=(*_TEXT, _WHY),
            sets=lambda case: {"version_number": case.values["version_number"] + 1},
        ),
        Transition(
            "confirm",
            "It is still right",
            ("published",),
            None,
            who=WRITERS,
            fields=(
                Field("checked", "What you checked", Ask.LONG_TEXT, at_least=10, keep=False),
                Field("review_due_on", "Check it again by", Ask.DAY),
            ),
            sets=_confirmed,
        ),
        Transition(
            "doubt",
            "Say that it is out of date",
            ("published", *_IN_WORK),
            None,
            who=WRITERS,
            fields=(Field("doubt", "What is no longer so", Ask.LONG_TEXT, at_least=10, at_most=2000),),
            early_guards=(_was_published,),
            hint="Readers are warned until a new version is published or somebody confirms that it is right.",
        ),
        Transition(
            "give_up", "Give up this version", _IN_WORK, "published", who=WRITERS, fields=(_REASON,),
            early_guards=(_was_published,), sets=_given_up, hint="The text in force stays.",
        ),
        Transition(
            ANSWERED, "It answered a reader", ("published", *_IN_WORK), None, who=(Tie.ANYONE,), fields=(LOOKED_FOR,),
            early_guards=(_is_looked_up,), merges=True, is_aside=True,
        ),
        Transition(
            SENT_ON, "It did not answer a reader", ("published", *_IN_WORK), None, who=(Tie.TIMER,),
            fields=(Field("ticket_id", "Ticket", Ask.REF, offers="ticket", keep=False),),
            early_guards=(_is_looked_up,), merges=True, is_aside=True,
        ),
        Transition(
            "retire", "Retire it", ("published", *_IN_WORK), "retired", who=WRITERS, fields=(_REASON,), tone="danger",
        ),
    ),
)  # fmt: skip


def is_out_of_date(review_due_on: date | None, today: date) -> bool:
    return review_due_on is not None and review_due_on < today
