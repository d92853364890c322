"""The rules of a meeting's format as columns: a kind proposes them, a session has its own."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_OPENING_MINUTES = 600


class OpenTo(models.TextChoices):
    """Who may take part in a meeting, as its page says it. What people can do, the phases say."""

    DELEGATIONS = "delegations", _("Delegations of Member States and observers")
    ACCREDITED = "accredited", _("Organizations in consultative status with ECOSOC, on application")
    NOMINATED = "nominated", _("Stakeholders of other kinds, on nomination")
    INVITED = "invited", _("Those whom the Chair or the organizers invite")
    PUBLIC = "public", _("The public")


def dialogue_phases() -> list[str]:
    """Keys of the phases of an interactive dialogue."""
    return ["intents", "applications", "statements", "consultation"]


def dialogue_participants() -> list[str]:
    """Who takes part in an interactive dialogue."""
    return [OpenTo.DELEGATIONS, OpenTo.ACCREDITED, OpenTo.NOMINATED, OpenTo.INVITED]


class FormatRules(models.Model):
    """Seconds per intervention, minutes of the opening, how many stakeholders; which phases there are and for whom.

    Defaults are those of CSW63 (concept note of the dialogue of 12 March 2019, "Format and participation").
    """

    initial_seconds = models.PositiveSmallIntegerField(
        _("seconds for an initial comment"), default=180, validators=[MinValueValidator(10), MaxValueValidator(3600)]
    )
    follow_up_seconds = models.PositiveSmallIntegerField(
        _("seconds for a follow-up"), default=60, validators=[MinValueValidator(10), MaxValueValidator(3600)]
    )
    opening_minutes = models.PositiveSmallIntegerField(
        _("minutes of the opening with stakeholders"), default=15, validators=[MaxValueValidator(MOST_OPENING_MINUTES)]
    )
    stakeholders_min = models.PositiveSmallIntegerField(_("stakeholders, at least"), default=3)
    stakeholders_max = models.PositiveSmallIntegerField(_("stakeholders, at most"), default=4)
    keeps_speakers_list = models.BooleanField(_("a speakers’ list is kept"), default=False)
    shows_overtime = models.BooleanField(_("the public screen shows overtime"), default=False)
    # Keys of the registry that the apps fill; the others do not exist here (`sessions.models.phases.phases_of`).
    phase_keys = models.JSONField(_("phases"), default=dialogue_phases, blank=True)
    # Values of OpenTo.
    open_to = models.JSONField(_("who may take part"), default=dialogue_participants, blank=True)

    class Meta:
        abstract = True

    @property
    def open_to_words(self) -> list[str]:
        """Who may take part, in the order in which it is always said."""
        return [str(one.label) for one in OpenTo if one in self.open_to]


# What a session takes over from its kind, or from an earlier session.
FORMAT_RULES = tuple(field.name for field in FormatRules._meta.local_fields)
