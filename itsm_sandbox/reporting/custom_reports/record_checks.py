"""What the records of dashboards, custom reports, meetings and monitoring show, and how their lists read on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count, iso_day, iso_when, when
from itsm_sandbox.engine.charts.chart import Chart, chart_from
from itsm_sandbox.engine.logged_events import LoggedEvent, first, several
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values, named_in
from itsm_sandbox.reporting.custom_reports.rules.asking import AUDIENCES
from itsm_sandbox.reporting.custom_reports.rules.charts import CHARTS
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES

FEWEST_UNATTENDED = 2


# --- dashboards ---


# --- custom reports ---


def _chart(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    label = dict(CHARTS).get(values.get("chart") or "", "").partition(":")[0]
    reasoned = bool(str(values.get("chart_reason") or "").strip())
    return Fact("chart_reasoned", f"Chart: {label.lower()}, chosen with a reason.", holds=True) if reasoned else None


def _by_hand(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    if first(events, "issue") is None:
        return None
    rows = (values.get("figures") or {}).get("rows", ())
    marked = sum(bool(row["is_red"] or row["is_changed"]) for row in rows)
    return Fact(
        "figures_commented",
        f"It was issued by hand with a comment on every red or changed figure; the last issue has {marked}.",
        holds=True,
    )


def _unattended(_values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    issued = several(events, {"issue_unattended"})
    if not issued and first(events, "schedule") is None:
        return None
    times = ", ".join(when(event.at) for event in issued[:4])
    said = f"Issued unattended {count(len(issued), 'time')}{f': {times}' if times else ''}."
    return Fact("issued_unattended", said, holds=len(issued) >= FEWEST_UNATTENDED)


def _audiences(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    sent = values.get("sent") or ()
    if not sent:
        return None
    reached = {one["audience"] for one in sent}
    people = sorted({named_in(person, "name") for one in sent for person in one["to"]})
    labels = " and ".join(label.lower() for name, label in AUDIENCES if name in reached)
    said = f"A text of its own was sent to {labels}; named recipients: {', '.join(people)}."
    return Fact("sent_to_two_audiences", said, holds=len(reached) == len(AUDIENCES))


def _questions(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    questions = values.get("questions") or ()
    if not values.get("sent"):
        return None
    answered = sum(bool(one["answer"]) for one in questions)
    simulated = sum(bool(one["is_simulated"]) for one in questions)
    said = f"Questions recorded: {len(questions)}, {answered} answered, {simulated} asked by simulated colleagues."
    return Fact("questions_recorded", said, holds=bool(questions))


# --- meetings ---


# --- monitoring ---


# --- on paper ---


def chart_of_issue(values: Mapping[str, Any]) -> list[Chart]:
    """The picture of the latest issue."""
    figures = values.get("figures") or {}
    return [chart_from(figures["chart"])] if figures.get("chart") else []


def _issued(figures: Mapping[str, Any]) -> str:
    measure = MEASURES[figures["measure"]]
    lines = [f"{iso_day(figures['from_on'])} to {iso_day(figures['to_on'])}, {measure.label.lower()}."]
    for row in figures["rows"]:
        before = f"; before: {measure.read(row['before'])}" if row["before"] is not None else ""
        marks = [word for name, word in (("is_red", "red"), ("is_changed", "changed")) if row[name]]
        marked = f" ({', '.join(marks)})" if marks else ""
        lines.append(f"{row['label']}: {measure.read(row['value'])}{before}{marked}")
    return "\n".join(lines)


def _notes(notes: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"Issue {note['issue']}. {line}" for note in notes for line in note["lines"])


def _sent(sent: Sequence[Mapping[str, Any]]) -> str:
    audiences = dict(AUDIENCES)
    return "\n".join(
        f"Issue {one['issue']} for {audiences[one['audience']].lower()}, {iso_when(one['at'])}, to "
        f"{', '.join(named_in(person, 'name') for person in one['to'])}: {one['text']}"
        for one in sent
    )


def _asked(questions: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{named_in(one, 'by')} on issue {one['issue']}: {one['question']} Answer: {one['answer'] or 'none yet'}"
        for one in questions
    )


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _chart,
    _by_hand,
    _unattended,
    _audiences,
    _questions,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "figures": _issued,
    "notes": _notes,
    "sent": _sent,
    "questions": _asked,
}
