"""`manage.py demo`: the database brought up to date, the demo data loaded once, the portal supervised."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from dialogue_portal.demo.people import PASSWORD, SIGN_INS, address
from dialogue_portal.management.commands.supervise import say_at_once, supervise


class Command(BaseCommand):
    help = "Bring the database up to date, load the demo data if it is not there, and run the portal until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        say_at_once()
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("load_demo", stdout=self.stdout)
        supervise(self, self.say_where)

    def say_where(self) -> None:
        """The address and one sign-in for each role, once the web server answers."""
        lines = [f"  {label!s:40} {address(account)}" for label, account in SIGN_INS]
        self.stdout.write(
            "\n".join(
                [
                    "",
                    f"The portal is at {settings.PORTAL_URL}",
                    f"Sign in with the password {PASSWORD} as",
                    *lines,
                    "Ctrl-C stops all of it.",
                    "",
                ]
            )
        )
