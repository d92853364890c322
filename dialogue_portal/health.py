"""Probes for whoever supervises the processes: alive, and ready to serve."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis import Redis

from dialogue_portal.access import PUBLIC, requires


@require_safe
@requires(PUBLIC)
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; says nothing of what it depends on, so that a slow database restarts no web server."""
    return JsonResponse({"status": "ok"})


@require_safe
@requires(PUBLIC)
def ready(request: HttpRequest) -> JsonResponse:
    """Whether database and broker answer; 503 with the names of those that do not."""
    missing = [name for name, probe in (("database", _database), ("redis", _redis)) if not probe()]
    return JsonResponse(
        {"status": "not ready" if missing else "ok", "missing": missing}, status=503 if missing else 200
    )


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return False
    return True


def _redis() -> bool:
    if not settings.REDIS_URL:
        return True
    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except Exception:
        return False
