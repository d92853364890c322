"""The mail of this app."""

from django.utils.translation import gettext_lazy as _

from mailings.occasions import Occasion

CONSULTATION_OPENED = "consultation-opened"

OCCASIONS = {
    CONSULTATION_OPENED: Occasion(
        label=_("Consultation on the Chair’s summary opened"),
        subject=_("Action required by {deadline}: consultation on the Chair’s summary of “{session}”"),
        body=_(
            "{recipient},\n\n"
            "The draft Chair’s summary of “{session}” is open for consultation with the regional groups until "
            "{deadline}. Please read it, comment or propose wording paragraph by paragraph, and state your group’s "
            "position:\n\n{link}\n\n"
            "What you write is seen by the Bureau members of your own group and the Chair’s team, and by nobody else."
        ),
        placeholders=("session", "deadline", "link"),
    ),
}
