"""What the records of articles, plans, feedback and checks show by themselves, and their lists in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.formatting import count, iso_day
from itsm_sandbox.engine.kinds import ArtefactKind
from itsm_sandbox.engine.logged_events import Happening, first, last
from itsm_sandbox.engine.record_checks import Fact, Values
from itsm_sandbox.knowledge.articles.rules.review import POINTS
from itsm_sandbox.knowledge.articles.rules.text import steps_of

Teller = Callable[[Values, Sequence[Happening]], Fact | None]


def _apart(name: str, verbs: tuple[str, ...], who: str) -> Teller:
    def tell(values: Values, events: Sequence[Happening]) -> Fact | None:
        done = last(events, *verbs)
        if done is None:
            return None
        held = done.actor_id not in (values.get("editors") or ())
        by = f"{done.actor}{', a simulated colleague' if done.is_simulated else ''}"
        return Fact(name, f"{who} was {by}, who {'did not write' if held else 'wrote'} it.", holds=held)

    return tell


def _steps(values: Values, _events: Sequence[Happening]) -> Fact | None:
    tested = (values.get("test_run") or {}).get("steps")
    if not tested:
        return None
    steps, failed = len(steps_of(values["body"])), sum(one["result"] == "fail" for one in tested)
    said = f"{len(tested)} of {count(steps, 'step')} have a result; {failed} failed."
    return Fact("every_step_has_a_result", said, holds=len(tested) >= steps)


def _versions(values: Values, events: Sequence[Happening]) -> Fact | None:
    number = int(values.get("version_number") or 0)
    begun = first(events, "revise", "plan_version") is not None
    if not number:
        return Fact("new_and_updated", "It is new; no version of it is in force yet.")
    said = "It was new, and it has been brought up to date." if begun else "It is in its first version."
    return Fact("new_and_updated", f"{said} Version {number} is in force.", holds=begun or None)


def _covered(values: Values, _events: Sequence[Happening]) -> Fact | None:
    held = values.get("article_id") is not None
    return Fact("has_procedure", f"The inventory names {'its' if held else 'no'} procedure.")


def _reasoned(values: Values, _events: Sequence[Happening]) -> Fact | None:
    held = bool(values.get("priority") and values.get("reason") and values.get("due_on"))
    said = f"It has place {values['priority']}, with a reason and a day." if held else "It is not put in order yet."
    return Fact("order_reasoned", said, holds=held)


def _told(values: Values, _events: Sequence[Happening]) -> Fact | None:
    held = bool(values.get("answer"))
    said = "was told" if held else "has not been told yet"
    return Fact("giver_told", f"Who spoke {said} what came of it.", holds=held)


def _decided(values: Values, events: Sequence[Happening]) -> Fact | None:
    if last(events, "accept", "reject") is None:
        return None
    return Fact("decided_with_reason", "It was decided with a reason.", holds=bool(values.get("reason")))


def _found(values: Values, _events: Sequence[Happening]) -> Fact | None:
    items = list(values.get("items") or ())
    left = sum(item["is_current"] is None for item in items)
    if left:
        return Fact("everything_looked_at", f"{left} of {count(len(items), 'thing')} not looked at yet.", holds=False)
    missed = sum(item["is_sound"] is False and item["is_current"] is True for item in items)
    stale = sum(item["is_current"] is False for item in items)
    said = f"All of {count(len(items), 'thing')} looked at; {stale} out of date"
    return Fact(
        "everything_looked_at",
        f"{said}{f'; {missed} that the workplace knows to be gone were called current' if missed else ''}.",
        holds=not missed,
    )


KNOWLEDGE_FACTS: Mapping[str, Sequence[Teller]] = {
    "article": (
        _apart("reviewer_separate", ("pass_review", "ask_changes"), "The reviewer"),
        _apart("tester_separate", ("pass_acceptance", "fail_acceptance"), "The tester"),
        _steps,
        _versions,
    ),
    "support_process": (_covered,),
    "procedure_plan": (_reasoned,),
    "feedback": (_told,),
    "procedure_change_request": (_decided,),
    "asset_check": (_found,),
}


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


def _items(items: Sequence[Mapping[str, Any]]) -> str:
    said = {None: "not looked at yet", True: "still current", False: "out of date"}
    return "\n".join(
        f"{number}. {item['what']} ({item['kind']}): {said[item['is_current']]}. "
        f"{item['seen']} {item['action']}".strip()
        for number, item in enumerate(items, 1)
    )


KNOWLEDGE_WRITERS: Mapping[tuple[ArtefactKind, str], Callable[[Any], str]] = {
    (ArtefactKind.ARTICLE, "review"): _review,
    (ArtefactKind.ARTICLE, "test_run"): _test_run,
    (ArtefactKind.ASSET_CHECK, "items"): _items,
}
