"""WSGI entry point for page servers; event streams need the ASGI one."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

application = get_wsgi_application()
