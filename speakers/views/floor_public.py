"""What everybody may see of the floor: the screen in the room, and its state as JSON."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dialogue_portal.access import requires
from sessions.models import DialogueSession
from speakers.floor_clock import clock_of, floor_words, segment_words
from speakers.floor_state import floor_of, page_state
from speakers.views.floor import floor_session


@require_safe
@never_cache
@requires("speakers.view_screen", floor_session)
def screen(request: HttpRequest, session: DialogueSession) -> HttpResponseBase:
    floor, running = floor_of(session.pk)
    floor.session = session
    context = {
        "session": session,
        "floor": floor,
        "running": running,
        "clock": clock_of(running, shows_overtime=session.shows_overtime) if running else None,
        "segment": floor.running_segment,
        "segment_words": segment_words(floor.running_segment, shows_overtime=session.shows_overtime)
        if floor.running_segment
        else "",
        "question": next((one for one in session.leading_questions.all() if one.pk == floor.question_id), None),
        "state": page_state(floor, running, with_requests=False),
        "words": floor_words(session),
    }
    return render(request, "speakers/floor_screen.html", context)


@require_safe
@never_cache
@requires("speakers.view_screen", floor_session)
def floor_state(request: HttpRequest, session: DialogueSession) -> HttpResponseBase:
    """The public state, with the addresses of the streams that this reader may hear."""
    floor, running = floor_of(session.pk)
    floor.session = session
    may_hear = request.user.has_perm("speakers.view_console", session)
    return JsonResponse(page_state(floor, running, with_requests=may_hear))


@require_safe
@requires("speakers.view_screen", floor_session)
def floor_events(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Only reached where `dialogue_portal.live` does not stand in front: streams need the ASGI server."""
    return HttpResponse(_("Event streams are answered by the ASGI server."), status=503, content_type="text/plain")
