"""What the records of dashboards, custom reports, meetings and monitoring show, and how their lists read on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count, iso_day, iso_when, when
from itsm_sandbox.engine.charts.chart import Figure, figure_of
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.logged_events import Happening, first, several
from itsm_sandbox.engine.record_checks import Fact, Values
from itsm_sandbox.engine.steps import actions
from itsm_sandbox.reporting.custom_reports.rules.asking import AUDIENCES
from itsm_sandbox.reporting.custom_reports.rules.charts import CHARTS
from itsm_sandbox.reporting.custom_reports.rules.counting import MEASURES
from itsm_sandbox.reporting.dashboards.rules import FEWEST_METRICS, shows_service_levels
from itsm_sandbox.reporting.metrics.rules.drawing import METRIC_CHOICES, SHAPES

FEWEST_UNATTENDED = 2
FEWEST_KINDS = 3

Happenings = Sequence[Happening]
_DRAWN = {"bar": "bars", "line": "line", "donut": "donut", "stacked": "stacked bars"}


# --- dashboards ---


def _metrics(values: Values, _events: Happenings) -> Fact | None:
    tiles = values.get("tiles") or ()
    shown = len({tile["metric"] for tile in tiles})
    with_levels = shows_service_levels(tiles)
    return Fact(
        "shows_five_metrics",
        f"It shows {count(shown, 'metric')}, service levels {'' if with_levels else 'not '}among them.",
        holds=shown >= FEWEST_METRICS and with_levels,
    )


def _kinds(values: Values, _events: Happenings) -> Fact | None:
    drawn = sorted({_DRAWN[tile["shape"]] for tile in values.get("tiles") or () if tile["shape"] in _DRAWN})
    if not drawn:
        return None
    said = f"Kinds of chart, each with its reason: {', '.join(drawn)}."
    return Fact("three_kinds_of_chart", said, holds=len(drawn) >= FEWEST_KINDS)


# --- custom reports ---


def _chart(values: Values, _events: Happenings) -> Fact | None:
    label = dict(CHARTS).get(values.get("chart") or "", "").partition(":")[0]
    reasoned = bool(str(values.get("chart_reason") or "").strip())
    return Fact("chart_reasoned", f"Chart: {label.lower()}, chosen with a reason.", holds=True) if reasoned else None


def _by_hand(values: Values, events: Happenings) -> Fact | None:
    if first(events, "issue") is None:
        return None
    rows = (values.get("figures") or {}).get("rows", ())
    marked = sum(bool(row["is_red"] or row["is_changed"]) for row in rows)
    return Fact(
        "figures_commented",
        f"It was issued by hand with a comment on every red or changed figure; the last issue has {marked}.",
        holds=True,
    )


def _unattended(_values: Values, events: Happenings) -> Fact | None:
    issued = several(events, {"issue_unattended"})
    if not issued and first(events, "schedule") is None:
        return None
    times = ", ".join(when(event.at) for event in issued[:4])
    said = f"Issued unattended {count(len(issued), 'time')}{f': {times}' if times else ''}."
    return Fact("issued_unattended", said, holds=len(issued) >= FEWEST_UNATTENDED)


def _audiences(values: Values, _events: Happenings) -> Fact | None:
    sent = values.get("sent") or ()
    if not sent:
        return None
    reached = {one["audience"] for one in sent}
    people = sorted({_named(person, "name") for one in sent for person in one["to"]})
    labels = " and ".join(label.lower() for name, label in AUDIENCES if name in reached)
    said = f"A text of its own was sent to {labels}; named recipients: {', '.join(people)}."
    return Fact("sent_to_two_audiences", said, holds=len(reached) == len(AUDIENCES))


def _questions(values: Values, _events: Happenings) -> Fact | None:
    questions = values.get("questions") or ()
    if not values.get("sent"):
        return None
    answered = sum(bool(one["answer"]) for one in questions)
    simulated = sum(bool(one["is_simulated"]) for one in questions)
    said = f"Questions recorded: {len(questions)}, {answered} answered, {simulated} asked by simulated colleagues."
    return Fact("questions_recorded", said, holds=bool(questions))


# --- meetings ---


def _confirmed(values: Values, events: Happenings) -> Fact | None:
    if first(events, "hold") is None:
        return None
    confirmations = values.get("confirmations") or ()
    if not confirmations:
        return Fact("attendance_confirmed", "Nobody else has confirmed who was there yet.", holds=False)
    names = ", ".join(
        f"{one['name']}{' (a simulated colleague, which is no witness)' if one['is_simulated'] else ''}"
        for one in confirmations
    )
    return Fact("attendance_confirmed", f"Who was there was confirmed by {names}, not by the presenter.", holds=True)


def _actions(values: Values, events: Happenings) -> Fact | None:
    if first(events, "hold") is None:
        return None
    actions = values.get("actions") or ()
    done = sum(bool(action["done_on"]) for action in actions)
    said = f"Actions: {len(actions)}, each with an owner and a date; {done} carried out."
    return Fact("actions_owned", said if actions else "No action was agreed.", holds=bool(actions))


# --- monitoring ---


def _collected(values: Values, events: Happenings) -> Fact | None:
    if first(events, "collect", "miss") is None:
        return None
    on_time, late, missed = (values.get(name) or 0 for name in ("on_time", "late", "missed"))
    said = f"Collected {count(values.get('collected') or 0, 'time')}: {on_time} in time, {late} late; {missed} missed."
    return Fact("collected_on_schedule", said, holds=on_time > 0 and not missed)


def _remarked(values: Values, events: Happenings) -> Fact | None:
    if first(events, "collect") is None:
        return None
    red = [one for one in values.get("readings") or () if one["is_red"]]
    said = f"Red readings in the last collection: {len(red)}{', each with a remark' if red else ''}."
    return Fact("red_readings_remarked", said, holds=all(one["remark"] for one in red))


REPORT_FACTS: Mapping[str, Sequence[Callable[[Values, Happenings], Fact | None]]] = {
    "dashboard": (_metrics, _kinds),
    "report_definition": (_chart, _by_hand, _unattended, _audiences, _questions),
    "meeting": (_confirmed, _actions),
    "monitoring_log": (_collected, _remarked),
}


# --- on paper ---


def report_charts(kind: ArtefactKind, values: Mapping[str, Any]) -> list[Figure] | None:
    """The pictures of what was frozen; None for kinds that have none here."""
    figures = values.get("figures") or {}
    if kind is ArtefactKind.DASHBOARD:
        return [figure_of(tile["figure"]) for tile in figures.get("tiles", ()) if tile["figure"]]
    if kind is ArtefactKind.REPORT_DEFINITION:
        return [figure_of(figures["chart"])] if figures.get("chart") else []
    return None


def _tiles(tiles: Sequence[Mapping[str, Any]]) -> str:
    names, shapes = dict(METRIC_CHOICES), dict(SHAPES)
    return "\n".join(
        f"{number}. {names.get(tile['metric'], tile['metric'])}. {shapes[tile['shape']]}: {tile['why']}"
        for number, tile in enumerate(tiles, 1)
    )


def _published(figures: Mapping[str, Any]) -> str:
    lines = [f"{iso_day(figures['from_on'])} to {iso_day(figures['to_on'])}."]
    for tile in figures["tiles"]:
        told = "; ".join(f"{one['label']}: {one['text']}" for one in tile["numbers"])
        lines.append(f"{tile['id']} {tile['name']}. {told}")
    return "\n".join(lines)


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
        f"{', '.join(_named(person, 'name') for person in one['to'])}: {one['text']}"
        for one in sent
    )


def _asked(questions: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{_named(one, 'by')} on issue {one['issue']}: {one['question']} Answer: {one['answer'] or 'none yet'}"
        for one in questions
    )


def _people(people: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(one["name"] for one in people)


def _confirmations(confirmations: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{_named(one, 'name')}, {iso_when(one['at'])}: {one['seen']}" for one in confirmations)


def _named(row: Mapping[str, Any], name: str) -> str:
    return f"{row[name]}{' (simulated)' if row['is_simulated'] else ''}"


def _readings(readings: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for one in readings:
        red, remark = " (red)" if one["is_red"] else "", f". {one['remark']}" if one["remark"] else ""
        lines.append(f"{one['label']}: {one['text']}{red}{remark}")
    return "\n".join(lines)


REPORT_WRITERS: Mapping[tuple[ArtefactKind, str], Callable[[Any], str]] = {
    (ArtefactKind.DASHBOARD, "tiles"): _tiles,
    (ArtefactKind.DASHBOARD, "figures"): _published,
    (ArtefactKind.REPORT_DEFINITION, "figures"): _issued,
    (ArtefactKind.REPORT_DEFINITION, "notes"): _notes,
    (ArtefactKind.REPORT_DEFINITION, "sent"): _sent,
    (ArtefactKind.REPORT_DEFINITION, "questions"): _asked,
    (ArtefactKind.MEETING, "invited"): _people,
    (ArtefactKind.MEETING, "attended"): _people,
    (ArtefactKind.MEETING, "confirmations"): _confirmations,
    (ArtefactKind.MEETING, "actions"): actions.in_words,
    (ArtefactKind.MONITORING_LOG, "readings"): _readings,
}
