"""The code on an asset's label, which leads a phone to its page."""

import segno
from markupsafe import Markup


def code_of(address: str) -> Markup:
    """A QR code as SVG to stand in a page; it is drawn in black on white whatever the colours around it."""
    code = segno.make(address, micro=False, error="m", boost_error=False, mask=2)  # choosing a mask takes most time
    drawn = code.svg_inline(scale=3, border=2, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 -- drawn by the library from the modules of the code, no text of ours in it
