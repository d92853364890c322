"""Calendar files: of one session, and of all that are still to come. Drafts are in none."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.calendars import calendar_file
from sessions.lookup import visible_session
from sessions.models import DialogueSession, SessionStatus

# In one file: more than any Commission announces at once.
SESSIONS_AT_ONCE = 500


def _announced(request: HttpRequest, slug: str) -> DialogueSession:
    session = visible_session(request, slug)
    if session.status == SessionStatus.DRAFT:
        raise Http404
    return session


def _answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@require_safe
@same_for_visitors
@requires("sessions.view_session", _announced)
def session_calendar(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Event and deadlines; the link to join for those concerned, in what they fetch while signed in."""
    with_link = session.is_online and request.user.has_perm("sessions.join_online", session)
    response = _answer(calendar_file([session], name=str(session), with_link=with_link), session.slug)
    response["Cache-Control"] = "private, no-store" if with_link else "no-cache"
    return response


@require_safe
@same_for_visitors
@requires(PUBLIC)
def calendar(request: HttpRequest) -> HttpResponse:
    """All sessions that are announced and not over; a cancelled one stays and says so."""
    announced = DialogueSession.objects.exclude(status=SessionStatus.DRAFT).filter(ends_at__gt=timezone.now())
    sessions = announced.framed().order_by("starts_at", "pk")[:SESSIONS_AT_ONCE]
    name = _("%(portal)s: sessions and deadlines") % {"portal": settings.PORTAL_NAME}
    response = _answer(calendar_file(sessions, name=name), "sessions")
    response["Cache-Control"] = "no-cache"
    return response
