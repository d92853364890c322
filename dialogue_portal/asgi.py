"""ASGI entry point: event streams first, everything else is Django's."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

pages = get_asgi_application()

from dialogue_portal.live import EventStreamApplication  # noqa: E402  (needs the apps loaded)

application = EventStreamApplication(pages)
