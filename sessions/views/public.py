"""What the world reads: the list of sessions, one session's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.registries import live_pages, session_outcomes
from dialogue_portal.texts import plain
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.documents import documents_shown
from sessions.lookup import visible_session
from sessions.models import DialogueSession, TextPart
from sessions.page_lists import lists_of
from sessions.public_page import stage_of, ways_of

# Overview first, then how it runs; questions and outcome have places of their own on the page.
TEXTS = (TextPart.OVERVIEW, TextPart.FORMAT)
SESSIONS_PER_PAGE = 15


@require_safe
@same_for_visitors
@requires(PUBLIC)
@offers("sessions.sessions")
def session_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(
        DialogueSession.objects.visible_to(request.user).listed().prefetch_related("phase_windows"), SESSIONS_PER_PAGE
    )
    return render(request, "sessions/session_list.html", {"page_obj": page.get_page(request.GET.get("page"))})


@require_safe
@same_for_visitors
@requires("sessions.view_session", visible_session)
def detail(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """The session as a delegate or a journalist wants it."""
    lists = lists_of(session)
    overview = session.text(TextPart.OVERVIEW)
    context = {
        "session": session,
        "stage": stage_of(session),
        "ways": ways_of(session, request.user),
        "live_pages": [page for provider in live_pages for page in provider(session)],
        "description": plain(str(overview or session.theme)),
        "texts": [(part.label, session.text(part)) for part in TEXTS if session.text(part)],
        "theme_text": session.text(TextPart.THEME),
        "theme_areas": lists.areas,
        "mandate_text": session.text(TextPart.MANDATE),
        "agenda_item_text": session.text(TextPart.AGENDA_ITEM),
        "questions_text": session.text(TextPart.QUESTIONS),
        "leading_questions": lists.questions,
        "outcome_text": session.text(TextPart.OUTCOME),
        "programme": lists.programme,
        "event": lists.event,
        "documents": documents_shown(session, request.user),
        "outcomes": [outcome for provider in session_outcomes for outcome in provider(session, request.user)],
    }
    return render(request, "sessions/session_detail.html", context)
