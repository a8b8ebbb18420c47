"""Which files are taken as evidence: those whose ending and content both are on our list.

A file that is two things at once (a picture that is also a script) passes every such test, so what keeps people safe
is how files are served: see the headers in `portfolio.views.files`.
"""

import codecs
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core.errors import DomainError
from portfolio.evidence.rules.names import ending

MAX_FILE_BYTES = 200_000_000
_MAX_MEMBERS = 10_000
_MAX_DIRECTORY_BYTES = 8 * 1024 * 1024
_CHUNK = 1024 * 1024


class RefusedFile(DomainError):
    """Not a kind of file that can be kept; the sentence says what to do instead."""

    status = 422


@dataclass(frozen=True, slots=True)
class MediaType:
    """`family` groups endings that people and phones mix up, such as jpg and png."""

    name: str
    family: str
    label: str


_PDF = MediaType("application/pdf", "pdf", "PDF")
_TEXT = MediaType("text/plain", "text", "text file")
_ZIP = MediaType("application/zip", "zip", "ZIP archive")
_MAIL = MediaType("message/rfc822", "mail", "saved e-mail")
_OFFICE_MIME = "application/vnd.openxmlformats-officedocument."
_OPEN_MIME = "application/vnd.oasis.opendocument."
_DOCX = MediaType(_OFFICE_MIME + "wordprocessingml.document", "docx", "Word document")
_XLSX = MediaType(_OFFICE_MIME + "spreadsheetml.sheet", "xlsx", "Excel workbook")
_PPTX = MediaType(_OFFICE_MIME + "presentationml.presentation", "pptx", "PowerPoint presentation")
_ODT = MediaType(_OPEN_MIME + "text", "odt", "OpenDocument text")
_ODS = MediaType(_OPEN_MIME + "spreadsheet", "ods", "OpenDocument spreadsheet")
_ODP = MediaType(_OPEN_MIME + "presentation", "odp", "OpenDocument presentation")

_IMAGE_ENDINGS = ("png", "jpg", "jpeg", "gif", "webp", "heic", "heif")
_RECORDING_ENDINGS = ("mp4", "m4v", "mov", "webm", "weba", "mp3", "m4a", "wav", "ogg", "oga", "opus")
_TEXT_ENDINGS = ("txt", "log", "csv", "md", "json", "xml", "yml", "yaml", "ini", "conf", "sql", "py", "ps1", "sh")

FAMILIES: dict[str, str] = {
    "pdf": "pdf",
    **dict.fromkeys(_IMAGE_ENDINGS, "image"),
    **dict.fromkeys(_RECORDING_ENDINGS, "recording"),
    **dict.fromkeys(_TEXT_ENDINGS, "text"),
    "eml": "mail",
    "zip": "zip",
    **{kind.family: kind.family for kind in (_DOCX, _XLSX, _PPTX, _ODT, _ODS, _ODP)},
}
ACCEPT = ",".join(f".{name}" for name in FAMILIES)  # for a file input

_PROGRAM = "Programs are not taken. Add a picture or a text of what it shows instead."
_WEB_PAGE = "Web pages and SVG pictures are not taken, because they can run scripts. Save it as a PDF or a picture."
_OLD_OFFICE = "Old Office files are not taken. Open it and save it as .docx, .xlsx or .pptx, or as a PDF."
_MACROS = "Office files with macros are not taken. Save it without macros, or as a PDF."
_SENTENCES = {
    **dict.fromkeys(
        ("exe", "msi", "com", "scr", "dll", "jar", "apk", "app", "bat", "cmd", "vbs", "js", "lnk"), _PROGRAM
    ),
    **dict.fromkeys(("html", "htm", "xhtml", "mht", "svg", "svgz"), _WEB_PAGE),
    **dict.fromkeys(("doc", "xls", "ppt", "rtf"), _OLD_OFFICE),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm", "xltm", "potm", "xlam", "ppam", "ppsm", "xlsb"), _MACROS),
    "msg": "Outlook messages are not taken. Save the e-mail as a PDF, or as .eml.",
}


def recognise(name: str, file: BinaryIO) -> str:
    """The media type of the content. Raises RefusedFile unless ending and content agree and are on our list."""
    last = ending(name)
    family = FAMILIES.get(last)
    if family is None:
        sentence = _SENTENCES.get(last, "Files of this kind are not taken. Save it as a PDF, a picture or a text file.")
        raise RefusedFile(f"“{name}” was not added. {sentence}")
    head = _head(file)
    if not head:
        raise RefusedFile(f"“{name}” was not added, because it is empty.")
    try:
        found = _READERS[family](head, file, family)
    except RefusedFile as refusal:
        raise RefusedFile(f"“{name}” was not added. {refusal}") from None
    if found is None or found.family != family:
        raise RefusedFile(
            f"“{name}” was not added: its name ends in .{last}, but it does not hold what such a file holds. "
            "Open it, save it again and add the new file."
        )
    return found.name


def is_shown_inline(media_type: str) -> bool:
    """Whether a browser may show it in its place; anything else is only ever downloaded."""
    return media_type in {"application/pdf", "text/plain"} or media_type.startswith(("image/", "audio/", "video/"))


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(4096)


def _image(head: bytes, _file: BinaryIO, _family: str) -> MediaType | None:
    starts = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif"}
    for start, name in starts.items():
        if head.startswith(start):
            return MediaType(f"image/{name}", "image", "picture")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType("image/webp", "image", "picture")
    if _brand(head) in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return MediaType("image/heic", "image", "picture")
    return None


def _recording(head: bytes, _file: BinaryIO, _family: str) -> MediaType | None:
    name = _recording_name(head)
    return MediaType(name, "recording", "recording") if name else None


def _recording_name(head: bytes) -> str:  # noqa: PLR0911 -- one answer for each signature
    brand = _brand(head)
    if brand in {b"M4A ", b"M4B "}:
        return "audio/mp4"
    if brand == b"qt  " or head[4:8] in {b"moov", b"mdat", b"wide", b"free"}:
        return "video/quicktime"
    if brand in _VIDEO_BRANDS:
        return "video/mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]:
        return "video/webm"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:4] == b"OggS":
        return "audio/ogg"
    if head[:3] == b"ID3" or (len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 in {0xE2, 0xE4, 0xE6}):
        return "audio/mpeg"
    return ""


_VIDEO_BRANDS = {
    *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV", b"mmp4"),
    *(b"M4V ", b"M4VH", b"M4VP", b"3gp4", b"3gp5", b"3gp6", b"3g2a"),
}


def _brand(head: bytes) -> bytes:
    """The brand of an ISO media file (MP4 and its kin); b"" for anything else."""
    return head[8:12] if head[4:8] == b"ftyp" else b""


def _pdf(head: bytes, _file: BinaryIO, _family: str) -> MediaType | None:
    return _PDF if head.removeprefix(b"\xef\xbb\xbf").startswith(b"%PDF-") else None


def _text(head: bytes, file: BinaryIO, _family: str) -> MediaType | None:
    return _TEXT if _is_text(head, file) else None


def _mail(head: bytes, file: BinaryIO, _family: str) -> MediaType | None:
    first = head.lstrip().split(b"\n", 1)[0]
    return _MAIL if b":" in first and _is_text(head, file) else None


def _is_text(head: bytes, file: BinaryIO) -> bool:
    """UTF-8, UTF-16 with its mark, or a single-byte alphabet: anything without control characters."""
    utf16 = head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    decoder = codecs.getincrementaldecoder("utf-16" if utf16 else "latin-1")("strict")
    file.seek(0)
    while chunk := file.read(_CHUNK):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
        if text.translate(_KEEP_CONTROLS):
            return False
    return True


class _OnlyControls(dict[int, int | None]):
    """A translation that drops everything except the control characters that no text holds."""

    def __missing__(self, code: int) -> int | None:
        kept = code if code < 32 and code not in _TEXT_CONTROLS else None
        self[code] = kept
        return kept


_TEXT_CONTROLS = {8, 9, 10, 12, 13, 26, 27}  # backspace, tab, line feed, form feed, return, end of file, escape
_KEEP_CONTROLS = _OnlyControls()


def _zip(_head: bytes, file: BinaryIO, _family: str) -> MediaType | None:
    return _ZIP if _members(file) is not None else None


def _office(_head: bytes, file: BinaryIO, family: str) -> MediaType | None:
    members = _members(file)
    kinds = {"docx": (_DOCX, "word/"), "xlsx": (_XLSX, "xl/"), "pptx": (_PPTX, "ppt/")}
    kind, folder = kinds[family]
    if members is None or "[Content_Types].xml" not in members:
        return None
    lower = [member.lower() for member in members]
    if any(
        "vbaproject" in member or "macrosheets/" in member or (member.endswith(".bin") and "activex" in member)
        for member in lower
    ):
        raise RefusedFile(_MACROS)
    if b"macroEnabled" in _member(file, "[Content_Types].xml"):
        raise RefusedFile(_MACROS)
    return kind if any(member.startswith(folder) for member in members) else None


def _open_document(_head: bytes, file: BinaryIO, family: str) -> MediaType | None:
    members = _members(file)
    if members is None or "mimetype" not in members:
        return None
    if any(member.startswith(("Basic/", "Scripts/")) for member in members):
        raise RefusedFile(_MACROS)
    kind = {"odt": _ODT, "ods": _ODS, "odp": _ODP}[family]
    return kind if _member(file, "mimetype").strip() == kind.name.encode() else None


def _members(file: BinaryIO) -> list[str] | None:
    """The names in a ZIP file; None when it is none, or its directory is so large that reading it would hurt."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    end = tail[at : at + 22]
    if at < 0 or len(end) < 22:
        return None
    count, directory = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if count > _MAX_MEMBERS or directory > _MAX_DIRECTORY_BYTES:
        return None
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None


def _member(file: BinaryIO, name: str) -> bytes:
    """The first 256 kB of a member; b"" when it cannot be read."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as member:
            return member.read(256 * 1024)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return b""


_READERS: dict[str, Callable[[bytes, BinaryIO, str], MediaType | None]] = {
    "pdf": _pdf,
    "image": _image,
    "recording": _recording,
    "text": _text,
    "mail": _mail,
    "zip": _zip,
    **dict.fromkeys(("docx", "xlsx", "pptx"), _office),
    **dict.fromkeys(("odt", "ods", "odp"), _open_document),
}
