import re
from datetime import date
from io import BytesIO

from demo.calendar import Calendar
from demo.content import list_apprentices
from demo.files import make_file, make_pdf
from portfolio.evidence.rules.media import recognise

CALENDAR = Calendar(date(2026, 11, 22))
NAMES = sorted({name for each in list_apprentices() for p in each.evidence for v in p.versions for name in v.files})


def test_every_file_of_the_demo_is_one_that_would_be_taken_and_names_real_days() -> None:
    for name in NAMES:
        content = make_file(name, CALENDAR)
        assert recognise(name, BytesIO(content))
        assert b"[[d" not in content, name
        assert b"[[i" not in content, name
        assert len(content) < 60_000, name


def test_a_file_is_always_the_same() -> None:
    for name in NAMES:
        assert make_file(name, CALENDAR) == make_file(name, CALENDAR)


def test_a_pdf_says_where_each_of_its_objects_is_and_goes_on_to_a_second_page() -> None:
    pdf = make_pdf("# Title (draft)\n" + "One line of it.\n" * 60)

    table = int(re.findall(rb"startxref\n(\d+)", pdf)[0])
    assert pdf[table:].startswith(b"xref")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", pdf)]
    for number, place in enumerate(places, start=1):
        assert pdf[place:].startswith(b"%d 0 obj" % number)
    assert pdf.count(b"/Type /Page ") == 2
    assert rb"Title \(draft\)" in pdf
