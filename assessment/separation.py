"""Separation of duties: who may not act because of what they already are or did. Checked at every transition.

People are compared, not memberships: somebody who is an apprentice and an assessor is still the same person.
Each function returns the sentence that refuses, or None.
"""

from collections.abc import Collection

from core.errors import NotAllowed


def why_not_judge(*, person_id: int, apprentice_person_id: int) -> str | None:
    if person_id == apprentice_person_id:
        return "This is your own work, so somebody else has to judge it."
    return None


def why_not_countersign(
    *, person_id: int, apprentice_person_id: int, assessor_person_id: int, is_qualified: bool
) -> str | None:
    if person_id == apprentice_person_id:
        return "This is your own work, so somebody else has to countersign its judgements."
    if person_id == assessor_person_id:
        return "You made this decision, so another qualified assessor has to countersign it."
    if not is_qualified:
        return "Only a qualified assessor can countersign."
    return None


def why_not_sign(*, person_id: int, apprentice_person_id: int, is_qualified: bool) -> str | None:
    if person_id == apprentice_person_id:
        return "This is your own unit, so somebody else has to sign it."
    if not is_qualified:
        return "A trainee's judgements count once countersigned; the unit itself is signed by a qualified assessor."
    return None


def why_not_propose_void(*, person_id: int, apprentice_person_id: int) -> str | None:
    if person_id == apprentice_person_id:
        return "This is your own work, so somebody else has to propose that it is void."
    return None


def why_not_decide_void(
    *,
    person_id: int,
    proposer_person_id: int,
    apprentice_person_id: int,
    maker_person_id: int,
    judge_person_ids: Collection[int],
) -> str | None:
    if person_id == proposer_person_id:
        return "You proposed it, so another provider admin or a verifier has to decide."
    if person_id in (apprentice_person_id, maker_person_id):
        return "This is your own work, so somebody else has to decide whether it is void."
    if person_id in judge_person_ids:
        return "You judged this evidence, so somebody else has to decide whether it is void."
    return None


class OwnWork(NotAllowed):
    """Somebody tried to judge or sign their own work."""
