"""The one row that the base itself keeps: the version of what visitors read."""

import uuid

from django.db import models


class PublicContent(models.Model):
    """Changes its version with every change of what visitors read; see `visitor_pages`. There is one row."""

    version = models.UUIDField(default=uuid.uuid4)
