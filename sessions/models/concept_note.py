"""The concept note that a session was drafted from: its text, its file, what was recognised and where."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sessions.models.documents import Document
from sessions.models.meeting import DialogueSession


class ConceptNote(models.Model):
    """The source of a draft, kept as it came in. Staff only, unless its document is made public.

    `recognised` maps a field of the draft to `{"value": …, "line": n}` or to a list of these (lines count from 1);
    `gaps` lists the fields that the note does not state; `remarks` are sentences on what staff should look at.
    """

    session = models.OneToOneField(
        DialogueSession, on_delete=models.CASCADE, primary_key=True, related_name="concept_note"
    )
    source_text = models.TextField(_("text of the concept note"))
    document = models.OneToOneField(
        Document, verbose_name=_("file"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recognised = models.JSONField(_("recognised"), default=dict)
    gaps = models.JSONField(_("not found"), default=list)
    remarks = models.JSONField(_("remarks"), default=list)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("concept note")
        verbose_name_plural = _("concept notes")

    def __str__(self) -> str:
        return str(self.session)
