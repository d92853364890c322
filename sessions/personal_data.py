"""What sessions hold on people. Registered in `apps.py`."""

from django.utils.translation import gettext_lazy as _

from dialogue_portal.personal_data import hold, public_record
from sessions.models import (
    ConceptNote,
    DocumentFile,
    Participant,
    PhaseChange,
    PhaseLeave,
    PublishingRequest,
    SessionRole,
)
from sessions.models.instructions import Instruction


def register() -> None:
    hold(SessionRole, wrote=("user",), stays=_("Which office was held in which session."))
    hold(ConceptNote, acts=("imported_by",))
    hold(PhaseChange, acts=("changed_by",))
    hold(PhaseLeave, acts=("given_by", "ended_by"))
    hold(DocumentFile, acts=("uploaded_by",))
    hold(PublishingRequest, acts=("asked_by",))
    hold(
        Instruction,
        about=("person",),
        acts=("recorded_by",),
        impersonal=("content_type", "sha256", "file", "file_name"),
        # The constraint wants a source: that there was one is kept.
        values={"reference": "–"},
        stays=_("That the portal acted on an instruction, when and by whom it was recorded, and the letter itself."),
    )
    for name in ("name", "functional_title", "on_behalf_of"):
        public_record.register(
            f"{Participant._meta.label_lower}.{name}", _("The published record names who spoke and in what capacity.")
        )
