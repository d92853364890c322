"""ASGI entry point: event streams first, static files second, everything else is Django's."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic import ServeStaticASGI

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

get_asgi_application()

from dialogue_portal.live import EventStreamApplication  # noqa: E402  (needs the apps loaded)
from dialogue_portal.staticfiles import static_options  # noqa: E402

# Requests answered at the same time; the others wait. As many connections to the database are kept.
PAGE_THREADS = 16
_threads = ThreadPoolExecutor(PAGE_THREADS, thread_name_prefix="page")


class PagesHandler(ASGIHandler):
    """Django with its middleware and views, none of them asynchronous, in one go in one of a few threads that stay.

    Django's own handler goes back and forth between the loop and a thread for every request, which costs as much as a
    small page, and makes that thread for this one request: with it goes its connection to the database, and opening
    one anew is a third of what a kept page costs.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = await sync_to_async(self._answer, thread_sensitive=False, executor=_threads)(request)
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        # Django's own signal does this in another thread than the one that holds the connection.
        close_old_connections()
        return self.get_response(request)


application = EventStreamApplication(ServeStaticASGI(PagesHandler(), **static_options()))
