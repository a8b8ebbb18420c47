"""An artefact frozen with its events: every value beside the words it stood for, as plain data that is hashed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core import formatting
from itsm_sandbox.engine.durations import span
from itsm_sandbox.engine.logged_events import Help, LoggedEvent
from itsm_sandbox.engine.machine import Field, Machine, plain
from itsm_sandbox.engine.record_checks import Fact
from itsm_sandbox.engine.registry import ArtefactType
from itsm_sandbox.engine.roles import Tie, WorkRole

FORMAT = "touchstone-workplace-snapshot/1"
_FRAME = frozenset({"id", "workplace_id", "number", "state", "revision", "created_at", "changed_at"})
Words = Mapping[tuple[str, int], str]
"""By table and id, what the row was called."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is frozen. `tables` says of columns and answers that hold ids which table they point to."""

    kind: ArtefactType
    ref: str
    values: Mapping[str, Any]
    tables: Mapping[str, str]
    words: Words

    @property
    def title(self) -> str:
        names = (self.values.get(name) for name in ("title", "name", "tag", "description"))
        return str(next(filter(None, names), self.kind.label))

    def field(self, name: str) -> Field | None:
        fields = (asked for transition in self.kind.machine.transitions for asked in transition.fields)
        return next((asked for asked in fields if asked.name == name), None)

    def label(self, name: str) -> str:
        asked = self.field(name)
        return asked.label if asked else name.removesuffix("_id").replace("_", " ").capitalize()

    def shown(self, name: str, value: Any) -> str:
        """The value as a person reads it."""
        words = self.kind.frozen_words.get(name)
        if words is not None and value:
            return words(value)
        table = self.tables.get(name)
        if table and _is_told(value):
            ids = value if isinstance(value, list) else [value]
            return ", ".join(self.words.get((table, one), str(one)) for one in ids)
        asked = self.field(name)
        return _written(name, value, dict(asked.choices) if asked else {})


@dataclass(frozen=True, slots=True)
class Freezing:
    """Who froze it, where, and when on both clocks."""

    workplace: str
    person: str
    colleague_id: int
    at: datetime  # in the workplace's time
    recorded_at: datetime  # in ours
    clock: str
    help: Help


def content_of(
    subject: Subject, events: Sequence[LoggedEvent], facts: Sequence[Fact], related: Sequence[str], freezing: Freezing
) -> dict[str, Any]:
    """All that is frozen, ready for canonical JSON."""
    return {
        "format": FORMAT,
        **_origin(subject),
        "assistance": _assistance(subject, freezing),
        "workplace": {"name": freezing.workplace, "clock": freezing.clock},
        "taken": {"by": freezing.person, "at": plain(freezing.at), "recorded_at": plain(freezing.recorded_at)},
        "log": {
            "first": events[0].seq if events else 0,
            "last": events[-1].seq if events else 0,
            "hash": events[-1].hash if events else "",
        },
        "artefact": {
            "kind": subject.kind.kind,
            "kind_label": subject.kind.label,
            "ref": subject.ref,
            "title": subject.title,
            "state": subject.values["state"],
            "state_label": _state(subject.kind.machine, subject.values["state"]),
            "values": {
                name: _plain(value) for name, value in subject.values.items() if name not in subject.kind.secret_columns
            },
            "fields": _fields(subject),
        },
        "charts": [figure.plain() for figure in subject.kind.charts(subject.values)],
        "clocks": subject.kind.clocks(subject.values) if subject.kind.clocks else [],
        "facts": [{"name": fact.name, "sentence": fact.sentence, "holds": fact.holds} for fact in facts],
        "related": list(related),
        "events": [_event(subject, number, event, freezing.colleague_id) for number, event in enumerate(events, 1)],
    }


def _origin(subject: Subject) -> dict[str, Any]:
    """Everything made here is simulated, except what came in from real work: that names its file."""
    if not subject.kind.is_live:
        return {"origin": "simulated"}
    values = subject.values
    source = {"name": values["source_name"], "sha256": values["source_sha256"], "row": values["row_number"]}
    return {"origin": "live", "source": source}


def _assistance(subject: Subject, freezing: Freezing) -> dict[str, str]:
    if subject.kind.is_live:
        return {"value": "not known", "why": "It is real work; who helped is not in the file."}
    return {"value": freezing.help.word, "why": freezing.help.why}


def rows_without(rows: Any, others: Any) -> Any:
    """Of a list of rows, those that differ; so that a step shows the row that it changed and not all of them."""
    if not isinstance(rows, list) or not isinstance(others, list):
        return rows
    return [row for row in rows if not isinstance(row, Mapping) or row not in others]


def role_label(role: str) -> str:
    """The words for a role in an event; the log holds its name."""
    known: Iterable[WorkRole | Tie] = (*WorkRole, *Tie)
    label = next((one.label for one in known if one == role), role.replace("_", " "))
    return label if label.startswith("ICT") else label[:1].lower() + label[1:]


def _fields(subject: Subject) -> list[dict[str, str]]:
    hidden = _FRAME | subject.kind.secret_columns | subject.kind.clock_columns
    asked = {subject.label(name) for name in subject.values if subject.field(name)}
    fields = []
    for name, value in subject.values.items():
        label, shown = subject.label(name), subject.shown(name, value)
        derived = subject.field(name) is None and (value == 0 or label in asked)
        if name not in hidden and shown and not derived:
            fields.append({"name": name, "label": label, "shown": shown})
    return fields


def _event(subject: Subject, number: int, event: LoggedEvent, me_id: int) -> dict[str, Any]:
    approves = event.verb.startswith("approve") or event.verb == "review_ok"
    transition = subject.kind.machine.find(event.verb, event.from_state)
    labels = {asked.name: asked.label for asked in transition.fields} if transition else {}
    return {
        "number": number,
        "seq": event.seq,
        "event": event.verb,
        "label": transition.label if transition else event.verb.replace("_", " ").capitalize(),
        "by": event.actor,
        "is_mine": event.actor_id == me_id,
        "is_simulated": event.is_simulated,
        "is_simulated_approval": event.is_simulated and approves,
        "role": event.role,
        "role_label": role_label(event.role),
        "at": plain(event.at),
        "recorded_at": plain(event.recorded_at),
        "from": _state(subject.kind.machine, event.from_state),
        "to": _state(subject.kind.machine, event.to_state),
        "changes": [
            {
                "name": name,
                "label": subject.label(name),
                "before": before,
                "after": after,
                "before_shown": subject.shown(name, rows_without(before, after)),
                "after_shown": event.shown.get(name) or subject.shown(name, rows_without(after, before)),
            }
            for name, (before, after) in event.changes.items()
            if name not in subject.kind.secret_columns
        ],
        "told": [
            {"name": name, "label": labels.get(name) or subject.label(name), "value": value, "shown": shown}
            for name, value in event.given.items()
            if name not in subject.kind.secret_columns
            and (shown := event.shown.get(name) or subject.shown(name, value))
        ],
        "hash": event.hash,
    }


def _state(machine: Machine, name: str) -> str:
    return machine.state(name).label if name else ""


def _is_told(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else plain(value)


def _written(name: str, value: Any, choices: Mapping[str, str]) -> str:
    if not _is_told(value) or isinstance(value, bool):
        return "Yes" if value is True else ""
    if isinstance(value, Mapping):
        return "\n".join(f"{_key(key)}: {item}" for key, one in value.items() if (item := _written(key, one, {})))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (_written(name, one, choices) for one in value)))
    return _one_written(name, value, choices)


def _one_written(name: str, value: Any, choices: Mapping[str, str]) -> str:
    if name.endswith(("_at", "_on")) or name == "on" or isinstance(value, date):
        return _day_or_moment(value)
    return _number(name, value) if isinstance(value, int) else choices.get(str(value), str(value))


def _number(name: str, value: int) -> str:
    if name.endswith("_pence"):
        return f"£{value / 100:,.2f}"
    if name.endswith("_s"):
        return span(value)
    return f"{value:,} minutes" if name.endswith("_minutes") else f"{value:,}"


def _day_or_moment(value: Any) -> str:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return formatting.when(value) if isinstance(value, datetime) else formatting.day(value)


def _key(key: object) -> str:
    return str(key).removesuffix("_id").replace("_", " ").capitalize()
