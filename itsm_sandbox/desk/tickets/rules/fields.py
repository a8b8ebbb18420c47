"""What is asked with each step of a ticket, and the words for what is chosen."""

from itsm_sandbox.desk.tickets.rules.categories import SUBCATEGORY_CHOICES
from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.engine.priority import PRIORITIES

TYPES = (("incident", "Incident: something is broken or slow"), ("request", "Request: something is wanted"))
CHANNELS = (
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("portal", "Portal"),
    ("chat", "Chat"),
    ("face_to_face", "Face to face"),
    ("monitoring", "Monitoring"),
)
SUPPORT_MODES = (("remote", "Remotely"), ("on_premises", "On the premises"))
IDENTITY_METHODS = (
    ("known_in_person", "I know them and they stood before me"),
    ("photo_card", "Photo card seen"),
    ("called_back", "Called back on the number in the directory"),
    ("manager", "Their manager confirmed who they are"),
    ("security_question", "Answered what only they would know"),
)
IMPACTS = (
    ("high", "High: the whole site, or a critical service"),
    ("medium", "Medium: a group or a class"),
    ("low", "Low: one person"),
)
URGENCIES = (
    ("high", "High: work has stopped"),
    ("medium", "Medium: work is harder"),
    ("low", "Low: it can wait"),
)
CONTACTS = (("message", "A message I wrote"), ("call", "A call"), ("visit", "A visit"))
PENDING_REASONS = (
    ("user", "An answer from the user"),
    ("supplier", "A supplier"),
    ("change", "A change that has to be made first"),
    ("scheduled", "A time we agreed on"),
)
REJECTIONS = (
    ("duplicate", "A duplicate of another ticket"),
    ("not_valid", "Not something that support deals with"),
    ("mistake", "Reported by mistake"),
)
RESOLUTION_CODES = (
    ("fixed", "Fixed for good"),
    ("workaround", "Working again with a workaround"),
    ("fulfilled", "Done as requested"),
    ("advice", "Answered with advice"),
    ("replaced", "Replaced"),
    ("by_supplier", "Fixed by a supplier"),
    ("not_reproduced", "Could not be made to happen again"),
)
NO_REPLY = "no_reply"
RATINGS = (("5", "5, very satisfied"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, very dissatisfied"))
CLOCKS = (("response", "Response"), ("fix", "Fix"))

TITLE = Field("title", "In a few words", at_least=5, at_most=120, hint="Such as: No sound from the board in room 14.")
DESCRIPTION = Field(
    "description",
    "What happens",
    Ask.LONG_TEXT,
    required=False,
    hint="What was tried, what was seen, any message, since when, who else has it.",
)
TYPE = Field("type", "What it is", Ask.CHOICE, choices=TYPES)
REQUESTER = Field("requester_id", "Who reports it", Ask.ROW, offers="people")
AFFECTED = Field("affected_user_id", "Who is affected", Ask.ROW, offers="people")
CHANNEL = Field("channel", "How it reached us", Ask.CHOICE, choices=CHANNELS)
SERVICE = Field("service_id", "Service", Ask.ROW, offers="services")
SERVICE_IF_KNOWN = Field("service_id", "Service, if known", Ask.ROW, required=False, offers="services")
SITE = Field("site_id", "Site", Ask.ROW, required=False, offers="sites")
LOCATION = Field("location", "Room or place", required=False, at_most=120)
ASSET = Field("asset_id", "Device", Ask.REF, required=False, offers="asset", hint="Such as AST-0012.")
FOLLOWS = Field(
    "follows_id", "Follows", Ask.REF, required=False, offers="ticket", hint="A closed ticket it goes on from."
)
TRIED = Field(
    "tried_ids",
    "Articles tried already",
    Ask.REFS,
    required=False,
    offers="article",
    keep=False,
    hint="Such as KB-0003, when somebody followed it and it did not help.",
)
SUBCATEGORY = Field("subcategory", "Category", Ask.CHOICE, choices=SUBCATEGORY_CHOICES)
MODE = Field("support_mode", "Where you deal with it", Ask.CHOICE, choices=SUPPORT_MODES)
IDENTITY = Field(
    "identity_method",
    "How you made sure who they are",
    Ask.CHOICE,
    required=False,
    choices=IDENTITY_METHODS,
    hint="Needed before anything is done to an account or its access.",
)
IMPACT = Field("impact", "Impact", Ask.CHOICE, choices=IMPACTS)
URGENCY = Field("urgency", "Urgency", Ask.CHOICE, choices=URGENCIES)
OVERRIDE = Field(
    "override",
    "Another priority than the matrix gives",
    Ask.CHOICE,
    required=False,
    choices=tuple((name, name) for name in PRIORITIES),
    hint="Leave this empty to take the matrix.",
    keep=False,
)
OVERRIDE_REASON = Field("override_reason", "Why another priority", Ask.LONG_TEXT, required=False)
GROUP = Field("group_id", "Group", Ask.ROW, required=False, offers="groups")
PERSON = Field("assigned_to_id", "Person", Ask.ROW, required=False, offers="support")
MINUTES = Field("minutes", "Minutes you spent", Ask.NUMBER, required=False, keep=False)

CLASSIFY = (
    TYPE,
    SUBCATEGORY,
    SERVICE,
    AFFECTED,
    IDENTITY,
    MODE,
    SITE,
    LOCATION,
    ASSET,
)
TRIAGE = (IMPACT, URGENCY, OVERRIDE, OVERRIDE_REASON, GROUP, PERSON)
WORK_DONE = Field("work_done", "What was done so far", Ask.LONG_TEXT, at_least=20, keep=False)
RESOLVE = (
    Field("resolution_code", "How it ended", Ask.CHOICE, choices=RESOLUTION_CODES),
    Field(
        "resolution",
        "What was wrong and what you did",
        Ask.LONG_TEXT,
        at_least=40,
        hint="So that the next person can do it again. At least 40 characters.",
    ),
    Field("articles_used", "Articles you used", Ask.REFS, required=False, offers="article", hint="Such as KB-0003."),
    Field(
        "proposal",
        "No article helped: what should one say?",
        Ask.LONG_TEXT,
        required=False,
        hint="Needed when you name no article.",
        keep=False,
    ),
    Field("breach_reason", "Why the target was missed", Ask.LONG_TEXT, required=False, hint="Needed when it was."),
    MINUTES,
)
