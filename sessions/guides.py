"""One page for each role, to print: which guides there are, and what of the session and the settings they state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Words
from sessions.models import DialogueSession, phases_of


@dataclass(frozen=True)
class Guide:
    """Whom it is for; `needs` is the phase without which nobody has the role."""

    label: Words
    needs: str = ""


GUIDES: Mapping[str, Guide] = {
    "delegate": Guide(_("Delegate"), needs="intents"),
    "applicant": Guide(_("Applicant"), needs="applications"),
    "reviewer": Guide(_("Reviewer"), needs="applications"),
    "moderator": Guide(_("Moderator")),
    "presiding_chair": Guide(_("Presiding chair")),
    "rapporteur": Guide(_("Rapporteur")),
    "commission_chair": Guide(_("Chair of the Commission")),
    "bureau": Guide(_("Bureau member"), needs="consultation"),
    "secretariat": Guide(_("Secretariat, on the day")),
}


def guides_of(session: DialogueSession) -> dict[str, Guide]:
    """The guides for those who have something to do in this session."""
    present = phases_of(session)
    return {role: guide for role, guide in GUIDES.items() if not guide.needs or guide.needs in present}


def printed_facts(session: DialogueSession, reader_zone: str) -> dict[str, Any]:
    """What guides and notice state beside the session itself; times in the reader's zone too, or in UTC."""
    return {
        # Paper is read elsewhere: one zone alone would leave its readers to guess.
        "reader_zone": "UTC" if reader_zone in ("", session.time_zone) else reader_zone,
        "windows": {window.phase: window for window in session.phase_windows.all()},
        "present": phases_of(session),
        "address": f"{settings.PORTAL_URL}{session.get_absolute_url()}",
        "upload_limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
        "contact": session.access_contact_email or settings.CONTACT_EMAIL,
    }


def needs_second_factor(role: str) -> bool:
    return role in settings.SECOND_FACTOR_ROLES
