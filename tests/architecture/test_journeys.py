"""Every requirement that the practice workplace serves is walked by a journey."""

import re

from itsm_sandbox.evidence.suggestions import REQUIREMENTS
from tests.architecture.source import ROOT


def test_each_requirement_that_the_map_serves_is_walked() -> None:
    served = {one.code for one in REQUIREMENTS if any(source.events for source in one.sources)}
    walked = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/journeys").glob("test_workplace_*.py"))

    assert served - set(re.findall(r'"([A-Z]{2}\d+)"', walked)) == set()
    assert {code for code in served if code[:2] in {"SR", "SP", "AM", "RM", "PM"}} == served
