"""Where and how one takes part in a meeting: columns of `DialogueSession`, edited on a page of their own.

The join link and its details are for those concerned only (permission `sessions.join_online`): no public page, no
calendar of others and no audit log has them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

# What only those concerned may read of a session.
JOIN_FIELDS = ("join_url", "join_details")


class MeetingMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class InterpretationLanguage(models.TextChoices):
    """The six official languages of the United Nations, then others into which meetings are interpreted."""

    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")
    GERMAN = "de", _("German")
    HINDI = "hi", _("Hindi")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    PORTUGUESE = "pt", _("Portuguese")
    SWAHILI = "sw", _("Swahili")
    TURKISH = "tr", _("Turkish")


class Captioning(models.TextChoices):
    UNSTATED = "", _("Not stated")
    LIVE = "live", _("Live captions")
    RECORDING = "recording", _("Captions on the recording only")
    NONE = "none", _("No captions")


class AccessFacts(models.Model):
    """In person or online, how many fit, which series; and what makes the meeting accessible."""

    mode = models.CharField(
        _("how the meeting is held"), max_length=10, choices=MeetingMode, default=MeetingMode.IN_PERSON
    )
    join_url = models.URLField(_("join link"), max_length=500, blank=True)
    join_details = models.TextField(_("how to join"), max_length=1000, blank=True)
    # None is "not limited, or not known".
    seats = models.PositiveSmallIntegerField(_("seats for delegations"), null=True, blank=True)
    series = models.ForeignKey(
        "dialogue_sessions.Series",
        verbose_name=_("series"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
    )
    captioning = models.CharField(
        _("captioning"), max_length=10, choices=Captioning, default=Captioning.UNSTATED, blank=True
    )
    # International Sign, American Sign Language …: there is no code list that meetings go by.
    sign_languages = models.CharField(_("sign languages"), max_length=200, blank=True)
    # Codes of InterpretationLanguage.
    interpretation_languages = models.JSONField(_("interpretation"), default=list, blank=True)
    accessible_formats = models.TextField(_("accessible formats and the room"), max_length=1000, blank=True)
    access_contact_name = models.CharField(_("whom to ask about access"), max_length=150, blank=True)
    access_contact_email = models.EmailField(_("their e-mail address"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_online(self) -> bool:
        """Whether one can take part from elsewhere."""
        return self.mode != MeetingMode.IN_PERSON

    @property
    def interpretation(self) -> list[str]:
        """The languages in words, in the order of the list."""
        return [str(language.label) for language in InterpretationLanguage if language in self.interpretation_languages]
