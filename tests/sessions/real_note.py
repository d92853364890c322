"""Where the real concept note of CSW63 is: beside the checkout, never in it. Its sentences stay out of the project."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL_NOTE = SHARED / "real" / "csw63-concept-note.txt"


def is_real_note_required() -> bool:
    """True where the shared folder exists and in CI; a newcomer's checkout has no such folder."""
    return REAL_NOTE.exists() or SHARED.exists() or bool(os.environ.get("CI"))


def real_note() -> bytes:
    if not is_real_note_required():
        pytest.skip("no ../shared beside the checkout: the real concept note is not published with the project")
    return REAL_NOTE.read_bytes()
