"""The words that staff put in place of the built-in ones, for one occasion in one language."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.revisions import Revisioned
from mailings.occasions import Wording


class MailTemplate(Revisioned):
    """Without a row the built-in words hold; removing the row restores them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occasion = models.CharField(_("occasion"), max_length=60, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, editable=False)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"), max_length=10_000)
    changed_by = models.ForeignKey(
        User, verbose_name=_("changed by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["occasion", "language"]
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        constraints = [models.UniqueConstraint(fields=["occasion", "language"], name="one_mail_template_per_language")]

    def __str__(self) -> str:
        return f"{self.occasion} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("mailings:template", kwargs={"occasion": self.occasion, "language": self.language})

    @property
    def wording(self) -> Wording:
        return Wording(self.subject, self.body)
