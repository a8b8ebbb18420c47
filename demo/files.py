"""The files that people in the demo hand in: texts with real dates in them, PDFs, pictures and a recording."""

import array
import io
import math
import textwrap
import wave

from demo import content
from demo.calendar import Calendar

_TEXTS = (".txt", ".log", ".csv", ".md", ".ps1")
_WIDTH, _HEIGHT, _MARGIN, _LINE = 595, 842, 60, 15  # points on A4
_COLUMNS = 90
_RATE = 8000


def make_file(name: str, calendar: Calendar) -> bytes:
    """Return the bytes of the demo's file of this name."""
    if name.endswith(".pdf"):
        return make_pdf(calendar.fill(_text(f"{name}.txt")))
    if name.endswith(".wav"):
        return make_ringing()
    if name.endswith(_TEXTS):
        return calendar.fill(_text(name)).encode()
    return _bytes(name)


def make_pdf(text: str) -> bytes:
    """Set a text on A4: `# ` is the title, `## ` a heading, and lines with columns keep their spaces."""
    pages: list[list[str]] = [[]]
    y = _HEIGHT - _MARGIN
    for font, size, line in _set_lines(text):
        if y < _MARGIN:
            pages.append([])
            y = _HEIGHT - _MARGIN
        y -= _LINE if size < 13 else size + 10
        plain = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        pages[-1].append(f"BT /{font} {size} Tf {_MARGIN} {y} Td ({plain}) Tj ET")
    return _pdf_of(["\n".join(page).encode("cp1252") for page in pages])


def make_ringing() -> bytes:
    """Return six seconds of the United Kingdom's ringing tone as a recording of a desk phone."""
    samples = array.array("B")
    for n in range(6 * _RATE):
        at = n / _RATE % 3.0
        is_on = at < 0.4 or 0.6 <= at < 1.0
        tone = math.sin(2 * math.pi * 400 * n / _RATE) + math.sin(2 * math.pi * 450 * n / _RATE)
        samples.append(128 + int(40 * tone) if is_on else 128 + n * 7919 % 3 - 1)
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(_RATE)
        recording.writeframes(samples.tobytes())
    return file.getvalue()


def _set_lines(text: str) -> list[tuple[str, int, str]]:
    """Return font, size and words of each line: F1 upright, F2 bold, F3 with columns."""
    lines = []
    for line in text.splitlines():
        if line.startswith("## "):
            lines.append(("F2", 13, line[3:]))
        elif line.startswith("# "):
            lines.append(("F2", 18, line[2:]))
        elif "  " in line.strip():
            lines.append(("F3", 9, line))
        else:
            lines += [("F1", 11, part) for part in textwrap.wrap(line, _COLUMNS) or [""]]
    return lines


def _pdf_of(pages: list[bytes]) -> bytes:
    fonts = " ".join(f"/F{n} {n + 2} 0 R" for n in (1, 2, 3))
    first = 6
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold", "Courier")
    ]
    for n, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
            f"/Resources << /Font << {fonts} >> >> /Contents {first + 2 * n + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page))
    file = io.BytesIO(b"")
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()


def _text(name: str) -> str:
    return _bytes(name).decode()


def _bytes(name: str) -> bytes:
    found = content.read_file(name)
    if found is None:
        raise FileNotFoundError(f"The demo has no file {name}.")
    return found
