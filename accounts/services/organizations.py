"""Organisations and who acts for them: make, rename, ask to join, admit, decline, leave.

Views of this app and `stakeholders.services.applying` call it; merging is in `services.merging`, consultative status in
`services.ecosoc`.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.joining import Event, tell
from accounts.matching import Match, clean_name, likely_matches
from accounts.models import (
    JOIN_TRANSITIONS,
    FormerName,
    JoinRequest,
    JoinState,
    Organization,
    OrganizationMember,
    User,
)
from accounts.services.ecosoc import declare_status
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import check_transition

# What an organisation says of itself.
ORGANIZATION_FIELDS = ("name", "kind", "website", "regional_group", "headquarters")
# So many requests may one person make in a month: each writes to people who do not know them.
MAX_REQUESTS, REQUESTS_WITHIN = 5, timedelta(days=30)


class LikelyDuplicates(Exception):
    """Organisations that may be the same are known already; `matches` are to be offered first."""

    def __init__(self, matches: list[Match]) -> None:
        self.matches = matches
        super().__init__(", ".join(str(match.organization) for match in matches))


class AlreadyMember(Exception):
    """The person acts for this organisation already."""


class TooManyRequests(Exception):
    """The person has asked to join more organisations in a month than anybody needs to."""


class LastMember(Exception):
    """Nobody would act for the organisation any more."""


@transaction.atomic
def create_organization(
    values: Mapping[str, Any],
    *,
    actor: User,
    distinct_from: Collection[uuid.UUID] = (),
    token: uuid.UUID | None = None,
) -> Organization:
    """Make an organisation for which the actor acts; `values` may hold `ecosoc_status`, kept as stated by them.

    Raises LikelyDuplicates for matches that the actor has not seen and set aside (`distinct_from`).
    """

    def create() -> Organization:
        matches = likely_matches(values["name"], values.get("website", ""))
        if {match.organization.pk for match in matches} - set(distinct_from):
            raise LikelyDuplicates(matches)
        fields = {name: values[name] for name in ORGANIZATION_FIELDS if name in values}
        fields["name"] = clean_name(values["name"])
        return Organization.objects.create(client_token=token, **fields)

    organization, is_new = create_once(Organization.objects.filter(members=actor), token, create)
    if is_new:
        OrganizationMember.objects.create(organization=organization, user=actor)
        declare_status(organization, values.get("ecosoc_status", ""))
    return organization


@transaction.atomic
def update_organization(organization: Organization, values: Mapping[str, Any], *, seen: int) -> Organization:
    """Save what staff changed; a former name is kept, so that it is still found. Raises StaleRevision."""
    before = Organization.objects.get(pk=organization.pk).name
    for name in ORGANIZATION_FIELDS:
        setattr(organization, name, values[name])
    organization.name = clean_name(organization.name)
    save_revision(organization, seen=seen, fields=ORGANIZATION_FIELDS)
    if before != organization.name:
        FormerName.objects.create(organization=organization, name=before)
    return organization


@transaction.atomic
def ask_to_join(
    organization: Organization, *, actor: User, message: str, token: uuid.UUID | None = None
) -> JoinRequest:
    """Ask to act for an organisation; those who can admit are written to. An open request is returned as it is.

    Raises AlreadyMember, TooManyRequests.
    """
    if organization.memberships.filter(user=actor).exists():
        raise AlreadyMember
    own = JoinRequest.objects.filter(user=actor)
    if there := own.waiting().filter(organization=organization).first():
        return there
    if own.filter(asked_at__gt=timezone.now() - REQUESTS_WITHIN).count() >= MAX_REQUESTS:
        raise TooManyRequests

    def create() -> JoinRequest:
        return JoinRequest.objects.create(organization=organization, user=actor, message=message, client_token=token)

    request, is_new = create_once(own, token, create)
    if is_new:
        tell(Event.ASKED, organization, actor, message)
    return request


@transaction.atomic
def admit(request: JoinRequest, *, actor: User) -> JoinRequest:
    """The person acts for the organisation from now on; they and the members hear. Raises InvalidTransition."""
    request = _answer(request, JoinState.ADMITTED, actor=actor)
    OrganizationMember.objects.get_or_create(organization=request.organization, user=request.user)
    tell(Event.ADMITTED, request.organization, request.user)
    return request


@transaction.atomic
def decline(request: JoinRequest, *, actor: User, answer: str) -> JoinRequest:
    """Say no, and why: the person is told in these words. Raises InvalidTransition, ValueError without a reason."""
    if not answer.strip():
        raise ValueError("a request is declined with a reason")
    request = _answer(request, JoinState.DECLINED, actor=actor, answer=answer)
    tell(Event.DECLINED, request.organization, request.user, answer)
    return request


@transaction.atomic
def withdraw_join_request(request: JoinRequest, *, actor: User) -> JoinRequest:
    """Whoever asked takes the request back. Raises InvalidTransition."""
    return _answer(request, JoinState.WITHDRAWN, actor=actor)


def _answer(request: JoinRequest, target: JoinState, *, actor: User, answer: str = "") -> JoinRequest:
    request = JoinRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    check_transition(JOIN_TRANSITIONS, request.state, target)
    request.state, request.answer = target, answer
    request.answered_at, request.answered_by = timezone.now(), actor
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    return request


@transaction.atomic
def leave_organization(organization: Organization, *, actor: User, leaves_nobody: bool = False) -> None:
    """The actor no longer acts for it; what they did stays. Raises LastMember unless they have been warned of it."""
    # The row's lock: of two members who leave at once the second is warned.
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if not leaves_nobody and not organization.memberships.exclude(user=actor).exists():
        raise LastMember
    for membership in organization.memberships.filter(user=actor):
        membership.delete()


@transaction.atomic
def remove_member(membership: OrganizationMember) -> None:
    """Staff end a person's acting for an organisation; the person hears."""
    membership.delete()
    tell(Event.REMOVED, membership.organization, membership.user)
