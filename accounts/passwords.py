"""Which passwords are refused beyond Django's own rules: those made of the portal's own words (OWASP ASVS 6.2.11)."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    "ministerial", "minister", "dialogue", "delegation", "delegate", "commission", "secretariat", "stakeholder",
    "bureau", "session", "summary", "portal", "mission", "unitednations", "nations", "password", "welcome",
)  # fmt: skip
# Letters that must remain once the words, digits and signs are taken away.
LETTERS_LEFT = 6


class PortalWordsValidator:
    """Refuses a password that is little more than words of the portal, of its name or of its address."""

    def validate(self, password: str, user: Any = None) -> None:
        letters = left = re.sub(r"[\W\d_]", "", password.lower())
        for word in (*WORDS, *self._own_words()):
            left = left.replace(word, "")
        # What has few letters and none of the words is for the other rules to judge.
        if left != letters and len(left) < LETTERS_LEFT:
            raise ValidationError(
                _("This password is made of words that anybody would try here. Add words of your own."),
                code="password_of_portal_words",
            )

    def get_help_text(self) -> str:
        return _("Your password cannot be made of the portal’s own words only.")

    @staticmethod
    def _own_words() -> list[str]:
        address = urlsplit(settings.PORTAL_URL).hostname or ""
        return [word for word in re.findall(r"\w+", f"{settings.PORTAL_NAME} {address}".lower()) if len(word) > 3]
