"""`manage.py purge_personal_data [--dry-run]`: remove what has been kept long enough, or say what would be."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from accounts.services.personal_data import due, purge_due
from dialogue_portal.personal_data import retentions


class Command(BaseCommand):
    help = "Removes personal data that has been kept as long as the RETAIN_… settings say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only list what is due")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            counts = {}
            for name, retention in retentions.items():
                rows = due(retention)
                counts[name] = rows.count() if rows is not None else 0
        else:
            counts = purge_due()
        for name, retention in retentions.items():
            days = getattr(settings, retention.setting)
            self.stdout.write(f"{counts[name]:>7}  {name} ({days or 'no'} days): {retention.label}")
