"""The front page and the probes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.registries import my_tasks
from sessions.models import DialogueSession


@requires(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """What is open now; for a signed-in person what is asked of them first."""
    asked = []
    if request.user.is_authenticated:
        asked = [task for provider in my_tasks for task in provider(request.user)]
        asked.sort(key=lambda task: (task.deadline is None, task.deadline))
    sessions = DialogueSession.objects.visible_to(request.user).with_page_content()
    return render(request, "home.html", {"tasks": asked, "sessions": sessions})
