"""Series of meetings, for the secretariat: all of them, a new one, one with its meetings and seats."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.registries import series_links
from dialogue_portal.revisions import StaleRevision
from sessions.forms.series import NewSeriesForm, SeriesForm
from sessions.models import Series
from sessions.services.series import create_series, save_series


def visible_series(request: HttpRequest, pk: UUID) -> Series:
    """The series of this address, if the reader may know of it; raises Http404 otherwise."""
    return get_object_or_404(
        Series.objects.visible_to(request.user).titled().select_related("commission_session"), pk=pk
    )


@require_safe
@requires("sessions.manage_series")
@offers("sessions.series")
def series_list(request: HttpRequest) -> HttpResponse:
    rows = Series.objects.titled().select_related("commission_session").annotate(meeting_count=Count("meetings"))
    return render(request, "sessions/series_list.html", {"rows": rows.order_by("title", "pk")})


@requires("sessions.manage_series")
def create(request: SignedInRequest) -> HttpResponse:
    form = NewSeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["client_token"]
        series, is_new = create_series(form.save(commit=False), actor=request.user, token=token)
        if is_new:
            messages.success(request, _("The series is made. Choose its meetings and say how many seats each has."))
        return redirect("sessions:series", pk=series.pk)
    return render(request, "sessions/series_new.html", {"form": form})


@requires("sessions.manage_series", visible_series)
def edit(request: SignedInRequest, series: Series) -> HttpResponse:
    form = SeriesForm(request.POST or None, instance=series)
    if request.method == "POST" and form.is_valid():
        try:
            save_series(
                series,
                seats=form.seats(),
                leaving=form.leaving(),
                joining=form.cleaned_data["joining"],
                actor=request.user,
                seen=form.cleaned_data["seen_revision"],
            )
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("The series and the seats of its meetings are saved."))
            return redirect("sessions:series", pk=series.pk)
    links = [link for provider in series_links for link in provider(series, request.user)]
    return render(request, "sessions/series.html", {"series": series, "form": form, "links": links})
