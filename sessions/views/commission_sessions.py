"""The Commission's sessions: the public page of one with its meetings by day, and the pages of those who keep them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.registries import Words
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.forms.commission_sessions import CommissionSessionForm, NewCommissionSessionForm
from sessions.local_time import to_local
from sessions.models import CommissionSession, DialogueSession, SessionStatus
from sessions.services.commission_sessions import create_commission_session, save_commission_session


@dataclass(frozen=True)
class Meeting:
    """A meeting in the list of a day, and how it stands now in words."""

    session: DialogueSession
    words: Words
    tone: str


def one_commission_session(request: HttpRequest, slug: str) -> CommissionSession:
    return get_object_or_404(CommissionSession, slug=slug)


@require_safe
@same_for_visitors
@requires(PUBLIC, one_commission_session)
def detail(request: HttpRequest, commission_session: CommissionSession) -> HttpResponse:
    """Its meetings by day as a delegate wants them; staff see drafts among them."""
    rows = DialogueSession.objects.visible_to(request.user).filter(
        commission_session=commission_session, is_rehearsal=False
    )
    ordered = rows.listed().order_by(F("starts_at").asc(nulls_last=True), "title")
    now = timezone.now()
    days = [(day, [_standing(one, now) for one in held]) for day, held in groupby(ordered, _day)]
    context = {"commission_session": commission_session, "days": days}
    return render(request, "sessions/commission_session.html", context)


def _day(session: DialogueSession) -> date | None:
    """The day in the meeting's zone; None for a draft without a date, which comes last."""
    return to_local(session.starts_at, session.zone).date() if session.starts_at else None


def _standing(session: DialogueSession, now: datetime) -> Meeting:
    """The state in words: of a meeting that is public, whether it is ahead, under way or over."""
    if session.status == SessionStatus.CANCELLED:
        return Meeting(session, session.get_status_display(), "error")
    if session.status == SessionStatus.DRAFT or session.starts_at is None or session.ends_at is None:
        return Meeting(session, session.get_status_display(), "neutral")
    if now < session.starts_at:
        return Meeting(session, gettext_lazy("Ahead"), "neutral")
    if now < session.ends_at:
        return Meeting(session, gettext_lazy("Under way"), "open")
    return Meeting(session, gettext_lazy("Held"), "done")


@require_safe
@requires("sessions.manage_commission_sessions")
@offers("sessions.commission-sessions")
def commission_session_list(request: HttpRequest) -> HttpResponse:
    rows = CommissionSession.objects.with_meetings()
    return render(request, "sessions/commission_session_list.html", {"rows": rows})


@requires("sessions.manage_commission_sessions")
def create(request: SignedInRequest) -> HttpResponse:
    form = NewCommissionSessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["client_token"]
        made, is_new = create_commission_session(form.save(commit=False), actor=request.user, token=token)
        if is_new:
            messages.success(request, _("%(session)s is kept. Meetings can now be placed in it.") % {"session": made})
        return redirect(made)
    return render(request, "sessions/commission_session_form.html", {"form": form})


@requires("sessions.manage_commission_sessions", one_commission_session)
def edit(request: SignedInRequest, commission_session: CommissionSession) -> HttpResponse:
    form = CommissionSessionForm(request.POST or None, instance=commission_session)
    if request.method == "POST" and form.is_valid():
        try:
            save_commission_session(commission_session, actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("The session of the Commission is saved."))
            return redirect(commission_session)
    stored = CommissionSession.objects.get(pk=commission_session.pk)
    return render(request, "sessions/commission_session_form.html", {"form": form, "commission_session": stored})
