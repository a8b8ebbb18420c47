"""What an audit found: investigated, decided on, acted on, verified by somebody else, and closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.assets.audits.rules.reconciling import Outcome
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole
from itsm_sandbox.engine.steps.reasons import today

DECISIONS = (
    ("register", "Add it to the register, as authorised"),
    ("correct_record", "Correct the register"),
    ("remove", "Remove it"),
    ("quarantine", "Take it off the network"),
    ("return_to_owner", "Return it to its owner"),
    ("buy_licence", "Buy licences"),
    ("accept_exception", "Accept an exception until a day"),
    ("write_off", "Write it off"),
)
AUTHORISING = frozenset({"register", "buy_licence", "accept_exception", "write_off"})
"""What only the ICT owner may decide."""

_IN_THE_REGISTER = ("correct_record", "return_to_owner")
FITTING: Mapping[str, tuple[str, ...]] = {
    Outcome.MOVED: _IN_THE_REGISTER,
    Outcome.WRONG_CUSTODIAN: _IN_THE_REGISTER,
    Outcome.STATE_CONFLICT: (*_IN_THE_REGISTER, "quarantine"),
    Outcome.NOT_FOUND: ("correct_record", "write_off", "accept_exception"),
    Outcome.UNKNOWN_HARDWARE: ("register", "quarantine", "return_to_owner", "accept_exception"),
    Outcome.DUPLICATE_IDENTIFIER: ("correct_record", "quarantine"),
    Outcome.UNKNOWN_SOFTWARE: ("register", "remove", "buy_licence", "accept_exception"),
    Outcome.PROHIBITED_SOFTWARE: ("remove", "quarantine", "accept_exception"),
    Outcome.OVER_LICENSED: ("buy_licence", "remove", "accept_exception"),
}
"""The decisions that each class of finding allows."""

LONGEST_EXCEPTION = timedelta(days=366)
WORKERS = (*KEEPERS, WorkRole.ICT_OWNER)
_THIN = 60
"""Letters below which a simulated colleague asks for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts:
    """What the steps of a finding look up."""

    missing_in_register: Callable[[], str | None]  # why it is not settled yet, as a sentence
    registered: Callable[[], int | None]  # the asset that was added for unknown hardware


def answer_proposal(values: Mapping[str, Any], today: date) -> tuple[str, dict[str, str]]:
    """What a simulated ICT owner does with a proposal, and what they say."""
    proposed, reason, cause = values["proposed"], values["reason"], values["cause"]
    if len(cause) < _THIN:
        return "decline", {"why": "Find out more first: whose it is, how it got here, and what is on it."}
    if len(reason) < _THIN:
        return "decline", {"why": "Say why this is the right way, and what happens if we leave it as it is."}
    if proposed == "accept_exception":
        if values["type"] == Outcome.PROHIBITED_SOFTWARE:
            return "decline", {"why": "It is prohibited for a reason. I do not make an exception; have it removed."}
        if (values["expires_on"] - today).days > 185:
            return "decline", {"why": "An exception is for half a year at most. Choose an earlier day."}
    said = {
        "register": "Agreed: it may stay. Give it a tag and an owner, and keep it in the register from now on.",
        "buy_licence": "Agreed: buy what is missing, and tell me the order number.",
        "accept_exception": "Agreed until that day. Look at it again then.",
        "write_off": "Agreed: it was looked for long enough.",
    }
    return "authorise", {"note": said.get(proposed, "Agreed.")}


def answer_action(values: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """What a simulated colleague who looks at it afterwards says."""
    if len(values["evidence"]) < _THIN:
        return "send_back", {
            "why": "I cannot tell from this what was done. Say what, where, when, and how I can see it."
        }
    said = {
        "register": "I looked it up: it is in the register, and its label is on it.",
        "remove": "I looked on the devices named: it is gone.",
        "quarantine": "I looked at the switch: it is off the network.",
        "buy_licence": "I saw the order and the licence.",
        "write_off": "The register says so, with the ICT owner’s reason.",
    }
    return "verify", {"verification": said.get(values["decision"], "I looked, and it is as you say.")}


def _wanted(case: Case) -> str:
    return str(case.given.get("decision") or case.given.get("proposed") or "")


def _fits(case: Case) -> str | None:
    fitting = FITTING[case.values["type"]]
    if _wanted(case) in fitting:
        return None
    words = dict(DECISIONS)
    return "For this class of finding choose among: " + "; ".join(words[one] for one in fitting) + "."


def _exception_ends(case: Case) -> str | None:
    if _wanted(case) != "accept_exception":
        return None
    until = case.given.get("expires_on")
    if until is None:
        return "Say until which day the exception is accepted."
    if not today(case) < until <= today(case) + LONGEST_EXCEPTION:
        return "An exception ends on a day to come, within a year."
    return None


def _owner_decides(case: Case) -> str | None:
    if _wanted(case) in AUTHORISING and WorkRole.ICT_OWNER not in case.actor.roles:
        return "Only the ICT owner may decide that. Propose it to them instead."
    return None


def _is_proposed(case: Case) -> str | None:
    return None if case.values["proposed"] else "Nothing is proposed yet."


def _is_in_the_register(case: Case) -> str | None:
    missing: str | None = case.of(FindingFacts).missing_in_register()
    return missing


def _not_the_same_person(case: Case) -> str | None:
    if case.actor.id is not None and case.actor.id == case.values["acted_by_id"]:
        return "Somebody else verifies what you did, or the next audit does."
    return None


def _is_exception(case: Case) -> str | None:
    return None if case.values["decision"] == "accept_exception" else "It is no exception."


def _decided(case: Case) -> Mapping[str, Any]:
    return {"decided_by_id": case.actor.id, "proposed": ""}


def _authorised(case: Case) -> Mapping[str, Any]:
    return {"decision": case.values["proposed"], "decided_by_id": case.actor.id}


def _not_proposed(_case: Case) -> Mapping[str, Any]:
    return {"proposed": "", "expires_on": None}


_CLASSES = tuple((one.value, one.label) for one in Outcome if one is not Outcome.MATCHED)
_SAID_BY_THE_AUDIT = ("key", "audit_id", "asset_id", "product_id", "seen", "recorded")


def _raised(case: Case) -> Mapping[str, Any]:
    return {"author_id": case.actor.id, **{name: case.given[name] for name in _SAID_BY_THE_AUDIT}}


def _acted(case: Case) -> Mapping[str, Any]:
    """Unknown hardware that was registered is known by its asset from now on."""
    return {"acted_by_id": case.actor.id, "asset_id": case.values["asset_id"] or case.of(FindingFacts).registered()}


def _verified(case: Case) -> Mapping[str, Any]:
    return {"verified_by_id": case.actor.id}


def _opened_again(_case: Case) -> Mapping[str, Any]:
    return {"decision": "", "proposed": "", "decided_by_id": None, "acted_by_id": None, "verified_by_id": None}


_CAUSE = Field(
    "cause",
    "What you found out",
    Ask.LONG_TEXT,
    at_least=40,
    hint="Whose it is, how it came to this, what is on it, whom you asked.",
)
_REASON = Field(
    "reason",
    "Why",
    Ask.LONG_TEXT,
    at_least=40,
    hint="Why this and nothing else, and what it costs to leave it as it is.",
)
_UNTIL = Field("expires_on", "Until", Ask.DAY, required=False, hint="Of an exception.")
_WHY = Field("why", "Why", Ask.LONG_TEXT, at_least=10, keep=False)
_ACCEPTED = ("decided", "actioned", "verified", "closed")

MACHINE = Machine(
    "finding",
    (
        State("open", "Open", "bad", "alert-triangle"),
        State("investigating", "Being investigated", "more", "search"),
        State("decided", "Decided", "none", "gavel"),
        State("actioned", "Acted on", "sub", "hammer"),
        State("verified", "Verified", "met", "rosette-discount-check"),
        State("closed", "Closed", "plain", "lock", is_open=False),
    ),
    (
        Transition(
            "raise",
            "Found by an audit",
            (START,),
            "open",
            who=WORKERS,
            fields=(Field("title", "What"), Field("type", "Class", Ask.CHOICE, choices=_CLASSES)),
            sets=_raised,
        ),
        Transition(
            "investigate",
            "Investigate it",
            ("open",),
            "investigating",
            who=WORKERS,
            fields=(_CAUSE,),
            key="i",
            tone="primary",
        ),
        Transition(
            "investigate", "Add to what you found out", ("investigating",), None, who=WORKERS, fields=(_CAUSE,), key="i"
        ),
        Transition(
            "decide",
            "Decide what is done",
            ("investigating",),
            "decided",
            who=WORKERS,
            fields=(Field("decision", "Decision", Ask.CHOICE, choices=DECISIONS), _REASON, _UNTIL),
            guards=(_fits, _exception_ends, _owner_decides),
            sets=_decided,
            key="d",
        ),
        Transition(
            "propose",
            "Propose it to the ICT owner",
            ("investigating",),
            None,
            who=KEEPERS,
            fields=(Field("proposed", "What you propose", Ask.CHOICE, choices=DECISIONS), _REASON, _UNTIL),
            guards=(_fits, _exception_ends),
            key="p",
            hint="The ICT owner alone decides what is registered, bought, written off or left as an exception.",
        ),
        Transition(
            "authorise",
            "Authorise what is proposed",
            ("investigating",),
            "decided",
            who=(WorkRole.ICT_OWNER,),
            fields=(Field("note", "Note", Ask.LONG_TEXT, required=False, keep=False),),
            early_guards=(_is_proposed,),
            sets=_authorised,
            tone="primary",
        ),
        Transition(
            "decline",
            "Decline what is proposed",
            ("investigating",),
            None,
            who=(WorkRole.ICT_OWNER,),
            fields=(_WHY,),
            early_guards=(_is_proposed,),
            sets=_not_proposed,
        ),
        Transition(
            "act",
            "Say what was done",
            ("decided",),
            "actioned",
            who=WORKERS,
            fields=(
                Field(
                    "evidence",
                    "What was done, and what shows it",
                    Ask.LONG_TEXT,
                    at_least=40,
                    hint="What, where and when; the number of the order, of the ticket or of the asset.",
                ),
            ),
            early_guards=(_is_in_the_register,),
            sets=_acted,
            key="a",
            tone="primary",
        ),
        Transition(
            "verify",
            "Verify it",
            ("actioned",),
            "verified",
            who=WORKERS,
            fields=(Field("verification", "What you looked at, and what you saw", Ask.LONG_TEXT, at_least=20),),
            early_guards=(_not_the_same_person,),
            sets=_verified,
            key="v",
            tone="primary",
        ),
        Transition(
            "send_back",
            "It is not settled yet",
            ("actioned",),
            "decided",
            who=WORKERS,
            fields=(_WHY,),
            early_guards=(_not_the_same_person,),
        ),
        Transition(
            "sighted_again",
            "Another audit shows that it is settled",
            ("actioned",),
            "verified",
            who=(Tie.TIMER,),
            fields=(Field("verification", "Which audit", keep=True),),
        ),
        Transition(
            "close",
            "Close it",
            ("verified",),
            "closed",
            who=WORKERS,
            fields=(Field("learnt", "What keeps it from happening again", Ask.LONG_TEXT, required=False, keep=False),),
            key="c",
            tone="primary",
        ),
        Transition(
            "expire",
            "The exception has ended",
            _ACCEPTED,
            "open",
            who=(Tie.TIMER,),
            early_guards=(_is_exception,),
            sets=_opened_again,
        ),
    ),
)
