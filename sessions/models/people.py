"""Who has a role in a session, and who may be given its floor."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, RegionalGroup, User
from sessions.models.meeting import DialogueSession, SessionKind


class Role(models.TextChoices):
    """Roles in one session; the secretariat serves all sessions and is a flag of the user."""

    REVIEWER = "reviewer", _("Reviewer")
    MODERATOR = "moderator", _("Moderator")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    COMMISSION_CHAIR = "commission_chair", _("Chair of the Commission")
    PRESIDING_CHAIR = "presiding_chair", _("Presiding chair")
    BUREAU = "bureau", _("Bureau member")
    # Of a side event: edits its page, and is nobody in the rest of the portal.
    ORGANIZER = "organizer", _("Organizer of the side event")

    @classmethod
    def offered_in(cls, session: DialogueSession) -> dict[str, Any]:
        """Which roles can be given in a session: value → label."""
        is_side_event = session.kind == SessionKind.SIDE_EVENT
        return {role.value: role.label for role in cls if is_side_event or role != cls.ORGANIZER}


class SessionRoleQuerySet(models.QuerySet["SessionRole"]):
    def in_force(self, on: date | None = None) -> "SessionRoleQuerySet":
        """Roles held on a day (today in UTC by default); an end date is the last day.

        A deputy's is held while the principal's own is.
        """
        day = on or timezone.now().date()
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
            Q(deputy_for=None) | Q(deputy_for__starts_on=None) | Q(deputy_for__starts_on__lte=day),
            Q(deputy_for=None) | Q(deputy_for__ends_on=None) | Q(deputy_for__ends_on__gte=day),
        )

    def holders(self, session: DialogueSession, role: Role, *groups: str) -> "models.QuerySet[User]":
        """The persons who hold a role in a session today; of a Bureau member's, for these groups."""
        held = self.in_force().filter(session=session, role=role)
        held = held.filter(regional_group__in=groups) if groups else held
        return User.objects.filter(pk__in=held.values("user")).order_by("full_name", "pk")

    def own(self) -> "SessionRoleQuerySet":
        """Held in one's own right, not as somebody's deputy."""
        return self.filter(deputy_for=None)


class SessionRole(models.Model):
    """A person's role in a session; a Bureau member's is for one regional group.

    A deputy holds the principal's role from one day to another, and all that asks for roles finds it like any other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="session_roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup, blank=True)
    is_designate = models.BooleanField(_("designate"), default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self",
        verbose_name=_("deputy of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
    )

    objects = SessionRoleQuerySet.as_manager()

    class Meta:
        ordering = ["role", "regional_group"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user", "role", "regional_group"], name="role_held_once"),
            models.CheckConstraint(
                condition=(Q(role=Role.BUREAU) & ~Q(regional_group="")) | (~Q(role=Role.BUREAU) & Q(regional_group="")),
                name="bureau_role_has_regional_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.words}"

    def get_absolute_url(self) -> str:
        """Where who holds it names deputies."""
        return reverse("sessions:deputies", kwargs={"slug": self.session.slug})

    @property
    def words(self) -> str:
        """The role, with its regional group where it has one."""
        group = f", {self.get_regional_group_display()}" if self.regional_group else ""
        return f"{self.get_role_display()}{group}"


class Level(models.TextChoices):
    """Level of a participant, spelled out; no code list is official. The order here is not one of precedence."""

    TO_BE_CONFIRMED = "to_be_confirmed", _("To be confirmed")
    HEAD_OF_STATE = "head_of_state", _("Head of State")
    VICE_PRESIDENT = "vice_president", _("Vice-President")
    HEAD_OF_GOVERNMENT = "head_of_government", _("Head of Government")
    DEPUTY_PRIME_MINISTER = "deputy_prime_minister", _("Deputy Prime Minister")
    MINISTER = "minister", _("Minister")
    VICE_MINISTER = "vice_minister", _("Vice-Minister")
    OTHER = "other", _("Other high-level participant")


class ParticipantCapacity(models.TextChoices):
    MINISTER = "minister", _("Participant at ministerial level")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    MODERATOR = "moderator", _("Moderator")
    CHAIR = "chair", _("Chair")
    OTHER = "other", _("Other participant")


class Participant(models.Model):
    """A person who may be given the floor: all that the floor knows of speakers and of stakeholders.

    An intent makes one, a confirmed panel member makes one, the chair and somebody added in the room are ones.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="participants")
    capacity = models.CharField(_("capacity"), max_length=12, choices=ParticipantCapacity)
    # As they will be announced; empty while "to be confirmed".
    name = models.CharField(_("name"), max_length=200, blank=True)
    functional_title = models.CharField(_("functional title"), max_length=250, blank=True)
    level = models.CharField(_("level"), max_length=25, choices=Level, blank=True)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True)
    # A group of States for which a delegation speaks, such as "Group of 77 and China".
    on_behalf_of = models.CharField(_("on behalf of a group"), max_length=150, blank=True)
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup, blank=True)
    # False once withdrawn: interventions already made keep pointing here.
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        # Never by time: there is no speakers' list.
        ordering = ["regional_group", "delegation__short_name", "organization__name", "on_behalf_of", "name"]

    def __str__(self) -> str:
        return f"{self.announced_name} ({self.represents})" if self.represents else self.announced_name

    @property
    def announced_name(self) -> str:
        return self.name or str(_("Name to be confirmed"))

    @property
    def represents(self) -> str:
        """The delegation or organisation for which the person speaks, and the group for which it does."""
        own = str(self.delegation or self.organization or "")
        if not self.on_behalf_of:
            return own
        return _("%(delegation)s, on behalf of %(group)s") % {"delegation": own, "group": self.on_behalf_of}
