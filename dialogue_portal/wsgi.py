"""WSGI entry point for page servers; event streams need the ASGI one."""

import os

from django.core.wsgi import get_wsgi_application
from servestatic import ServeStatic

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

pages = get_wsgi_application()

from dialogue_portal.staticfiles import static_options  # noqa: E402  (needs the settings)

application = ServeStatic(pages, **static_options())
