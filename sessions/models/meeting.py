"""A dialogue session: what is held, when, where and by which rules."""

import uuid
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy as _

from dialogue_portal.addresses import remembered_address
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.registries import session_joins
from dialogue_portal.revisions import Dated
from dialogue_portal.texts import FALLBACK_LANGUAGE, ChosenText, choose_text, english_text, own_words
from sessions.models.access_facts import AccessFacts
from sessions.models.commission_sessions import CommissionSession
from sessions.models.format_rules import FormatRules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from sessions.models.texts import TextPart


# In English, the language of record.
REHEARSAL_MARK = "Rehearsal: "


class SessionKind(models.TextChoices):
    INTERACTIVE_DIALOGUE = "interactive_dialogue", _("Interactive dialogue")
    ROUND_TABLE = "round_table", _("Ministerial round table")
    EXPERT_PANEL = "expert_panel", _("Expert panel")
    SIDE_EVENT = "side_event", _("Side event")


class SessionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: dict[str, set[str]] = {
    SessionStatus.DRAFT: {SessionStatus.PUBLISHED, SessionStatus.CANCELLED},
    SessionStatus.PUBLISHED: {SessionStatus.DRAFT, SessionStatus.CANCELLED},
    SessionStatus.CANCELLED: {SessionStatus.DRAFT},
}


# What lists show of a session: a quarter of its columns.
LISTED = (
    *("slug", "kind", "title", "venue", "starts_at", "ends_at", "time_zone", "status", "is_rehearsal", "phase_keys"),
    *(f"commission_session__{name}" for name in ("slug", "body", "ordinal")),
)


class DialogueSessionQuerySet(models.QuerySet["DialogueSession"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DialogueSessionQuerySet":
        """Drafts are the secretariat's and of those who hold a role in them today; the rest is public."""
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        public = ~Q(status=SessionStatus.DRAFT)
        if user.is_authenticated:
            return self.filter(public | Q(pk__in=self.model.objects.held_by(user).values("pk")))
        return self.filter(public)

    def under_way(self) -> "DialogueSessionQuerySet":
        """Those whose phases, floor and summary are for use: published, or rehearsed."""
        return self.filter(Q(status=SessionStatus.PUBLISHED) | Q(is_rehearsal=True))

    def held_by(self, user: "User") -> "DialogueSessionQuerySet":
        """Those in which a person holds a role today, and side events that those for whom they act let them edit."""
        theirs = Q(organizers__delegation__members=user) | Q(organizers__organization__members=user)
        edited = self.model.objects.filter(theirs, kind=SessionKind.SIDE_EVENT, organizers__members_edit=True)
        return self.filter(Q(pk__in=user.session_roles.in_force().values("session")) | Q(pk__in=edited.values("pk")))

    def framed(self) -> "DialogueSessionQuerySet":
        """With what the frame of every page of a session shows, in three queries."""
        return self.select_related("commission_session", "series", *session_joins).prefetch_related(
            "texts", "phase_windows"
        )

    def listed(self, *joins: str) -> "DialogueSessionQuerySet":
        """With what every list shows of a session and nothing else, in two queries: its title in the reader's language.

        `joins` names rows of other apps to come with it.
        """
        listed = self.select_related("commission_session", *joins).only(*LISTED, *joins)
        return listed.prefetch_related(titles_as_read("texts"))

    def with_page_content(self) -> "DialogueSessionQuerySet":
        """With its leading questions, theme areas and programme too, in nine queries, and its series' title in one."""
        rows = ("leading_questions__texts", "theme_areas__texts", "programme_items__texts", "series__texts")
        return self.framed().prefetch_related(*rows)


def titles_as_read(path: str) -> models.Prefetch:
    """Of the texts at this path those that are titles in the reader's language, for rows that show nothing else.

    The English title is a column: in English this asks the database for nothing.
    """
    texts = DialogueSession._meta.get_field("texts").related_model._default_manager  # type: ignore[union-attr]
    return models.Prefetch(path, texts.filter(part="title", language__in={get_language()} - {FALLBACK_LANGUAGE}))


# Parts of the texts whose English, the language of record, is a column; other languages are rows of SessionText.
ENGLISH_IN_COLUMNS = ("title", "theme", "mandate", "agenda_item")


class DialogueSession(FormatRules, AccessFacts, Dated, ClientTokened):
    """One meeting: an interactive dialogue, a round table, a panel or a side event.

    The format rules are its own, taken over from its kind when it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    commission_session = models.ForeignKey(
        CommissionSession, verbose_name=_("Commission session"), on_delete=models.PROTECT, null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=30, choices=SessionKind, default=SessionKind.INTERACTIVE_DIALOGUE)
    title = models.CharField(_("title"), max_length=400)
    theme = models.TextField(_("priority theme"), blank=True)
    agenda_item = models.CharField(_("agenda item"), max_length=300, blank=True)
    mandate = models.TextField(_("mandate"), blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    # UTC. Empty only in a draft.
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone of the meeting"), max_length=64, default="America/New_York")
    status = models.CharField(
        _("status"), max_length=12, choices=SessionStatus, default=SessionStatus.DRAFT, editable=False
    )

    # Set when it is made and never afterwards: no rehearsal becomes real, and nothing real is wiped as one.
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False, editable=False)

    objects = DialogueSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "title"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(status=SessionStatus.DRAFT) | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="published_session_has_times",
            ),
            # Whatever is public asks for the status: a rehearsal can be in no list, archive, search or feed.
            models.CheckConstraint(
                condition=Q(is_rehearsal=False) | Q(status=SessionStatus.DRAFT), name="rehearsal_is_never_public"
            ),
            # Whatever shows a session shows its title: pages, files, tables, calendars, mails.
            models.CheckConstraint(
                condition=Q(is_rehearsal=False) | Q(title__startswith=REHEARSAL_MARK),
                name="rehearsal_says_so_in_its_title",
                violation_error_message=_("The title of a rehearsal begins with “Rehearsal: ”."),
            ),
            models.CheckConstraint(
                condition=Q(stakeholders_min__lte=F("stakeholders_max")), name="stakeholders_min_to_max"
            ),
            models.CheckConstraint(
                condition=Q(initial_seconds__gt=0, follow_up_seconds__gt=0), name="speaking_times_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Session without a title"))

    def get_absolute_url(self) -> str:
        return remembered_address("sessions:detail", self.slug)

    @property
    def kind_label(self) -> str:
        """For lists: `get_kind_display` puts every kind into words to say one."""
        return str(SessionKind(self.kind).label)

    @property
    def is_under_way(self) -> bool:
        """Its phases, floor and summary are for use: a published meeting, or one that is rehearsed."""
        return self.is_rehearsal or self.status == SessionStatus.PUBLISHED

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def length_minutes(self) -> int | None:
        """Whole minutes that the meeting lasts, by the clock that never jumps; None without its times."""
        if not (self.starts_at and self.ends_at):
            return None
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def text(self, part: "TextPart | str", language: str | None = None) -> ChosenText:
        """One of the session's texts in the reader's language, else in English; reads all of them at once.

        Sessions in a list come `framed`, so that this asks the database for nothing.
        """
        chosen = choose_text([text for text in self.texts.all() if text.part == part], language)
        return english_text(getattr(self, part), language) if not chosen and part in ENGLISH_IN_COLUMNS else chosen

    @property
    def title_as_read(self) -> str:
        """The title in the language of whoever it is written for, once that is known: for mails."""

        def title() -> str:
            # A mailing to hundreds asks for the titles once.
            prefetch_related_objects([self], "texts")
            return str(self.local_title)

        return lazy(title, str)()

    @property
    def local_title(self) -> ChosenText:
        """The title as the reader sees it: for pages' titles, mails and lists."""
        # A draft without a title is called so in the reader's own language.
        return self.text("title") or own_words(self)
