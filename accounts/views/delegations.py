"""Delegations and who acts for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from accounts.forms.delegations import DelegationFilter
from accounts.forms.invitations import InvitationForm
from accounts.models import Delegation, DelegationMember
from accounts.services.delegations import remove_focal_point
from accounts.views.invitations import invitations_shown
from dialogue_portal.access import RequiresMixin, requires


class DelegationListView(RequiresMixin, ListView):
    permission = "accounts.manage_people"
    template_name = "accounts/delegations.html"
    context_object_name = "delegations"

    def get_queryset(self) -> Any:
        self.filter = DelegationFilter(self.request.GET)
        return self.filter.apply(Delegation.objects.with_focal_point_count())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, **kwargs)


class DelegationView(RequiresMixin, SingleObjectMixin, FormView):
    """Who acts for a delegation, who was invited to, and the form that invites."""

    permission = "accounts.manage_people"
    model = Delegation
    form_class = InvitationForm
    template_name = "accounts/delegation.html"

    @property
    def object(self) -> Delegation:
        if not hasattr(self, "_delegation"):
            self._delegation = self.get_object()
        return self._delegation

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scope": self.object}

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        invitation = form.invite(actor=self.request.user)  # type: ignore[arg-type]
        if invitation is None:
            return self.form_invalid(form)
        messages.success(self.request, _("%(invited)s was invited.") % {"invited": invitation})
        return redirect(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            focal_points=self.object.memberships.select_related("user").order_by("user__full_name"),
            invitations=invitations_shown(self.object),
            **kwargs,
        )


def _membership(request: HttpRequest, pk: str) -> DelegationMember:
    return get_object_or_404(DelegationMember.objects.select_related("user", "delegation"), pk=pk)


@require_POST
@requires("accounts.manage_people", _membership)
def remove(request: HttpRequest, membership: DelegationMember) -> HttpResponse:
    remove_focal_point(membership)
    messages.success(
        request,
        _("%(person)s no longer acts for %(delegation)s.")
        % {
            "person": membership.user,
            "delegation": membership.delegation,
        },
    )
    return redirect(membership.delegation)
