"""How often one person may save an application and upload files: more than anybody who works, less than a program.

Counted by django-ratelimit in the cache. Each limit is a setting such as "120/m"; none where it is empty. What is
refused is not lost: the answer says when to send it again and carries what was typed.
"""

import logging
import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_ratelimit.core import get_usage
from redis.exceptions import RedisError

from accounts import security_log
from dialogue_portal.errors import too_often

logger = logging.getLogger(__name__)
View = Callable[..., Any]
APPLYING, UPLOADING = "APPLY_RATE", "UPLOAD_RATE"


def seconds_to_wait(request: HttpRequest, limit: str) -> int:
    """Count this request of a signed-in person towards a limit; 0 if it may go on, else how long until one may.

    Whole minutes where it is longer than one, as it is said.
    """
    rate = getattr(settings, limit)
    if request.method != "POST" or not rate:
        return 0
    try:
        usage = get_usage(request, group=limit, key="user", rate=rate, increment=True)
    except RedisError:
        # RATELIMIT_FAIL_OPEN knows none of Redis: what somebody typed is saved while it is away.
        logger.warning("cannot count towards %s", limit, exc_info=True)
        return 0
    if usage is None or not usage["should_limit"]:
        return 0
    security_log.note_too_often(request, f"{limit} {rate}")
    left = max(int(usage["time_left"]), 1)
    return left if left <= 60 else math.ceil(left / 60) * 60


def limited(limit: str) -> Callable[[View], View]:
    """Below `@requires`: answers 429 with what was typed when somebody sends too often."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = seconds_to_wait(request, limit)
            return too_often(request, wait) if wait else view(request, *args, **kwargs)

        return counted

    return decorate


class UploadLimitMiddleware:
    """Counts whatever is sent with a file, whichever page takes it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        # Asked in this order: a request without files is not read here, and visitors are sent away by the view.
        if request.content_type != "multipart/form-data" or not request.FILES or not request.user.is_authenticated:
            return None
        wait = seconds_to_wait(request, UPLOADING)
        return too_often(request, wait) if wait else None
