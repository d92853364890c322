"""What the portal holds on a person: apps declare it here from `apps.py`, so that it can be given out, erased, purged.

A `Holding` says by which fields rows of a model refer to a person and what becomes of them on erasure. By default every
free text of a row about a person is blanked: a later field is not forgotten. Read by `accounts.services.personal_data`;
tests fail for a foreign key to a person that no holding names.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from dialogue_portal.registries import Registry, Words


@dataclass(frozen=True)
class Holding:
    """Rows of one model that refer to people.

    `about` are the fields that name whom a row is about, `also(person)` finds further rows about them (or None);
    these are given out in full and erased, but for those in `held_back`, which are not given out yet.
    `named_in(person)` finds rows of others that name the person: erased likewise, given out by their key alone.
    `wrote` are the fields that name who wrote a row in office: given out in full, kept for the record. `acts` only
    say who did something: given out as such, kept; the person behind is anonymised. `secret` fields are never given
    out; `impersonal` texts say nothing of the person and stay; `values` sets what a blank would break: a value, or
    a function of row and person. `redact(person)` takes out of rows of others what stands beside their texts. `stays`
    tells people what is kept and why.
    """

    model: type[models.Model]
    about: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    also: Callable[[Any], models.Q | None] | None = None
    named_in: Callable[[Any], models.Q] | None = None
    held_back: models.Q | None = None
    is_deleted: bool = False
    impersonal: Collection[str] = ()
    secret: Collection[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    redact: Callable[[Any], None] | None = None
    stays: Words = ""

    def rows_about(self, person: Any) -> "models.QuerySet[Any]":
        """All that erasure changes."""
        return self._rows(self._about(person) | self._naming(person))

    def rows_given(self, person: Any) -> "models.QuerySet[Any]":
        """Those that the person may read in full."""
        rows = self._rows(self._about(person))
        return rows.exclude(self.held_back) if self.held_back else rows

    def rows_naming(self, person: Any) -> "models.QuerySet[Any]":
        """Those of others that name the person."""
        return self._rows(self._naming(person)).exclude(pk__in=self._rows(self._about(person)).values("pk"))

    def rows_by(self, person: Any, names: tuple[str, ...]) -> "models.QuerySet[Any]":
        return self._rows(_any_of(person, names))

    def _about(self, person: Any) -> models.Q:
        found = self.also(person) if self.also else None
        return _any_of(person, self.about) | (found or models.Q(pk__in=[]))

    def _naming(self, person: Any) -> models.Q:
        return self.named_in(person) if self.named_in else models.Q(pk__in=[])

    def _rows(self, wanted: models.Q) -> "models.QuerySet[Any]":
        return self.model._base_manager.filter(wanted).distinct()

    def free_texts(self) -> "list[models.Field[Any, Any]]":
        """Fields into which people write: all that a row about a person says in words, and in JSON."""
        kinds = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
        return [
            one
            for one in self.model._meta.concrete_fields
            if isinstance(one, kinds) and not one.choices and one.name not in self.impersonal and not one.primary_key
        ]


def _any_of(person: Any, names: tuple[str, ...]) -> models.Q:
    wanted = models.Q(pk__in=[])
    for name in names:
        wanted |= models.Q(**{name: person})
    return wanted


@dataclass(frozen=True)
class Retention:
    """How long one kind of data is kept: `due(before)` finds what is older, `purge(rows)` removes it.

    `setting` names the days in the settings; 0 keeps for ever. Entries of the audit log on what is purged are blanked;
    with `only` those that tell of these fields.
    """

    label: Words
    setting: str
    due: Callable[[datetime], "models.QuerySet[Any]"]
    purge: Callable[["models.QuerySet[Any]"], object]
    only: tuple[str, ...] = ()


holdings: Registry[Holding] = Registry()
retentions: Registry[Retention] = Registry()
# "app_label.modelname.field" of texts that are the public record -> why they stay
public_record: Registry[Words] = Registry()


def hold(model: type[models.Model], **fields: Any) -> None:
    """Register a holding under its model's name."""
    holdings.register(model._meta.label_lower, Holding(model, **fields))


def whole(words: Iterable[str]) -> str:
    """A regular expression, for Python and both databases, that finds these words or addresses, not what holds them."""
    return rf"(?<![\w.+-])({'|'.join(map(re.escape, words))})(?![\w-]|\.\w)"


def names_of(person: Any) -> list[str]:
    """By what the person is known in a text: the address, and a name of two words or more. “Li” is anybody."""
    return [person.email, person.full_name] if len(person.full_name.split()) > 1 else [person.email]


def blank_of(one: "models.Field[Any, Any]") -> object:
    """What an erased text leaves in this column."""
    if one.null:
        return None
    if isinstance(one, models.JSONField):
        return one.get_default()
    return ""
