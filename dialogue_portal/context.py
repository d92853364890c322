"""What every page's template knows without its view: the portal's name and the reader's time zone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    user: Any = getattr(request, "user", None)
    # Visitors' pages are the same for all: they say UTC, and a script of theirs the browser's own zone.
    signed_in = user is not None and user.is_authenticated
    zone = (user.time_zone or settings.PORTAL_TIME_ZONE) if signed_in else "UTC"
    return {"portal_name": settings.PORTAL_NAME, "reader_zone": zone, "portal_url": settings.PORTAL_URL}
