"""The session's texts in six languages: which there are, and writing one beside its English."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.texts import FALLBACK_LANGUAGE, ChosenText, LocalizedText
from sessions.forms.texts import TextForm
from sessions.lookup import session_in_full
from sessions.models import DialogueSession
from sessions.services.texts import LANGUAGES, TextState, WrittenText, save_text, texts_of

TONES = {TextState.MISSING: "neutral", TextState.WRITTEN: "done", TextState.OUTDATED: "soon"}


@dataclass(frozen=True)
class Cell:
    """One text in one language: how far it is, and where it is written."""

    written: WrittenText
    language: str

    @property
    def state(self) -> TextState:
        return self.written.state(self.language)

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def row(self) -> LocalizedText:
        return self.written.row(self.language)

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES)[self.language])

    @property
    def text(self) -> ChosenText:
        """What is written, for the page to show in its own language; never marked as a fallback."""
        return ChosenText(self.row.text, self.language, is_fallback=False)

    @property
    def url(self) -> str:
        if self.language == FALLBACK_LANGUAGE and self.written.english_page:
            return self.written.english_page
        names = {"slug": self.written.session.slug, "part": self.written.key, "language": self.language}
        return reverse("sessions:text", kwargs=names)


@require_safe
@requires("sessions.edit_texts", session_in_full)
@offers("sessions.texts")
def texts(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """Every text in every language, with a word for each."""
    rows = [(written, _cells(written)) for written in _texts_for(request.user, session)]
    languages = [
        (name, _tally([cells[number] for _written, cells in rows]))
        for number, (_code, name) in enumerate(settings.LANGUAGES)
    ]
    return render(request, "sessions/texts.html", {"session": session, "rows": rows, "languages": languages})


def _cells(written: WrittenText) -> list[Cell]:
    return [Cell(written, language) for language in LANGUAGES]


def _texts_for(user: User, session: DialogueSession) -> list[WrittenText]:
    """Those that this person may write: the title of a series is not its side events' organizers'."""
    english = [Cell(one, FALLBACK_LANGUAGE) for one in texts_of(session)]
    return [cell.written for cell in english if user.has_perm("sessions.edit_text", cell)]  # type: ignore[arg-type]


def _tally(cells: list[Cell]) -> dict[str, int]:
    """How many of a language's texts are written, out of those that are there in English."""
    there = [cell for cell in cells if cell.written.english or cell.state != TextState.MISSING]
    counted = {state: sum(cell.state == state for cell in there) for state in TextState}
    return {"all": len(there), "written": counted[TextState.WRITTEN], "outdated": counted[TextState.OUTDATED]}


def _cell(request: HttpRequest, slug: str, part: str, language: str) -> Cell:
    session = session_in_full(request, slug)
    written = next((one for one in texts_of(session) if one.key == part), None)
    if written is None or language not in LANGUAGES:
        raise Http404
    if language == FALLBACK_LANGUAGE and written.english_page:
        # It has a page of its own.
        raise Http404
    return Cell(written, language)


@requires("sessions.edit_text", _cell)
def text(request: SignedInRequest, cell: Cell) -> HttpResponse:
    """Write one text in one language. "Preview" shows it as readers will see it, and saves nothing."""
    form = TextForm(request.POST or None, written=cell.written, language=cell.language)
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = ChosenText(form.cleaned_data["text"], cell.language, is_fallback=False)
        elif _saved(request, cell, form):
            return redirect(f"{cell.url}?saved=1")
    if "preview" in request.POST and request.headers.get("HX-Request"):
        return render(request, "sessions/_text_preview.html", {"cell": cell, "form": form, "preview": preview})
    cells = _cells(cell.written)
    context = {
        "session": cell.written.session,
        "cell": cell,
        "english": Cell(cell.written, FALLBACK_LANGUAGE) if cell.language != FALLBACK_LANGUAGE else None,
        "cells": cells,
        "others": [one for one in cells if one.text and one.language not in {cell.language, FALLBACK_LANGUAGE}],
        "form": form,
        "preview": preview,
        "keep_key": f"text:{cell.written.session.pk}:{cell.written.key}:{cell.language}:{request.user.pk}",
        "following": _following(request.user, cell),
    }
    return render(request, "sessions/text.html", context)


def _saved(request: SignedInRequest, cell: Cell, form: TextForm) -> bool:
    try:
        save_text(
            cell.written,
            cell.language,
            form.cleaned_data["text"],
            actor=request.user,
            seen=form.cleaned_data["seen_revision"],
            translates=form.cleaned_data["translates"],
        )
    except StaleRevision as error:
        form.show_conflict(error.current)
        return False
    messages.success(request, _("The text is saved."))
    return True


def _following(user: User, cell: Cell) -> Cell | None:
    """The next text that this language still lacks or that is older than its English, after this one or before it."""
    every = _texts_for(user, cell.written.session)
    place = next(number for number, one in enumerate(every) if one.key == cell.written.key)
    waiting = (Cell(one, cell.language) for one in [*every[place + 1 :], *every[:place]] if one.english)
    return next((one for one in waiting if one.state != TextState.WRITTEN), None)
