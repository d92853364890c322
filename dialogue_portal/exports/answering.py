"""How a staff page hands its table out: `?export=csv` or `?export=xlsx` beside the page's own filter.

`offers` wraps a function view, below `@requires`; `OffersMixin` a class. Up to `AT_ONCE` rows are sent with the answer,
a longer table is made by the worker while a page says how far it is.
"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from dialogue_portal import jobs
from dialogue_portal.access import check
from dialogue_portal.exports.tables import Asked, Sheet, staff_tables
from dialogue_portal.exports.writing import FORMATS, csv_pieces, write_excel
from dialogue_portal.jobs import JobState
from dialogue_portal.models import Export

KIND = "export"
# Rows that are sent with the answer.
AT_ONCE = 1000
# Parameters of a page that filter nothing.
NO_FILTER = ("export", "table", "page")
# A second click on the same link does not begin the same work again.
SAME_CLICK = timedelta(minutes=10)

View = Callable[..., HttpResponseBase]


def offers(*names: str) -> Callable[[View], View]:
    """Let a page, of a session or of none, hand out its staff tables; the first where the address names none."""

    def decorate(view: View) -> View:
        @wraps(view)
        def offering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "GET" and "export" in request.GET:
                name = request.GET.get("table", names[0])
                return hand_out(request, name if name in names else names[0], args[0] if args else None)
            return view(request, *args, **kwargs)

        offering.tables = names  # type: ignore[attr-defined]
        return offering

    return decorate


class OffersMixin:
    """A list whose page hands out the staff table `table`; stands after `RequiresMixin`."""

    table: str

    def get_table_scope(self) -> Any:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and "export" in request.GET:
            return hand_out(request, self.table, self.get_table_scope())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def hand_out(request: HttpRequest, name: str, scope: Any = None) -> HttpResponseBase:
    """The table as a file, or the page of the work that makes it. Raises Http404 for a format that there is not."""
    file_format, table = request.GET["export"], staff_tables[name]
    if file_format not in FORMATS:
        raise Http404
    if refused := check(request, table.permission, scope):
        return refused
    chosen = request.GET.copy()
    for parameter in NO_FILTER:
        chosen.pop(parameter, None)
    taken_at = timezone.now()
    sheet = Sheet(name, table, Asked(request.user, chosen, scope))
    about = {
        "table": name,
        "file_format": file_format,
        "query": chosen.urlencode(),
        "language": get_language() or "en",
        "taken_by": request.user,
    }
    count = sheet.count()
    if count > AT_ONCE:
        return redirect(_begin(about, scope, count))
    # Formed before it is noted as taken and sent: what goes wrong is a page that says so, not half a file.
    content = _content(sheet, file_format, taken_at)
    Export.objects.create(
        **about, scope=scope, state=JobState.DONE, rows=count, taken_at=taken_at, finished_at=timezone.now()
    )
    return _response(sheet, file_format, content, taken_at)


def _begin(about: dict[str, Any], scope: Any, count: int) -> Export:
    """Have the worker make the table, unless it is at it already."""
    same = Export.objects.filter(**about, state__in=[JobState.QUEUED, JobState.RUNNING])
    same = same.filter(taken_at__gt=timezone.now() - SAME_CLICK)
    same = same.about(scope) if scope else same.filter(scope_id=None)
    if under_way := same.first():
        return under_way
    export = Export.objects.create(**about, scope=scope, rows=count, progress_total=count)
    jobs.enqueue(KIND, export)
    return export


def _content(sheet: Sheet, file_format: str, moment: datetime) -> bytes:
    pieces = [list(sheet.found)]
    if file_format == "csv":
        return b"".join(csv_pieces(sheet, pieces))
    file = io.BytesIO()
    write_excel(sheet, pieces, file, moment)
    return file.getvalue()


def _response(sheet: Sheet, file_format: str, content: bytes, moment: datetime) -> HttpResponse:
    content_type, ending = FORMATS[file_format]
    name = sheet.stem(timezone.localdate(moment, sheet.asked.zone)) + ending
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
