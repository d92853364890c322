"""Rehearsing a session: making the rehearsal, filling it with invented people, wiping it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from sessions.forms.rehearsals import RehearseForm, WipeForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.services.rehearsals import NotARehearsal, fill_with_invented, rehearse, wipe_rehearsal
from sessions.services.wiping import NotItsOwn, StillAtWork


@requires("sessions.manage_session", visible_session)
def rehearsal(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """Of a real session: how to rehearse it. Of a rehearsal: what can be done with it."""
    form = RehearseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not session.is_rehearsal:
        made = rehearse(
            session,
            actor=request.user,
            with_people=form.cleaned_data["with_people"],
            token=form.cleaned_data["client_token"],
        )
        messages.success(request, _("The rehearsal is made. Nobody was told; name its people or fill it."))
        return redirect("sessions:rehearsal", slug=made.slug)
    return _page(request, session, form, WipeForm())


def _page(request: SignedInRequest, session: DialogueSession, form: RehearseForm, wipe_form: WipeForm) -> HttpResponse:
    context = {"session": session, "form": form, "wipe_form": wipe_form}
    return render(request, "sessions/rehearsal.html", context)


@require_POST
@requires("sessions.manage_session", visible_session)
def fill(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    try:
        count = fill_with_invented(session, actor=request.user)
    except NotARehearsal:
        messages.error(request, _("Only a rehearsal is filled with invented people."))
    else:
        words = ngettext("%(count)d invented entry was added.", "%(count)d invented entries were added.", count)
        messages.success(request, words % {"count": count})
    return redirect("sessions:rehearsal", slug=session.slug)


@require_POST
@requires("sessions.manage_session", visible_session)
def wipe(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = WipeForm(request.POST)
    if not form.is_valid():
        return _page(request, session, RehearseForm(), form)
    try:
        wipe_rehearsal(session, actor=request.user)
    except NotARehearsal:
        messages.error(request, _("This is a real session: it cannot be wiped."))
    except NotItsOwn:
        messages.error(
            request, _("Nothing was wiped: something real hangs on an invented organization. Separate it first.")
        )
    except StillAtWork:
        messages.error(request, _("A file of the rehearsal is being made at this moment. Try again in a minute."))
    else:
        messages.success(request, _("The rehearsal is wiped: nothing of it is left but a line in the audit log."))
        return redirect("sessions:list")
    return redirect("sessions:rehearsal", slug=session.slug)
