"""Hashes of exactly what somebody signs."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assessment.standing.rules.states import StandingClaim
from core.ledger.canonical import canonical_bytes


def content_hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def unit_content(
    framework: str, version: str, unit: str, level: str | None, criteria: Mapping[str, Sequence[int]]
) -> Mapping[str, Any]:
    """Return what is signed of a unit: its criteria by code, each with the ids of the judgements it rests on."""
    return {
        "framework": framework,
        "version": version,
        "unit": unit,
        "level": level,
        "criteria": [
            {"code": code, "judgements": [str(number) for number in sorted(judgements)]}
            for code, judgements in sorted(criteria.items())
        ],
    }


def rests_on(claims: Sequence[StandingClaim], until: datetime) -> list[int]:
    """Return the ids of the judgements of "met" that a criterion rests on now and that counted at that time already."""
    return [
        claim.answer.judgement_id
        for claim in claims
        if claim.answer is not None
        and claim.is_met
        and claim.answer.counts_from is not None
        and claim.answer.counts_from <= until
    ]
