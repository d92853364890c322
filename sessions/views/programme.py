"""The programme editor: rows with budgets that add up to the meeting's length, saved as a whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from sessions.forms import ProgrammeForm, ProgrammeFormSet
from sessions.forms.programme import PREFIX, moved, typed_rows
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.programme import Budget
from sessions.services.programme_editing import programme_revision, save_programme


@requires("sessions.manage_session", visible_session)
@offers("sessions.programme")
def programme(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """Save, or move a row and show the page again: every button sends all that was typed."""
    if request.method != "POST":
        form = ProgrammeForm(seen=programme_revision(session))
        return _page(request, session, form, _rows(_stored(session)))
    form = ProgrammeForm(request.POST, seen=0)
    if "move" in request.POST:
        rows = moved(typed_rows(request.POST), request.POST["move"])
        return _page(request, session, form, _rows(rows), is_unsaved=True)
    items = ProgrammeFormSet(request.POST, prefix=PREFIX)
    # Both are asked, so that all errors are shown at once.
    if all([form.is_valid(), items.is_valid()]) and _saved(request, session, form, items):
        messages.success(request, _("The programme is saved."))
        return redirect("sessions:programme", slug=session.slug)
    return _page(request, session, form, items, is_unsaved=True)


def _saved(request: SignedInRequest, session: DialogueSession, form: ProgrammeForm, items: Any) -> bool:
    try:
        save_programme(session, items.wanted(), actor=request.user, seen=form.cleaned_data["seen_revision"])
    except StaleRevision as error:
        form.show_conflict(session.programme_items.order_by("number"), items.wanted(), error.current.revision)
        return False
    return True


def _stored(session: DialogueSession) -> list[dict[str, Any]]:
    return [
        {name: getattr(item, name) for name in ("id", "number", "segment", "title", "minutes", "led_by")}
        for item in session.programme_items.all()
    ]


def _rows(rows: list[dict[str, Any]]) -> Any:
    return ProgrammeFormSet(initial=rows, prefix=PREFIX)


def _page(
    request: SignedInRequest, session: DialogueSession, form: ProgrammeForm, items: Any, *, is_unsaved: bool = False
) -> HttpResponse:
    context = {
        "session": session,
        "form": form,
        "items": items,
        "is_unsaved": is_unsaved,
        "budget": Budget.of(session, [_minutes(row) for row in items]),
    }
    return render(request, "sessions/programme.html", context)


def _minutes(row: Any) -> int:
    """What stands in the row; what is no number counts nothing."""
    written = str(row["minutes"].value() or "")
    return int(written) if written.isdecimal() and len(written) < 5 else 0
