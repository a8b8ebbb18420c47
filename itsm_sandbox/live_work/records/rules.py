"""What can happen to a live record once it came in: its owner says what they did, or takes it back."""

from itsm_sandbox.engine.machine import START, Ask, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.reasons import authored
from itsm_sandbox.live_work.imports.rules.layouts import RECORD_KINDS, TOOLS

STAGES = (
    ("open", "Open"),
    ("waiting", "Waiting"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
)
DONE = (
    ("classified", "Of a ticket: I took it in and classified it"),
    ("ordered", "Of a ticket: I set how urgent it was"),
    ("resolved", "Of a ticket: I resolved it"),
    ("escalated", "Of a ticket: I escalated it"),
    ("changed", "Of a change: I took part in it"),
    ("recorded", "Of an asset: I entered or corrected its record"),
    ("followed", "Of an asset: I handed it out, moved it, checked it or retired it"),
)
"""What somebody can say was theirs; it tells which requirements a record can serve."""
KIND_WORDS = {"ticket": "Ticket", "change": "Change", "asset": "Asset"}


LIVE_RECORD = Machine(
    "live record",
    (
        State("imported", "Imported", "met", "database-import"),
        State("withdrawn", "Taken back", "plain", "trash", is_open=False),
    ),
    (
        Transition(
            "import",
            "Import it",
            (START,),
            "imported",
            who=(Tie.AUTHOR,),
            fields=(
                Field("tool", "Tool", Ask.CHOICE, choices=TOOLS),
                Field("record_kind", "Kind of record", Ask.CHOICE, choices=RECORD_KINDS),
                Field("external_id", "Number in the tool", at_most=100),
                Field("title", "Title", at_most=300),
                Field("opened_at", "Opened", Ask.MOMENT, required=False),
                Field("resolved_at", "Resolved", Ask.MOMENT, required=False),
                Field("tool_state", "State in the tool", required=False, at_most=100),
                Field("stage", "Stage", Ask.CHOICE, required=False, choices=STAGES),
                Field("priority", "Priority in the tool", required=False, at_most=100),
                Field("category", "Category in the tool", required=False, at_most=100),
                Field("is_mine", "Assigned to the apprentice", Ask.YES_NO, required=False),
                Field("columns", "As the tool exported it", Ask.LINES),
                Field("source_name", "File", at_most=200),
                Field("source_sha256", "SHA-256 of the file"),
                Field("row_number", "Row in the file", Ask.NUMBER),
            ),
            sets=authored,
        ),
        Transition(
            "note",
            "Say what you did",
            ("imported",),
            None,
            who=(Tie.AUTHOR,),
            fields=(
                Field("did", "What was yours to do", Ask.MANY, choices=DONE, keep=False),
                Field(
                    "note",
                    "How you did it",
                    Ask.LONG_TEXT,
                    at_least=40,
                    keep=False,
                    hint="In your own words: how you went about it and what came of it. Name no one.",
                ),
            ),
            tone="primary",
            key="n",
            merges=True,
        ),
        Transition(
            "withdraw",
            "Take it back",
            ("imported",),
            "withdrawn",
            who=(Tie.AUTHOR,),
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            hint="It stays in the log, and nothing new can be made of it.",
            tone="danger",
        ),
    ),
)
