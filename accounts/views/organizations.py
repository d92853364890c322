"""Organisations: the staff list, one organisation's page, naming a new one, correcting, checking its status."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView, UpdateView

from accounts.forms.organizations import (
    DeclineForm,
    EcosocCheckForm,
    NewOrganizationForm,
    OrganizationEditForm,
    OrganizationFilter,
)
from accounts.matching import likely_matches
from accounts.models import FormerName, JoinState, Organization
from accounts.organization_page import involvements
from accounts.requests import SignedInRequest
from accounts.services import organizations as services
from accounts.services.ecosoc import check_ecosoc_status
from dialogue_portal.access import RequiresMixin, requires
from dialogue_portal.exports.answering import OffersMixin
from dialogue_portal.revisions import StaleRevision


def found_organization(request: HttpRequest, pk: Any) -> Organization | FormerName:
    """The organisation of this address, or the former name that it was merged under. Raises Http404."""
    organization = Organization.objects.select_related("headquarters").filter(pk=pk).first()
    former = None if organization else FormerName.objects.select_related("organization").filter(former_id=pk).first()
    if organization is None and former is None:
        raise Http404
    return organization or former  # type: ignore[return-value]


def organization_now(request: HttpRequest, pk: Any) -> Organization:
    """The organisation of this address; of a merged one the organisation that it is now."""
    found = found_organization(request, pk)
    return found.organization if isinstance(found, FormerName) else found


class OrganizationListView(RequiresMixin, OffersMixin, ListView):
    permission = "accounts.manage_people"
    table = "accounts.organizations"
    template_name = "accounts/organizations.html"
    context_object_name = "organizations"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = OrganizationFilter(self.request.GET)
        rows = self.filter.apply(Organization.objects.all()).select_related("headquarters")
        rows = rows.prefetch_related("ecosoc_statuses", "former_names")
        waiting = Count("join_requests", filter=Q(join_requests__state=JoinState.OPEN), distinct=True)
        return rows.annotate(people=Count("memberships", distinct=True), waiting=waiting).order_by("name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, **kwargs)


@require_safe
@requires("accounts.view_organization", organization_now)
@never_cache
def organization(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Who acts for it, who asks to, its status, what it takes part in."""
    if request.resolver_match and request.resolver_match.kwargs["pk"] != organization.pk:
        return redirect(organization, permanent=True)
    return _show(request, organization)


def _show(request: HttpRequest, organization: Organization, *, status: int = 200, **forms: Any) -> HttpResponse:
    is_staff = request.user.has_perm("accounts.manage_people")
    matches = likely_matches(organization.name, organization.website, without=[organization.pk]) if is_staff else []
    context = {
        "organization": organization,
        "is_staff": is_staff,
        "is_member": request.user.has_perm("accounts.leave_organization", organization),
        "members": organization.memberships.select_related("user").order_by("user__full_name", "pk"),
        "join_requests": organization.join_requests.waiting().select_related("user"),
        "involvements": [shown for provider in involvements for shown in provider(organization, request.user)],
        "statuses": organization.ecosoc_statuses.select_related("checked_by"),
        "matches": matches,
        "decline_form": DeclineForm(),
        "ecosoc_form": EcosocCheckForm(),
    }
    return render(request, "accounts/organization.html", {**context, **forms}, status=status)


@requires("accounts.signed_in")
@never_cache
def new_organization(request: SignedInRequest) -> HttpResponse:
    """Name one's organisation, or find that it is known."""
    form = NewOrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["client_token"]
        try:
            made = services.create_organization(
                form.values(), actor=request.user, distinct_from=form.set_aside, token=token
            )
        except services.LikelyDuplicates as error:
            form.offer(error.matches)
        else:
            messages.success(request, _("%(organization)s is known to the portal now.") % {"organization": made})
            return redirect(made)
    return render(request, "accounts/organization_new.html", {"form": form})


class OrganizationEditView(RequiresMixin, UpdateView):
    permission = "accounts.manage_people"
    model = Organization
    form_class = OrganizationEditForm
    template_name = "accounts/organization_edit.html"
    context_object_name = "organization"

    def form_valid(self, form: OrganizationEditForm) -> HttpResponse:
        try:
            services.update_organization(self.object, form.cleaned_data, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
            return self.form_invalid(form)
        messages.success(self.request, _("%(organization)s was saved.") % {"organization": self.object})
        return redirect(self.object)


def _organization(request: HttpRequest, pk: Any) -> Organization:
    return get_object_or_404(Organization, pk=pk)


@require_POST
@requires("accounts.manage_people", _organization)
def check_status(request: SignedInRequest, organization: Organization) -> HttpResponse:
    """Record the consultative status as checked."""
    form = EcosocCheckForm(request.POST)
    if not form.is_valid():
        return _show(request, organization, status=400, ecosoc_form=form)
    check_ecosoc_status(organization, actor=request.user, **form.cleaned_data)
    messages.success(request, _("The checked status was recorded."))
    return redirect(organization)
