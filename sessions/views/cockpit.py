"""The secretariat's cockpit of one session: next step, phases with their controls, figures, documents."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.registries import cockpit_cards
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.next_step import next_step
from sessions.services.phases import settable_phases
from sessions.templatetags.meeting import phase_steps


@require_safe
@requires("sessions.manage_session", visible_session)
def cockpit(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    cards = [card for provider in cockpit_cards for card in provider(session, request.user)]
    context = {
        "session": session,
        "task": next_step(session),
        "cards": sorted(cards, key=lambda card: card.order),
        "steps": phase_steps(session),
        "settable": settable_phases(session),
    }
    return render(request, "sessions/cockpit.html", context)
