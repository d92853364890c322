"""`manage.py demo`: the database brought up to date, the demo data loaded once, the portal supervised."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from dialogue_portal.management.commands.supervise import supervise


class Command(BaseCommand):
    help = "Bring the database up to date, load the demo data if it is not there, and run the portal until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, skip_checks=True)
        supervise(self, lambda: None)
