"""From which devices I am signed in, and ending that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.sign_ins import end_sign_ins, sign_ins_of
from dialogue_portal.access import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("accounts.signed_in")
def sign_ins(request: SignedInRequest) -> HttpResponse:
    key = request.session.session_key
    if request.method == "POST":
        ended = end_sign_ins(request.user, keep=key, only=request.POST.get("only"))
        if ended:
            text = ngettext("%(count)d device was signed out.", "%(count)d devices were signed out.", ended)
            messages.success(request, text % {"count": ended})
        else:
            messages.info(request, _("There was nothing to sign out: that device is signed out already."))
        return redirect("usersessions_list")
    listed = sign_ins_of(request.user)
    return render(
        request,
        "usersessions/usersession_list.html",
        {
            "here": [row for row in listed if row.session_key == key],
            "elsewhere": [row for row in listed if row.session_key != key],
        },
    )
