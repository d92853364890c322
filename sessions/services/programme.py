"""The programme of a meeting as rows: what the format rules give."""

from dialogue_portal.texts import in_english
from sessions.models import DialogueSession, ProgrammeItem


def plan_programme(session: DialogueSession) -> None:
    """The two segments that the format rules give: the opening, and the dialogue in what remains of the meeting."""
    if not (session.starts_at and session.ends_at):
        return
    total = int((session.ends_at - session.starts_at).total_seconds() // 60)
    opening = min(session.opening_minutes, total)
    segments = ProgrammeItem.Segment
    for number, segment, minutes in ((1, segments.OPENING, opening), (2, segments.DIALOGUE, total - opening)):
        if minutes:
            session.programme_items.update_or_create(
                segment=segment, defaults={"number": number, "title": in_english(segment.label), "minutes": minutes}
            )
        else:
            session.programme_items.filter(segment=segment).delete()
