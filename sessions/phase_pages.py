"""Pages that belong to a phase: where a session has not the phase, they say so instead, to everybody alike."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dialogue_portal.registries import phases
from sessions.models import DialogueSession, phase_exists

V = TypeVar("V", bound=Callable[..., Any])


def only_with(phase: str) -> Callable[[V], V]:
    """Answer 404 with the reason unless the session of the view's object has this phase. Stands below `@requires`."""

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, obj: Any) -> HttpResponseBase:
            session: DialogueSession = obj if isinstance(obj, DialogueSession) else obj.session
            if phase_exists(session, phase):
                answer: HttpResponseBase = view(request, obj)
                return answer
            context = {"session": session, "phase": phases[phase]}
            return render(request, "sessions/phase_absent.html", context, status=404)

        return guarded  # type: ignore[return-value]

    return decorate
