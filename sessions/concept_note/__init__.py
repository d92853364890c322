"""From a concept note to a draft: bytes → text (`read_note`) → what it states and where (`recognise`).

Pure: knows no request, no database row and no service. `sessions.services.drafting` makes a session of the result.
"""

from sessions.concept_note.characters import clean_text
from sessions.concept_note.reading import MAX_BYTES, MAX_CHARACTERS, UnreadableNote, read_note
from sessions.concept_note.recognition import recognise
from sessions.concept_note.result import FIELD_LABELS, Days, Found, NoteDraft

__all__ = [
    "FIELD_LABELS",
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "Days",
    "Found",
    "NoteDraft",
    "UnreadableNote",
    "clean_text",
    "read_note",
    "recognise",
]
