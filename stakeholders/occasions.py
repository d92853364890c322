"""On which occasions applicants, reviewers and the Chair are written to. Registered in `apps.py`."""

from django.utils.translation import gettext_lazy as _

from mailings.occasions import Occasion

ABOUT_APPLICATION = ("session", "organization", "link")


OCCASIONS = {
    "application-received": Occasion(
        label=_("Receipt of an application"),
        subject=_("Received: application of {organization} for “{session}”"),
        body=_(
            "Dear {recipient},\n\nThe application of {organization} to take part in “{session}” was submitted. "
            "Nothing more is asked of you now.\n\nUntil the close of applications you can take it back to correct "
            "it. All applicants hear of the outcome at the same time.\n\n{link}\n\n{portal}"
        ),
        placeholders=ABOUT_APPLICATION,
    ),
    "application-withdrawn": Occasion(
        label=_("Receipt of the withdrawal of an application"),
        subject=_("Withdrawn: application of {organization} for “{session}”"),
        body=_(
            "Dear {recipient},\n\nThe application of {organization} to take part in “{session}” was withdrawn. "
            "Nothing more is asked of you.\n\n{link}\n\n{portal}"
        ),
        placeholders=ABOUT_APPLICATION,
    ),
    "application-selected": Occasion(
        label=_("Selected as a stakeholder"),
        subject=_("Action required: confirm the participation of {organization} in “{session}”"),
        body=_(
            "Dear {recipient},\n\n{organization} was selected to take part in “{session}” as one of its "
            "stakeholders.\n\nPlease confirm the participation of your speaker, and tell us what the speaker "
            "needs:\n{link}\n\n{portal}"
        ),
        placeholders=ABOUT_APPLICATION,
    ),
    "application-not-selected": Occasion(
        label=_("Not selected as a stakeholder"),
        subject=_("Outcome of the application of {organization} for “{session}”"),
        body=_(
            "Dear {recipient},\n\nThank you for applying on behalf of {organization} to take part in “{session}”. "
            "The number of seats is small, and your organization was not selected this time. All applicants hear "
            "of the outcome at the same time.\n\n{link}\n\n{portal}"
        ),
        placeholders=ABOUT_APPLICATION,
    ),
    "participation-confirmed": Occasion(
        label=_("Receipt of a stakeholder’s confirmation"),
        subject=_("Confirmed: {organization} takes part in “{session}”"),
        body=_(
            "Dear {recipient},\n\nThe participation of {organization} in “{session}” is confirmed.\n\n{link}"
            "\n\n{portal}"
        ),
        placeholders=ABOUT_APPLICATION,
    ),
    "panel-recommended": Occasion(
        label=_("A panel awaits the Chair’s decision"),
        subject=_("Action required: decide on the stakeholders of “{session}”"),
        body=_(
            "Dear {recipient},\n\nA set of stakeholders is recommended for “{session}”, with reasons and ranked "
            "alternates. It awaits your decision:\n{link}\n\n{portal}"
        ),
        placeholders=("session", "link"),
    ),
}
