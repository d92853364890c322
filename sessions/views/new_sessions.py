"""A new session, in three ways on one page: from a concept note, from a kind of meeting, from an earlier session."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from sessions.forms import ConceptNoteForm, FromEarlierForm, FromKindForm, SameNoteForm
from sessions.models import ConceptNote, DialogueSession
from sessions.services import create_session_from_note
from sessions.services.drafting import drafts_of_note

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "concept-note.txt"
# Name of the way, as the buttons send it → what is said of the draft.
WAYS = {
    "note": _("The draft is made. Check what was recognised, then publish it."),
    "same-note": _("One more draft is made of the note. Check what was recognised, then publish it."),
    "kind": _("The draft is made with the rules of its kind. Add its texts and questions, then publish it."),
    "earlier": _("The draft is made with the structure of the earlier session. Check it, then publish it."),
}


@requires("sessions.add_session")
def create(request: SignedInRequest) -> HttpResponse:
    way = request.POST.get("way", "note")
    tried = way if request.method == "POST" and way in WAYS else None
    forms = _forms(request, tried)
    made_before = None
    if tried and forms[tried].is_valid():
        made_before = _made_before(forms[tried]) if tried == "note" else None
        if made_before is None:
            session, is_new = _made(request, forms[tried])
            if is_new:
                messages.success(request, WAYS[tried])
            return redirect("sessions:set-up", slug=session.slug)
    if made_before:
        forms["same-note"].initial["note"] = made_before.pk
    context = {
        "forms": forms,
        "again": forms["same-note"],
        "tried": forms[tried] if tried else None,
        "made_before": made_before,
    }
    return render(request, "sessions/create.html", context)


def _made_before(form: ConceptNoteForm) -> ConceptNote | None:
    """The draft that this note made already, unless this very form made it: a second click is no second wish."""
    token = form.cleaned_data["client_token"]
    if token and DialogueSession.objects.filter(client_token=token).exists():
        return None
    return drafts_of_note(form.cleaned_data["note"]).first()


def _forms(request: SignedInRequest, tried: str | None) -> dict[str, Any]:
    """One form for each way; only the one that was sent is bound. The address may choose a kind or a session."""
    data = {way: request.POST if way == tried else None for way in WAYS}
    real = DialogueSession.objects.visible_to(request.user).filter(is_rehearsal=False)
    chosen = real.filter(slug=request.GET.get("from", "")).first()
    return {
        "note": ConceptNoteForm(data["note"], request.FILES if tried == "note" else None),
        "same-note": SameNoteForm(data["same-note"], prefix="same"),
        "kind": FromKindForm(data["kind"], prefix="kind", initial={"kind": request.GET.get("kind")}),
        "earlier": FromEarlierForm(
            data["earlier"], prefix="earlier", actor=request.user, initial={"earlier": chosen and chosen.pk}
        ),
    }


def _made(request: SignedInRequest, form: Any) -> tuple[DialogueSession, bool]:
    if isinstance(form, SameNoteForm | FromKindForm | FromEarlierForm):
        return form.save(request.user)
    token = form.cleaned_data["client_token"]
    return create_session_from_note(form.cleaned_data["note"], actor=request.user, token=token, upload=form.upload)


@require_safe
@requires("sessions.add_session")
def example(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(EXAMPLE.read_bytes(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{EXAMPLE.name}"'
    return response
