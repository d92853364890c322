"""Pages about people: my account, the focal points of delegations, invitations, the audit log."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView, UpdateView
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from accounts.audit_log import changes_of, shows_time, without_order
from accounts.forms import AuditFilter, DelegationFilter, InvitationForm, ProfileForm
from accounts.invitations import scope_of
from accounts.models import AuditEntry, Delegation, DelegationMember, Invitation, InvitationState, Organization, User
from accounts.models.invitations import token_hash
from accounts.services import (
    InvitationForSomebodyElse,
    accept_invitation,
    has_verified,
    remove_focal_point,
    renew_invitation,
    withdraw_invitation,
)
from dialogue_portal.access import PUBLIC, RequiresMixin, requires
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition


class ProfileView(RequiresMixin, UpdateView):
    permission = "accounts.signed_in"
    form_class = ProfileForm
    template_name = "accounts/me.html"

    def get_object(self, queryset: Any = None) -> User:
        # A row of its own: what fails to validate must not change the person who is signed in.
        return get_object_or_404(User, pk=self.request.user.pk)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        try:
            user = form.save()
        except StaleRevision as error:
            form.show_conflict(error.current)
            return self.form_invalid(form)
        with translation.override(user.language):
            messages.success(self.request, _("Your account was saved."))
            return redirect("accounts:me")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            delegations=Delegation.objects.filter(members=self.object),
            organizations=Organization.objects.filter(members=self.object),
            **kwargs,
        )


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
@requires("accounts.manage_people", _invitation)
def renew(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        renew_invitation(invitation, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("%(invited)s gets a new link.") % {"invited": invitation})
    except InvalidTransition:
        messages.error(request, _("This invitation was accepted or withdrawn meanwhile."))
    return _scope_page(invitation)


@require_POST
@requires("accounts.manage_people", _invitation)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        withdraw_invitation(invitation)
        messages.success(request, _("The invitation of %(invited)s was withdrawn.") % {"invited": invitation})
    except InvalidTransition:
        messages.error(request, _("This invitation was accepted or withdrawn meanwhile."))
    return _scope_page(invitation)


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


class AuditLogView(RequiresMixin, ListView):
    permission = "accounts.view_audit_log"
    template_name = "accounts/audit_log.html"
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = AuditFilter(self.request.GET)
        rows = AuditEntry.objects.select_related("actor", "content_type").defer("serialized_data")
        rows = self.filter.apply(rows.order_by("-timestamp", "-pk"))
        return without_order(rows, record=self.request.GET.get("object", "").strip())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, **kwargs)
        for entry in context["entries"]:
            entry.shown_changes, entry.shows_time = list(changes_of(entry)), shows_time(entry)
        return context
