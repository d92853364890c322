"""What intents and the floor hold on people. Registered in `apps.py`."""

from django.utils.translation import gettext_lazy as _

from dialogue_portal.personal_data import hold, public_record
from speakers.models import FloorEvent, Point, ProvisionalAct, SeriesChoice, SeriesPlace, SpeakingIntent, Statement


def register() -> None:
    hold(FloorEvent, acts=("actor",))
    hold(SpeakingIntent, acts=("registered_by",), stays=_("Intents to speak are the delegation’s, not a person’s."))
    hold(ProvisionalAct, acts=("decided_by",))
    hold(Statement, acts=("submitted_by",), stays=_("Statements are the delegation’s."))
    hold(SeriesChoice, acts=("stated_by",), stays=_("Choices are the delegation’s, not a person’s."))
    hold(SeriesPlace, acts=("given_by",))
    hold(Point, wrote=("noted_by",), stays=_("Points noted in office are the record of the meeting."))
    public_record.register(f"{FloorEvent._meta.label_lower}.data", _("The history of the floor names who spoke."))
