"""The kinds of meetings: their list, and the page that adjusts one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from sessions.forms.kinds import KindForm, SegmentFormSet, rows_of
from sessions.models import Kind
from sessions.services import save_kind


def one_kind(request: HttpRequest, kind: str) -> Kind:
    return get_object_or_404(Kind, pk=kind)


@require_safe
@requires("sessions.manage_kinds")
@offers("sessions.kinds")
def kind_list(request: HttpRequest) -> HttpResponse:
    return render(request, "sessions/kind_list.html", {"kinds": Kind.objects.prefetch_related("segments")})


@requires("sessions.manage_kinds", one_kind)
def edit(request: SignedInRequest, kind: Kind) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = KindForm(data, instance=kind)
    segments = SegmentFormSet(data, initial=rows_of(kind), prefix="segments")
    is_valid = data is not None and all([form.is_valid(), segments.is_valid()])
    if is_valid:
        try:
            save_kind(kind, segments.budgets(), actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            current = Kind.objects.get(pk=error.current.pk)
            form.show_conflict(current)
            if conflict := segments.conflict(current):
                form.conflicts.append(conflict)
        else:
            messages.success(request, _("The kind is saved. Sessions made from now on begin with it."))
            return redirect("sessions:kinds")
    context = {"kind": Kind.objects.get(pk=kind.pk), "form": form, "segments": segments}
    return render(request, "sessions/kind.html", context)
