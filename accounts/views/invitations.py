"""Invitations: what staff do with them, and what the invited person sees."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.invitations import scope_of
from accounts.models import Invitation, InvitationState
from accounts.models.invitations import token_hash
from accounts.services.invitations import (
    InvitationForSomebodyElse,
    accept_invitation,
    has_verified,
    renew_invitation,
    withdraw_invitation,
)
from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.states import InvalidTransition


def invitations_shown(scope: Any) -> list[Invitation]:
    """A scope's open and expired invitations, each with its role in words, for `accounts/_invitations.html`."""
    invitations = list(Invitation.objects.about(scope).unsettled())
    for invitation in invitations:
        invitation.role_label = scope_of(scope).roles.get(invitation.role, invitation.role)  # type: ignore[attr-defined]
    return invitations


def _invitation(request: HttpRequest, pk: str) -> Invitation:
    return get_object_or_404(Invitation, pk=pk)


def _scope_page(invitation: Invitation) -> HttpResponse:
    return redirect(scope_of(invitation.scope).page(invitation.scope))


@require_POST
@requires("accounts.manage_invitation", _invitation)
def renew(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        renew_invitation(invitation, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("%(invited)s gets a new link.") % {"invited": invitation})
    except InvalidTransition:
        messages.error(request, _("This invitation was accepted or withdrawn meanwhile."))
    return _scope_page(invitation)


@require_POST
@requires("accounts.manage_invitation", _invitation)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        withdraw_invitation(invitation)
        messages.success(request, _("The invitation of %(invited)s was withdrawn.") % {"invited": invitation})
    except InvalidTransition:
        messages.error(request, _("This invitation was accepted or withdrawn meanwhile."))
    return _scope_page(invitation)


@requires(PUBLIC)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What a person sees who follows the link of an invitation; POST accepts it."""
    invitation = Invitation.objects.filter(token_hash=token_hash(token)).first()
    if invitation is None or invitation.scope is None:
        return render(request, "accounts/invitation_unknown.html", status=404)
    is_mine = request.user.is_authenticated and has_verified(request.user, invitation.email)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accept_invitation(invitation, actor=request.user)
        except (InvalidTransition, InvitationForSomebodyElse):
            invitation.refresh_from_db()
        else:
            messages.success(request, _("Welcome. You now act for: %(scope)s.") % {"scope": invitation.scope})
            return redirect("home")
    is_open = invitation.state == InvitationState.OPEN
    query = urlencode({"next": request.path, "email": invitation.email})
    context = {
        "invitation": invitation,
        "role": scope_of(invitation.scope).roles.get(invitation.role, invitation.role),
        "is_mine": is_mine,
        "sign_in": f"{reverse('account_login')}?{query}",
        "sign_up": f"{reverse('account_signup')}?{query}",
    }
    return render(request, "accounts/invitation.html", context, status=200 if is_open else 410)
