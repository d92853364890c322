"""The rows that the base itself keeps: the version of what visitors read, and the words by which it is found."""

import uuid

from django.conf import settings
from django.db import models


class PublicContent(models.Model):
    """Changes its version with every change of what visitors read; see `visitor_pages`. There is one row."""

    version = models.UUIDField(default=uuid.uuid4)


class SearchEntry(models.Model):
    """A thing as it is found in one language; written by `search`, never by hand.

    The columns of words hold the same texts folded (`search_words`); the database's own index stands on them
    (`search_engines`).
    """

    source = models.CharField(max_length=30)
    key = models.UUIDField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    title = models.TextField()
    text = models.TextField(blank=True)
    title_words = models.TextField()
    text_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key", "language"], name="one_search_entry_per_language")
        ]
