"""Response and fix times for each priority, typed as "30 min" or "4 h" in a small table."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field

from itsm_sandbox.engine.durations import duration, minutes_of
from itsm_sandbox.engine.priority import DEFAULT_TARGETS, PRIORITIES

KINDS = (("response", "Response"), ("fix", "Fix"))


class TargetsField(Field):
    """The data is `{"P1": [minutes to respond, minutes to fix], …}`; empty when nothing was typed."""

    data: Any

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        faults: list[str] = []
        self.object_data = data
        self.typed: dict[str, str] = {}
        names = [self._name(priority, kind) for priority in PRIORITIES for kind, _label in KINDS]
        if formdata is not None and any(name in formdata for name in names):
            self.typed = {name: formdata.get(name, "").strip() for name in names}
            self.raw_data = [text for text in self.typed.values() if text]
            self.data = self._read(faults)
        else:
            self.data = data or {priority: list(pair) for priority, pair in DEFAULT_TARGETS.items()}
        self.process_errors = faults

    def rows(self) -> list[tuple[str, list[dict[str, str]]]]:
        """For each priority, the two controls with their names, labels and values."""
        return [
            (
                priority,
                [
                    {
                        "name": self._name(priority, kind),
                        "label": f"{label} for {priority}",
                        "value": self._shown(priority, kind, place),
                    }
                    for place, (kind, label) in enumerate(KINDS)
                ],
            )
            for priority in PRIORITIES
        ]

    def _read(self, faults: list[str]) -> dict[str, list[int]]:
        read: dict[str, list[int]] = {}
        for priority in PRIORITIES:
            texts = [self.typed[self._name(priority, kind)] for kind, _label in KINDS]
            if not any(texts):
                continue
            try:
                read[priority] = [minutes_of(text) for text in texts]
            except ValueError as error:
                faults.append(f"{priority}: {error}")
        return read

    def _shown(self, priority: str, kind: str, place: int) -> str:
        if self.typed:
            return self.typed[self._name(priority, kind)]
        pair = self.data.get(priority) if isinstance(self.data, Mapping) else None
        return duration(pair[place]) if pair else ""

    def _name(self, priority: str, kind: str) -> str:
        return f"{self.name}-{priority}-{kind}"

    def __call__(self, **_attributes: Any) -> Markup:
        return Markup("")  # templates/itsm_sandbox/_targets.html draws it
