"""From a draft to a published session: the review of what was recognised, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.concept_note import FIELD_LABELS
from sessions.forms import QuestionFormSet, SetUpForm, ThemeAreaFormSet
from sessions.forms.set_up import noted_values, rows_of
from sessions.lookup import session_in_full, visible_session
from sessions.models import ConceptNote, DialogueSession, SessionStatus
from sessions.review import review_of, rows_review
from sessions.services import (
    NotReady,
    StillInUse,
    cancel_session,
    lacks_of,
    publish_session,
    return_to_draft,
    save_set_up,
    warnings_of,
)


@requires("sessions.manage_session", session_in_full)
def set_up(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """The review page. Every button saves: the plain one, "use this wording", and "publish"."""
    note = ConceptNote.objects.select_related("document").filter(session=session).first()
    data = _with_chosen_title(request, note) if request.method == "POST" else None
    recognised = note.recognised if note else {}
    form = SetUpForm(data, instance=session, noted=noted_values(recognised))
    questions = QuestionFormSet(data, initial=rows_of(session.leading_questions.all()), prefix="questions")
    areas = ThemeAreaFormSet(data, initial=rows_of(session.theme_areas.all()), prefix="areas")
    # All three are asked, so that all errors are shown at once.
    is_valid = data is not None and all([form.is_valid(), questions.is_valid(), areas.is_valid()])
    if is_valid and _saved(request, session, form, questions, areas):
        return _after_saving(request, session)
    context = {
        "session": DialogueSession.objects.with_page_content().get(pk=session.pk),
        "form": form,
        "questions": questions,
        "areas": areas,
        "note": note,
        "review": review_of(form, note),
        "areas_heading": rows_review("theme_areas", note),
        "questions_heading": rows_review("questions", note),
        "titles": recognised.get("titles", []),
        "gap_labels": [FIELD_LABELS[name] for name in note.gaps if name in FIELD_LABELS] if note else [],
        "note_lines": note.source_text.split("\n") if note else [],
        "lacks": lacks_of(session) if session.status == SessionStatus.DRAFT else [],
        "warnings": warnings_of(session) if session.status == SessionStatus.DRAFT else [],
    }
    return render(request, "sessions/set_up.html", context)


def _with_chosen_title(request: HttpRequest, note: ConceptNote | None) -> Any:
    """What was posted, with the wording of the title that was chosen by its button."""
    data = request.POST.copy()
    titles = note.recognised.get("titles", []) if note else []
    chosen = request.POST.get("use_title", "")
    if chosen.isdecimal() and int(chosen) < len(titles):
        data["title"] = titles[int(chosen)]["value"]
    return data


def _saved(request: SignedInRequest, session: DialogueSession, form: SetUpForm, questions: Any, areas: Any) -> bool:
    rows = form.set_up(questions.wanted(), areas.wanted())
    try:
        save_set_up(session, rows, actor=request.user, seen=form.cleaned_data["seen_revision"])
    except StaleRevision as error:
        current = DialogueSession.objects.with_page_content().get(pk=error.current.pk)
        form.show_conflict(current)
        for rows_form, label, stored in (
            (questions, _("Leading questions"), current.leading_questions.all()),
            (areas, _("Theme areas"), current.theme_areas.all()),
        ):
            if conflict := rows_form.conflict(label, list(stored)):
                form.conflicts.append(conflict)
    except StillInUse as error:
        form.add_error(
            None,
            _("“%(text)s” cannot be removed: intents, interventions or points refer to it. Reword it instead.")
            % {"text": error.row.text},  # type: ignore[attr-defined]
        )
    else:
        return True
    return False


def _after_saving(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    if "publish" in request.POST:
        return _publish(request, session, session.revision)
    messages.success(request, _("The session is saved."))
    # Back to where the person was: the button says which part of the page that is.
    part = request.POST.get("save", "")
    return redirect(_saved_page(session) + (f"#{part}" if part in {"questions", "areas"} else ""))


def _saved_page(session: DialogueSession) -> str:
    """The set-up page that tells the device to forget what it kept of the form."""
    return reverse("sessions:set-up", kwargs={"slug": session.slug}) + "?saved=1"


def _publish(request: SignedInRequest, session: DialogueSession, seen: int) -> HttpResponse:
    try:
        publish_session(session, actor=request.user, seen=seen)
    except NotReady:
        messages.error(
            request, _("The session is saved, but not published yet: something still lacks. It is listed below.")
        )
    except InvalidTransition:
        messages.error(request, _("The session is published or cancelled already."))
    except StaleRevision:
        messages.error(request, _("Somebody else saved the session meanwhile. Look at it again, then publish it."))
    else:
        messages.success(request, _("The session is published."))
        return redirect(f"{session.get_absolute_url()}?saved=1")
    return redirect(_saved_page(session))


@require_POST
@requires("sessions.manage_session", visible_session)
def publish(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    return _publish(request, session, _seen(request))


@require_POST
@requires("sessions.manage_session", visible_session)
def take_back(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    return _move(request, session, return_to_draft, _("The session is a draft again and no longer public."))


@require_POST
@requires("sessions.manage_session", visible_session)
def cancel(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    return _move(request, session, cancel_session, _("The session is cancelled. Its page stays and says so."))


def _move(request: SignedInRequest, session: DialogueSession, service: Any, done: str) -> HttpResponse:
    try:
        service(session, actor=request.user, seen=_seen(request))
    except InvalidTransition:
        messages.error(request, _("This is not possible in the session’s present state."))
    except StaleRevision:
        messages.error(request, _("Somebody else saved the session meanwhile. Look at it again, then decide."))
    else:
        messages.success(request, done)
    return redirect("sessions:cockpit", slug=session.slug)


def _seen(request: HttpRequest) -> int:
    """The revision that was on the page; one that is no number is never the present one."""
    value = request.POST.get("seen_revision", "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0
