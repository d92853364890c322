"""What a row is about, where its app must not import the app of that thing: a session, an application, a delegation.

Mailings and invitations are `Scoped`. Every model that can be a scope has a UUID key.
"""

from typing import Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    def about(self, scope: models.Model) -> Self:
        """Rows about this one thing."""
        return self.filter(scope_type=ContentType.objects.get_for_model(scope), scope_id=scope.pk)


class Scoped(models.Model):
    """A row about some other row, or about none."""

    scope_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    scope_id = models.UUIDField(null=True, editable=False)
    scope = GenericForeignKey("scope_type", "scope_id")

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["scope_type", "scope_id"])]
