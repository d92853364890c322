"""Merging two entries of one organisation: find the other one, see both side by side, decide, merge."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.matching import likely_matches
from accounts.models import Organization
from accounts.requests import SignedInRequest
from accounts.services.merging import ChangedSinceSeen, Undecided, merge_organizations, plan_merge
from dialogue_portal.access import requires

MOST_FOUND = 20


def _organization(request: HttpRequest, pk: Any) -> Organization:
    return get_object_or_404(Organization, pk=pk)


@require_safe
@requires("accounts.manage_people", _organization)
def choose(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Find the entry that is the same organisation."""
    text = request.GET.get("q", "").strip()
    others = Organization.objects.exclude(pk=organization.pk).select_related("headquarters")
    found = others.filter(Q(name__icontains=text) | Q(website__icontains=text))[:MOST_FOUND] if text else []
    matches = likely_matches(organization.name, organization.website, without=[organization.pk])
    context = {"organization": organization, "text": text, "found": found, "matches": matches}
    return render(request, "accounts/organization_merge_choose.html", context)


@requires("accounts.manage_people")
@never_cache
def merge(request: SignedInRequest, pk: Any, other: Any) -> HttpResponse:
    """Both entries side by side, what moves, what is to be decided; POST merges."""
    if pk == other:
        raise Http404
    organizations = Organization.objects.select_related("headquarters").prefetch_related("former_names")
    kept = get_object_or_404(organizations, pk=pk)
    merged = get_object_or_404(organizations, pk=other)
    error = ""
    if request.method == "POST":
        try:
            merge_organizations(
                kept, merged, actor=request.user, choices=request.POST.dict(), seen=request.POST.get("seen", "")
            )
        except Undecided:
            error = _("Nothing was merged: decide below which of the two applications goes on.")
        except ChangedSinceSeen:
            error = _("Nothing was merged: something changed meanwhile. Look at both entries again, then merge them.")
        else:
            words = {"merged": merged, "kept": kept}
            messages.success(request, _("“%(merged)s” is now one with “%(kept)s”.") % words)
            return redirect(kept)
    context = {"plan": plan_merge(kept, merged), "error": error, "chosen": request.POST}
    return render(request, "accounts/organization_merge.html", context, status=409 if error else 200)
