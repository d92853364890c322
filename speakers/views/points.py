"""The points that the rapporteur notes: the page with all of them, and the quick form, which the console shows too.

A page that shows the form includes `speakers/_points.html` with the context that `noting_points` gives.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from speakers.forms.points import AmendPointForm, NotePointForm, PointFilterForm
from speakers.models import Point
from speakers.services.points import amend_point, note_point


def one_point(request: HttpRequest, slug: str, pk: UUID) -> Point:
    session = visible_session(request, slug)
    point = get_object_or_404(Point, session=session, pk=pk)
    point.session = session
    return point


def noting_points(request: HttpRequest, session: DialogueSession, form: NotePointForm | None = None) -> dict[str, Any]:
    """What `speakers/_points.html` needs: the form, preset to who has the floor, and the points, newest first.

    The points are narrowed to what the address asks for.
    """
    if form is None:
        form = NotePointForm(session=session, saying=session.interventions.running().first())
    points = session.points.select_related("question", "theme_area", "intervention__participant__delegation")
    filter_form = PointFilterForm(request.GET, session=session)
    return {
        "session": session,
        "point_form": form,
        "points": filter_form.narrow(points.order_by("-noted_at", "pk")),
        "filter": filter_form,
    }


@require_safe
@requires("speakers.note_point", visible_session)
@offers("speakers.points")
def points(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    return render(request, "speakers/points.html", noting_points(request, session))


@require_POST
@requires("speakers.note_point", visible_session)
def note(request: SignedInRequest, session: DialogueSession) -> HttpResponseBase:
    form = NotePointForm(request.POST, session=session)
    template = "speakers/_point_noted.html" if request.htmx else "speakers/points.html"
    if not form.is_valid():
        return render(request, template, noting_points(request, session, form))
    note_point(form.save(commit=False), actor=request.user, token=form.cleaned_data["client_token"])
    if request.htmx:
        return render(request, template, {**noting_points(request, session), "just_noted": True})
    messages.success(request, _("The point is noted."))
    return redirect(_back(request, session))


def _back(request: SignedInRequest, session: DialogueSession) -> str:
    """The page on which the form stood: the console or the points page."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("speakers:points", kwargs={"slug": session.slug})


@requires("speakers.amend_point", one_point)
def amend(request: SignedInRequest, point: Point) -> HttpResponseBase:
    form = AmendPointForm(request.POST or None, instance=point, session=point.session)
    if form.is_valid():
        try:
            amend_point(point, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("The point is changed."))
            return redirect("speakers:points", slug=point.session.slug)
    return render(request, "speakers/amend_point.html", {"session": point.session, "form": form, "point": point})
