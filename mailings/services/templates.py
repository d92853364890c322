"""Editing the words of an occasion in one language, and restoring the built-in ones; what was written before stays."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from dialogue_portal.revisions import StaleRevision, save_revision
from mailings.models import MailTemplate
from mailings.occasions import occasions
from mailings.wordings import flaw_in, missing_from


@transaction.atomic
def save_template(template: MailTemplate, *, actor: User, seen: int) -> MailTemplate:
    """Have the occasion's mail written in these words from now on. `seen` is 0 where the built-in words held.

    Raises ValueError for words with an unknown placeholder or without a required one, StaleRevision if somebody
    changed the words since.
    """
    occasion = occasions[template.occasion]
    flaws = [flaw_in(occasion, template.subject), flaw_in(occasion, template.body)]
    if any(flaws) or missing_from(occasion, template.wording):
        raise ValueError("these words have an unknown placeholder, or lack one that is required")
    template.changed_by, template.changed_at = actor, timezone.now()
    rows = MailTemplate.objects.filter(occasion=template.occasion, language=template.language)
    # Restored meanwhile: what was typed is not lost, it is written anew.
    if seen and rows.exists():
        return save_revision(template, seen=seen, fields=["subject", "body", "changed_by", "changed_at"])
    template.revision = 1
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError as error:
        raise StaleRevision(rows.get()) from error
    return template


@transaction.atomic
def restore_built_in(template: MailTemplate, *, actor: User) -> None:
    """Write this occasion in the portal's own words again; the audit log keeps what was there."""
    MailTemplate.objects.filter(pk=template.pk).select_for_update().first()
    template.delete()
