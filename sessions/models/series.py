"""Meetings that belong together: held at the same time, or on the same topic several times over.

Delegations say which of them they prefer (`speakers.models.series`); the public page of each names the others.
"""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import OuterRef, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.moments import zone_named
from dialogue_portal.revisions import Revisioned
from dialogue_portal.texts import FALLBACK_LANGUAGE, ChosenText, LocalizedText
from sessions.models.meeting import CommissionSession, DialogueSession, SessionStatus
from sessions.models.texts import SessionText, TextPart
from sessions.models.titles import Titled, TitledQuerySet, chosen_title, in_readers_language

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class Arrangement(models.TextChoices):
    PARALLEL = "parallel", _("Meetings at the same time, each on its own topic")
    REPEATED = "repeated", _("One topic, taken up several times")
    # As the four round tables of CSW63: two by two, each topic twice.
    BOTH = "both", _("Several topics at the same time, each taken up more than once")


class SeriesQuerySet(TitledQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "SeriesQuerySet":
        """The secretariat's all; for others those of which they may know a meeting."""
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        known = DialogueSession.objects.visible_to(user).exclude(series=None)
        return self.filter(pk__in=known.values("series"))


class Series(Titled, Revisioned, ClientTokened):
    """A series of meetings; its zone is the one in which its times are typed and shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title of the series"), max_length=300)
    commission_session = models.ForeignKey(
        CommissionSession, verbose_name=_("Commission session"), on_delete=models.PROTECT, null=True, blank=True
    )
    arrangement = models.CharField(
        _("how the meetings stand to one another"), max_length=10, choices=Arrangement, default=Arrangement.PARALLEL
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/New_York")
    # UTC. None: delegations are not asked for choices.
    choices_until = models.DateTimeField(_("choices are open until"), null=True, blank=True)

    objects = SeriesQuerySet.as_manager()
    meetings: "models.Manager[DialogueSession]"

    class Meta:
        ordering = ["title"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title

    @property
    def title_as_read(self) -> str:
        """The title in the language of whoever it is written for, once that is known: for mails."""

        def title() -> str:
            prefetch_related_objects([self], "texts")
            return str(self.title_of_texts)

        return lazy(title, str)()

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.time_zone)

    @property
    def takes_choices(self) -> bool:
        """Whether delegations may state or change their choices at this moment."""
        return self.choices_until is not None and timezone.now() < self.choices_until

    def held_meetings(self) -> "models.QuerySet[DialogueSession]":
        """The published ones in the order in which they are held: those among which one chooses."""
        held = self.meetings.filter(status=SessionStatus.PUBLISHED)
        return held.order_by("starts_at", "title").prefetch_related("texts")

    def open_meetings(self) -> list[DialogueSession]:
        return list(self.held_meetings())


class SeriesText(LocalizedText):
    """The title of a series in a language other than English."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "language"], name="one_series_text_per_language"),
            models.CheckConstraint(condition=~Q(language=FALLBACK_LANGUAGE), name="series_text_is_no_english"),
        ]


class OtherMeeting(NamedTuple):
    """Another meeting of a session's series, with its title and that of the series as the reader gets them."""

    meeting: DialogueSession
    title: ChosenText
    series_title: ChosenText


def others_in_series(session: DialogueSession) -> list[OtherMeeting]:
    """The other meetings of a session's series that are public. One query; none for one that is in no series."""
    if session.series is None:
        return []
    others = DialogueSession.objects.filter(series=session.series_id).exclude(status=SessionStatus.DRAFT)
    shown = others.only("slug", "title", "starts_at", "ends_at", "time_zone", "status").order_by("starts_at", "title")
    found = []
    titles = {
        "translated": in_readers_language(SessionText.objects.filter(part=TextPart.TITLE), session=OuterRef("pk")),
        "of_series": in_readers_language(SeriesText.objects.all(), series=OuterRef("series")),
    }
    for other in shown.exclude(pk=session.pk).annotate(**titles):
        row: Any = other
        series_title = chosen_title(row.of_series, session.series.title)
        found.append(OtherMeeting(other, chosen_title(row.translated, other.title), series_title))
    return found


def choices_ahead(now: datetime) -> set[datetime]:
    """Until when choices are open, from now on: the public pages say so."""
    return {
        moment
        for moment in Series.objects.filter(choices_until__gt=now).values_list("choices_until", flat=True)
        if moment
    }


def overlap(one: DialogueSession, other: DialogueSession) -> bool:
    """Whether two meetings are, in part at least, at the same time; one that ends as the other begins is not."""
    if None in (one.starts_at, one.ends_at, other.starts_at, other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at  # type: ignore[operator]  # just asked
