"""How views find the application that an address names, with all that its pages show."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from dialogue_portal.registries import session_joins
from sessions.models import DialogueSession
from stakeholders.models import Application, Indicator


def found_application(request: HttpRequest, slug: str, pk: object) -> Application:
    """The application of this address, whoever asks: the view's permission decides. Raises Http404."""
    applications = Application.objects.select_related("organization__headquarters", "participation").prefetch_related(
        Prefetch("session", DialogueSession.objects.framed()),
        "organization__ecosoc_statuses",
        "theme_areas__texts",
        Prefetch("initiatives__indicators", Indicator.objects.select_related("part_of")),
    )
    return get_object_or_404(applications, pk=pk, session__slug=slug)


def application_in_step(request: HttpRequest, slug: str, pk: object) -> Application:
    """The same for saving one step: what a page of it shows beside the form is read by `with_step_content`."""
    joins = ("commission_session", *session_joins)
    rows = Application.objects.select_related(
        "organization", "session", *(f"session__{name}" for name in joins)
    ).prefetch_related("session__phase_windows")
    return get_object_or_404(rows, pk=pk, session__slug=slug)


def with_step_content(application: Application) -> Application:
    """With what the page of a step shows of the session and of the other steps."""
    prefetch_related_objects(
        [application], "session__texts", "organization__ecosoc_statuses", "theme_areas", "initiatives"
    )
    return application


def signed_in(request: HttpRequest) -> User:
    """The person behind a request whose permission asked for one."""
    assert isinstance(request.user, User)  # noqa: S101  (a view whose permission lets visitors in is a mistake)
    return request.user
