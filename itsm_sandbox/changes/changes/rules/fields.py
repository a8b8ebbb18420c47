"""What the three steps of a request for change ask, with the words of its choices."""

from dataclasses import replace

from itsm_sandbox.engine.machine import Ask, Field

NORMAL, STANDARD, EMERGENCY = "normal", "standard", "emergency"
TYPES = (
    (NORMAL, "Normal"),
    (STANDARD, "Standard, approved beforehand"),
    (EMERGENCY, "Emergency"),
)
SOURCES = (
    ("problem", "A problem to resolve"),
    ("new_requirement", "A new requirement"),
    ("maintenance", "Maintenance"),
)
FALLEN_BACK = "fallen_back"
OUTCOMES = (
    ("successful", "Successful"),
    ("partially_successful", "Partially successful"),
    ("unsuccessful", "Unsuccessful"),
)
OUTCOME_WORDS = {**dict(OUTCOMES), FALLEN_BACK: "Fallen back"}
CHECKLIST = (
    ("complete", "The tasks are complete"),
    ("order", "Their order is right"),
    ("dependencies", "What depends on them was thought of"),
    ("fallback", "The fall-back would really work"),
    ("time", "There is time enough, for the fall-back too"),
    ("risks", "The risks are stated and met"),
)
WAYS = (
    ("meeting", "Staff meeting"),
    ("email", "E-mail"),
    ("conversation", "Conversation"),
    ("phone", "Phone"),
    ("notice", "Notice or newsletter"),
)
TRIGGERS = (
    ("trigger", "The trigger of the fall-back plan was reached"),
    ("time", "The time limit of the fall-back plan ran out"),
)
LONGEST_MINUTES = 7 * 24 * 60
"""A change may take a week; longer work is several changes."""

TITLE = Field("title", "What is to be changed", at_least=5, at_most=200, hint="A name by which everybody will know it.")
SOURCE = Field("source", "Where it comes from", Ask.CHOICE, choices=SOURCES)
STEP_1 = (
    TITLE,
    SOURCE,
    Field(
        "asset_ids",
        "Assets that are affected",
        Ask.REFS,
        required=False,
        offers="asset",
        hint="Their references, such as AST-0012 AST-0013.",
    ),
    Field(
        "items", "Names of what is affected", Ask.LINES, required=False, hint="One a line: equipment, software, rooms."
    ),
    Field("service_ids", "Services that are affected", Ask.ROWS, required=False, offers="services"),
    Field("description", "Brief description of the change", Ask.LONG_TEXT, at_least=20),
    Field(
        "reason", "Reason for the change", Ask.LONG_TEXT, at_least=20, hint="Who gains, and what if nothing is done."
    ),
    Field("cost_pence", "Cost", Ask.MONEY, hint="In pounds. Write 0 when there is none."),
)
WINDOW = (
    Field("planned_at", "Date and time of the change", Ask.MOMENT),
    Field("duration_minutes", "How long it takes, in minutes", Ask.NUMBER),
)
IMPLEMENTER = Field(
    "implementer_id", "Implementer", Ask.ROW, offers="people", hint="Who carries it out. This may be the originator."
)
STEP_2 = (
    Field("plan", "Full plan", Ask.LINES, hint="The tasks in the order in which they are done, one a line."),
    Field(
        "impact",
        "Impact on services and users",
        Ask.LONG_TEXT,
        at_least=20,
        hint="What they will notice while it is done, and afterwards.",
    ),
    Field("failure_impact", "Impact and risk if it fails", Ask.LONG_TEXT, at_least=20),
    Field(
        "failure_likelihood",
        "How likely it is to fail",
        Ask.NUMBER,
        hint="From 1, hardly likely, to 5, almost certain.",
    ),
    Field("failure_severity", "How bad that would be", Ask.NUMBER, hint="From 1, hardly noticed, to 5, work stops."),
    Field("fallback", "Fall-back plan", Ask.LONG_TEXT, at_least=20, hint="How service is restored if it goes wrong."),
    Field(
        "fallback_trigger",
        "When the fall-back begins",
        Ask.LONG_TEXT,
        at_least=10,
        hint="What must be seen to go wrong before the fall-back is carried out.",
    ),
    Field(
        "fallback_minutes",
        "Time limit, in minutes",
        Ask.NUMBER,
        hint="Without success after so long, the fall-back begins.",
    ),
    *WINDOW,
    Field("test_plan", "How success is tested", Ask.LONG_TEXT, at_least=10),
    Field("communication_plan", "Who is told what, and when", Ask.LONG_TEXT, at_least=10),
    IMPLEMENTER,
)


def saved(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The same questions while one is still writing: nothing must be filled in yet, except the title."""
    return tuple(one if one is TITLE else replace(one, required=False, at_least=0) for one in fields)
