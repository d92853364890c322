"""One page for each role, to print: which guides there are, and what of the session and the settings they state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Words
from sessions.models import DialogueSession, SessionKind, phases_of


@dataclass(frozen=True)
class Guide:
    """Whom it is for; `needs` is what a session has for the role to have work, one of these at least."""

    label: Words
    needs: frozenset[str] = frozenset()


GUIDES: Mapping[str, Guide] = {
    "delegate": Guide(_("Delegate"), needs=frozenset({"intents"})),
    "applicant": Guide(_("Applicant"), needs=frozenset({"applications"})),
    "reviewer": Guide(_("Reviewer"), needs=frozenset({"applications"})),
    "moderator": Guide(_("Moderator")),
    "presiding_chair": Guide(_("Presiding chair")),
    "rapporteur": Guide(_("Rapporteur"), needs=frozenset({"summary"})),
    "commission_chair": Guide(_("Chair of the Commission"), needs=frozenset({"applications", "summary"})),
    "bureau": Guide(_("Bureau member"), needs=frozenset({"consultation"})),
    "secretariat": Guide(_("Secretariat, on the day")),
}
# Any meeting has these but a side event, which has each by a phase that staff gave it.
BROUGHT_BY = {"times": "intents", "opening": "applications", "summary": "consultation"}


def present_in(session: DialogueSession) -> set[str]:
    """What guides speak of and not every session has.

    Its phases; "times" for comments and follow-ups, an "opening" with stakeholders, a Chair's "summary".
    """
    phases = set(phases_of(session))
    is_side_event = session.kind == SessionKind.SIDE_EVENT
    brought = {thing for thing, phase in BROUGHT_BY.items() if not is_side_event or phase in phases}
    if not session.opening_minutes:
        brought.discard("opening")
    return phases | brought


def guides_of(session: DialogueSession) -> dict[str, Guide]:
    """The guides for those who have something to do in this session."""
    present = present_in(session)
    return {role: guide for role, guide in GUIDES.items() if not guide.needs or guide.needs & present}


def calls_somebody(session: DialogueSession) -> bool:
    """Whether anybody is called to take part: without, there is no notice of a call."""
    return not {"intents", "applications"}.isdisjoint(phases_of(session))


def printed_facts(session: DialogueSession, reader_zone: str) -> dict[str, Any]:
    """What guides and notice state beside the session itself; times in the reader's zone too, or in UTC."""
    present = present_in(session)
    return {
        # Paper is read elsewhere: one zone alone would leave its readers to guess.
        "reader_zone": "UTC" if reader_zone in ("", session.time_zone) else reader_zone,
        "windows": {window.phase: window for window in session.phase_windows.all() if window.phase in present},
        "present": present,
        "address": f"{settings.PORTAL_URL}{session.get_absolute_url()}",
        "upload_limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
        "contact": session.access_contact_email or settings.CONTACT_EMAIL,
    }


def needs_second_factor(role: str) -> bool:
    return role in settings.SECOND_FACTOR_ROLES
