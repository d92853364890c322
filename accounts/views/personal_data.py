"""One's own data: what is held, taking it away, asking for erasure; the secretariat's answer and the periods."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.personal_data import ErasureForm, RefusalForm
from accounts.models import ErasureRequest, ErasureState
from accounts.requests import SignedInRequest
from accounts.services import personal_data as services
from dialogue_portal.access import requires
from dialogue_portal.personal_data import holdings, public_record, retentions
from dialogue_portal.states import InvalidTransition


@requires("accounts.signed_in")
@never_cache
def own_data(request: SignedInRequest) -> HttpResponse:
    """What the portal holds on the reader, in counts, and what they can do about it; POST asks for erasure."""
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_for_erasure(request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The secretariat was asked to erase your data."))
        return redirect("accounts:own-data")
    context = {
        "form": form,
        "latest": request.user.erasure_requests.last(),
        "kinds": services.counts_of(request.user),
        "stays": what_stays(),
    }
    return render(request, "accounts/own_data.html", context)


@require_safe
@requires("accounts.signed_in")
@never_cache
def download(request: SignedInRequest) -> HttpResponse:
    """All of it as JSON."""
    text = json.dumps(services.export_of(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    name = f"personal-data-{request.user.pk}.json"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json", headers=disposition)


def what_stays() -> list[Any]:
    """What an erasure leaves, and why, once each."""
    reasons = [holding.stays for holding in holdings if holding.stays] + [why for _name, why in public_record.items()]
    return list(dict.fromkeys(str(reason) for reason in reasons))


def _request(request: HttpRequest, pk: Any) -> ErasureRequest:
    return get_object_or_404(ErasureRequest.objects.select_related("person"), pk=pk)


@require_POST
@requires("accounts.withdraw_erasure_request", _request)
def withdraw(request: SignedInRequest, asked: ErasureRequest) -> HttpResponse:
    try:
        services.withdraw_erasure_request(asked, actor=request.user)
        messages.success(request, _("Your request was taken back. Nothing was erased."))
    except InvalidTransition:
        messages.info(request, _("This request was answered or taken back meanwhile."))
    return redirect("accounts:own-data")


@require_safe
@requires("accounts.manage_people")
def requests_and_periods(request: HttpRequest) -> HttpResponse:
    """Who asks to be erased, and how long the portal keeps what."""
    periods = []
    for retention in retentions:
        rows = services.due(retention)
        days = getattr(settings, retention.setting)
        periods.append((retention.label, retention.setting, days, rows.count() if rows is not None else 0))
    waiting = ErasureRequest.objects.filter(state=ErasureState.OPEN).select_related("person")
    return render(request, "accounts/erasure_requests.html", {"waiting": waiting, "periods": periods})


@requires("accounts.manage_people", _request)
@never_cache
def settle(request: SignedInRequest, asked: ErasureRequest) -> HttpResponse:
    """What would be erased and what stays; POST erases, or refuses with a reason."""
    is_refusal = "refuse" in request.POST
    form = RefusalForm(request.POST if is_refusal else None)
    if request.method == "POST" and (not is_refusal or form.is_valid()):
        try:
            if is_refusal:
                services.refuse_erasure(asked, actor=request.user, answer=form.cleaned_data["answer"])
                messages.success(request, _("The request was refused; the person reads why."))
            else:
                services.confirm_erasure(asked, actor=request.user)
                messages.success(request, _("The person was erased."))
        except InvalidTransition:
            messages.info(request, _("This request was answered or taken back meanwhile."))
        return redirect("accounts:erasure-requests")
    context = {"asked": asked, "form": form, "kinds": services.counts_of(asked.person), "stays": what_stays()}
    return render(request, "accounts/erasure_request.html", context)
