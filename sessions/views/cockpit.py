"""The secretariat's cockpit of one session: a page that is kept open and brings itself up to date."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from sessions.cockpit import cockpit_of
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.services.phases import settable_phases


@require_safe
@requires("sessions.manage_session", visible_session)
@offers("sessions.figures")
@never_cache
def cockpit(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """The page; what js/cockpit.js asks for again are its live parts alone."""
    context = {
        "session": session,
        "cockpit": cockpit_of(session, request.user),
        "settable": settable_phases(session),
    }
    template = "sessions/_cockpit.html" if request.headers.get("X-Part") == "live" else "sessions/cockpit.html"
    return render(request, template, context)
