"""The page of an export that the worker makes: how far it is, then the file. Only for whoever asked for it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogue_portal import jobs
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import KIND
from dialogue_portal.models import Export
from dialogue_portal.uploads import private_response


def _export(request: HttpRequest, pk: Any) -> Export | None:
    """The reader's own: what somebody else took away, the audit log tells. None sends a visitor to sign in."""
    if not request.user.is_authenticated:
        return None
    return get_object_or_404(Export.objects.select_related("taken_by"), pk=pk, taken_by=request.user)


@require_safe
@requires("dialogue_portal.take_export", _export)
@never_cache
def export(request: HttpRequest, export: Export) -> HttpResponse:
    """The page; what htmx asks for again is its state alone."""
    template = "portal/_export_state.html" if request.headers.get("HX-Request") else "portal/export.html"
    return render(request, template, {"export": export})


@require_safe
@requires("dialogue_portal.take_export", _export)
def download(request: HttpRequest, export: Export) -> HttpResponseBase:
    if not export.file:
        raise Http404
    return private_response(request, file=export.file, name=export.file_name, content_type=export.content_type)


@require_POST
@requires("dialogue_portal.take_export", _export)
def retry(request: HttpRequest, export: Export) -> HttpResponse:
    """Start an export over that failed."""
    jobs.requeue(KIND, export.pk)
    return redirect(export)
