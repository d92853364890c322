"""What becomes of applications when two entries of one organisation are merged. Registered in `apps.py`."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accounts.merging import KEPT, Clash, MergeRule
from accounts.models import Organization, User
from stakeholders.models import Application
from stakeholders.services.applying import withdraw_application


def _pairs(kept: Organization, merged: Organization) -> Iterator[tuple[str, Application, Application]]:
    """The sessions to which both apply, with the key of the decision: one organisation has one application."""
    live = Application.objects.live().select_related("session")
    others = {application.session_id: application for application in live.filter(organization=merged)}
    for application in live.filter(organization=kept, session__in=others).order_by("session__title", "pk"):
        yield f"application-{application.session_id}", application, others[application.session_id]


def clashes(kept: Organization, merged: Organization) -> list[Clash]:
    return [
        Clash(
            key=key,
            question=_("Both apply to “%(session)s”. Which application goes on? The other is withdrawn, and kept.")
            % {"session": one.session.title},
            kept=_describe(one),
            merged=_describe(other),
        )
        for key, one, other in _pairs(kept, merged)
    ]


def _describe(application: Application) -> str:
    return f"{application.get_status_display()}: {application.speaker_name or _('speaker to be named')}"


def settle(kept: Organization, merged: Organization, choices: Mapping[str, str], actor: User) -> None:
    """Withdraw the application that does not go on; its people get the usual receipt."""
    for key, one, other in _pairs(kept, merged):
        withdraw_application(other if choices[key] == KEPT else one, actor=actor)


RULE = MergeRule(settle=settle, clashes=clashes)
