"""Choices in a series: a delegation's own page, the staff's page of all, places given and told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Delegation
from accounts.principals import Acting, acting_for
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from sessions.forms import are_valid, staff_source_form
from sessions.models import Series
from sessions.views.series import visible_series
from speakers.exports import SEATS_TABLE, SERIES_TABLE
from speakers.forms.series import ForDelegationForm, SeriesChoiceForm
from speakers.models import SeriesChoice
from speakers.series import board_of, clashes, sessions_of
from speakers.services.series import (
    ChoicesClosed,
    NothingToTell,
    NotInSeries,
    WaitsInOutbox,
    current_place,
    give_first_choices,
    give_places,
    state_choice,
    write_to_all,
)


@requires("speakers.state_series_choice", visible_series)
def choice(request: SignedInRequest, series: Series) -> HttpResponse:
    """The delegation's own page: what it chose, what clashes, where it has its place once that is told."""
    acting = acting_for(request, Delegation, wanted=request.POST.get("delegation") or request.GET.get("for"))
    if acting.chosen is None:
        # A superuser may open everything and acts for nobody.
        return _to_board(series)
    stored = SeriesChoice.objects.filter(series=series, delegation=acting.chosen).first()
    form = _choice_form(request, series, acting.chosen, stored)
    if request.method == "POST" and form.is_valid() and _stated(request, form, None):
        messages.success(request, _("The choice of %(delegation)s is kept.") % {"delegation": acting.chosen})
        return redirect(f"{request.path}?for={acting.chosen.pk}")
    return render(request, "speakers/series_choice.html", _own_context(series, acting, stored, form))


def _own_context(
    series: Series, acting: Acting[Delegation], stored: SeriesChoice | None, form: SeriesChoiceForm
) -> dict[str, Any]:
    assert acting.chosen is not None  # noqa: S101  (asked by the caller)
    # The form has set its own values on the row that it edits.
    stored = stored and SeriesChoice.objects.select_related("first", "second").get(pk=stored.pk)
    places = series.places.filter(delegation=acting.chosen, mailing__released_at__isnull=False)
    place = current_place(places.select_related("meeting", "mailing"))
    meetings = series.open_meetings()
    return {
        "series": series,
        "acting": acting,
        "form": form,
        "choice": stored,
        "has_gone": stored is not None and stored.first not in meetings,
        "place": place,
        "clashes": clashes(stored, place, sessions_of([acting.chosen.pk])[acting.chosen.pk]),
        "meetings": meetings,
    }


def _choice_form(
    request: SignedInRequest, series: Series, delegation: Delegation, stored: SeriesChoice | None
) -> SeriesChoiceForm:
    row = stored or SeriesChoice(series=series, delegation=delegation)
    return SeriesChoiceForm(request.POST or None, instance=row, series=series)


def _stated(request: SignedInRequest, form: SeriesChoiceForm, source: Any) -> bool:
    """Whether the choice is stored; if not, the form says why."""
    try:
        state_choice(
            form.instance,
            actor=request.user,
            seen=form.cleaned_data["seen_revision"],
            token=form.cleaned_data["client_token"],
            source=source,
        )
    except ChoicesClosed:
        form.add_error(
            None,
            _(
                "The time for choices is over. Write to the secretariat, which can enter it on your delegation’s "
                "behalf."
            ),
        )
    except NotInSeries:
        form.add_error(None, _("One of these meetings was moved or cancelled meanwhile. Choose again."))
    except StaleRevision as error:
        form.show_conflict(error.current)
    else:
        return True
    return False


@require_safe
@requires("sessions.manage_series", visible_series)
@offers(SERIES_TABLE, SEATS_TABLE)
def board(request: HttpRequest, series: Series) -> HttpResponse:
    meetings = series.open_meetings()
    context = {
        "series": series,
        "meetings": meetings,
        "board": board_of(series, meetings),
        "for_form": ForDelegationForm(),
    }
    return render(request, "speakers/series_board.html", context)


@requires("sessions.manage_series", visible_series)
def enter(request: SignedInRequest, series: Series) -> HttpResponseBase:
    """A choice that reached the secretariat in a letter or a call; the delegation is in the address."""
    meetings = series.open_meetings()
    asked = ForDelegationForm(request.GET)
    if not (asked.is_valid() and meetings):
        messages.info(request, _("Choose the delegation first.") if meetings else _("The series has no meeting yet."))
        return redirect("series:board", pk=series.pk)
    delegation = asked.cleaned_data["delegation"]
    stored = SeriesChoice.objects.filter(series=series, delegation=delegation).first()
    form = _choice_form(request, series, delegation, stored)
    source = staff_source_form(request, meetings[0])
    if request.method == "POST" and are_valid(form, source) and _stated(request, form, source and source.source()):
        messages.success(request, _("The choice of %(delegation)s is kept.") % {"delegation": delegation})
        return redirect("series:board", pk=series.pk)
    context = {"series": series, "delegation": delegation, "form": form, "source_form": source}
    return render(request, "speakers/series_enter.html", context)


@require_POST
@requires("sessions.manage_series", visible_series)
def give(request: SignedInRequest, series: Series) -> HttpResponse:
    """To one delegation by the button in its row, or to all that are ticked."""
    one, _colon, meeting_key = request.POST.get("one", "").partition(":")
    keys = _uuids([one] if one else request.POST.getlist("delegation"))
    wanted = _uuids([meeting_key or request.POST.get("meeting", "")])
    delegations = list(Delegation.objects.filter(pk__in=keys))
    if not delegations:
        messages.error(request, _("Nothing was changed: tick the delegations first."))
        return _to_board(series)
    meeting = get_object_or_404(series.meetings, pk=wanted[0]) if wanted else None
    try:
        changed = give_places(series, delegations, meeting, actor=request.user)
    except NotInSeries:
        messages.error(request, _("Nothing was changed: this meeting is not published or was cancelled."))
    except WaitsInOutbox as error:
        messages.error(
            request,
            _(
                "Nothing was changed: a mail that tells %(delegation)s of its place waits in the outbox. Release it "
                "first, or discard it."
            )
            % {"delegation": error.delegation},
        )
    else:
        messages.success(
            request, ngettext("%(n)d place is changed.", "%(n)d places are changed.", changed) % {"n": changed}
        )
    return _to_board(series)


def _uuids(values: list[str]) -> list[UUID]:
    """Those of the values that are keys at all."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _to_board(series: Series) -> HttpResponse:
    return redirect("series:board", pk=series.pk)


@require_POST
@requires("sessions.manage_series", visible_series)
def give_first(request: SignedInRequest, series: Series) -> HttpResponse:
    try:
        given = give_first_choices(series, actor=request.user)
    except WaitsInOutbox:
        messages.error(request, _("Nothing was changed: a mail with places waits in the outbox."))
    else:
        done = ngettext(
            "%(n)d delegation has its first choice now.", "%(n)d delegations have their first choice now.", given
        )
        messages.success(request, done % {"n": given})
    return _to_board(series)


@require_POST
@requires("sessions.manage_series", visible_series)
def tell(request: SignedInRequest, series: Series) -> HttpResponse:
    """Write the mails, which wait in the outbox until they are read and released there."""
    try:
        mailing = write_to_all(series, actor=request.user)
    except NothingToTell:
        messages.info(
            request,
            _("There is nothing to tell: no place was given or changed, or nobody acts for these delegations."),
        )
        return _to_board(series)
    messages.success(request, _("The mails are written. Read them, then release them to all at once."))
    return redirect(mailing.get_absolute_url())
