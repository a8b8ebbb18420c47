"""The National Occupational Standard, read from its text."""

import pytest

from standards.importers.nos_text import read_nos
from standards.rules import CriterionKind, MalformedDocument
from tests.unit.standards.importers.published import (
    NOS,
    count_kinds,
    criteria_of,
    criterion_of,
    framework_of,
    line_of,
    text_of,
)

FIRST_HEADING = "Manage the infrastructure for systems installation, implementation and handover"
SECOND_HEADING = "Manage systems installation, implementation and handover"


def test_the_standard_is_one_unit_with_every_statement() -> None:
    framework = framework_of(NOS)
    assert framework.key == "eskitp5056"
    assert framework.version == "1"
    assert [unit.code for unit in framework.units] == ["ESKITP5056"]
    assert framework.title == "IT/technology systems installation, implementation and handover Level 6 Role"
    assert count_kinds(criteria_of(framework)) == (13, 33)
    assert framework.alignments == ()


def test_codes_are_as_printed_and_in_document_order() -> None:
    codes = [criterion.code for criterion in criteria_of(framework_of(NOS))]
    parts = {3: 4, 5: 2, 10: 4, 17: 2, 18: 3}
    expected = [f"P{number}" for number in range(1, 14)]
    for number in range(1, 19):
        expected += [f"K{number}", *(f"K{number}.{part}" for part in range(1, parts.get(number, 0) + 1))]
    assert codes == expected


def test_statements_stand_under_the_heading_they_are_printed_under() -> None:
    for criterion in criteria_of(framework_of(NOS)):
        number = int(criterion.code[1:].partition(".")[0])
        last_of_first = 6 if criterion.kind is CriterionKind.PERFORMANCE else 10
        assert criterion.heading == (FIRST_HEADING if number <= last_of_first else SECOND_HEADING), criterion.code
        assert criterion.level is None


def test_stems_are_those_with_sub_statements() -> None:
    criteria = criteria_of(framework_of(NOS))
    assert [criterion.code for criterion in criteria if criterion.is_stem] == ["K3", "K5", "K10", "K17", "K18"]
    for criterion in criteria:
        assert criterion.parent == (criterion.code.partition(".")[0] if "." in criterion.code else None)


def test_a_statement_broken_over_a_blank_line_is_one() -> None:
    assert criterion_of(framework_of(NOS), "K16").statement == (
        "identify what actions may be taken in the event of the deliverables of systems installation, implementation "
        "and handover activities failing or not supporting the business needs"
    )


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("P5", "Conduct effective post implementation reviews"),
        (
            "P13",
            (
                "Review and improve the quality and effectiveness of systems installation, implementation and handover "
                "assignments and any external providers involved in them."
            ),
        ),
        ("K3", "design, implement and maintain:"),
        (
            "K18.3",
            "the back out of systems installation, implementation and handover activities, where appropriate",
        ),
    ],
)
def test_wording_is_the_published_one(code: str, statement: str) -> None:
    assert criterion_of(framework_of(NOS), code).statement == statement


def test_the_facts_at_the_end_are_metadata() -> None:
    assert framework_of(NOS).metadata == {
        "urn": "ESKITP5056",
        "developed_by": "e-skills UK",
        "version": "1",
        "date_approved": "September 2009",
        "indicative_review_date": "March 2014",
        "validity": "Current",
        "status": "Original",
        "originating_organisation": "e-skills UK",
        "original_urn": "5056",
        "relevant_occupations": "Information and Communication Technology",
        "suite": "IT and Telecoms",
        "key_words": "Hardware; Software; Networking",
    }


def test_the_overview_is_the_units_outline() -> None:
    outline = framework_of(NOS).units[0].outline
    assert outline is not None
    assert outline.startswith("This sub-discipline covers the competencies required to plan")
    assert outline.endswith("wider change management activities within an organisation.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- P4 Assist", "- P5 Assist", "P4 should be here, not P5."),
        ("- K3.1 accurate", "- K4.1 accurate", "K3.1 should be here, not K4.1."),
        ("Overview", "Outline", "“Overview” should be here, not “Outline”."),
        ("Validity Current", "Validation Current", "“Validation Current” is none of the facts"),
        ("Status Original", "Validity Original", "“Validity” is given twice."),
        ("- K1 the issues", "- P14 the issues", "K1 should be here, not P14."),
    ],
)
def test_a_malformed_standard_is_refused_with_file_and_line(old: str, new: str, said: str) -> None:
    published = text_of(NOS)
    number = line_of(published.replace(" - ", "- "), old)
    with pytest.raises(MalformedDocument) as refused:
        read_nos(published.replace(old, new, 1), NOS)
    assert (refused.value.file, refused.value.line) == (NOS, number)
    assert refused.value.sentence.startswith(said)
    assert str(refused.value).startswith(f"{NOS}, line {number}: ")


def test_a_missing_fact_is_noticed_at_the_end() -> None:
    text = text_of(NOS).replace("Validity Current\n", "", 1)
    with pytest.raises(MalformedDocument) as refused:
        read_nos(text, NOS)
    assert refused.value.line == len(text.split("\n"))
    assert refused.value.sentence == "The facts at the end lack Validity."


def test_a_standard_without_its_facts_is_refused() -> None:
    text = text_of(NOS).partition("ESKITP5056")[0]
    with pytest.raises(MalformedDocument, match="The text ends where the end of the K statements should be"):
        read_nos(text, NOS)


def test_a_stem_without_its_sub_statements_is_refused() -> None:
    lines = [line for line in text_of(NOS).split("\n") if "K5." not in line]
    with pytest.raises(MalformedDocument, match="K5 ends with a colon"):
        read_nos("\n".join(lines), NOS)


def test_a_heading_without_statements_is_refused() -> None:
    text = text_of(NOS).replace("- P1 ", f"{SECOND_HEADING}\n- P1 ", 1)
    with pytest.raises(MalformedDocument, match="No statement follows “Manage the infrastructure"):
        read_nos(text, NOS)


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="line 1: The text ends where “Overview” should be"):
        read_nos("", NOS)
