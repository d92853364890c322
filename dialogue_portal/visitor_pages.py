"""Pages that are the same for every visitor, kept in the process's memory and sent again without being made again.

A view says so with `@same_for_visitors`; apps name in `apps.py` the models whose rows such pages show. Every save or
deletion of one gives `PublicContent` a new version within the same transaction, and a page kept under another version
is not sent. What changes by the clock alone ends a page's life at that moment: see `_good_until`.

Bulk writers (`queryset.update`, `bulk_create`) send no signal: they show after VISITOR_PAGE_SECONDS at the latest.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from dialogue_portal.models import PublicContent
from dialogue_portal.registries import clock_moments

V = TypeVar("V", bound=Callable[..., Any])
MINUTE = timedelta(minutes=1)


def same_for_visitors(view: V) -> V:
    """Mark a view whose page is the same for all who are not signed in."""
    view.same_for_visitors = True  # type: ignore[attr-defined]
    return view


def shown_to_visitors(*shown: type[models.Model]) -> None:
    """Give what visitors read a new version whenever a row of these models changes."""
    for model in shown:
        for signal in (post_save, post_delete):
            signal.connect(_renew_version, sender=model, dispatch_uid=f"visitor_pages.{model._meta.label}")


def _renew_version(**kwargs: Any) -> None:
    PublicContent.objects.update(version=uuid.uuid4())


@dataclass(frozen=True)
class KeptPage:
    """An answer as it left, compressed or not, with what it holds for."""

    version: uuid.UUID
    good_until: datetime
    body: bytes
    headers: dict[str, str]


class VisitorPagesMiddleware:
    """Answers visitors from the pages kept. Stands outside all that looks at cookies, and outside the compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept: KeptPage | None = caches["pages"].get(key)
        if kept and timezone.now() < kept.good_until and kept.version == _version():
            return HttpResponse(kept.body, headers=kept.headers)
        response = self.get_response(request)
        # What `process_view` found before the page was made: an older version than the page's does no harm.
        found: tuple[uuid.UUID, datetime] | None = getattr(request, "visitor_page", None)
        if found and _may_be_kept(response):
            patch_vary_headers(response, ("Cookie",))
            caches["pages"].set(key, KeptPage(*found, response.content, dict(response.items())))
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if getattr(view, "same_for_visitors", False) and _key(request) and (version := _version()):
            request.visitor_page = version, _good_until(version, timezone.now())  # type: ignore[attr-defined]


def _key(request: HttpRequest) -> str | None:
    """What a visitor's page is kept under; None for all other requests. The language is in the path."""
    if (
        settings.VISITOR_PAGE_SECONDS <= 0
        or request.method != "GET"
        or request.META["QUERY_STRING"]
        or "HTTP_HX_REQUEST" in request.META
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or "messages" in request.COOKIES
    ):
        return None
    is_compressed = bool(re.search(r"\bgzip\b", request.META.get("HTTP_ACCEPT_ENCODING", "")))
    return f"{request.get_host()}{request.path}:{is_compressed:d}"


def _version() -> uuid.UUID | None:
    return PublicContent.objects.values_list("version", flat=True).first()


def _may_be_kept(response: HttpResponse) -> bool:
    """A whole page that gives this visitor no cookie: a form's token needs one."""
    is_page = response.status_code == 200 and not response.streaming
    return is_page and not response.cookies and "no-store" not in response.headers.get("Cache-Control", "")


def _good_until(version: uuid.UUID, now: datetime) -> datetime:
    """When a page made now changes by the clock alone, at the latest after VISITOR_PAGE_SECONDS.

    Pages show phases as open or closed and the time left in days, hours or minutes, rounded down: all of these change
    when the distance to a moment passes a whole minute. (One made at such a moment is good for no time at all: a
    microsecond later it would say something else.) The moments themselves change with the version only.
    """
    ahead: list[datetime] | None = caches["pages"].get(f"moments:{version}")
    if ahead is None:
        ahead = [moment for source in clock_moments for moment in source(now)]
        caches["pages"].set(f"moments:{version}", ahead)
    changes = [now + (moment - now) % MINUTE for moment in ahead if moment > now]
    return min([*changes, now + timedelta(seconds=settings.VISITOR_PAGE_SECONDS)])
