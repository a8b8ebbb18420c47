"""What is asked with each step of a project, and the words for what is chosen."""

from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.projects.projects.rules.people import DUTIES, HAS_SKILL, PROJECT_ROLES
from itsm_sandbox.projects.projects.rules.picking import (
    is_asked_of_them,
    is_other_task,
    pick_contingency,
    pick_escalation,
    pick_option,
    pick_risk,
    pick_role,
    pick_task,
    pick_tasks,
    status_is,
)

RAG = (
    ("green", "Green: as planned"),
    ("amber", "Amber: at risk, and we can put it right ourselves"),
    ("red", "Red: off the plan, and we need a decision"),
)
EVERY = (("7", "Every week"), ("14", "Every two weeks"), ("28", "Every four weeks"))
LEVELS = tuple((str(level), str(level)) for level in range(1, 6))
RISK_STATES = (("open", "Open"), ("happened", "It happened"), ("closed", "Closed"))

REASON = Field("reason", "Why", Ask.LONG_TEXT, at_least=10, at_most=2000, keep=False)


def _row(
    name: str,
    label: str,
    ask: Ask = Ask.TEXT,
    *,
    required: bool = True,
    hint: str = "",
    choices: tuple[tuple[str, str], ...] = (),
    offers: str = "",
    at_least: int = 0,
    at_most: int = 10_000,
) -> Field:
    """An answer that goes into a row, not into a column of its own."""
    return Field(name, label, ask, required, hint, choices, offers, at_least, at_most, keep=False)


NEED = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: Laptops for the art department."),
    Field("need", "What is wrong or missing today", Ask.LONG_TEXT, at_least=40, hint="Whom it concerns and how often."),
    Field("goal", "What should be so in the end", Ask.LONG_TEXT, at_least=20),
    Field(
        "success", "How anybody could tell", Ask.LONG_TEXT, at_least=20, hint="Figures, and when they are looked at."
    ),
)
OPTION = (
    _row("name", "Option", at_least=3, at_most=120, hint="One of them may be to leave things as they are."),
    _row("cost_pence", "Cost", Ask.MONEY, hint="In pounds; 0 when it costs nothing."),
    _row("benefit", "Benefit", Ask.LONG_TEXT, at_least=20, at_most=2000, hint="For whom, and how much of it."),
    _row("risk", "Risk", Ask.LONG_TEXT, at_least=20, at_most=2000, hint="What could go wrong, and how likely that is."),
)
OPTION_AGAIN = (pick_option(fills=("name", "cost_pence", "benefit", "risk"), beside="Edit"), *OPTION)
OPTION_OUT = (pick_option(beside="Leave out"),)
RECOMMENDATION = (
    pick_option(name="recommended", label="Recommended option", beside="Recommend", keep=True),
    Field(
        "reasons",
        "Why this one",
        Ask.LONG_TEXT,
        at_least=60,
        hint="Weigh its cost, benefit and risk against the others.",
    ),
)
DECISION = Field("decision", "Decision, and why", Ask.LONG_TEXT, at_least=10)
ROLE = (
    _row("colleague_id", "Who", Ask.ROW, offers="people"),
    _row("role", "Role in the project", Ask.CHOICE, choices=PROJECT_ROLES),
    _row("package", "Piece of work", at_least=3, at_most=80, hint="Write it alike for everybody who takes part in it."),
    _row("duty", "Duty", Ask.CHOICE, choices=DUTIES),
    _row("skill", "Skill it takes", at_least=3, at_most=120),
    _row("has_skill", "Do they have it?", Ask.CHOICE, choices=HAS_SKILL),
    _row("training", "Training, and by when", required=False, at_most=300),
)
ROLE_AGAIN = (
    pick_role(fills=("role", "package", "duty", "skill", "has_skill", "training"), beside="Edit"),
    *ROLE[1:],
)
ROLE_OUT = (pick_role(beside="Take out"), REASON)
NEW_LEADER = (
    _row(
        "leader_id", "Who leads it from now on", Ask.ROW, offers="leaders",
        hint="Somebody who works here themselves, with a role in support.",
    ),
    REASON,
)  # fmt: skip
TASK = (
    _row("name", "Task or milestone", at_least=3, at_most=120),
    _row("package", "Piece of work", required=False, at_most=80),
    _row("starts_on", "Begins", Ask.DAY),
    _row("ends_on", "Ends", Ask.DAY, hint="The same day for a milestone."),
    pick_tasks("after", "Follows", "What must be done before it can begin.", only=is_other_task),
    _row("is_milestone", "It is a milestone", Ask.YES_NO),
    _row("owner_id", "Who does it", Ask.ROW, offers="people"),
)
TASK_AGAIN = (pick_task(fills=[asked.name for asked in TASK], beside="Edit"), *TASK)
TASK_OUT = (pick_task(beside="Take out"),)
RESCHEDULED = (
    pick_task(fills=("starts_on", "ends_on"), beside="Move"),
    _row("starts_on", "Begins", Ask.DAY),
    _row("ends_on", "Ends", Ask.DAY),
    _row("reason", "Why", Ask.LONG_TEXT, at_least=20, at_most=2000, hint="The baseline stays beside the new days."),
)
PROGRESS = (
    pick_task(fills=("percent",), beside="Tell progress"),
    _row("percent", "Done, in per cent", Ask.NUMBER, hint="0 to 100; a milestone is 0 until it is reached, then 100."),
    _row("note", "What was done", Ask.LONG_TEXT, at_least=10, at_most=2000),
)
REPORTING = (
    _row("every", "How often", Ask.CHOICE, choices=EVERY),
    Field("report_due_on", "Next report due", Ask.DAY),
    Field("recipient_ids", "To whom", Ask.ROWS, offers="people", hint="Those who decide and those who will use it."),
)
CALENDAR_NOTE = Field(
    "calendar_note",
    "Why work on closed days is right",
    Ask.LONG_TEXT,
    required=False,
    hint="Only when something begins or ends on a day when the workplace is closed.",
)
RISK = (
    _row("what", "What could happen", Ask.LONG_TEXT, at_least=20, at_most=2000),
    _row("likelihood", "Likelihood, 1 to 5", Ask.CHOICE, choices=LEVELS),
    _row("impact", "Impact, 1 to 5", Ask.CHOICE, choices=LEVELS),
    _row("response", "What is done about it", Ask.LONG_TEXT, at_least=20, at_most=2000),
    _row("owner_id", "Who watches it", Ask.ROW, offers="people"),
)
RISK_AGAIN = (
    pick_risk(fills=[asked.name for asked in RISK], renamed={"now": "status"}, beside="Look at it again"),
    *RISK,
    _row("now", "It is now", Ask.CHOICE, choices=RISK_STATES),
    _row("note", "What changed", Ask.LONG_TEXT, at_least=10, at_most=2000),
)
CHANGE = (
    _row("change_id", "Request for change", Ask.REF, offers="change", hint="Such as RFC-0004."),
    _row("why", "What it has to do with the project", Ask.LONG_TEXT, at_least=20, at_most=2000),
)
ESCALATION = (
    pick_task(name="task", label="Task or milestone in danger"),
    _row("to_id", "To whom", Ask.ROW, offers="people"),
    _row("what", "What departs from the plan", Ask.LONG_TEXT, at_least=20, at_most=2000),
    _row("tried", "What was tried", Ask.LONG_TEXT, at_least=20, at_most=2000),
    _row("asked", "What you ask of them", Ask.LONG_TEXT, at_least=20, at_most=2000),
)
ANSWER = (
    pick_escalation(only=is_asked_of_them, beside="Answer"),
    _row("answer", "Your answer", Ask.LONG_TEXT, at_least=10, at_most=2000),
)
CONTINGENCY = (
    _row(
        "trigger", "When", Ask.LONG_TEXT, at_least=20, at_most=2000, hint="What must have happened, and by which time."
    ),
    _row("action", "What is done then", Ask.LONG_TEXT, at_least=20, at_most=2000),
    _row("with_id", "Who is to agree", Ask.ROW, offers="people", hint="Somebody other than you."),
)
CONTINGENCY_AGAIN = (
    pick_contingency(
        fills=("trigger", "action", "with_id"),
        only=status_is("proposed", "returned"),
        beside="Write again",
    ),
    *CONTINGENCY,
)
_COMMENT = _row("comment", "What you say to it", Ask.LONG_TEXT, at_least=10, at_most=2000)
AGREEMENT = (pick_contingency(only=is_asked_of_them, beside="Agree"), _COMMENT)
QUESTION = (pick_contingency(only=is_asked_of_them, beside="Ask more"), _COMMENT)
CARRIED_OUT = (
    pick_contingency(only=status_is("agreed"), beside="Carry out"),
    _row("happened", "What had happened", Ask.LONG_TEXT, at_least=20, at_most=2000),
    _row("result", "What you did, and what came of it", Ask.LONG_TEXT, at_least=20, at_most=2000),
)
STATUS = (
    Field("rag", "The project is", Ask.CHOICE, choices=RAG),
    _row("done", "Done since the last report", Ask.LONG_TEXT, at_least=20),
    _row("coming", "Coming next", Ask.LONG_TEXT, at_least=20),
    _row("troubles", "Troubles", Ask.LONG_TEXT, required=False, hint="Needed when it is amber or red."),
    _row("asks", "What you need, and from whom", Ask.LONG_TEXT, required=False, hint="Needed when it is red."),
    _row(
        "for_management",
        "For those who decide",
        Ask.LONG_TEXT,
        at_least=40,
        hint="Money, dates, risk, and what they have to decide.",
    ),
    _row(
        "for_users",
        "For those who will use it",
        Ask.LONG_TEXT,
        at_least=40,
        hint="What changes for them and when, in everyday words.",
    ),
)
ENDING = (
    Field("outcome", "What was delivered", Ask.LONG_TEXT, at_least=40, hint="Beside the goal, the days and the cost."),
    Field("benefits", "What came of the benefits", Ask.LONG_TEXT, at_least=40),
)
