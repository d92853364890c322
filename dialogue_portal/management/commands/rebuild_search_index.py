from typing import Any

from django.core.management.base import BaseCommand

from dialogue_portal.search import read_out_files, rebuild_index


class Command(BaseCommand):
    help = "Read out the files that never were, and write the index of the search anew from all there is to find."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{read_out_files()} files read out")
        self.stdout.write(f"{rebuild_index()} entries")
