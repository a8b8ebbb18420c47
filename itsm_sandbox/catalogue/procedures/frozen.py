"""What the log says of each issued version of the support procedure, and of what went to each person."""

from collections.abc import Iterable

from itsm_sandbox.catalogue.procedures.models import ProcedureIssue, ProcedureVersion
from itsm_sandbox.catalogue.procedures.rules import memo_of
from itsm_sandbox.catalogue.procedures.services import hash_of_version
from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row
from itsm_sandbox.engine.roles import WorkRole


def _issued(moment: Moment) -> Iterable[Row]:
    columns = moment.columns
    memo = memo_of(columns["opening"], columns["closing"])
    return [
        {
            "number": columns["version_number"],
            "title": columns["title"],
            "memo": memo,
            "body": columns["body"],
            "sha256": hash_of_version(columns["title"], memo, columns["body"]),
            "issued_at": moment.event.at,
            "issued_by_id": moment.event.actor_id,
        }
    ]


def _sent_to_all(moment: Moment) -> Iterable[Row]:
    """To everybody who was at work there and used ICT."""
    return [
        _sent(moment, row_id)
        for row_id, person in moment.people.items()
        if WorkRole.USER in person.roles and not person.has_left
    ]


def _sent_to_one(moment: Moment) -> Iterable[Row]:
    return [_sent(moment, moment.given["colleague_id"])]


def _sent(moment: Moment, colleague_id: int) -> Row:
    version = moment.earlier(ProcedureVersion)[-1]
    return {
        "version_number": version["number"],
        "colleague_id": colleague_id,
        "sha256": version["sha256"],
        "issued_at": moment.event.at,
    }


FROZEN_TABLES = (
    FrozenTable(
        model=ProcedureVersion,
        owner="procedure_id",
        key=("number",),
        label="version {number} of {ref}",
        rows={"issue": _issued},
    ),
    FrozenTable(
        model=ProcedureIssue,
        owner="procedure_id",
        key=("version_number", "colleague_id"),
        label="version {version_number} of {ref} for colleague {colleague_id}",
        rows={"issue": _sent_to_all, "issue_to_joiner": _sent_to_one},
    ),
)
