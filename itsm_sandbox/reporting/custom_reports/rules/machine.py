"""The table of what can happen to a custom report: defined, issued by hand or by itself, sent, questioned."""

from collections.abc import Mapping, Sequence
from typing import Any

from itsm_sandbox.engine.items import pick
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.recurrence import RHYTHMS, next_turn
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.engine.steps.actions import replaced
from itsm_sandbox.engine.steps.reasons import authored, reaches_another
from itsm_sandbox.engine.steps.remarks import asks_for_remarks
from itsm_sandbox.reporting.custom_reports.rules import fields as ask
from itsm_sandbox.reporting.custom_reports.rules.asking import AUDIENCES, cannot_be_asked
from itsm_sandbox.reporting.custom_reports.rules.charts import finding_of
from itsm_sandbox.reporting.custom_reports.rules.counting import to_comment

AUTHORS = (*sorted(SUPPORT), WorkRole.ICT_OWNER)

_WRITER = (Tie.AUTHOR,)


def _fits_together(case: Case) -> str | None:
    return cannot_be_asked(case.given)


def _something_is_counted(case: Case) -> str | None:
    figures = case.fact("figures", case.now)
    return None if figures["rows"][-1]["n"] else "Nothing is counted. Choose a longer period or fewer filters."


def _is_commented(case: Case) -> str | None:
    return asks_for_remarks(to_comment(case.fact("figures", case.now)), case.given.get("comments") or ())


def _is_there(case: Case) -> str | None:
    number, issues = case.given["issue"], case.values["issues"]
    return None if 1 <= number <= issues else f"There is no issue {number}; there are {issues}."


def _was_issued(case: Case) -> str | None:
    return None if case.values["issues"] else "Issue it first."


def _issue_is_commented(case: Case) -> str | None:
    missing = asks_for_remarks(case.fact("to_comment", case.given["issue"]), commented(case, case.given["issue"]))
    return f"Comment on issue {case.given['issue']} first. {missing}" if missing else None


def commented(case: Case, issue: int) -> list[str]:
    """The comments on an issue, as lines."""
    return [line for note in case.values["notes"] if note["issue"] == issue for line in note["lines"]]


def _lines_are_told(case: Case) -> str | None:
    wrong = [line for line in case.given["lines"] if ":" not in line]
    return f"Begin each line with the name of its figure and a colon: {wrong[0]}" if wrong else None


def _says_something_else(case: Case) -> str | None:
    given = case.given
    same = any(
        one["issue"] == given["issue"] and one["audience"] != given["audience"] and one["text"] == given["text"]
        for one in case.values["sent"]
    )
    return "The other audience got these very words. Say what this one needs to know, in their words." if same else None


def _starts_ahead(case: Case) -> str | None:
    return None if case.given["first_at"] > case.now else "Choose a first time that is still to come."


def _is_scheduled(case: Case) -> str | None:
    return None if case.values["rhythm"] else "It is not issued by itself."


def _was_sent_to_me(case: Case) -> str | None:
    mine, issue = ask.sent_to(case), case.given.get("issue")
    if issue in mine or (issue is None and mine):
        return None
    return "Only those it was sent to ask about it here. Its author can record what others asked."


def _question_is_open(case: Case) -> str | None:
    questions, number = case.values["questions"], case.given.get("number")
    if number is None:
        return None if any(not one["answer"] for one in questions) else "No question is open."
    if not 1 <= number <= len(questions):
        return f"There is no question {number}; there are {len(questions)}."
    return f"Question {number} is answered already." if questions[number - 1]["answer"] else None


def _issued(case: Case) -> Mapping[str, Any]:
    number = case.values["issues"] + 1
    changes: dict[str, Any] = {"figures": case.fact("figures", case.now), "issues": number}
    if case.given.get("comments"):
        changes["notes"] = [*case.values["notes"], _note(case, number, case.given["comments"])]
    return changes


def _issued_unattended(case: Case) -> Mapping[str, Any]:
    figures = case.fact("figures", case.now)
    values = case.values
    return {
        "figures": figures,
        "issues": values["issues"] + 1,
        "narrative": f"Issued by itself; nobody has read it yet. {finding_of(figures)}",
        "next_at": next_turn(values["first_at"], values["rhythm"], case.now),
    }


def _note(case: Case, issue: int, lines: Sequence[str]) -> dict[str, Any]:
    return {"issue": issue, "lines": list(lines), "at": case.now.isoformat()}


def _noted(case: Case) -> Mapping[str, Any]:
    return {"notes": [*case.values["notes"], _note(case, case.given["issue"], case.given["lines"])]}


def _scheduled(case: Case) -> Mapping[str, Any]:
    return {"next_at": case.given["first_at"]}


def _unscheduled(_case: Case) -> Mapping[str, Any]:
    return {"rhythm": "", "first_at": None, "next_at": None}


def _sent(case: Case) -> Mapping[str, Any]:
    sent = {
        "issue": case.given["issue"],
        "audience": case.given["audience"],
        "to": [_person(case, one) for one in case.given["recipients"]],
        "text": case.given["text"],
        "at": case.now.isoformat(),
    }
    return {"sent": [*case.values["sent"], sent]}


def _person(case: Case, row_id: int) -> dict[str, Any]:
    return {"id": row_id, "name": case.fact("name_of", row_id), "is_simulated": case.fact("is_simulated", row_id)}


def _asked(case: Case, asker_id: int, answer: str, *, is_simulated: bool) -> Mapping[str, Any]:
    question = {
        "issue": case.given["issue"],
        "by": case.fact("name_of", asker_id),
        "is_simulated": is_simulated,
        "question": case.given["asked"],
        "answer": answer,
        "at": case.now.isoformat(),
    }
    return {"questions": [*case.values["questions"], question]}


def _asked_here(case: Case) -> Mapping[str, Any]:
    return _asked(case, case.actor.id or 0, "", is_simulated=case.actor.is_simulated)


def _recorded(case: Case) -> Mapping[str, Any]:
    asker_id = case.given["asker_id"]
    is_simulated = bool(case.fact("is_simulated", asker_id))
    return _asked(case, asker_id, case.given["answer"], is_simulated=is_simulated)


def _answered(case: Case) -> Mapping[str, Any]:
    return {"questions": replaced(case.values["questions"], case.given["number"], answer=case.given["answer"])}


_LIVE = ("defined", "in_use")

MACHINE = Machine(
    "custom report",
    (
        State("defined", "Defined", "none", "report-search"),
        State("in_use", "Issued", "met", "report-analytics"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition(
            "define",
            "Define a custom report",
            (START,),
            "defined",
            AUTHORS,
            ask.DEFINITION,
            guards=(_fits_together,),
            sets=authored,
        ),
        Transition(
            "issue",
            "Issue it",
            _LIVE,
            "in_use",
            _WRITER,
            (
                ask.COMMENTS,
                Field(
                    "narrative",
                    "What the figures answer",
                    Ask.LONG_TEXT,
                    at_least=80,
                    hint="The answer first, then what it rests on, what may explain it, and what you suggest.",
                ),
            ),
            guards=(_something_is_counted, _is_commented),
            key="i",
            tone="primary",
            sets=_issued,
            hint="The figures of this moment are frozen with your words.",
        ),
        Transition("issue_unattended", "Issued by itself", _LIVE, "in_use", (Tie.TIMER,), sets=_issued_unattended),
        Transition(
            "comment_issue",
            "Comment on an issue",
            ("in_use",),
            None,
            _WRITER,
            (ask.which("Comment"), Field("lines", "Comments", Ask.LINES, hint=ask.COMMENTS.hint, keep=False)),
            guards=(_is_there, _lines_are_told),
            key="c",
            sets=_noted,
        ),
        Transition(
            "send",
            "Send an issue",
            ("in_use",),
            None,
            _WRITER,
            (
                ask.which("Send"),
                Field("audience", "Written for", Ask.CHOICE, choices=AUDIENCES, keep=False),
                Field("recipients", "To whom", Ask.ROWS, offers="people", keep=False),
                Field(
                    "text",
                    "What you write to them",
                    Ask.LONG_TEXT,
                    at_least=60,
                    keep=False,
                    hint="Staff need to know what changes for them; management needs what it costs and what to decide.",
                ),
            ),
            guards=(_is_there, _issue_is_commented, reaches_another, _says_something_else),
            early_guards=(_was_issued,),
            key="s",
            sets=_sent,
        ),
        Transition(
            "ask",
            "Ask about it",
            ("in_use",),
            None,
            (Tie.ANYONE,),
            (ask.which("Ask about it", only=ask.is_mine), ask.ASKED),
            early_guards=(_was_sent_to_me,),
            sets=_asked_here,
            merges=True,
        ),
        Transition(
            "record_questions",
            "Record a question that was asked",
            ("in_use",),
            None,
            _WRITER,
            (
                ask.which("Record a question"),
                Field("asker_id", "Who asked", Ask.ROW, offers="people", keep=False),
                ask.ASKED,
                ask.ANSWER,
            ),
            guards=(_is_there,),
            early_guards=(_was_issued,),
            key="q",
            sets=_recorded,
        ),
        Transition(
            "answer",
            "Answer a question",
            ("in_use",),
            None,
            _WRITER,
            (
                pick(
                    "questions",
                    "Question",
                    lambda row: row["question"],
                    beside="Answer",
                    only=lambda _case, row: not row["answer"],
                ),
                ask.ANSWER,
            ),
            early_guards=(_question_is_open,),
            key="w",
            sets=_answered,
        ),
        Transition(
            "schedule",
            "Let it issue itself",
            _LIVE,
            None,
            _WRITER,
            (
                Field("rhythm", "How often", Ask.CHOICE, choices=RHYTHMS),
                Field("first_at", "First time", Ask.MOMENT),
            ),
            guards=(_starts_ahead,),
            key="t",
            sets=_scheduled,
        ),
        Transition(
            "stop_schedule",
            "Stop issuing it by itself",
            _LIVE,
            None,
            _WRITER,
            (Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            early_guards=(_is_scheduled,),
            sets=_unscheduled,
        ),
        Transition(
            "revise", "Change the definition", _LIVE, None, _WRITER, ask.DEFINITION, guards=(_fits_together,), key="e"
        ),
        Transition(
            "retire",
            "Retire it",
            _LIVE,
            "retired",
            _WRITER,
            (Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
            sets=_unscheduled,
        ),
    ),
)
