"""The concept notes with which the main job begins, and what is recognised in them."""

from dataclasses import dataclass
from pathlib import Path

from sessions import concept_note
from tests.sessions.real_note import REAL_NOTE


@dataclass(frozen=True)
class Note:
    """A concept note and what the set-up page must have recognised in it, by field."""

    file: Path
    recognised: dict[str, str]


CSW63_NOTE = Note(
    REAL_NOTE,
    {
        "title": "Building alliances for social protection systems, access to public services and sustainable "
        "infrastructure for gender equality and the empowerment of women and girls",
        "date": "2019-03-12",
        "starts": "15:00",
        "ends": "18:00",
        "venue": "United Nations Headquarters",
    },
)
SHIPPED_NOTE = Note(
    Path(concept_note.__file__).parents[1] / "examples" / "concept-note.txt",
    {
        "title": "Partnerships to secure decent care work, rural water and energy services, and digital skills for "
        "women in every community",
        "date": "2027-03-18",
        "starts": "10:00",
        "ends": "13:00",
        "venue": "Conference Room 4, United Nations Headquarters",
    },
)
