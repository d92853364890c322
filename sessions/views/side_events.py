"""A side event as its organizers edit it, at an address of their own outside the cockpit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms.side_events import EventSpeakerEditForm, NewEventSpeakerForm, OrganizerForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, EventSpeaker, Organizer, SessionStatus
from sessions.services.side_events import (
    add_event_speaker,
    ask_to_publish,
    let_members_edit,
    move_event_speaker,
    remove_event_speaker,
    remove_organizer,
    save_event_speaker,
)
from sessions.side_events import gaps_of, side_event_of


@requires("sessions.edit_side_event", visible_session)
@offers("sessions.event-organizers", "sessions.event-speakers")
def event(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """What there is and what lacks; organizers are added here."""
    form = OrganizerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.name_organizer(session, actor=request.user):
        messages.success(request, _("The organizer is named."))
        return _back(session, "organizers")
    side_event = side_event_of(session)
    assert side_event is not None  # noqa: S101  (the permission)
    context = {
        "session": session,
        "event": side_event,
        "gaps": gaps_of(session, side_event),
        "form": form,
        "asked": getattr(session, "publishing_request", None) if session.status == SessionStatus.DRAFT else None,
    }
    return render(request, "sessions/event.html", context)


def _back(session: DialogueSession, part: str = "") -> HttpResponse:
    answer = redirect("sessions:event", slug=session.slug)
    if part:
        answer["Location"] += f"#{part}"
    return answer


def _organizer(request: HttpRequest, slug: str, pk: UUID) -> Organizer:
    session = visible_session(request, slug)
    return get_object_or_404(Organizer.objects.select_related("session"), session=session, pk=pk)


@requires("sessions.remove_organizer", _organizer)
def drop_organizer(request: SignedInRequest, organizer: Organizer) -> HttpResponse:
    """Asked first, with who may edit no longer."""
    if request.method != "POST":
        context = {"session": organizer.session, "organizer": organizer}
        return render(request, "sessions/event_organizer_remove.html", context)
    remove_organizer(organizer, actor=request.user)
    messages.success(request, _("%(organizer)s is no longer an organizer.") % {"organizer": organizer})
    # Who edited for this organizer may not any more; the request's own user keeps the rights read before.
    person = User.objects.get(pk=request.user.pk)
    if person.has_perm("sessions.edit_side_event", organizer.session):
        return _back(organizer.session, "organizers")
    return redirect(organizer.session if person.has_perm("sessions.view_session", organizer.session) else "home")


@require_POST
@requires("sessions.let_organizers_edit", _organizer)
def let_edit(request: SignedInRequest, organizer: Organizer) -> HttpResponse:
    allowed = "allowed" in request.POST
    let_members_edit(organizer, allowed, actor=request.user)
    words = (
        _("Whoever acts for %(organizer)s may edit the side event.")
        if allowed
        else _("Those who act for %(organizer)s may not edit the side event any more.")
    )
    messages.success(request, words % {"organizer": organizer})
    return _back(organizer.session, "organizers")


@requires("sessions.edit_side_event", visible_session)
def add_speaker(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = NewEventSpeakerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        speaker = add_event_speaker(session, actor=request.user, token=values.pop("client_token"), **values)
        messages.success(request, _("%(speaker)s is announced.") % {"speaker": speaker})
        return _back(session, "speakers")
    return render(request, "sessions/event_speaker.html", {"session": session, "form": form})


def _speaker(request: HttpRequest, slug: str, pk: UUID) -> EventSpeaker:
    session = visible_session(request, slug)
    return get_object_or_404(EventSpeaker.objects.select_related("session"), session=session, pk=pk)


@requires("sessions.edit_in_side_event", _speaker)
def speaker(request: SignedInRequest, speaker: EventSpeaker) -> HttpResponse:
    form = EventSpeakerEditForm(request.POST if request.method == "POST" else None, instance=speaker)
    if form.is_valid():
        try:
            save_event_speaker(form.instance, actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("%(speaker)s is saved.") % {"speaker": speaker})
            return _back(speaker.session, "speakers")
    return render(
        request, "sessions/event_speaker.html", {"session": speaker.session, "form": form, "speaker": speaker}
    )


@require_POST
@requires("sessions.edit_in_side_event", _speaker)
def drop_speaker(request: SignedInRequest, speaker: EventSpeaker) -> HttpResponse:
    remove_event_speaker(speaker, actor=request.user)
    messages.success(request, _("%(speaker)s is no longer announced.") % {"speaker": speaker})
    return _back(speaker.session, "speakers")


@require_POST
@requires("sessions.edit_in_side_event", _speaker)
def move_speaker(request: SignedInRequest, speaker: EventSpeaker) -> HttpResponse:
    move_event_speaker(speaker, up="up" in request.POST, actor=request.user)
    return _back(speaker.session, "speakers")


@require_POST
@requires("sessions.edit_side_event", visible_session)
def ask(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    try:
        ask_to_publish(session, actor=request.user)
    except InvalidTransition:
        messages.error(request, _("The side event is published or cancelled already."))
    else:
        messages.success(request, _("The secretariat is asked to publish it. You may go on editing."))
    return _back(session)
