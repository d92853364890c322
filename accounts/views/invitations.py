"""Invitations: all of them at a glance, what staff and leads do with one, and what the invited person sees."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from accounts.forms.invitations import InvitationFilter
from accounts.invitations import name_role, provisional_acts, scope_of, with_deliveries
from accounts.models import Invitation, InvitationState
from accounts.services.invitations import (
    InvitationForSomebodyElse,
    accept_invitation,
    follow_link,
    has_verified,
    renew_invitation,
    withdraw_invitation,
)
from dialogue_portal.access import PUBLIC, RequiresMixin, requires
from dialogue_portal.exports.answering import OffersMixin
from dialogue_portal.states import InvalidTransition

# Under this name the browser's session remembers whose link was followed.
FOLLOWED = "invitation"


class InvitationListView(RequiresMixin, OffersMixin, ListView):
    """Who was invited to what, whether the mail went out, who has opened and who has accepted."""

    permission = "accounts.manage_people"
    table = "accounts.invitations"
    template_name = "accounts/invitations.html"
    context_object_name = "invitations"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = InvitationFilter(self.request.GET)
        self.found = self.filter.apply(Invitation.objects.all())
        rows = self.filter.narrow(self.found).select_related("accepted_by", "invited_by")
        return rows.prefetch_related("scope")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counts = self.found.count_by_state()
        return {
            **context,
            "invitations": with_deliveries(context["invitations"]),
            "filter": self.filter,
            "counts": [(state, counts[state]) for state in InvitationState if state in counts],
        }


def invitations_shown(scope: Any) -> list[Invitation]:
    """A scope's open and expired invitations, each with its role in words, for `accounts/_invitations.html`."""
    invitations = list(Invitation.objects.about(scope).unsettled())
    for invitation in invitations:
        invitation.scope = scope
        name_role(invitation)
    return invitations


def _invitation(request: HttpRequest, pk: str) -> Invitation:
    return get_object_or_404(Invitation, pk=pk)


def _back(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """To the list that the button stood in, else to the page of what was offered."""
    listed = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(listed, allowed_hosts=None):
        return redirect(listed)
    return redirect(scope_of(invitation.scope).page(invitation.scope))


@require_POST
@requires("accounts.manage_invitation", _invitation)
def renew(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        renew_invitation(invitation, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("%(invited)s gets a new link.") % {"invited": invitation})
    except InvalidTransition:
        messages.error(request, _("This invitation was accepted or withdrawn meanwhile."))
    return _back(request, invitation)


@require_POST
@requires("accounts.manage_invitation", _invitation)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        withdraw_invitation(invitation)
        messages.success(request, _("The invitation of %(invited)s was withdrawn.") % {"invited": invitation})
    except InvalidTransition:
        messages.error(request, _("This invitation was accepted or withdrawn meanwhile."))
    return _back(request, invitation)


@require_safe
@requires(PUBLIC)
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Take a link in: its token goes no further than this, neither into the next address nor into a log."""
    invitation = follow_link(token)
    if invitation is None:
        return _unknown(request)
    request.session[FOLLOWED] = str(invitation.pk)
    return redirect("accounts:invitation-answer")


def followed_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this browser followed, while what it offers is there."""
    key = request.session.get(FOLLOWED)
    invitation = Invitation.objects.filter(pk=key).first() if key else None
    return invitation if invitation is not None and invitation.scope is not None else None


@requires(PUBLIC)
def answer(request: HttpRequest) -> HttpResponse:
    """What a person sees who followed the link of an invitation; POST accepts it."""
    invitation = followed_invitation(request)
    if invitation is None:
        return _unknown(request)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accept_invitation(invitation, actor=request.user)
        except (InvalidTransition, InvitationForSomebodyElse):
            invitation.refresh_from_db()
        else:
            del request.session[FOLLOWED]
            messages.success(request, _("Welcome. You now act for: %(scope)s.") % {"scope": invitation.scope})
            return redirect("home")
    query = urlencode({"next": request.path, "email": invitation.email})
    context = {
        "invitation": invitation,
        "role": scope_of(invitation.scope).roles.get(invitation.role, invitation.role),
        **_reader(request, invitation),
        "sign_in": f"{reverse('account_login')}?{query}",
        "sign_up": f"{reverse('account_signup')}?{query}",
    }
    return render(request, "accounts/invitation.html", context)


def _reader(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    """Whether the invitation is this person's; what anybody else may leave provisionally."""
    is_mine = request.user.is_authenticated and has_verified(request.user, invitation.email)
    acts = [] if is_mine else [act for source in provisional_acts for act in source(invitation, request.user)]
    return {"is_mine": is_mine, "provisional_acts": acts}


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_unknown.html", status=404)
