"""Tables to upload: sample exports, and workbooks made on the spot."""

import io
from pathlib import Path

import openpyxl

SAMPLES = Path(__file__).parents[1] / "data" / "imports"


def book_of(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    history = openpyxl.Workbook()
    for row in rows:
        history.active.append(row)
    for title, more in sheets.items():
        sheet = history.create_sheet(title)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    history.save(file)
    return file.getvalue()
