"""Intents to speak: members of an unordered pool, never a speakers' list; and the statements sent ahead.

No row here is ordered or shown by time: pools are shown by regional group, then alphabetically.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Invitation, User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from dialogue_portal.uploads import PrivateFile
from sessions.models import DialogueSession, LeadingQuestion, Level, Participant, Role, SessionRole

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


# Those who see a session's pool beside the secretariat: they give the floor or take notes of it.
FLOOR_ROLES = (Role.MODERATOR, Role.PRESIDING_CHAIR, Role.RAPPORTEUR)


class IntentStatus(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    ACTIVE = "active", _("Registered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


# The delegation's own word, standing or taken back. The others were left by somebody who does not act for it.
SETTLED = (IntentStatus.ACTIVE, IntentStatus.WITHDRAWN)
TRANSITIONS: dict[str, set[str]] = {
    IntentStatus.PROVISIONAL: {IntentStatus.ACTIVE, IntentStatus.DISCARDED},
    IntentStatus.ACTIVE: {IntentStatus.WITHDRAWN},
    IntentStatus.WITHDRAWN: {IntentStatus.ACTIVE},
    IntentStatus.DISCARDED: {IntentStatus.ACTIVE},
}


class SpeakingIntentQuerySet(models.QuerySet["SpeakingIntent"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SpeakingIntentQuerySet":
        """Staff see all; focal points their own delegation's; moderator and presiding chair their session's.

        What is not confirmed is seen by the delegation's lead and by whoever left it.
        """
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        if not user.is_authenticated:
            return self.none()
        floor_roles = SessionRole.objects.in_force().filter(user=user, role__in=FLOOR_ROLES)
        return self.filter(
            Q(delegation__in=user.delegations.all(), status__in=SETTLED)
            | Q(delegation__in=user.delegation_memberships.filter(is_lead=True).values("delegation"))
            | Q(registered_by=user, status__in=set(IntentStatus) - set(SETTLED))
            | Q(session__in=floor_roles.values("session"), status=IntentStatus.ACTIVE)
        ).distinct()

    def active(self) -> "SpeakingIntentQuerySet":
        """Those that stand."""
        return self.filter(status=IntentStatus.ACTIVE)

    def settled(self) -> "SpeakingIntentQuerySet":
        """Those that are the delegation's own word, withdrawn ones with them."""
        return self.filter(status__in=SETTLED)

    def incomplete(self) -> "SpeakingIntentQuerySet":
        """Those of which the name or the level is still to be confirmed."""
        return self.filter(Q(name="") | Q(level=Level.TO_BE_CONFIRMED))

    def in_pool_order(self) -> "SpeakingIntentQuerySet":
        """The only order in which a pool is shown: regional group, then the delegation's name; never time."""
        return self.order_by("delegation__regional_group", "delegation__short_name", "on_behalf_of", "name", "pk")


class SpeakingIntent(Revisioned, ClientTokened):
    """A delegation's communication that its minister wishes to take part.

    Only the delegation is required at first; name and level may stand as "to be confirmed".
    """

    class SpokenLanguage(models.TextChoices):
        ARABIC = "ar", _("Arabic")
        CHINESE = "zh", _("Chinese")
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        RUSSIAN = "ru", _("Russian")
        SPANISH = "es", _("Spanish")
        OTHER = "other", _("Another language, with our own interpretation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="intents")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="intents")
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="intent")
    # A group for which the State speaks, such as "Group of 77 and China"; empty for its own intent.
    on_behalf_of = models.CharField(_("on behalf of a group"), max_length=150, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=IntentStatus, default=IntentStatus.ACTIVE, editable=False
    )
    name = models.CharField(_("name of the minister, as it will be announced"), max_length=200, blank=True)
    functional_title = models.CharField(_("functional title, as it will be announced"), max_length=250, blank=True)
    level = models.CharField(_("level"), max_length=25, choices=Level, default=Level.TO_BE_CONFIRMED)
    form_of_address = models.CharField(_("form of address"), max_length=60, blank=True)
    pronunciation = models.CharField(_("pronunciation of the name"), max_length=200, blank=True)
    questions = models.ManyToManyField(
        LeadingQuestion, verbose_name=_("leading questions to be addressed"), blank=True, related_name="intents"
    )
    language = models.CharField(
        _("language of the intervention"), max_length=5, choices=SpokenLanguage, default=SpokenLanguage.ENGLISH
    )
    outline = models.TextField(_("short outline"), max_length=2000, blank=True)
    arrives_late = models.BooleanField(_("arrives late"), default=False)
    leaves_early = models.BooleanField(_("leaves early"), default=False)
    availability = models.CharField(_("when available"), max_length=200, blank=True)
    # For the staff who act on them and nobody else: no page of the moderator, no export shows this.
    accessibility_needs = models.TextField(_("accessibility needs"), max_length=1000, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = SpeakingIntentQuerySet.as_manager()

    class Meta:
        verbose_name = _("intent to speak")
        verbose_name_plural = _("intents to speak")
        constraints = [
            models.UniqueConstraint(
                "session",
                "delegation",
                Lower("on_behalf_of"),
                condition=Q(status=IntentStatus.ACTIVE),
                name="one_active_intent_per_delegation",
            ),
            # Of provisional ones several may wait for one delegation, each from somebody else.
            models.UniqueConstraint(
                "session",
                "delegation",
                Lower("on_behalf_of"),
                "registered_by",
                condition=Q(status=IntentStatus.PROVISIONAL),
                name="one_provisional_intent_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.name or _('to be confirmed')}"

    def get_absolute_url(self) -> str:
        page = "speakers:show-intent" if self.is_settled else "speakers:provisional-intent"
        return reverse(page, kwargs={"slug": self.session.slug, "pk": self.pk})

    @property
    def represents(self) -> str:
        """The delegation, and the group for which it speaks."""
        if not self.on_behalf_of:
            return str(self.delegation)
        return _("%(delegation)s, on behalf of %(group)s") % {"delegation": self.delegation, "group": self.on_behalf_of}

    @property
    def is_settled(self) -> bool:
        """Whether it is the delegation's own word: neither provisional nor discarded."""
        return self.status in SETTLED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == IntentStatus.WITHDRAWN

    @property
    def availability_in_words(self) -> str:
        """Late arrival, early departure and what the delegation wrote of it, in one line."""
        parts = [(self.arrives_late, _("arrives late")), (self.leaves_early, _("leaves early"))]
        return "; ".join([*(str(words) for applies, words in parts if applies), *filter(None, [self.availability])])

    @property
    def is_complete(self) -> bool:
        """Whether nothing stands as "to be confirmed" that will be announced."""
        return bool(self.name) and self.level != Level.TO_BE_CONFIRMED


class ProvisionalAct(models.Model):
    """That an intent was left by somebody to whom an invitation was forwarded (`intent.registered_by`), and its fate.

    It stands only once the delegation's lead focal point or the secretariat has confirmed it: see the intent's status.
    """

    intent = models.OneToOneField(
        SpeakingIntent, on_delete=models.CASCADE, primary_key=True, related_name="provisional_act"
    )
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+", editable=False)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("provisional act")
        verbose_name_plural = _("provisional acts")

    def __str__(self) -> str:
        return f"{self.intent} ({self.intent.get_status_display()})"


class Statement(PrivateFile):
    """A statement submitted ahead; only the original language is authentic."""

    class Delivery(models.TextChoices):
        CHECK = "check_against_delivery", _("Check against delivery")
        VERBATIM = "verbatim", _("Read out verbatim")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intent = models.ForeignKey(SpeakingIntent, on_delete=models.PROTECT, related_name="statements")
    language = models.CharField(_("language"), max_length=5, choices=SpeakingIntent.SpokenLanguage)
    delivery = models.CharField(_("delivery"), max_length=25, choices=Delivery, default=Delivery.CHECK)
    # False once another file in the same language took its place; what was submitted is kept.
    is_current = models.BooleanField(_("current"), default=True, editable=False)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["language", "-is_current", "file_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["intent", "language"],
                condition=Q(is_current=True),
                name="one_current_statement_per_language",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
