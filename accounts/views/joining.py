"""Asking to act for an organisation, the answer, and leaving it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.forms.organizations import DeclineForm, JoinForm
from accounts.models import JoinRequest, Organization, OrganizationMember
from accounts.requests import SignedInRequest
from accounts.services import organizations as services
from accounts.views.organizations import organization_now
from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition


@requires("accounts.join_organization", organization_now)
@never_cache
def join(request: SignedInRequest, organization: Organization) -> HttpResponse:
    """Ask to act for an organisation, or see how one's request stands; nothing of the organisation but its name."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"message": form.cleaned_data["message"], "token": form.cleaned_data["client_token"]}
        try:
            services.ask_to_join(organization, actor=request.user, **values)
        except services.TooManyRequests:
            form.add_error(None, _("You have asked to join several organizations lately. Write to the secretariat."))
        except services.AlreadyMember:
            return redirect(organization)
        else:
            messages.success(request, _("Your request was sent. You hear by e-mail."))
            return redirect("accounts:organization-join", pk=organization.pk)
    if organization.memberships.filter(user=request.user).exists():
        return redirect(organization)
    latest = organization.join_requests.filter(user=request.user).last()
    context = {"organization": organization, "form": form, "latest": latest}
    return render(request, "accounts/organization_join.html", context)


def _join_request(request: HttpRequest, pk: Any) -> JoinRequest:
    return get_object_or_404(JoinRequest.objects.select_related("organization", "user"), pk=pk)


def _settled(request: HttpRequest) -> None:
    messages.info(request, _("This request was answered or taken back meanwhile."))


@require_POST
@requires("accounts.answer_join_request", _join_request)
def admit(request: SignedInRequest, asked: JoinRequest) -> HttpResponse:
    words = {"person": asked.user, "organization": asked.organization}
    try:
        services.admit(asked, actor=request.user)
        messages.success(request, _("%(person)s acts for %(organization)s from now on.") % words)
    except InvalidTransition:
        _settled(request)
    return redirect(asked.organization)


@require_POST
@requires("accounts.answer_join_request", _join_request)
def decline(request: SignedInRequest, asked: JoinRequest) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was sent: give the reason, which the person is told."))
        return redirect(asked.organization)
    try:
        services.decline(asked, actor=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, _("%(person)s was told that the request is declined.") % {"person": asked.user})
    except InvalidTransition:
        _settled(request)
    return redirect(asked.organization)


@require_POST
@requires("accounts.withdraw_join_request", _join_request)
def withdraw(request: SignedInRequest, asked: JoinRequest) -> HttpResponse:
    try:
        services.withdraw_join_request(asked, actor=request.user)
        messages.success(request, _("Your request was taken back."))
    except InvalidTransition:
        _settled(request)
    return redirect(asked)


@requires("accounts.leave_organization", organization_now)
@never_cache
def leave(request: SignedInRequest, organization: Organization) -> HttpResponse:
    """Stop acting for an organisation; the last one is warned."""
    is_last = not organization.memberships.exclude(user=request.user).exists()
    if request.method == "POST":
        try:
            services.leave_organization(
                organization, actor=request.user, leaves_nobody=request.POST.get("leaves_nobody") == "yes"
            )
        except services.LastMember:
            is_last = True
        else:
            words = {"organization": organization}
            messages.success(request, _("You no longer act for %(organization)s.") % words)
            return redirect("accounts:me")
    context = {"organization": organization, "is_last": is_last}
    return render(request, "accounts/organization_leave.html", context)


def _membership(request: HttpRequest, pk: Any) -> OrganizationMember:
    return get_object_or_404(OrganizationMember.objects.select_related("user", "organization"), pk=pk)


@require_POST
@requires("accounts.manage_people", _membership)
def remove(request: HttpRequest, membership: OrganizationMember) -> HttpResponse:
    services.remove_member(membership)
    words = {"person": membership.user, "organization": membership.organization}
    messages.success(request, _("%(person)s no longer acts for %(organization)s.") % words)
    return redirect(membership.organization)
