"""What somebody writes about the figures of a day and the ICT owner decides on: its states, and how it is decided."""

from core.clock import LONDON
from itsm_sandbox.engine.machine import Ask, Case, Field, Guard, State, Transition
from itsm_sandbox.engine.roles import WorkRole

DECISIONS = (("agreed", "Agreed"), ("agreed_in_part", "Agreed in part"), ("refused", "Refused"))


def is_not_ahead(case: Case) -> str | None:
    """Nothing can be counted of a day that is still to come."""
    day = case.get("as_of_on")
    return "Choose today or an earlier day." if day and day > case.now.astimezone(LONDON).date() else None


def is_written(texts: tuple[str, ...], otherwise: str) -> Guard:
    """Every one of these texts is there; else the sentence says what to write."""
    return lambda case: None if all(case.values.get(name) for name in texts) else otherwise


def is_not_author(case: Case) -> str | None:
    """Whoever wrote a thing does not decide on it."""
    if case.values.get("author_id") != case.actor.id:
        return None
    return "You wrote it, so another ICT owner decides on it."


def states(sent: str, label: str) -> tuple[State, ...]:
    """Written, with the ICT owner (in the state `sent`), decided."""
    return (
        State("draft", "Being written", "none", "writing"),
        State(sent, label, "sub", "send"),
        State("decided", "Decided", "met", "lock", is_open=False),
    )


def deciding(sent: str, label: str, asked: str) -> tuple[Transition, Transition]:
    """The ICT owner decides, or returns it with what is missing. `asked` leads to the decision."""
    return (
        Transition(
            "decide",
            label,
            (sent,),
            "decided",
            who=(WorkRole.ICT_OWNER,),
            fields=(
                Field("decision", asked, Ask.CHOICE, choices=DECISIONS),
                Field("decision_note", "Why, and what follows", Ask.LONG_TEXT, at_least=10),
            ),
            early_guards=(is_not_author,),
            tone="primary",
        ),
        Transition(
            "return",
            "Return it",
            (sent,),
            "draft",
            who=(WorkRole.ICT_OWNER,),
            fields=(Field("missing", "What is missing", Ask.LONG_TEXT, at_least=10, keep=False),),
            early_guards=(is_not_author,),
        ),
    )
