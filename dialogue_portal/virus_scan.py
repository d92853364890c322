"""Asks a clamd whether a file is known to be harmful, where CLAMAV_URL names one; called by `uploads`.

`tcp://host:3310` or `unix:///run/clamav/clamd.ctl`. The file goes over in pieces (INSTREAM of clamd's protocol, see its
manual page), so clamd needs no access to the portal's folders.
"""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

SECONDS = 30


class ScanFailed(Exception):
    """clamd gave no answer, or none that settles whether the file is clean."""


def found_in(pieces: Iterable[bytes], url: str) -> str:
    """The name of what was found, empty for a clean file. Raises ScanFailed."""
    try:
        with _connect(url) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            for piece in pieces:
                clamd.sendall(len(piece).to_bytes(4, "big") + piece)
            clamd.sendall(bytes(4))
            answer = b"".join(iter(lambda: clamd.recv(4096), b""))
    except OSError as error:
        raise ScanFailed(str(error)) from error
    words = answer.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    raise ScanFailed(words)


def _connect(url: str) -> socket.socket:
    address = urlsplit(url)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((address.hostname or "localhost", address.port or 3310), timeout=SECONDS)
