"""An event in words: what was done, in which role, and what was told with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.formatting import iso_day, iso_when
from itsm_sandbox.engine.durations import duration
from itsm_sandbox.engine.machine import Ask, Field, Machine, is_told
from itsm_sandbox.engine.roles import Tie, WorkRole

_LABELS = {str(one): one.label for one in (*WorkRole, *Tie) if one not in {Tie.ANYONE, Tie.TIMER}}


@dataclass(frozen=True, slots=True)
class Description:
    what: str
    role: str
    facts: tuple[tuple[str, str], ...]  # label and words


class Happened(Protocol):
    """An event as the log keeps it; `data` holds `given` and, for ids, the words `shown`."""

    verb: Any
    from_state: Any
    acting_role: Any
    data: Any


def describe(machine: Machine, event: Happened) -> Description:
    verb, given, shown = event.verb, event.data["given"], event.data.get("shown", {})
    transition = machine.find(verb, event.from_state) or next((t for t in machine.transitions if t.event == verb), None)
    fields = {asked.name: asked for asked in transition.fields} if transition else {}
    facts = [
        (fields[name].label if name in fields else _plain(name), words)
        for name in (*fields, *(name for name in given if name not in fields))
        if (words := words_for(fields.get(name), given.get(name), shown.get(name)))
    ]
    return Description(transition.label if transition else _plain(verb), role_words(event.acting_role), tuple(facts))


def role_words(role: str) -> str:
    """As it stands after "as": "first-level support", "ICT owner"; nothing for what anybody may do."""
    words = str(_LABELS.get(role, "")).removeprefix("the ")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def words_for(asked: Field | None, value: Any, shown: str | None) -> str:
    """What a person reads; nothing for what was not told, or answered with no."""
    if not is_told(value) or value is False:
        return ""
    if shown:
        return shown
    if value is True:
        return "Yes"
    writer = _WRITERS.get(asked.ask) if asked else None
    if writer is not None and asked is not None:
        return writer(asked, value)
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _choice(asked: Field, value: Any) -> str:
    labels = dict(asked.choices)
    return ", ".join(labels.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))


def _targets(_asked: Field, value: Any) -> str:
    return "; ".join(
        f"{priority} {duration(response)} and {duration(fix)}" for priority, (response, fix) in value.items()
    )


_WRITERS: Mapping[Ask, Callable[[Field, Any], str]] = {
    Ask.CHOICE: _choice,
    Ask.MANY: _choice,
    Ask.DAY: lambda _asked, value: iso_day(value),
    Ask.MOMENT: lambda _asked, value: iso_when(value),
    Ask.LINES: lambda _asked, value: "; ".join(value),
    Ask.MONEY: lambda _asked, value: f"£{value / 100:,.2f}",
    Ask.TARGETS: _targets,
}


def _plain(name: str) -> str:
    words = name.removesuffix("_id").removesuffix("_ids").replace("_", " ").replace(".", " ")
    return words[:1].upper() + words[1:]
