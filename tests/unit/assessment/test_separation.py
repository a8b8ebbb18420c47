from assessment.separation import why_not_countersign, why_not_judge, why_not_sign


def test_nobody_acts_on_their_own_work_whatever_role_they_hold() -> None:
    assert why_not_judge(person_id=1, apprentice_person_id=1)
    assert why_not_sign(person_id=1, apprentice_person_id=1, is_qualified=True)
    assert why_not_countersign(person_id=1, apprentice_person_id=1, assessor_person_id=2, is_qualified=True)


def test_nobody_countersigns_their_own_decision() -> None:
    assert why_not_countersign(person_id=2, apprentice_person_id=1, assessor_person_id=2, is_qualified=True)


def test_a_trainee_neither_countersigns_nor_signs_units() -> None:
    assert why_not_countersign(person_id=3, apprentice_person_id=1, assessor_person_id=2, is_qualified=False)
    assert why_not_sign(person_id=3, apprentice_person_id=1, is_qualified=False)


def test_a_qualified_assessor_who_is_somebody_else_may() -> None:
    assert why_not_judge(person_id=3, apprentice_person_id=1) is None
    assert why_not_countersign(person_id=3, apprentice_person_id=1, assessor_person_id=2, is_qualified=True) is None
    assert why_not_sign(person_id=3, apprentice_person_id=1, is_qualified=True) is None
