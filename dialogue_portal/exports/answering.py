"""How a staff page hands its table out: `?export=csv` or `?export=xlsx` beside the page's own filter.

`offers` wraps a function view, below `@requires`; `OffersMixin` a class. Up to `AT_ONCE` rows are sent with the answer,
a longer table is made by the worker while a page says how far it is.
"""

import io
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import timedelta
from functools import wraps
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
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
    sheet = Sheet(name, table, Asked(request.user, chosen, scope))
    about = {"table": name, "file_format": file_format, "query": chosen.urlencode(), "taken_by": request.user}
    count = sheet.count()
    if count > AT_ONCE:
        return redirect(_begin(about, scope, count))
    # Read before anything is sent: what goes wrong is a page that says so, not half a file.
    pieces = [list(sheet.found)]
    taken = Export.objects.create(**about, scope=scope, state=JobState.DONE, rows=count, finished_at=timezone.now())
    return _response(request, sheet, pieces, taken)


def _begin(about: dict[str, Any], scope: Any, count: int) -> Export:
    """Have the worker make the table, unless it is at it already."""
    same = Export.objects.filter(**about, state__in=[JobState.QUEUED, JobState.RUNNING])
    same = same.filter(taken_at__gt=timezone.now() - SAME_CLICK)
    same = same.about(scope) if scope else same.filter(scope_id=None)
    if under_way := same.first():
        return under_way
    export = Export.objects.create(
        **about, scope=scope, rows=count, progress_total=count, language=get_language() or "en"
    )
    jobs.enqueue(KIND, export)
    return export


def _response(request: HttpRequest, sheet: Sheet, pieces: list[list[Any]], taken: Export) -> HttpResponseBase:
    content_type, ending = FORMATS[taken.file_format]
    name = sheet.stem(timezone.localdate(taken.taken_at, sheet.asked.zone)) + ending
    response: HttpResponseBase
    if taken.file_format == "csv":
        content = csv_pieces(sheet, pieces, get_language() or "en")
        response = StreamingHttpResponse(streamed(request, content), content_type=content_type)
    else:
        file = io.BytesIO()
        write_excel(sheet, pieces, file, taken.taken_at)
        response = HttpResponse(file.getvalue(), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def streamed(request: HttpRequest, pieces: Iterable[bytes]) -> Iterator[bytes] | AsyncIterator[bytes]:
    """Pieces as the server wants them: under ASGI Django would read the whole of a synchronous iterator first."""
    return _async(iter(pieces)) if hasattr(request, "scope") else iter(pieces)


async def _async(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(lambda: next(pieces, b""))
    while piece := await following():
        yield piece
