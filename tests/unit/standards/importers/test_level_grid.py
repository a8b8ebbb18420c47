"""The IT in Education grid, read from its text."""

from collections import Counter

import pytest

from standards.importers.level_grid import read_level_grid
from standards.rules import CriterionKind, MalformedDocument
from tests.unit.standards.importers.published import (
    GRID,
    count_kinds,
    criteria_of,
    criterion_of,
    framework_of,
    line_of,
    text_of,
)

SECTIONS = [
    ("G1", "Technical Skills", 53, 26),
    ("G2", "Health & Safety and Budget & People Management", 20, 4),
    ("G3", "Continuity, Maintenance & Security", 11, 9),
    ("G4", "Support Request Management", 18, 8),
    ("G5", "Procurement", 11, 7),
    ("G6", "Strategy and planning", 6, 5),
    ("G7", "Behaviours", 26, 38),
]

SMALL = """\
\tThings
\tA Grid (V2)

\t
\tFunctions
\t0.5
\t1st
\t2nd
\t3rd

\t
\tGroup
\ta
\tb
\tc
\td
"""


def test_every_section_holds_its_statements() -> None:
    found = [(unit.code, unit.title, *count_kinds(unit.criteria)) for unit in framework_of(GRID).units]
    assert found == SECTIONS
    assert all(unit.mandatory is None and unit.goal is None for unit in framework_of(GRID).units)


def test_every_level_holds_its_statements() -> None:
    criteria = criteria_of(framework_of(GRID))
    assert len(criteria) == 242
    assert Counter(criterion.level for criterion in criteria) == {"0.5": 56, "1": 66, "2": 66, "3": 54}


def test_codes_count_within_section_kind_and_level() -> None:
    counted: Counter[tuple[str, CriterionKind, str | None]] = Counter()
    for unit in framework_of(GRID).units:
        for criterion in unit.criteria:
            place = (unit.code, criterion.kind, criterion.level)
            counted[place] += 1
            letter = "F" if criterion.kind is CriterionKind.PERFORMANCE else "K"
            assert criterion.code == f"{unit.code}-{letter}{counted[place]:02}@{criterion.level}"


@pytest.mark.parametrize(
    ("code", "heading", "statement"),
    [
        (
            "G1-F01@0.5",
            "Devices & Applications",
            (
                "Connect and check hardware devices e.g. connect external hdd to a PC, "
                "connect a Bluetooth, keyboard to a tablet etc."
            ),
        ),
        ("G1-F07@2", "Network Infrastructure and Network Based Systems", None),
        (
            "G1-F14@2",
            "Service Support Procedures",
            "Design, plan and oversee a simple change across the organisation.",
        ),
        (
            "G1-K01@3",
            "Aware of the limitations and the appropriate use of hardware and OS (operating systems).",
            "Expert user of all major devices and detailed knowledge of operating systems.",
        ),
        ("G3-K03@0.5", None, "Understand the need for, and scope of the organisations data protection plans."),
        ("G3-K03@1", None, "Understand different methods and techniques for backup and data security."),
        ("G7-K10@0.5", None, None),
        ("G7-F01@3", "Individual skills", None),
        (
            "G7-K07@2",
            None,
            "Understand how ICT can enhance the teaching and learning in, and management of schools.",
        ),
    ],
)
def test_statements_keep_their_wording_and_their_group(code: str, heading: str | None, statement: str | None) -> None:
    criterion = criterion_of(framework_of(GRID), code)
    assert criterion.heading == heading
    assert statement is None or criterion.statement == statement


def test_a_cell_of_two_paragraphs_holds_two_statements() -> None:
    statements = [criterion.statement for criterion in criteria_of(framework_of(GRID))]
    for first, second in (
        (
            "Maintain server based hardware and software.",
            "Design and manage the structure of an online learning environment.",
        ),
        (
            "Deploy additional servers as required and undertake server operating system upgrades.",
            "Manage remote access to the organisations network.",
        ),
    ):
        assert statements.index(second) == statements.index(first) + 1


def test_slips_of_the_source_stay_in_statements_and_are_tolerated_in_headings() -> None:
    statements = [criterion.statement for criterion in criteria_of(framework_of(GRID))]
    assert any(statement.startswith("Mange and oversee") for statement in statements)
    assert "2nd`" in text_of(GRID)
    assert any(criterion.code == "G6-K01@2" for criterion in criteria_of(framework_of(GRID)))


def test_the_same_sentence_at_two_levels_is_two_statements() -> None:
    first, second = (criterion_of(framework_of(GRID), f"G2-F02@{level}").statement for level in ("0.5", "1"))
    assert first == second


def test_title_version_and_level_names_are_as_printed() -> None:
    framework = framework_of(GRID)
    assert (framework.key, framework.version) == ("it-in-education", "1.2")
    assert framework.title == "IT In Education Professional Standards"
    assert framework.metadata["levels"] == {"0.5": "0.5", "1": "1st", "2": "2nd", "3": "3rd"}


def test_a_small_grid_is_read() -> None:
    criteria = criteria_of(read_level_grid(SMALL, "small.txt"))
    assert [(one.code, one.heading, one.statement) for one in criteria] == [
        ("G1-F01@0.5", "Group", "a"),
        ("G1-F01@1", "Group", "b"),
        ("G1-F01@2", "Group", "c"),
        ("G1-F01@3", "Group", "d"),
    ]


def test_line_ends_of_other_systems_change_nothing() -> None:
    assert read_level_grid(SMALL.replace("\n", "\r\n"), "small.txt") == read_level_grid(SMALL, "small.txt")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("\tA Grid (V2)\n", "\tA Grid\n", 1, "The first row should hold"),
        ("\t2nd\n", "\t4th\n", 5, "A header row should name the levels 0.5, 1st, 2nd, 3rd, not 0.5, 1st, 4th, 3rd."),
        ("\td\n", "\td\n\te\n", 11, "A row has 6 cells, but this one has 7."),
        ("\td\n", "", 11, "A row has 6 cells, but this one has 5."),
        ("\tFunctions\n", "\tFunction\n", 5, "The first row under the title"),
        ("\t\n\tGroup", "\tElse\n\tGroup", 11, "“Else” is not the title of the section it stands in."),
        ("\ta\n\tb\n\tc\n\td\n", "\t\n\t\n\t\n\t\n", 5, "The section that starts here has no statements"),
        ("\tThings\n", "Things\n", 1, "A tab should start the first cell."),
    ],
)
def test_a_malformed_grid_is_refused_with_file_and_line(old: str, new: str, line: int, said: str) -> None:
    assert old in SMALL
    with pytest.raises(MalformedDocument) as refused:
        read_level_grid(SMALL.replace(old, new, 1), "small.txt")
    assert (refused.value.file, refused.value.line) == ("small.txt", line)
    assert refused.value.sentence.startswith(said)


def test_a_row_that_lost_a_cell_in_the_published_text_is_refused() -> None:
    text = text_of(GRID)
    cell = "\tUndertake a risk assessment for every activity.\n"
    assert cell in text
    with pytest.raises(MalformedDocument) as refused:
        read_level_grid(text.replace(cell, "", 1), GRID)
    assert refused.value.line <= line_of(text, cell.rstrip())
    assert "A row has 6 cells" in refused.value.sentence
