"""What the Chair's summary holds on people. Registered in `apps.py`."""

from django.utils.translation import gettext_lazy as _

from dialogue_portal.personal_data import hold, public_record
from summaries.models import (
    Amendment,
    Comment,
    ConsultationRound,
    Disposition,
    GroupPosition,
    Paragraph,
    SummaryVersion,
)

IN_OFFICE = _("What was said in office, for a regional group or as the Chair, is the record of the consultation.")


def register() -> None:
    hold(SummaryVersion, acts=("made_by",))
    hold(ConsultationRound, acts=("opened_by",))
    hold(GroupPosition, wrote=("stated_by",), stays=IN_OFFICE)
    hold(Comment, wrote=("author",), stays=IN_OFFICE)
    hold(Amendment, wrote=("author",), stays=IN_OFFICE)
    hold(Disposition, wrote=("decided_by",), stays=IN_OFFICE)
    facts = _("The summary names who chaired, moderated and took part.")
    for model, names in ((SummaryVersion, ("content", "masthead")), (Paragraph, ("text",))):
        for name in names:
            public_record.register(f"{model._meta.label_lower}.{name}", facts)
