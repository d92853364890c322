"""`manage.py load_demo`: the demo data, loaded once."""

from typing import Any

from django.core.management.base import BaseCommand

from dialogue_portal.demo import loading


class Command(BaseCommand):
    help = "Load the demo data into an empty portal; where it is loaded already, nothing is changed."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if loading.is_loaded():
            return
        self.stdout.write("Loading the demo data …")
        loading.load()
