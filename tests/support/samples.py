"""Small real files, such as people hand in: a picture that browsers draw and a PDF they open."""

import struct
import zlib

from demo.files import make_pdf


def picture(width: int = 64, height: int = 40, shade: int = 90) -> bytes:
    """A grey PNG with a lighter left half."""
    row = b"\0" + bytes([220]) * (width // 2) + bytes([shade]) * (width - width // 2)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def paper(text: str = "# What I did\n\nI restored the mailbox and told the customer.") -> bytes:
    """A PDF with this text."""
    return make_pdf(text)
