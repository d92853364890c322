"""What a person sees when a form was refused: why, how to go on and, where it can be had, what they typed.

The other error pages are templates (403, 404, 429, 500) that Django and allauth render themselves; `too_often` is
answered by `accounts.rate_limits`.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Never shown again, not even to the person who typed it.
_SECRET = ("password", "code", "token", "csrf", "secret")


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a person can read of a form that was refused, by field."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not name.startswith("seen") and not any(word in name.lower() for word in _SECRET)
    ]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with the texts of the form that was refused, so that nothing typed is lost."""
    return render(request, "403_csrf.html", {"typed": _typed(request)}, status=403)


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """429 with a form that sends the same again after `wait` seconds; only files have to be chosen anew."""
    context = {
        "wait": wait,
        "typed": _typed(request),
        "sent": [
            (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
        ],
        "files": [(name, file.name) for name, files in request.FILES.lists() for file in files],
    }
    response = render(request, "429_wait.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 with what to do for texts longer than the portal reads into memory (files have limits of their own)."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
