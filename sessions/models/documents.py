"""The files of a session, and who may have them."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.uploads import PrivateFile
from sessions.models.meeting import DialogueSession

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DocumentQuerySet":
        """Public ones for all; the others for the secretariat and those who hold a role in the session today."""
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        if not user.is_authenticated:
            return self.filter(is_public=True)
        return self.filter(Q(is_public=True) | Q(session__in=user.session_roles.in_force().values("session")))


class Document(PrivateFile):
    """A file of a session. Only public ones are served to those without a role in it."""

    class Kind(models.TextChoices):
        CONCEPT_NOTE = "concept_note", _("Concept note")
        REPORT = "report", _("Report of the Secretary-General")
        STATEMENT = "statement", _("Statement")
        RESOURCE = "resource", _("Training or toolkit")
        OTHER = "other", _("Other document")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=10, default="en")
    author = models.CharField(_("author"), max_length=200, blank=True)
    file_date = models.DateField(_("date of the document"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title", "language"]

    def __str__(self) -> str:
        return self.title
