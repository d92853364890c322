"""Forms of the secretariat: the concept note, the set-up of a session, phases, people, documents."""

from sessions.forms.access_facts import AccessFactsForm
from sessions.forms.documents import DocumentEditForm, DocumentForm, NewVersionForm
from sessions.forms.instructions import SourceForm, are_valid, staff_source_form
from sessions.forms.leaves import EndLeaveForm, LeaveForm
from sessions.forms.new_sessions import FromEarlierForm, FromKindForm
from sessions.forms.notes import ConceptNoteForm, SameNoteForm
from sessions.forms.people import RoleForm
from sessions.forms.phases import PhaseReasonForm, PhaseWindowForm
from sessions.forms.programme import ProgrammeForm, ProgrammeFormSet
from sessions.forms.set_up import QuestionFormSet, SetUpForm, ThemeAreaFormSet

__all__ = [
    "AccessFactsForm",
    "ConceptNoteForm",
    "DocumentEditForm",
    "DocumentForm",
    "EndLeaveForm",
    "FromEarlierForm",
    "FromKindForm",
    "LeaveForm",
    "NewVersionForm",
    "PhaseReasonForm",
    "PhaseWindowForm",
    "ProgrammeForm",
    "ProgrammeFormSet",
    "QuestionFormSet",
    "RoleForm",
    "SameNoteForm",
    "SetUpForm",
    "SourceForm",
    "ThemeAreaFormSet",
    "are_valid",
    "staff_source_form",
]
