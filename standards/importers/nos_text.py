"""Reads a National Occupational Standard in its plain text form: overview, criteria, knowledge, facts at the end."""

import re
from dataclasses import replace

from standards.importers.document import Document, Line, joined
from standards.rules import CriterionKind, CriterionText, FrameworkText, UnitText

_STATEMENT = re.compile(r"^(?:- )?(?P<code>(?P<letter>[PK])(?P<number>\d+)(?:\.(?P<part>\d+))?) (?P<statement>\S.*)$")
_URN = re.compile(r"^[A-Z]{4,}\d+(?:\.\d+)?$")
_KINDS = {"P": CriterionKind.PERFORMANCE, "K": CriterionKind.KNOWLEDGE}
_LEAD_INS = ("You must be able to:", "You need to know and understand:")

# The label as printed, and the name its value gets in the metadata.
_FACTS = {
    "Developed by": "developed_by",
    "Version number": "version",
    "Date approved": "date_approved",
    "Indicative review date": "indicative_review_date",
    "Validity": "validity",
    "Status": "status",
    "Originating organisation": "originating_organisation",
    "Original URN": "original_urn",
    "Relevant occupations": "relevant_occupations",
    "Suite": "suite",
    "Key words": "key_words",
}


def read_nos(text: str, file: str) -> FrameworkText:
    document = Document(text, file)
    document.take_exactly("Overview")
    overview = joined(document.take_until("Performance criteria"))
    document.take_exactly("Performance criteria")
    performance, _ = _read_statements(document, "P")
    knowledge, urn = _read_statements(document, "K")
    title = document.take("the title of the standard").text
    facts = _read_facts(document)
    unit = UnitText(code=urn.text, title=title, outline=overview, criteria=(*performance, *knowledge))
    return FrameworkText(
        key=urn.text.lower(),
        title=title,
        version=facts["version"],
        attribution=f"National Occupational Standard {urn.text}, version {facts['version']}, "
        f"developed by {facts['developed_by']}, approved {facts['date_approved']}.",
        units=(unit,),
        metadata={"urn": urn.text, **facts},
    )


def _read_statements(document: Document, letter: str) -> tuple[list[CriterionText], Line]:
    """Return the section's statements and the line after it: the next section's name, or the URN at the end."""
    found: list[CriterionText] = []
    heading: Line | None = None
    used_headings: set[int] = set()
    while True:
        line = document.take("“Knowledge and understanding”" if letter == "P" else "the standard's URN")
        matched = _STATEMENT.match(line.text)
        if matched:
            if matched["letter"] != letter:
                raise document.refuse(line, f"{matched['code']} is in the section of the {letter} statements.")
            _check_number(document, line, matched, found)
            found = _with_statement(found, matched, heading.text if heading else None)
            if heading:
                used_headings.add(heading.number)
        elif _ends_section(line, letter):
            break
        elif line.text in _LEAD_INS:
            continue
        elif found and line.text[0].islower():
            # A statement broken over a blank line goes on in lower case; a heading starts with a capital.
            found[-1] = replace(found[-1], statement=f"{found[-1].statement} {line.text}")
        else:
            if heading and heading.number not in used_headings:
                raise document.refuse(heading, f"No statement follows the heading “{heading.text}”.")
            heading = line
    _check_whole(document, line, found, letter)
    return found, line


def _ends_section(line: Line, letter: str) -> bool:
    return line.text == "Knowledge and understanding" if letter == "P" else bool(_URN.match(line.text))


def _check_number(document: Document, line: Line, matched: re.Match[str], found: list[CriterionText]) -> None:
    """Numbers run on without gaps; a sub-statement belongs to the statement above it."""
    letter = matched["letter"]
    stems = [criterion for criterion in found if criterion.parent is None]
    if matched["part"] is None:
        expected = f"{letter}{len(stems) + 1}"
    elif stems:
        parts = sum(criterion.parent == stems[-1].code for criterion in found)
        expected = f"{stems[-1].code}.{parts + 1}"
    else:
        expected = f"{letter}1"
    if matched["code"] != expected:
        raise document.refuse(line, f"{expected} should be here, not {matched['code']}.")


def _with_statement(found: list[CriterionText], matched: re.Match[str], heading: str | None) -> list[CriterionText]:
    parent = f"{matched['letter']}{matched['number']}" if matched["part"] else None
    marked = [replace(criterion, is_stem=True) if criterion.code == parent else criterion for criterion in found]
    kind = _KINDS[matched["letter"]]
    return [*marked, CriterionText(matched["code"], kind, matched["statement"], heading=heading, parent=parent)]


def _check_whole(document: Document, line: Line, found: list[CriterionText], letter: str) -> None:
    if not found:
        raise document.refuse(line, f"The section of the {letter} statements is empty.")
    for criterion in found:
        if criterion.statement.endswith(":") and not criterion.is_stem:
            raise document.refuse(line, f"{criterion.code} ends with a colon, but no sub-statement follows it.")


def _read_facts(document: Document) -> dict[str, str]:
    facts: dict[str, str] = {}
    for line in document.rest():
        label = next((label for label in _FACTS if line.text.startswith(f"{label} ")), None)
        if label is None:
            raise document.refuse(line, f"“{line.text}” is none of the facts that end a standard.")
        if _FACTS[label] in facts:
            raise document.refuse(line, f"“{label}” is given twice.")
        facts[_FACTS[label]] = line.text.removeprefix(f"{label} ")
    missing = [label for label, name in _FACTS.items() if name not in facts]
    if missing:
        raise document.refuse(None, f"The facts at the end lack {', '.join(missing)}.")
    return facts
