"""What every request and answer gets: the client's true address, headers Django does not set, compressed pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from dialogue_portal.headers import EVERYWHERE

Handler = Callable[[HttpRequest], HttpResponse]


class ProxiedAddressMiddleware:
    """Put the client's address into REMOTE_ADDR where PROXY_COUNT proxies of ours stand in front.

    Each proxy appends the address it saw to X-Forwarded-For; counted from the right, entry PROXY_COUNT is the one
    that the outermost of our proxies saw. What stands further left came from the client and is not believed.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        # Nobody here needs it, and the audit log would believe it.
        request.META.pop("HTTP_X_FORWARDED_PORT", None)
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT:
            request.META["REMOTE_ADDR"] = hops[-settings.PROXY_COUNT]
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """The headers that neither Django's security middleware nor django-csp sets."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in EVERYWHERE.items():
            response.setdefault(name, value)
        # A person's page is kept by no shared cache and asked for anew; "no-store" would also forget, when they come
        # back to it, what they had typed.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "cookie" in response.get("Vary", "").lower():
            response.setdefault("Cache-Control", "private, no-cache")
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages and JSON compressed for slow lines, where no proxy does it; files are compressed already or go as they are.

    Django pads each answer at random, and its tokens are masked, so that the length tells nothing of secrets.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(
            ("text/html", "application/json")
        ):
            return response
        return super().process_response(request, response)
