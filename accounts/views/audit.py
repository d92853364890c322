"""The audit log."""

from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from accounts.audit_log import changes_of, export_lines, shows_time, without_order
from accounts.forms.audit import AuditFilter
from accounts.models import AuditEntry
from dialogue_portal.access import RequiresMixin, requires

LINES_AT_ONCE = 500


class AuditLogView(RequiresMixin, ListView):
    permission = "accounts.view_audit_log"
    template_name = "accounts/audit_log.html"
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = AuditFilter(self.request.GET)
        return _chosen(self.request, self.filter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, query=self.request.GET.urlencode(), **kwargs)
        for entry in context["entries"]:
            entry.shown_changes, entry.shows_time = list(changes_of(entry)), shows_time(entry)
        return context


def _chosen(request: HttpRequest, filter_form: AuditFilter) -> Any:
    rows = AuditEntry.objects.select_related("actor", "content_type").defer("serialized_data")
    rows = filter_form.apply(rows.order_by("-timestamp", "-pk"))
    return without_order(rows, record=request.GET.get("object", "").strip())


@require_safe
@requires("accounts.view_audit_log")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter shows, for a spreadsheet: sent row by row, however many there are."""
    pieces = _pieces(export_lines(_chosen(request, AuditFilter(request.GET))))
    # Under ASGI Django would read the whole of a synchronous iterator before it sends anything.
    content = _async_pieces(pieces) if hasattr(request, "scope") else pieces
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return response


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while piece := "".join(islice(lines, LINES_AT_ONCE)):
        yield piece


async def _async_pieces(pieces: Iterator[str]) -> AsyncIterator[str]:
    following = sync_to_async(lambda: next(pieces, ""))
    while piece := await following():
        yield piece
