"""A double click makes one row: every create form carries a token, and a token makes one row."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db import IntegrityError, models, transaction


class ClientTokened(models.Model):
    """A row that remembers the form which created it."""

    client_token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True


C = TypeVar("C", bound=ClientTokened)


def create_once(queryset: "models.QuerySet[C]", token: uuid.UUID | None, create: Callable[[], C]) -> tuple[C, bool]:
    """Return the row that `token` made, or make it with `create`; and whether it was made now.

    `queryset` holds the rows that the caller may see, so that a token read from somebody else's page finds nothing
    (and then collides, IntegrityError). `create` must store `token` as `client_token`.
    """
    if token is not None and (made := queryset.filter(client_token=token).first()):
        return made, False
    try:
        with transaction.atomic():
            return create(), True
    except IntegrityError:
        if token is None or not (made := queryset.filter(client_token=token).first()):
            raise
        return made, False


class ClientTokenFormMixin(forms.Form):
    """Adds the hidden one-time token to a create form."""

    client_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_token"].initial = uuid.uuid4
