"""What every page's template knows without its view: the portal's name and the reader's time zone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    user: Any = getattr(request, "user", None)
    # To who has chosen none, and to visitors, whose pages are the same for all, pages say UTC, and a script of theirs
    # the browser's own zone.
    zone = getattr(user, "time_zone", "") or "UTC"
    return {"portal_name": settings.PORTAL_NAME, "reader_zone": zone, "portal_url": settings.PORTAL_URL}
