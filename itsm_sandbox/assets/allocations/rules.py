"""What can happen to a part of a licence that is given to a person, a device or a site."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.formatting import day
from itsm_sandbox.assets.assets.rules import KEEPERS
from itsm_sandbox.assets.licences.rules import LicenceTerms
from itsm_sandbox.assets.positions.rules.counting import is_idle
from itsm_sandbox.assets.software.rules import ProductTerms
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.engine.steps.reasons import today

MODES = (("on_premises", "On premises"), ("remote", "Remote"))
REASONS = (
    ("not_used", "It was not used"),
    ("left", "The person left"),
    ("retired", "The device is out of use"),
    ("moved", "Somebody else needs it more"),
    ("other", "Another reason"),
)
_HOLDERS = ("colleague_id", "asset_id", "site_id")
_MODE = Field("mode", "Where it is used", Ask.CHOICE, choices=MODES)
_NOTE = Field("note", "Note", Ask.LONG_TEXT, required=False, keep=False)
_TICKET = Field("ticket_ref", "Ticket", Ask.REF, required=False, offers="ticket", keep=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationFacts:
    """What the guards of an allocation look up."""

    licence: Callable[[], LicenceTerms]
    product: Callable[[], ProductTerms]
    taken: Callable[[], int]  # how many of the licence are given out
    other: Callable[[], str]  # what the same holder has of the product already
    last_used_on: Callable[[], date | None]


def _has_one_holder(case: Case) -> str | None:
    given = sum(case.get(name) is not None for name in _HOLDERS)
    return None if given == 1 else "Give it to one: a person, a device or a site."


def _mode_is_allowed(case: Case) -> str | None:
    product = case.of(AllocationFacts).product()
    if case.get("mode") != "remote" or product.remote_use_allowed:
        return None
    return (
        f"The licence of {product.name} does not allow use away from the premises. Give it on premises, or correct "
        "the product's record if its agreement says otherwise."
    )


def _may_be_used(case: Case) -> str | None:
    product = case.of(AllocationFacts).product()
    if product.authorisation == "prohibited":
        return f"{product.name} is prohibited here. Only the ICT owner can allow it."
    if product.authorisation == "undecided":
        return f"The ICT owner has not said yet whether {product.name} may be used."
    if product.authorisation == "restricted" and not case.given.get("agreed_by"):
        return f"{product.name} is restricted. Say who agreed that it is used here."
    return None


def _is_in_force(case: Case) -> str | None:
    licence, from_on = case.of(AllocationFacts).licence(), case.get("from_on")
    if from_on < licence.starts_on:
        return f"The licence starts on {day(licence.starts_on)}. Choose that day or a later one."
    if licence.ends_on is not None and from_on > licence.ends_on:
        return f"The licence ended on {day(licence.ends_on)}. Renew it first."
    return None


def _is_at_its_site(case: Case) -> str | None:
    bound_to, site_id = case.of(AllocationFacts).licence().site_id, case.get("site_id")
    if bound_to and site_id and bound_to != site_id:
        return "This licence is for another site. Choose that one, or another licence."
    return None


def _some_is_left(case: Case) -> str | None:
    quantity, taken = case.of(AllocationFacts).licence().quantity, case.of(AllocationFacts).taken()
    if quantity is None or taken < quantity:
        return None
    return f"All {quantity} of this licence are given out. Reclaim one, or enter what was bought in addition."


def _is_first(case: Case) -> str | None:
    other = case.of(AllocationFacts).other()
    return f"They have it already: {other}. Change that one, or reclaim it first." if other else None


def _not_before_it_was_given(case: Case) -> str | None:
    return "Choose the day it was given out or a later one." if case.given["to_on"] < case.values["from_on"] else None


def _is_past(case: Case) -> str | None:
    used_on = case.given["last_used_on"]
    if used_on > today(case):
        return "Choose a day that is not still to come."
    return "Choose the day it was given out or a later one." if used_on < case.values["from_on"] else None


def _was_idle(case: Case) -> str | None:
    """Whoever says that a thing was not used is believed by the record alone."""
    used_on = case.of(AllocationFacts).last_used_on()
    if case.given["reason"] != "not_used" or is_idle(case.values["from_on"], used_on, today(case)):
        return None
    if used_on is None:
        return f"It was given out on {day(case.values['from_on'])}, less than 90 days ago. Choose another reason."
    return f"It was last used on {day(used_on)}, less than 90 days ago. Choose another reason."


ALLOCATION = Machine(
    "allocation",
    (
        State("allocated", "Given out", "met", "user-check"),
        State("reclaimed", "Reclaimed", "plain", "arrow-back-up", is_open=False),
    ),
    (
        Transition(
            "allocate",
            "Give it out",
            (START,),
            "allocated",
            who=KEEPERS,
            fields=(
                Field("entitlement_id", "Licence", Ask.ROW, offers="licences"),
                Field("colleague_id", "To a person", Ask.ROW, required=False, offers="people"),
                Field("asset_id", "Or to a device", Ask.REF, required=False, offers="asset", hint="Such as AST-0012."),
                Field("site_id", "Or to a site", Ask.ROW, required=False, offers="sites"),
                _MODE,
                Field("from_on", "From", Ask.DAY),
                Field("agreed_by", "Who agreed", required=False, keep=False, hint="When the product is restricted."),
                _TICKET,
                _NOTE,
            ),
            guards=(
                _has_one_holder,
                _may_be_used,
                _mode_is_allowed,
                _is_in_force,
                _is_at_its_site,
                _is_first,
                _some_is_left,
            ),
        ),
        Transition(
            "reclaim",
            "Reclaim it",
            ("allocated",),
            "reclaimed",
            who=KEEPERS,
            fields=(
                Field("to_on", "Its last day", Ask.DAY),
                Field("reason", "Why", Ask.CHOICE, choices=REASONS, keep=False),
                Field(
                    "uninstalled",
                    "It was taken off the device",
                    Ask.YES_NO,
                    keep=False,
                    hint="What is licensed by device counts as used until then.",
                ),
                _TICKET,
                _NOTE,
            ),
            guards=(_not_before_it_was_given, _was_idle),
            tone="primary",
            key="r",
        ),
        Transition(
            "release_with_device",
            "Released with its device",
            ("allocated",),
            "reclaimed",
            who=(Tie.TIMER,),  # it follows from the disposal, whoever was entitled to that
            fields=(Field("to_on", "Its last day", Ask.DAY), Field("device", "Disposed of", keep=False)),
        ),
        Transition(
            "change_mode",
            "Change where it is used",
            ("allocated",),
            None,
            who=KEEPERS,
            fields=(_MODE, Field("why", "Why", Ask.LONG_TEXT, at_least=10, keep=False), _TICKET),
            guards=(_mode_is_allowed,),
            key="m",
        ),
        Transition(
            "record_use",
            "Record its last use",
            ("allocated",),
            None,
            who=KEEPERS,
            fields=(
                Field("last_used_on", "Last used on", Ask.DAY),
                Field("source", "Where you saw it", keep=False, hint="Such as the publisher’s list of sign-ins."),
            ),
            guards=(_is_past,),
            key="u",
            merges=True,
        ),
    ),
)
