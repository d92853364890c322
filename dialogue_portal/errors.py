"""What a person sees when a form was refused: why, how to go on and, where it can be had, what they typed.

The other error pages are templates (403, 404, 429, 500) that Django and allauth render themselves.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Never shown again, not even to the person who typed it.
_SECRET = ("password", "code", "token", "csrf", "secret")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with the texts of the form that was refused, so that nothing typed is lost."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(word in name.lower() for word in _SECRET)
    ]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 with what to do for texts longer than the portal reads into memory (files have limits of their own)."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
