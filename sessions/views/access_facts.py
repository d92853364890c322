"""The staff's page on where a meeting is held, how one joins it, its languages and its accessibility."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.revisions import StaleRevision
from sessions.forms import AccessFactsForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.services import save_access_facts


@requires("sessions.manage_session", visible_session)
def access_facts(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = AccessFactsForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        try:
            save_access_facts(session, actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("Place, access and languages are saved."))
            return redirect("sessions:cockpit", slug=session.slug)
    # What was typed and not saved is on the form alone, not in the frame around it.
    framed = DialogueSession.objects.framed().get(pk=session.pk)
    return render(request, "sessions/access_facts.html", {"session": framed, "form": form})
