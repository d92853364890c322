"""The call of a phase: whom it would reach and in which words, then the held mailing in the outbox."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.registries import phases
from mailings.models import occasion_label
from sessions.lookup import visible_session
from sessions.models import PhaseWindow, phase_exists, window_of
from sessions.services.calls import Call, CallMoved, NoCall, call_for, hindrance, write_call

# The button stands below the list: it must not be far.
LISTED = 25


def _phase_with_call(request: HttpRequest, slug: str, phase: str) -> PhaseWindow:
    """The window of a phase that has a call; one that is not stored yet. Raises Http404."""
    session = visible_session(request, slug)
    if phase not in phases or phases[phase].call is None:
        raise Http404
    window = window_of(session, phase) or PhaseWindow(session=session, phase=phase)
    window.session = session
    return window


@requires("sessions.manage_session", _phase_with_call)
@offers("sessions.called")
def call(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    session, phase = window.session, window.phase
    if not phase_exists(session, phase):
        return render(request, "sessions/phase_absent.html", {"session": session, "phase": phases[phase]}, status=404)
    if request.method == "POST":
        try:
            mailing = write_call(session, phase, actor=request.user, seen=request.POST.get("mark", ""))
        except CallMoved:
            messages.warning(
                request, _("Nothing was written: the calls changed since this page was shown. Look again.")
            )
        except NoCall as error:
            messages.error(request, str(error.reason))
        else:
            messages.success(request, _("The letters are written and held. They leave when you release them here."))
            return redirect(mailing)
        return redirect("sessions:call", slug=session.slug, phase=phase)
    context = {"session": session, "window": window, **_facts(request, call_for(session, phase))}
    return render(request, "sessions/call.html", context)


def _facts(request: HttpRequest, written: Call) -> dict[str, Any]:
    facts = {"call": written, "title": occasion_label(written.occasion)}
    if reason := hindrance(written.session, written.key):
        return {**facts, "reason": reason}
    reached = Paginator(written.reached, LISTED).get_page(request.GET.get("page"))
    return {
        **facts,
        "people": len(written.letters),
        "page_obj": reached,
        "letters": written.samples(),
        "held_count": written.held.messages.count() if written.held else 0,
        "is_outdated": written.is_outdated(),
    }
