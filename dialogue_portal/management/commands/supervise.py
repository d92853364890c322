"""`manage.py supervise`: web server, worker and beat on this machine, until Ctrl-C."""

import sys
from io import TextIOWrapper
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dialogue_portal.supervisor import Supervisor, port_is_free, portal_commands, web_answers


class Command(BaseCommand):
    help = "Run web server, worker and beat at PORTAL_URL on this machine, and restart what dies, until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        say_at_once()
        supervise(self, lambda: self.stdout.write(f"The portal is at {settings.PORTAL_URL}"))


def say_at_once() -> None:
    """Each line appears when it is said, also where the output is a file or another program."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def supervise(command: BaseCommand, when_ready: Any) -> None:
    """Run the portal on the port of PORTAL_URL; raises CommandError if that port is taken."""
    address = urlsplit(settings.PORTAL_URL)
    port = address.port or 8000
    if not port_is_free(port):
        raise CommandError(
            f"Port {port} is taken by another program. Stop that one, or choose another port: make demo PORT={port + 1}"
        )
    supervisor = Supervisor(portal_commands(port), say=command.stdout.write)
    supervisor.run(lambda: web_answers(port, address.netloc), when_ready)
