"""What was recognised in a concept note, as plain values, for the tests of the importer."""

from sessions.concept_note import FIELD_LABELS, NoteDraft


def values(draft: NoteDraft) -> dict:
    """The draft's values without their lines."""
    return {
        name: [item.value for item in found] if isinstance(found, tuple) else found and found.value
        for name in FIELD_LABELS
        for found in [getattr(draft, name)]
    }
