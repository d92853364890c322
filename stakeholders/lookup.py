"""How views find the session and the application that an address names, with all that their pages show."""

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from sessions.models import DialogueSession
from stakeholders.models import Application, Indicator


def framed() -> "QuerySet[DialogueSession]":
    """Sessions with what the frame of a page shows and the theme areas: fewer queries than a session's own page."""
    return DialogueSession.objects.select_related("commission_session").prefetch_related(
        "texts", "phase_windows", "theme_areas__texts"
    )


def framed_session(request: HttpRequest, slug: str) -> DialogueSession:
    """The session of this address, if the reader may know of it; raises Http404 otherwise."""
    return get_object_or_404(framed().filter(pk__in=DialogueSession.objects.visible_to(request.user)), slug=slug)


def found_application(request: HttpRequest, slug: str, pk: object) -> Application:
    """The application of this address, whoever asks: the view's permission decides. Raises Http404."""
    applications = Application.objects.select_related("organization__headquarters", "participation").prefetch_related(
        Prefetch("session", framed()),
        "organization__ecosoc_statuses",
        "theme_areas__texts",
        Prefetch("initiatives__indicators", Indicator.objects.select_related("part_of")),
    )
    return get_object_or_404(applications, pk=pk, session__slug=slug)


def signed_in(request: HttpRequest) -> User:
    """The person behind a request whose permission asked for one."""
    assert isinstance(request.user, User)  # noqa: S101  (a view whose permission lets visitors in is a mistake)
    return request.user
