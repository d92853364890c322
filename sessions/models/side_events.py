"""What a side event has beside any meeting: its organizers, and who speaks at it.

Who speaks at a side event is announced in an order and has accepted; the floor's participants (`people`) are a pool
without one. Nothing here gives anybody the floor.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from sessions.models.meeting import DialogueSession


class Organizer(ClientTokened):
    """A mission, an organization, or by its name a UN entity or another partner that organizes a session.

    Where `members_edit`, whoever acts for the delegation or organization may edit the side event.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="organizers")
    # Exactly one of three.
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("UN entity or other partner"), max_length=200, blank=True)
    is_lead = models.BooleanField(_("organizer"), default=True)
    number = models.PositiveSmallIntegerField(editable=False)
    members_edit = models.BooleanField(_("its people may edit the side event"), default=False)

    class Meta:
        ordering = ["-is_lead", "number"]
        verbose_name = _("organizer")
        verbose_name_plural = _("organizers")
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, organization=None, name="")
                | Q(delegation=None, organization__isnull=False, name="")
                | (Q(delegation=None, organization=None) & ~Q(name="")),
                name="organizer_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(members_edit=False) | Q(name=""), name="named_organizer_has_no_members_here"
            ),
            # Of two columns one is null, and nulls are never the same.
            models.UniqueConstraint(fields=["session", "delegation"], name="delegation_organizes_once"),
            models.UniqueConstraint(fields=["session", "organization"], name="organization_organizes_once"),
            models.UniqueConstraint("session", Lower("name"), condition=~Q(name=""), name="partner_organizes_once"),
        ]

    def __str__(self) -> str:
        return str(self.delegation or self.organization or self.name)

    @property
    def part_words(self) -> str:
        return str(_("Organizer") if self.is_lead else _("Co-organizer"))


class EventSpeaker(Revisioned, ClientTokened):
    """Somebody who is announced to speak at a side event, in the order in which they are announced."""

    class Part(models.TextChoices):
        """In the order of the event."""

        MODERATOR = "moderator", _("Moderator")
        OPENING = "opening", _("Opening remarks")
        SPEAKER = "speaker", _("Speaker")
        CLOSING = "closing", _("Closing remarks")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="event_speakers")
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.SPEAKER)
    # As they are announced; the name is empty while it is to be confirmed.
    name = models.CharField(_("name"), max_length=200, blank=True)
    functional_title = models.CharField(_("functional title"), max_length=250, blank=True)
    represents = models.CharField(_("for whom"), max_length=250, blank=True)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)
    number = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering = ["number"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(functional_title="") | ~Q(represents=""),
                name="event_speaker_is_somebody",
                violation_error_message=_("Say who will speak: a name, a title, or for whom."),
            )
        ]

    def __str__(self) -> str:
        return self.announced_name

    @property
    def announced_name(self) -> str:
        return self.name or str(_("Name to be confirmed"))


class PublishingRequest(models.Model):
    """That those who edit a side event ask the secretariat to publish it; settled when its status moves."""

    session = models.OneToOneField(
        DialogueSession, on_delete=models.CASCADE, primary_key=True, related_name="publishing_request"
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("request to publish")
        verbose_name_plural = _("requests to publish")

    def __str__(self) -> str:
        return str(self.session)
