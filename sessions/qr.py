"""A QR code of an address as one SVG path: drawn by attributes, as the content policy asks, sharp on any printer."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True)
class QrCode:
    """A square of `size` modules, without the quiet zone, whose dark ones are filled by `path`."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrCode(len(rows), "".join(dark))
