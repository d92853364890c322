"""ASGI entry point: event streams first, static files second, everything else is Django's."""

import os
from typing import Any

from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic import ServeStaticASGI

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

get_asgi_application()

from dialogue_portal.live import EventStreamApplication  # noqa: E402  (needs the apps loaded)
from dialogue_portal.staticfiles import static_options  # noqa: E402


class PagesHandler(ASGIHandler):
    """Django with its middleware and views, none of them asynchronous, in one go in one thread.

    Django's own handler goes back and forth between the loop and that thread for every request, which costs as much as
    a small page.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return answer


application = EventStreamApplication(ServeStaticASGI(PagesHandler(), **static_options()))
