"""How views find the session that an address names."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from sessions.models import DialogueSession


def visible_session(request: HttpRequest, slug: str) -> DialogueSession:
    """The session of this address with its frame, if the reader may know of it; raises Http404 otherwise."""
    return get_object_or_404(DialogueSession.objects.visible_to(request.user).framed(), slug=slug)


def session_in_full(request: HttpRequest, slug: str) -> DialogueSession:
    """The same with its leading questions, theme areas and programme."""
    return get_object_or_404(DialogueSession.objects.visible_to(request.user).with_page_content(), slug=slug)
