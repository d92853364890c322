"""The models of sessions: the meeting itself, when its phases are open, and who is part of it."""

from sessions.models.access_facts import JOIN_FIELDS, Captioning, InterpretationLanguage, MeetingMode
from sessions.models.commission_sessions import CommissionSession
from sessions.models.concept_note import ConceptNote
from sessions.models.documents import Availability, Document, DocumentFile, embargoes_ahead
from sessions.models.file_texts import FileText
from sessions.models.format_rules import FORMAT_RULES, FormatRules, OpenTo
from sessions.models.instructions import Act, Channel, Instruction
from sessions.models.kinds import Kind, KindSegment
from sessions.models.leaves import LeaveUse, PhaseLeave, leave_of
from sessions.models.meeting import (
    LISTED,
    REHEARSAL_MARK,
    DialogueSession,
    SessionKind,
    SessionStatus,
    titles_as_read,
)
from sessions.models.people import Level, Participant, ParticipantCapacity, Role, SessionRole
from sessions.models.phases import (
    PhaseAct,
    PhaseChange,
    PhaseState,
    PhaseWindow,
    leave_after_close,
    moments_ahead,
    phase_exists,
    phase_is_open,
    phases_of,
    window_of,
)
from sessions.models.programme import Programme, ProgrammeItem, ProgrammeItemText
from sessions.models.series import (
    Arrangement,
    OtherMeeting,
    Series,
    SeriesText,
    choices_ahead,
    others_in_series,
    overlap,
)
from sessions.models.side_events import EventSpeaker, Organizer, PublishingRequest
from sessions.models.texts import (
    LeadingQuestion,
    LeadingQuestionText,
    SessionText,
    TextPart,
    ThemeArea,
    ThemeAreaText,
)

__all__ = [
    "FORMAT_RULES",
    "JOIN_FIELDS",
    "LISTED",
    "REHEARSAL_MARK",
    "Act",
    "Arrangement",
    "Availability",
    "Captioning",
    "Channel",
    "CommissionSession",
    "ConceptNote",
    "DialogueSession",
    "Document",
    "DocumentFile",
    "EventSpeaker",
    "FileText",
    "FormatRules",
    "Instruction",
    "InterpretationLanguage",
    "Kind",
    "KindSegment",
    "LeadingQuestion",
    "LeadingQuestionText",
    "LeaveUse",
    "Level",
    "MeetingMode",
    "OpenTo",
    "Organizer",
    "OtherMeeting",
    "Participant",
    "ParticipantCapacity",
    "PhaseAct",
    "PhaseChange",
    "PhaseLeave",
    "PhaseState",
    "PhaseWindow",
    "Programme",
    "ProgrammeItem",
    "ProgrammeItemText",
    "PublishingRequest",
    "Role",
    "Series",
    "SeriesText",
    "SessionKind",
    "SessionRole",
    "SessionStatus",
    "SessionText",
    "TextPart",
    "ThemeArea",
    "ThemeAreaText",
    "choices_ahead",
    "embargoes_ahead",
    "leave_after_close",
    "leave_of",
    "moments_ahead",
    "others_in_series",
    "overlap",
    "phase_exists",
    "phase_is_open",
    "phases_of",
    "titles_as_read",
    "window_of",
]
