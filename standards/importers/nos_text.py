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
    performance, _ = _Section(document, "P").read()
    knowledge, urn = _Section(document, "K").read()
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


class _Section:
    """The statements of one letter, with the headings they stand under."""

    def __init__(self, document: Document, letter: str) -> None:
        self._document = document
        self._letter = letter
        self._found: list[CriterionText] = []
        self._heading: Line | None = None
        self._under_heading = 0

    def read(self) -> tuple[list[CriterionText], Line]:
        """Return the statements and the line after them: the next section's name, or the URN at the end."""
        while not self._ends_at(line := self._document.take(f"the end of the {self._letter} statements")):
            matched = _STATEMENT.match(line.text)
            if matched:
                self._add(line, matched)
            elif self._found and line.text[0].islower():
                # A statement broken over a blank line goes on in lower case; a heading starts with a capital.
                self._found[-1] = replace(self._found[-1], statement=f"{self._found[-1].statement} {line.text}")
            elif line.text not in _LEAD_INS:
                self._check_heading()
                self._heading, self._under_heading = line, 0
        self._check_heading()
        self._check_whole(line)
        return self._found, line

    def _ends_at(self, line: Line) -> bool:
        return line.text == "Knowledge and understanding" if self._letter == "P" else bool(_URN.match(line.text))

    def _add(self, line: Line, matched: re.Match[str]) -> None:
        expected = self._expected_code(is_part=matched["part"] is not None)
        if matched["code"] != expected:
            raise self._document.refuse(line, f"{expected} should be here, not {matched['code']}.")
        parent = expected.partition(".")[0] if matched["part"] else None
        self._found = [replace(one, is_stem=True) if one.code == parent else one for one in self._found]
        heading = self._heading.text if self._heading else None
        kind = _KINDS[self._letter]
        self._found.append(CriterionText(expected, kind, matched["statement"], heading=heading, parent=parent))
        self._under_heading += 1

    def _expected_code(self, *, is_part: bool) -> str:
        """Return the code that comes next: numbers run on without gaps, parts within the statement above them."""
        whole = [one.code for one in self._found if one.parent is None]
        if is_part and whole:
            return f"{whole[-1]}.{1 + sum(one.parent == whole[-1] for one in self._found)}"
        return f"{self._letter}{len(whole) + 1}"

    def _check_heading(self) -> None:
        if self._heading and not self._under_heading:
            raise self._document.refuse(self._heading, f"No statement follows “{self._heading.text}”.")

    def _check_whole(self, end: Line) -> None:
        if not self._found:
            raise self._document.refuse(end, f"There is no {self._letter} statement before this line.")
        for one in self._found:
            if one.statement.endswith(":") and not one.is_stem:
                raise self._document.refuse(end, f"{one.code} ends with a colon, but no sub-statement follows it.")


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
