"""What the records of articles, plans, feedback and checks show by themselves, and their lists in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count, iso_day
from itsm_sandbox.engine.logged_events import LoggedEvent, first, last
from itsm_sandbox.engine.record_checks import Fact, RecordCheck, Values
from itsm_sandbox.knowledge.articles.rules.review import POINTS
from itsm_sandbox.knowledge.articles.rules.text import steps_of


def _apart(name: str, verbs: tuple[str, ...], who: str) -> RecordCheck:
    def tell(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
        done = last(events, *verbs)
        if done is None:
            return None
        held = done.actor_id not in (values.get("editors") or ())
        by = f"{done.actor}{', a simulated colleague' if done.is_simulated else ''}"
        return Fact(name, f"{who} was {by}, who {'did not write' if held else 'wrote'} it.", holds=held)

    return tell


def _steps(values: Values, _events: Sequence[LoggedEvent]) -> Fact | None:
    tested = (values.get("test_run") or {}).get("steps")
    if not tested:
        return None
    steps, failed = len(steps_of(values["body"])), sum(one["result"] == "fail" for one in tested)
    said = f"{len(tested)} of {count(steps, 'step')} have a result; {failed} failed."
    return Fact("every_step_has_a_result", said, holds=len(tested) >= steps)


def _versions(values: Values, events: Sequence[LoggedEvent]) -> Fact | None:
    number = int(values.get("version_number") or 0)
    begun = first(events, "revise", "plan_version") is not None
    if not number:
        return Fact("new_and_updated", "It is new; no version of it is in force yet.")
    said = "It was new, and it has been brought up to date." if begun else "It is in its first version."
    return Fact("new_and_updated", f"{said} Version {number} is in force.", holds=begun or None)


def _review(review: Mapping[str, Any]) -> str:
    labels = dict(POINTS)
    verdict = "All nine points hold" if review["verdict"] == "passed" else "Changes asked for"
    lines = [f"{verdict}, {iso_day(review['on'])}. {review['comment']}"]
    return "\n".join([*lines, *(f"Not yet: {labels.get(name, name)}" for name in review["failing"])])


def _test_run(run: Mapping[str, Any]) -> str:
    lines = []
    for one in run.get("steps", ()):
        note = f" ({one['note']})" if one["note"] else ""
        lines.append(f"{one['number']}. {one['step']}: {'passed' if one['result'] == 'pass' else 'failed'}{note}")
    if run.get("verdict"):
        lines.append(f"The test was {run['verdict']} after {count(run['minutes'], 'minute')}: {run['found']}")
    return "\n".join(lines)


RECORD_CHECKS: tuple[RecordCheck, ...] = (
    _apart("reviewer_separate", ("pass_review", "ask_changes"), "The reviewer"),
    _apart("tester_separate", ("pass_acceptance", "fail_acceptance"), "The tester"),
    _steps,
    _versions,
)


FROZEN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "review": _review,
    "test_run": _test_run,
}
