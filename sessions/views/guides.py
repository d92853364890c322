"""Guides of one page for each role, and the notice of the call: to be printed, made from the session's own data."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue_portal.access import requires
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.guides import calls_somebody, guides_of, needs_second_factor, printed_facts
from sessions.lookup import visible_session
from sessions.models import DialogueSession, TextPart
from sessions.qr import qr_code


@require_safe
@same_for_visitors
@requires("sessions.view_session", visible_session)
def guides(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    context = {"session": session, "guides": guides_of(session).items(), "calls_somebody": calls_somebody(session)}
    return render(request, "sessions/guides.html", context)


def _zone(request: HttpRequest) -> str:
    return str(getattr(request.user, "time_zone", ""))


def _guide(request: HttpRequest, slug: str, role: str) -> DialogueSession:
    session = visible_session(request, slug)
    if role not in guides_of(session):
        raise Http404
    return session


@require_safe
@same_for_visitors
@requires("sessions.view_session", _guide)
def guide(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    assert request.resolver_match is not None  # noqa: S101  (a view has been found)
    role = request.resolver_match.kwargs["role"]
    context = {
        "session": session,
        "role": role,
        "guide": guides_of(session)[role],
        "steps": f"sessions/guides/{role}.html",
        "needs_second_factor": needs_second_factor(role),
        **printed_facts(session, _zone(request)),
    }
    return render(request, "sessions/guide.html", context)


def _call(request: HttpRequest, slug: str) -> DialogueSession:
    session = visible_session(request, slug)
    if not calls_somebody(session):
        raise Http404
    return session


@require_safe
@same_for_visitors
@requires("sessions.view_session", _call)
def notice(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """The call, to be pinned to a board: who may take part, how and until when, with a code to follow by phone."""
    facts = printed_facts(session, _zone(request))
    context = {
        "session": session,
        "theme": session.text(TextPart.THEME),
        "portal_host": settings.PORTAL_URL,
        "code": qr_code(facts["address"]),
        **facts,
    }
    return render(request, "sessions/notice.html", context)
