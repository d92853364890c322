"""Every write on sessions that has a rule or a side effect, one module per journey."""

from sessions.services.access_facts import save_access_facts
from sessions.services.copying import create_session_from_earlier
from sessions.services.documents import (
    add_document,
    add_document_file,
    remove_document,
    remove_document_file,
    save_document,
    set_document_public,
)
from sessions.services.drafting import create_session_from_note
from sessions.services.instructions import InstructionMissing, Source, instructions_on, record_instruction
from sessions.services.kinds import NewMeeting, create_session_from_kind, save_kind
from sessions.services.participants import (
    register_participant,
    reinstate_participant,
    retire_participant,
    update_participant,
)
from sessions.services.phases import ReasonNeeded, close_phase_now, open_phase_now, propose_windows, set_window
from sessions.services.publishing import (
    Lack,
    NotReady,
    cancel_session,
    lacks_of,
    publish_session,
    return_to_draft,
    warnings_of,
)
from sessions.services.roles import RoleHeld, assign_role, end_role
from sessions.services.set_up import NumberedText, SetUp, StillInUse, save_set_up

__all__ = [
    "InstructionMissing",
    "Lack",
    "NewMeeting",
    "NotReady",
    "NumberedText",
    "ReasonNeeded",
    "RoleHeld",
    "SetUp",
    "Source",
    "StillInUse",
    "add_document",
    "add_document_file",
    "assign_role",
    "cancel_session",
    "close_phase_now",
    "create_session_from_earlier",
    "create_session_from_kind",
    "create_session_from_note",
    "end_role",
    "instructions_on",
    "lacks_of",
    "open_phase_now",
    "propose_windows",
    "publish_session",
    "record_instruction",
    "register_participant",
    "reinstate_participant",
    "remove_document",
    "remove_document_file",
    "retire_participant",
    "return_to_draft",
    "save_access_facts",
    "save_document",
    "save_kind",
    "save_set_up",
    "set_document_public",
    "set_window",
    "update_participant",
    "warnings_of",
]
