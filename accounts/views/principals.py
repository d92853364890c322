"""The switcher: for which delegation or organisation of their own a person acts now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Delegation, Organization
from accounts.principals import act_for, acting_for
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires

KINDS: dict[str, type[Delegation] | type[Organization]] = {"delegation": Delegation, "organization": Organization}


@require_POST
@requires("accounts.signed_in")
def switch(request: SignedInRequest) -> HttpResponse:
    """Act for `principal` ("delegation:<key>") from now on, and go back to where the switch was made."""
    kind, _colon, key = request.POST.get("principal", "").partition(":")
    chosen = acting_for(request, KINDS[kind], wanted=key).chosen if kind in KINDS else None
    if chosen is not None and str(chosen.pk) == key:
        act_for(request, chosen)
        messages.success(request, _("You act for %(principal)s now.") % {"principal": chosen})
    else:
        messages.error(request, _("You do not act for this delegation or organization, or do so no longer."))
    following = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure())
    return redirect(following if is_own else reverse("accounts:me"))
