import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.evidence.rules.media import RefusedFile, is_shown_inline, recognise
from portfolio.evidence.rules.names import LONGEST_NAME, ending, shown_name

CONTENT_TYPES = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def packed(**members: bytes) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("TYPES", "[Content_Types].xml"), content)
    return whole.getvalue()


DOCX = packed(TYPES=b"<Types/>", **{"word/document.xml": b"<w/>"})
XLSX = packed(TYPES=b"<Types/>", **{"xl/workbook.xml": b"<x/>"})
ODT = packed(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<o/>"})
GOOD = {
    "report.pdf": (b"%PDF-1.7\n", "application/pdf"),
    "screen.png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "photo.JPG": (b"\xff\xd8\xff\xe1", "image/jpeg"),
    "moving.gif": (b"GIF89a", "image/gif"),
    "small.webp": (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    "phone.heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
    "really-a-png.jpg": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "film.mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0", "video/mp4"),
    "film.mov": (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
    "voice.webm": (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
    "voice.m4a": (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4"),
    "voice.mp3": (b"ID3\x04\0", "audio/mpeg"),
    "bare.mp3": (b"\xff\xfb\x90\x64", "audio/mpeg"),
    "voice.wav": (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    "voice.ogg": (b"OggS\0\x02", "audio/ogg"),
    "notes.txt": ("Größe – fine".encode(), "text/plain"),
    "old.txt": (b"caf\xe9\r\n", "text/plain"),
    "windows.log": ("\ufefflog".encode("utf-16-le"), "text/plain"),
    "coloured.log": (b"\x1b[31mfailed\x1b[0m\n", "text/plain"),
    "backup.ps1": (b"Get-ChildItem\n", "text/plain"),
    "page.xml": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "text/plain"),
    "mail.eml": (b"From: a@example.org\r\n\r\nHello", "message/rfc822"),
    "all.zip": (packed(a=b"1"), "application/zip"),
    "account.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "assets.xlsx": (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "account.odt": (ODT, "application/vnd.oasis.opendocument.text"),
}
BAD = {
    "program.exe": b"MZ\x90\0",
    "report.pdf": b"MZ\x90\0",
    "report.pdf.exe": b"%PDF-1.7",
    "picture.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "picture.svg": b"<svg/>",
    "page.html": b"<html>",
    "page.HTM": b"<html>",
    "script.js": b"alert(1)",
    "noending": b"text",
    ".htaccess": b"text",
    "empty.txt": b"",
    "binary.txt": b"\x7fELF\x02\x01\0\0",
    "late-nul.log": b"a" * 5000 + b"\0",
    "macros.docm": DOCX,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "really-ole.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "really-zip.docx": packed(a=b"1"),
    "really-xlsx.docx": XLSX,
    "cut.zip": packed(a=b"1")[:40],
    "mail.msg": b"\xd0\xcf\x11\xe0",
    "film.mp4": b"\0\0\0\x18ftypheic\0\0\0\0",
    "voice.webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska",
}
WITH_MACROS = {
    "project.docx": packed(TYPES=b"<Types/>", **{"word/document.xml": b"", "word/vbaProject.bin": b"\xcc"}),
    "sheet.xlsx": packed(TYPES=b"<Types/>", **{"xl/workbook.xml": b"", "xl/macrosheets/sheet1.xml": b""}),
    "renamed.docx": packed(TYPES=CONTENT_TYPES, **{"word/document.xml": b""}),
    "basic.odt": packed(
        mimetype=b"application/vnd.oasis.opendocument.text", **{"Basic/Standard/Module1.xml": b"", "content.xml": b""}
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_usual_kinds_are_recognised_by_their_content(name: str) -> None:
    content, media_type = GOOD[name]

    assert recognise(name, BytesIO(content)) == media_type


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(RefusedFile, match=r"was not added.*\.$"):
        recognise(name, BytesIO(BAD[name]))


@pytest.mark.parametrize("name", WITH_MACROS)
def test_office_files_with_macros_are_refused_whatever_they_are_called(name: str) -> None:
    with pytest.raises(RefusedFile, match="macros are not taken"):
        recognise(name, BytesIO(WITH_MACROS[name]))


def test_a_directory_with_too_many_members_is_refused_unread() -> None:
    liar = bytearray(packed(a=b"1"))
    at = liar.rfind(b"PK\x05\x06")
    liar[at + 10 : at + 12] = (60_000).to_bytes(2, "little")

    with pytest.raises(RefusedFile):
        recognise("many.zip", BytesIO(bytes(liar)))


def test_a_picture_that_is_also_an_archive_is_taken_as_a_picture_and_only_ever_served_as_one() -> None:
    polyglot = b"\x89PNG\r\n\x1a\n" + bytes(64) + packed(a=b"<script>alert(1)</script>")

    assert recognise("both.png", BytesIO(polyglot)) == "image/png"


def test_only_harmless_kinds_are_shown_in_their_place() -> None:
    assert [is_shown_inline(kind) for kind in ("image/png", "video/mp4", "application/pdf", "text/plain")] == [True] * 4
    assert [is_shown_inline(kind) for kind in ("application/zip", "message/rfc822")] == [False] * 2


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("line\r\nbreak\0.txt", "linebreak.txt"),
        ("  spaced   name .pdf", "spaced name .pdf"),
        ("cafe\u0301.txt", "café.txt"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_only_shown_and_holds_nothing_hidden(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


@given(st.text(max_size=300))
def test_cleaning_a_name_again_changes_nothing_and_it_is_never_a_path(name: str) -> None:
    once = shown_name(name)

    assert shown_name(once) == once
    assert 0 < len(once) <= LONGEST_NAME
    assert not {"/", "\\", "\0", "\n"} & set(once)
    assert once not in {".", ".."}


@given(
    st.binary(max_size=200), st.sampled_from(["a.pdf", "a.png", "a.mp4", "a.txt", "a.docx", "a.odt", "a.zip", "a.eml"])
)
def test_any_bytes_are_recognised_or_refused_and_nothing_else(content: bytes, name: str) -> None:
    try:
        assert "/" in recognise(name, BytesIO(content))
    except RefusedFile:
        return  # what it says is tested above


@pytest.mark.parametrize(("name", "last"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), (".profile", ""), ("none", "")])
def test_the_ending_of_a_name(name: str, last: str) -> None:
    assert ending(name) == last
