"""Provisional intents: left by whoever followed a forwarded link, confirmed or discarded by the lead or by staff."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Delegation, Invitation
from accounts.permissions import is_focal_point
from accounts.requests import SignedInRequest
from accounts.services.invitations import has_verified
from accounts.views.invitations import followed_invitation
from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from speakers.forms.intents import DiscardForm, ProvisionalIntentForm
from speakers.models import IntentStatus, SpeakingIntent
from speakers.services.intents import IntentExists, IntentsClosed
from speakers.services.provisional import (
    confirm_provisional_intent,
    discard_provisional_intent,
    leave_provisional_intent,
)
from speakers.views.intents import closed_words, exists_words, intents_window, one_intent


@dataclass(frozen=True)
class Forwarded:
    """A session, and the invitation whose link brought somebody there."""

    session: DialogueSession
    invitation: Invitation
    delegation: Delegation


def _forwarded(request: HttpRequest, slug: str) -> Forwarded:
    invitation = followed_invitation(request)
    if invitation is None or not isinstance(invitation.scope, Delegation):
        raise Http404
    return Forwarded(visible_session(request, slug), invitation, invitation.scope)


@requires("speakers.leave_provisional_intent", _forwarded)
def leave(request: SignedInRequest, forwarded: Forwarded) -> HttpResponseBase:
    session, delegation = forwarded.session, forwarded.delegation
    if is_focal_point(request.user, delegation):
        return redirect("speakers:register-intent", slug=session.slug)
    if has_verified(request.user, forwarded.invitation.email):
        return redirect("accounts:invitation-answer")
    form = ProvisionalIntentForm(request.POST or None, session=session)
    if form.is_valid() and (left := _left(request, form, forwarded)):
        messages.success(request, _("Your intent is kept. It stands as soon as it is confirmed."))
        return redirect(f"{left.get_absolute_url()}?sent=1")
    context = {"session": session, "delegation": delegation, "form": form, "window": intents_window(session)}
    return render(request, "speakers/leave_provisional_intent.html", context)


def _left(request: SignedInRequest, form: ProvisionalIntentForm, forwarded: Forwarded) -> SpeakingIntent | None:
    """The intent that was left; None with the error in the form, and all that was typed."""
    intent = form.save(commit=False)
    intent.delegation = forwarded.delegation
    try:
        return leave_provisional_intent(
            intent,
            questions=form.cleaned_data["questions"],
            invitation=forwarded.invitation,
            actor=request.user,
            token=form.cleaned_data["client_token"],
        )
    except IntentsClosed:
        form.add_error(None, closed_words())
    except InvalidTransition:
        form.add_error(
            None,
            _(
                "The invitation that was forwarded to you has expired or was withdrawn. What you typed is kept below. "
                "Ask whoever forwarded it, or the secretariat, for a new one."
            ),
        )
    except IntentExists as error:
        form.add_error(None, exists_words(error.existing))
    return None


def _provisional(request: HttpRequest, slug: str, pk: UUID) -> SpeakingIntent:
    intent = one_intent(request, slug, pk)
    if not hasattr(intent, "provisional_act"):
        raise Http404
    return intent


@require_safe
@requires("speakers.view_provisional_intent", _provisional)
def show(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponse:
    """Where it stands, for whoever left it and whoever decides."""
    return _page(request, intent, DiscardForm(is_own=_is_only_author(request, intent)))


def _page(request: SignedInRequest, intent: SpeakingIntent, form: DiscardForm) -> HttpResponse:
    may_decide = request.user.has_perm("speakers.confirm_provisional_intent", intent)
    is_open = intent.status == IntentStatus.PROVISIONAL
    same = SpeakingIntent.objects.active().filter(
        session=intent.session, delegation=intent.delegation, on_behalf_of__iexact=intent.on_behalf_of
    )
    context: dict[str, Any] = {
        "session": intent.session,
        "intent": intent,
        "act": intent.provisional_act,
        "may_decide": may_decide,
        "may_confirm": may_decide and not intent.is_settled,
        "may_discard": is_open,
        "stands": same.first() if may_decide and not intent.is_settled else None,
        # Once confirmed it is the delegation's: whoever left it sees that, not what becomes of it.
        "shows_content": may_decide or not intent.is_settled,
        "sees_needs": True,
        "form": form,
        "just_sent": "sent" in request.GET,
    }
    return render(request, "speakers/provisional_intent.html", context)


def _is_only_author(request: SignedInRequest, intent: SpeakingIntent) -> bool:
    return not request.user.has_perm("speakers.confirm_provisional_intent", intent)


@require_POST
@requires("speakers.confirm_provisional_intent", _provisional)
def confirm(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponse:
    try:
        moved = confirm_provisional_intent(intent, actor=request.user)
    except IntentExists as error:
        messages.error(
            request,
            _("Nothing was changed: another intent stands. %(which)s Withdraw that one first, or discard this one.")
            % {"which": exists_words(error.existing)},
        )
    except InvalidTransition:
        messages.info(request, _("Nothing was changed: somebody else has decided this already."))
    else:
        messages.success(request, _("The intent to speak of %(delegation)s stands.") % {"delegation": moved.represents})
        if request.user.has_perm("speakers.view_intent", moved):
            return redirect(moved.get_absolute_url())
    return redirect("speakers:provisional-intent", slug=intent.session.slug, pk=intent.pk)


@require_POST
@requires("speakers.discard_provisional_intent", _provisional)
def discard(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponse:
    form = DiscardForm(request.POST, is_own=_is_only_author(request, intent))
    if not form.is_valid():
        return _page(request, intent, form)
    try:
        discard_provisional_intent(intent, actor=request.user, reason=form.cleaned_data.get("reason", ""))
    except InvalidTransition:
        messages.info(request, _("Nothing was changed: somebody else has decided this already."))
    else:
        messages.success(request, _("It is discarded. What was typed is kept."))
    return redirect("speakers:provisional-intent", slug=intent.session.slug, pk=intent.pk)
