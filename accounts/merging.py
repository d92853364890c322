"""What refers to an organisation, and how it follows when two entries of one organisation become one.

References are found from the models themselves, so that a later model is not forgotten. An app registers a rule in
`apps.py` for rows of which an organisation can have only one; a test fails for a unique constraint without a rule.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from accounts.models import JoinRequest, JoinState, Organization, OrganizationMember, User
from dialogue_portal.registries import Registry, Words

# The two answers to a clash.
KEPT, MERGED = "kept", "merged"


@dataclass(frozen=True)
class Clash:
    """Two rows of which one organisation can have only one: somebody decides which, `key` → KEPT or MERGED."""

    key: str
    question: Words
    kept: Words
    merged: Words


@dataclass(frozen=True)
class MergeRule:
    """`clashes(kept, merged)` asks; `settle(kept, merged, choices, actor)` then makes way for every row to follow."""

    settle: Callable[[Organization, Organization, Mapping[str, str], User], None]
    clashes: Callable[[Organization, Organization], list[Clash]] = lambda *_both: []


# "app_label.modelname" of the rows that are concerned -> the rule
merge_rules: Registry[MergeRule] = Registry()


@dataclass(frozen=True)
class Reference:
    """A field by which rows of a model refer to an organisation; generic ones are moved without a trace in the log."""

    model: type[models.Model]
    field: str
    # Of a generic reference: the field that holds the content type.
    type_field: str = ""

    def rows(self, organization: Organization) -> "models.QuerySet[Any]":
        rows = self.model._base_manager.order_by("pk")
        if not self.type_field:
            return rows.filter(**{self.field: organization})
        kind = ContentType.objects.get_for_model(Organization)
        return rows.filter(**{self.type_field: kind, self.field: organization.pk})

    def move(self, merged: Organization, kept: Organization) -> None:
        if self.type_field:
            self.rows(merged).update(**{self.field: kept.pk})
            return
        for row in self.rows(merged):
            setattr(row, self.field, kept)
            row.save(update_fields=[self.field])

    @property
    def needs_rule(self) -> bool:
        """Whether the database keeps an organisation from having two such rows."""
        meta = self.model._meta
        unique = [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
        is_one = getattr(meta.get_field(self.field), "unique", False)
        return is_one or any(self.field in fields for fields in (*unique, *meta.unique_together))


def references() -> Iterator[Reference]:
    """Everything that refers to an organisation, by a foreign key or generically."""
    for relation in Organization._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield Reference(relation.related_model, relation.field.name)  # type: ignore[arg-type]
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                yield Reference(model, field.fk_field, field.ct_field)


def settle_memberships(kept: Organization, merged: Organization, choices: Mapping[str, str], actor: User) -> None:
    """Whoever acts for both acts for one."""
    both = OrganizationMember.objects.filter(organization=merged, user__in=kept.members.all())
    for membership in both:
        membership.delete()


def settle_join_requests(kept: Organization, merged: Organization, choices: Mapping[str, str], actor: User) -> None:
    """A second request by the same person, and one by somebody who acts for the other entry, are settled."""
    members = {*kept.members.values_list("pk", flat=True), *merged.members.values_list("pk", flat=True)}
    asked = set(kept.join_requests.waiting().values_list("user", flat=True))
    for request in JoinRequest.objects.waiting().filter(organization__in=[kept, merged]):
        is_second = request.organization_id == merged.pk and request.user_id in asked
        if request.user_id in members or is_second:
            request.state = JoinState.ADMITTED if request.user_id in members else JoinState.WITHDRAWN
            request.answered_by, request.answered_at = actor, timezone.now()
            request.save(update_fields=["state", "answered_by", "answered_at"])
