"""What every page's template knows without its view: the portal's name and the reader's time zone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    zone = getattr(user, "time_zone", "") or settings.PORTAL_TIME_ZONE
    return {"portal_name": settings.PORTAL_NAME, "reader_zone": zone, "portal_url": settings.PORTAL_URL}
