"""The front page: what is open now; for a signed-in person what is asked of them first."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Delegation
from accounts.principals import acting_for
from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.registries import MyTask, my_tasks
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.models import DialogueSession, PhaseWindow
from sessions.models.meeting import DialogueSessionQuerySet

SESSIONS_PER_PAGE = 20


@require_safe
@same_for_visitors
@requires(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    sessions = DialogueSession.objects.visible_to(request.user)
    page = Paginator(_current(sessions, now=timezone.now()), SESSIONS_PER_PAGE)
    return render(
        request,
        "home.html",
        {
            "tasks": _asked_of(request),
            "acting": acting_for(request, Delegation),
            "page_obj": page.get_page(request.GET.get("page")),
            # Asked only where the list is empty: of a portal between sessions there is an archive.
            "is_new": lambda: not sessions.exists(),
        },
    )


def _asked_of(request: HttpRequest) -> list[MyTask]:
    """What is asked of a signed-in person, the most urgent first."""
    if not request.user.is_authenticated:
        return []
    asked = [task for provider in my_tasks for task in provider(request.user)]
    return sorted(asked, key=lambda task: (task.deadline is None, task.deadline))


def _current(sessions: DialogueSessionQuerySet, *, now: datetime) -> DialogueSessionQuerySet:
    """Sessions that are still to come or have a phase ahead, the next first; all that are over are in the archive."""
    window_ahead = PhaseWindow.objects.filter(session=OuterRef("pk"), closes_at__gt=now)
    current = sessions.filter(Q(ends_at=None) | Q(ends_at__gt=now) | Exists(window_ahead))
    # A draft without a date comes last, whatever the database thinks of NULL.
    return current.listed().prefetch_related("phase_windows").order_by(F("starts_at").asc(nulls_last=True), "title")
