"""What is asked with each step of a problem, and the words for what is chosen."""

from itsm_sandbox.desk.tickets.rules.categories import SUBCATEGORY_CHOICES
from itsm_sandbox.engine.machine import Ask, Field

SOURCES = (
    ("trend", "A trend in the tickets"),
    ("major_incident", "A major incident"),
    ("monitoring", "Monitoring"),
    ("supplier", "A supplier"),
)
METHODS = (
    ("five_whys", "Five whys"),
    ("cause_effect", "Cause and effect"),
    ("timeline", "Timeline"),
    ("change_review", "Review of changes"),
)
BRANCHES = (
    ("people", "People: skills, habits, numbers"),
    ("procedure", "Procedure: how it is done"),
    ("technology", "Technology: devices, programs, settings"),
    ("place", "Place: rooms, power, cables, temperature"),
    ("data", "Data: files, records, accounts"),
    ("supplier", "Supplier: parts, services, updates"),
)
VERDICTS = (("supported", "It speaks for it"), ("ruled_out", "It rules it out"), ("open", "It does not tell"))
EXPLAINS = (("yes", "Yes"), ("partly", "In part"), ("no", "No"))

DESCRIPTION = (
    Field("title", "In a few words", at_least=5, at_most=120, hint="Such as: Wireless drops in the new wing."),
    Field(
        "description",
        "What keeps happening",
        Ask.LONG_TEXT,
        at_least=20,
        hint="What users see, where, since when, how often, and what it costs them.",
    ),
)
PLACE = (
    Field("service_id", "Service", Ask.ROW, required=False, offers="services"),
    Field("subcategory", "Category", Ask.CHOICE, required=False, choices=SUBCATEGORY_CHOICES),
    Field(
        "asset_id",
        "Device",
        Ask.REF,
        required=False,
        offers="asset",
        hint="Such as AST-0012, when one device is behind it.",
    ),
)
METHOD = Field("method", "Method", Ask.CHOICE, choices=METHODS)
TICKETS = Field("tickets", "Tickets", Ask.REFS, offers="ticket", keep=False, hint="Such as INC-0042, INC-0057.")
CAUSE = Field(
    "root_cause", "Root cause", Ask.LONG_TEXT, at_least=20, hint="What makes it happen, and how you know that it does."
)
WORKAROUND = Field(
    "workaround",
    "Workaround",
    Ask.LONG_TEXT,
    at_least=20,
    hint="What somebody at the desk can do so that the user can go on, step by step.",
)
SYMPTOMS = Field(
    "symptoms", "How to recognise it", Ask.LONG_TEXT, at_least=10, hint="What the user says or sees when it is this."
)
RFC = Field("change_id", "Request for change", Ask.REF, offers="change", hint="Such as RFC-0004.")
VERIFICATION = Field(
    "verification",
    "How you made sure",
    Ask.LONG_TEXT,
    at_least=40,
    hint="What you tested or measured since the fix, and for how long. The workplace counts the tickets itself.",
)
SINCE = Field(
    "recurrence_note",
    "Those that came since",
    Ask.LONG_TEXT,
    required=False,
    hint="Needed when tickets like these were logged since the fix: why the problem is solved all the same.",
)
NO_CHANGE = Field(
    "no_change_reason",
    "Why it needs no request for change",
    Ask.LONG_TEXT,
    at_least=20,
    hint="Such as: the cause was a habit, and a new procedure and training removed it.",
)
FIXED_AT = Field("fixed_at", "When the fix was in place", Ask.MOMENT)
LESSONS = Field(
    "lessons",
    "What we learned",
    Ask.LONG_TEXT,
    at_least=40,
    hint="What would have found it sooner, and what is done differently from now on.",
)
