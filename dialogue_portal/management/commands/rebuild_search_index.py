from typing import Any

from django.core.management.base import BaseCommand

from dialogue_portal.search import rebuild_index


class Command(BaseCommand):
    help = "Write the index of the search anew from all that there is to find."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_index()} entries")
