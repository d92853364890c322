"""A table of people to be invited, kept as it was handed in: a preview that survives a reload, a dropped line, a night.

What is wrong with a row is not stored: it is found anew whenever the page is shown (`accounts.invitation_rows`).
"""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import Invitation
from accounts.models.users import User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.scopes import Scoped

if TYPE_CHECKING:
    from django.db.models import Manager


class InvitationImport(Scoped, ClientTokened):
    """One table. Its scope is the session whose roles it offers; without one, each row names its delegation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file name"), max_length=120)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("handed in"), default=timezone.now, editable=False)

    rows: "Manager[ImportedRow]"

    class Meta(Scoped.Meta):
        abstract = False
        ordering = ["-created_at"]
        verbose_name = _("import of invitations")
        verbose_name_plural = _("imports of invitations")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitation-import", kwargs={"pk": self.pk})


class ImportedRow(models.Model):
    """One person of the table: cells under the names of `accounts.invitation_rows.COLUMNS`, as they were written."""

    # Also the client token of its invitation: a row is sent once, whoever presses twice.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(InvitationImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    cells: Any = models.JSONField(_("cells"), default=dict)
    is_left_out = models.BooleanField(_("left out"), default=False)
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["source", "line"], name="one_row_per_line")]

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"
