"""A delegation's focal points: the secretariat's list, and the page that the delegation's own lead shares with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from accounts.forms.delegations import DelegationFilter
from accounts.forms.invitations import InvitationForm
from accounts.models import Delegation, DelegationMember
from accounts.requests import SignedInRequest
from accounts.services.delegations import LastLead, hand_over_lead, is_last_lead, remove_focal_point
from accounts.views.invitations import invitations_shown
from dialogue_portal.access import RequiresMixin, requires
from dialogue_portal.exports.answering import OffersMixin


class DelegationListView(RequiresMixin, OffersMixin, ListView):
    permission = "accounts.manage_people"
    table = "accounts.delegations"
    template_name = "accounts/delegations.html"
    context_object_name = "delegations"

    def get_queryset(self) -> Any:
        self.filter = DelegationFilter(self.request.GET)
        return self.filter.apply(Delegation.objects.with_focal_point_count())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, **kwargs)


def _delegation(request: HttpRequest, pk: object) -> Delegation:
    return get_object_or_404(Delegation, pk=pk)


def _membership(request: HttpRequest, pk: object) -> DelegationMember:
    return get_object_or_404(DelegationMember.objects.select_related("user", "delegation"), pk=pk)


@require_safe
@requires("accounts.view_delegation", _delegation)
def delegation(request: SignedInRequest, delegation: Delegation) -> HttpResponse:
    """Who acts for a delegation; its lead and the secretariat invite, remove and hand over the lead from here."""
    return _page(request, delegation, InvitationForm(scope=delegation))


def _page(request: SignedInRequest, delegation: Delegation, form: InvitationForm) -> HttpResponse:
    may_manage = request.user.has_perm("accounts.manage_delegation", delegation)
    context = {
        "delegation": delegation,
        "focal_points": delegation.memberships.select_related("user").order_by("-is_lead", "user__full_name", "pk"),
        "may_manage": may_manage,
        "invitations": invitations_shown(delegation) if may_manage else [],
        "form": form,
    }
    return render(request, "accounts/delegation.html", context)


@require_POST
@requires("accounts.manage_delegation", _delegation)
def invite(request: SignedInRequest, delegation: Delegation) -> HttpResponse:
    form = InvitationForm(request.POST, scope=delegation)
    if form.is_valid() and (invitation := form.invite(actor=request.user)):
        messages.success(request, _("%(invited)s was invited.") % {"invited": invitation})
        return redirect(delegation)
    return _page(request, delegation, form)


@requires("accounts.manage_membership", _membership)
def remove(request: SignedInRequest, membership: DelegationMember) -> HttpResponse:
    """Ask before a person is removed, with a warning where nobody would lead; POST removes."""
    if request.method == "POST":
        try:
            remove_focal_point(membership, actor=request.user, without_lead="without_lead" in request.POST)
        except LastLead:
            # Somebody else ceased to lead since the page was read: it warns now.
            messages.error(request, _("Nothing was changed: this person has become the only lead meanwhile."))
            return redirect("accounts:focal-point-remove", pk=membership.pk)
        messages.success(request, _("%(person)s no longer acts for %(delegation)s.") % _named(membership))
        return redirect(membership.delegation if membership.user != request.user else "home")
    context = {
        "membership": membership,
        "is_last_lead": is_last_lead(membership),
        "others": membership.delegation.memberships.exclude(pk=membership.pk).exists(),
    }
    return render(request, "accounts/focal_point_remove.html", context)


@require_POST
@requires("accounts.manage_membership", _membership)
def lead(request: SignedInRequest, membership: DelegationMember) -> HttpResponse:
    """Hand the lead over to this focal point."""
    try:
        hand_over_lead(membership, actor=request.user)
    except DelegationMember.DoesNotExist:
        messages.error(request, _("Nothing was changed: this person was removed meanwhile."))
    else:
        messages.success(request, _("%(person)s leads the focal points of %(delegation)s now.") % _named(membership))
    return redirect(membership.delegation)


def _named(membership: DelegationMember) -> dict[str, object]:
    return {"person": membership.user, "delegation": membership.delegation}
