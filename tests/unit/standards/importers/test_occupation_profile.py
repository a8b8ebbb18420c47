"""The occupation profile, read from its text."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.importers.occupation_profile import read_occupation_profile
from standards.rules import AlignmentType, MalformedDocument
from tests.unit.standards.importers.published import (
    META_SKILLS,
    PROFILE,
    count_kinds,
    criteria_of,
    criterion_of,
    framework_of,
    line_of,
    text_of,
)

UNITS = [
    ("PM", "Applying methods and principles in project management", True, 10, 14),
    ("DT", "Supporting digital business transformation", True, 7, 13),
    ("MS", "Developing meta-skills and personal professionalism", True, 9, 12),
    ("SR", "Responding to digital technology service requests", True, 6, 17),
    ("SP", "Maintaining service support procedures", True, 6, 10),
    ("AM", "Providing digital technology asset management", True, 6, 11),
    ("AS", "Producing and testing automation scripts", False, 7, 11),
    ("RM", "Producing service management reports and metrics", False, 8, 13),
]


def count_alignments(type_: AlignmentType) -> list[int]:
    counted = Counter(one.source for one in framework_of(PROFILE).alignments if one.type is type_)
    return [counted[code] for code, *_ in UNITS]


def test_every_work_situation_has_its_title_and_its_statements() -> None:
    framework = framework_of(PROFILE)
    found = [(unit.code, unit.title, unit.mandatory, *count_kinds(unit.criteria)) for unit in framework.units]
    assert found == UNITS
    assert count_kinds(criteria_of(framework)) == (59, 101)


def test_codes_say_unit_kind_and_number() -> None:
    for unit, (code, _, _, performance, knowledge) in zip(framework_of(PROFILE).units, UNITS, strict=True):
        expected = [f"{code}{number}" for number in range(1, performance + 1)]
        expected += [f"{code}-K{number}" for number in range(1, knowledge + 1)]
        assert [criterion.code for criterion in unit.criteria] == expected
        assert all(criterion.heading is None and criterion.level is None for criterion in unit.criteria)


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("PM1", "Providing support to prepare business cases for approval of activities"),
        ("PM-K11", "The importance of contingency plans"),
        (
            "SR2",
            "Triage service requests to prioritise service request sequencing in line with organisational procedures",
        ),
        ("SR-K14", "How to monitor trends in service requests to improve first line support"),
        ("DT-K1", "The meaning and significance of the 'digital economy' and 'digital transformation'"),
        ("RM-K13", "How to present service management performance updates tailored to the audience"),
    ],
)
def test_wording_is_the_published_one(code: str, statement: str) -> None:
    assert criterion_of(framework_of(PROFILE), code).statement == statement


def test_goals_and_outlines_belong_to_their_situation() -> None:
    units = {unit.code: unit for unit in framework_of(PROFILE).units}
    assert units["AS"].goal == "To create and test scripts to automate command sequences and repetitive tasks."
    assert (units["SP"].goal or "").startswith("To implement and maintain service level management procedures")
    assert (units["AM"].outline or "").startswith("This involves providing and updating information on hardware")
    assert all(unit.goal and unit.outline for unit in units.values())


def test_every_tick_is_an_alignment_to_a_known_meta_skill() -> None:
    assert count_alignments(AlignmentType.DEVELOPS) == [6, 4, 12, 11, 10, 10, 10, 10]
    known = {criterion.code for criterion in criteria_of(framework_of(META_SKILLS))}
    targets = [one.target for one in framework_of(PROFILE).alignments if one.type is AlignmentType.DEVELOPS]
    assert len(targets) == 73
    assert set(targets) == known


def test_ticks_stand_in_the_column_they_are_printed_in() -> None:
    develops = [one for one in framework_of(PROFILE).alignments if one.type is AlignmentType.DEVELOPS]
    assert [one.target for one in develops if one.source == "DT"] == [
        "Adapting",
        "Communicating",
        "Critical thinking",
        "Focussing",
    ]
    assert "Leading" not in [one.target for one in develops if one.source == "SR"]


def test_standards_keep_their_codes_and_titles() -> None:
    assert count_alignments(AlignmentType.RELATED_STANDARD) == [6, 3, 0, 1, 1, 1, 1, 1]
    related = [one for one in framework_of(PROFILE).alignments if one.type is AlignmentType.RELATED_STANDARD]
    assert [one.target for one in related if one.source in {"PM", "DT"}] == [
        "TECIS30131",
        "TECIS30141",
        "TECIS30142",
        "TECIS30143",
        "TECIS30144",
        "TECIS30145",
        "ESKITP2024.03",
        "ESKITP2034.03",
        "ESKITU040",
    ]
    titles = {(one.source, one.target): one.title for one in related}
    assert titles["SR", "ESKITP7054"] == "IT/Technology Management and Support Level 4 Role"
    assert titles["PM", "TECIS30141"] == "Initiate an IT project"


def test_suites_without_a_code_are_kept_as_text_one_by_one() -> None:
    assert count_alignments(AlignmentType.RELATED_SUITE) == [4, 0, 2, 0, 0, 0, 0, 0]
    suites = [one.target for one in framework_of(PROFILE).alignments if one.type is AlignmentType.RELATED_SUITE]
    assert suites == [
        "Project management suite",
        "Engineering and Manufacturing suite 4",
        "Engineering Leadership and Manufacture suite 4",
        "Industrial Design Suite",
        "Business and Administration suite",
        "Management and Leadership suite",
    ]


def test_the_metadata_carries_approval_purpose_and_the_rule_of_combination() -> None:
    framework = framework_of(PROFILE)
    assert framework.title == "Technical Apprenticeship in Digital Technology - IT Support Pathway at SCQF Level 8"
    assert framework.version == framework.metadata["approved_date"] == "October 2022"
    assert framework.metadata["approved_by"] == "Digital Technology Technical Expert Group"
    assert framework.metadata["rule_of_combination"] == "A minimum of one optional work situation must be achieved"
    assert framework.metadata["minimum_optional_units"] == 1
    assert str(framework.metadata["purpose"]).startswith("This occupation profile consists of 8 work situations")


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            "4. Managing activities in",
            "5. Managing activities in",
            "5. Managing activities in",
            "Item 4 should be here",
        ),
        ("Brief outline:\n", "", "Performance requirements", "“Brief outline:” should be before"),
        (
            "| Supporting digital business transformation | ✓ |",
            "| Supporting digital business transformation | x |",
            "| Supporting digital business transformation | x",
            "This row should hold 12 cells",
        ),
        (
            "| Maintaining service support procedures | ✓ |",
            "| Minding service support procedures | ✓ |",
            "| Minding",
            "“Minding service support procedures” is not a work situation",
        ),
        (
            "| Business and Administration suite Management and Leadership suite |",
            "| Business and Administration |",
            "| Developing meta-skills and personal professionalism | Business",
            "“Business and Administration” is neither a suite nor a standard",
        ),
        ("A minimum of one", "A minimum of some", "A minimum of some", "This line should say how many"),
        ("Approved date: October 2022", "Approved date:", "Approved date:", "“Approved date: ” with a value"),
        (
            "| Maintaining service support procedures..... | 11 |",
            "| Maintaining service support procedures |",
            "| Maintaining service support procedures |",
            "A row of the contents should hold",
        ),
    ],
)
def test_a_malformed_profile_is_refused_with_file_and_line(old: str, new: str, at: str, said: str) -> None:
    text = text_of(PROFILE)
    assert old in text
    broken = text.replace(old, new, 1)
    with pytest.raises(MalformedDocument) as refused:
        read_occupation_profile(broken, PROFILE)
    assert refused.value.file == PROFILE
    assert refused.value.sentence.startswith(said)
    assert refused.value.line == line_of(broken, at)


@given(st.integers(min_value=0, max_value=400))
def test_a_text_that_stops_early_is_always_refused(kept: int) -> None:
    lines = text_of(PROFILE).split("\n")
    kept = min(kept, line_of(text_of(PROFILE), "| Producing service management reports and metrics | ESKITP") - 1)
    with pytest.raises(MalformedDocument):
        read_occupation_profile("\n".join(lines[:kept]), PROFILE)
