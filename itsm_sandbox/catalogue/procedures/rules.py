"""The support procedure after FITS: the single point of contact writes it, the ICT owner issues it with a memo.

The memo's key messages are the same for everybody; the ICT owner writes around them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie, WorkRole

KEY_MESSAGES = (
    "There is one way to ask for support: report every incident and every request to the single point of contact.",
    "It is logged, so it is not forgotten, and you can ask at any time how far it is.",
    "Please do not stop support staff in the corridor. What is not logged cannot be put in order or counted.",
    "Support staff and suppliers will ask you to log it first. They do so on my behalf.",
    "It works only if all of us keep to it: you make the support that everybody gets better or worse.",
)
"""What the memo says whoever signs it."""

TEMPLATE = """How to report something or ask for something
Tell the single point of contact. Say who and where you are, what you were doing, what happened and since when.

Ways to reach us
By telephone, by e-mail, through the portal, or at the support desk.

What happens next
We log it, give you its number, and tell you how urgent it is and by when somebody will attend to it.

When support is there
In the opening hours. Outside them, log it in the portal; we begin at the next opening.

If it takes too long
Call the single point of contact with the number. They tell you what was done, and who can decide.
"""

WRITER = (WorkRole.SINGLE_POINT_OF_CONTACT,)
OWNER = (WorkRole.ICT_OWNER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFacts:
    """What the guards of the support procedure look up."""

    users: Callable[[], Collection[int]]  # all ICT users
    sent_to: Callable[[], Collection[int]]  # those who have its present version


def memo_of(opening: str, closing: str) -> str:
    """The covering memo: what the ICT owner wrote, with the key messages between."""
    points = "\n".join(f"• {message}" for message in KEY_MESSAGES)
    return "\n\n".join(part for part in (opening.strip(), points, closing.strip()) if part)


def _memo_is_begun(case: Case) -> str | None:
    return None if case.get("opening") else "First write the covering memo; it goes out with the procedure."


def _somebody_to_send_to(case: Case) -> str | None:
    users = case.of(ProcedureFacts).users()
    return None if users else "Nobody here is an ICT user yet. Give the role on the page of people."


def _not_sent_yet(case: Case) -> str | None:
    sent = case.of(ProcedureFacts).sent_to()
    return "They have this version already." if case.given["colleague_id"] in sent else None


TITLE = Field("title", "Title", at_most=120)
BODY = Field("body", "The procedure", Ask.LONG_TEXT, at_least=200, at_most=20_000, hint="One paragraph a topic.")

MACHINE = Machine(
    "support procedure",
    (
        State("draft", "Draft", "none", "pencil"),
        State("with_owner", "With the ICT owner", "sub", "user-check"),
        State("issued", "Issued", "met", "send"),
    ),
    (
        Transition("begin", "Write the support procedure", (START,), "draft", who=WRITER, fields=(TITLE, BODY)),
        Transition("write", "Edit the procedure", ("draft",), None, who=WRITER, fields=(TITLE, BODY)),
        Transition(
            "hand_over", "Give it to the ICT owner", ("draft",), "with_owner", who=WRITER, tone="primary",
            hint="The ICT owner issues it, so that the message is seen to come from the top.",
        ),
        Transition(
            "hand_back", "Give it back", ("with_owner",), "draft", who=OWNER,
            fields=(Field("reason", "What is to change", Ask.LONG_TEXT, keep=False, at_least=10),),
        ),
        Transition(
            "write_memo", "Write the covering memo", ("with_owner",), None, who=OWNER,
            fields=(
                Field("opening", "Before the key messages", Ask.LONG_TEXT, at_least=20, at_most=3000,
                      hint="Who you are, from when it holds, and what it is good for."),
                Field("closing", "After them", Ask.LONG_TEXT, required=False, at_most=3000),
            ),
            hint="You write around the key messages; they stay as they are.",
        ),
        Transition(
            "issue", "Issue it", ("with_owner",), "issued", who=OWNER,
            fields=(Field("meeting", "Handed out at a meeting", required=False, keep=False, at_most=300,
                   hint="If users were together: when, where and who. It is a chance to say it face to face."),),
            early_guards=(_memo_is_begun, _somebody_to_send_to), tone="primary",
            sets=lambda case: {"version_number": case.values["version_number"] + 1},
            hint="The procedure and the memo go to everybody on the distribution list: all ICT users.",
        ),
        Transition(
            "issue_to_joiner", "Send it to somebody new", ("draft", "with_owner", "issued"), None,
            who=(*WRITER, Tie.TIMER),
            fields=(Field("colleague_id", "To whom", Ask.ROW, offers="people", keep=False),),
            guards=(_not_sent_yet,),
            early_guards=(lambda case: None if case.values["version_number"] else "It was not issued yet.",),
            hint="Whoever joins as an ICT user gets it without being asked; this is for somebody who lost it.",
        ),
        Transition(
            "revise", "Begin a new version", ("issued",), "draft", who=WRITER,
            fields=(Field("reason", "What is to change, and why", Ask.LONG_TEXT, keep=False, at_least=10),),
            hint="Joiners get the version last issued until the next one is.",
        ),
    ),
)  # fmt: skip
