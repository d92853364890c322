"""Two people who save the same row: the second is told, sees both texts and decides.

An editable row is `Revisioned`; its form carries the revision that the person saw; `save_revision` writes only if
the row still has that revision. Nothing typed is lost: the form comes back with what was typed and what is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class Revisioned(models.Model):
    """A row whose saves are numbered."""

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Dated(Revisioned):
    """One that also says when it was saved last, for those who keep a copy of it (calendars, feeds)."""

    revised_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


R = TypeVar("R", bound=Revisioned)


class StaleRevision(Exception):
    """The row was saved by somebody else since it was read; `current` is the row as it is now."""

    def __init__(self, current: Revisioned) -> None:
        self.current = current
        super().__init__(f"{current._meta.label} {current.pk} is at revision {current.revision}")


@transaction.atomic
def save_revision(instance: R, *, seen: int, fields: Iterable[str] | None = None) -> R:
    """Save `instance` if its row is still at revision `seen`, and count the revision up.

    The conditional update takes the row's lock, so of two savers one wins. The values are then saved through the
    model, which is what the audit log listens to. Raises StaleRevision, with the row as stored, for the loser.
    """
    manager = type(instance)._default_manager
    won = manager.filter(pk=instance.pk, revision=seen).update(revision=seen + 1)
    if not won:
        raise StaleRevision(manager.get(pk=instance.pk))
    instance.revision = seen + 1
    bookkeeping = ["revision"]
    if isinstance(instance, Dated):
        instance.revised_at = timezone.now()
        bookkeeping.append("revised_at")
    instance.save(update_fields=None if fields is None else [*fields, *bookkeeping])
    return instance


@dataclass(frozen=True)
class Conflict:
    """One field that differs between what a person typed and what somebody else saved meanwhile."""

    label: str
    theirs: str
    yours: str


class RevisionFormMixin(forms.Form):
    """Adds the hidden revision to a model form, and shows both texts on a conflict.

    The view catches StaleRevision and calls `show_conflict`; saving again then keeps the person's own text.
    """

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
    conflicts: list[Conflict]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = []
        self.fields["seen_revision"].initial = getattr(getattr(self, "instance", None), "revision", 1)

    def show_conflict(self, current: Revisioned) -> None:
        """List what differs and take over the stored revision, so that the next save is a decision."""
        for name, field in self.fields.items():
            # What is hidden, nobody typed.
            if field.widget.is_hidden or not hasattr(current, name):
                continue
            theirs = _shown(getattr(current, name), field)
            yours = _shown(self.cleaned_data.get(name), field)
            if theirs != yours:
                self.conflicts.append(Conflict(str(field.label or name), theirs, yours))
        data = {name: self.data.getlist(name) for name in self.data}  # type: ignore[attr-defined]
        data[self.add_prefix("seen_revision")] = [str(current.revision)]
        self.data = MultiValueDict(data)
        self.add_error(
            None,
            _(
                "Somebody else saved this while you were writing. Both texts are shown below. "
                "Save again to keep yours, or copy what you need from theirs first."
            ),
        )


def _shown(value: object, field: forms.Field) -> str:
    """A value in the words that the form uses for it."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, models.QuerySet | models.Manager):
        return ", ".join(sorted(str(item) for item in value.all()))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        words: dict[object, object] = dict(field.choices)  # type: ignore[arg-type]
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(words.get(one, one)) for one in values)
    return "" if value is None else str(value)
