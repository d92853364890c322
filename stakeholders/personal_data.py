"""What applications and reviews hold on people. Registered in `apps.py`."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.personal_data import Retention, hold, retentions
from stakeholders.models import (
    Application,
    ApplicationStatus,
    ConflictOfInterest,
    Panel,
    Participation,
    Review,
    Submission,
)

# What an application says of its speaker; all else is the organisation's.
SPEAKER = ("speaker_name", "speaker_title", "speaker_gender", "speaker_languages")
# What screening found and what was decided: the applicant learns it on their page once it is released.
JUDGED = (
    "status",
    "has_worked_with_governments",
    "government_evidence",
    "screening_reason",
    "screened_by",
    "screened_at",
    "decision_released_at",
)
NOT_HIDDEN = _("What reviewers and the Chair judged in office is the record of the selection.")


def _as_speaker(person: User, path: str = "") -> models.Q | None:
    """Applications of the person's organisations, or started by them, in which they are the speaker."""
    if not person.full_name:
        return None
    own = models.Q(**{f"{path}organization__members": person}) | models.Q(**{f"{path}started_by": person})
    return own & models.Q(**{f"{path}speaker_name__iexact": person.full_name})


def _without_speaker(submission: Submission, person: User | None = None) -> dict[str, Any]:
    return {**submission.snapshot, "speaker_name": "", "speaker_title": "", "speaker_gender": ""}


def _without_name(panel: Panel, person: User) -> dict[str, Any]:
    recusals = panel.record.get("recusals", [])
    blanked = [{**one, "reviewer": ""} if one.get("reviewer") == str(person) else one for one in recusals]
    return {**panel.record, "recusals": blanked}


def register() -> None:
    texts = [one.name for one in Application._meta.concrete_fields if one.name not in SPEAKER]
    hold(
        Application,
        acts=("started_by", "screened_by"),
        also=_as_speaker,
        impersonal=texts,
        secret=JUDGED,
        values={"speaker_gender": ""},
        stays=_("Applications are the organization’s; the speaker’s name and title are blanked."),
    )
    hold(
        Submission,
        acts=("submitted_by",),
        also=lambda person: _as_speaker(person, "application__"),
        values={"snapshot": _without_speaker},
    )
    hold(Participation, acts=("confirmed_by",), also=lambda person: _as_speaker(person, "application__"))
    hold(
        Panel,
        acts=("recommended_by", "decided_by", "released_by"),
        named_in=lambda person: models.Q(session__applications__conflicts__reviewer=person),
        impersonal=("constraints", "reasons", "decision_reasons"),
        values={"record": _without_name},
        stays=NOT_HIDDEN,
    )
    hold(ConflictOfInterest, wrote=("reviewer",), acts=("settled_by",), stays=NOT_HIDDEN)
    hold(Review, wrote=("reviewer",), stays=NOT_HIDDEN)
    _register_retention()


def _register_retention() -> None:
    retentions.register(
        "drafts",
        Retention(
            _("Drafts of applications that were never submitted, from the end of the session"),
            "RETAIN_DRAFTS_DAYS",
            lambda before: Application.objects.filter(
                status__in=[ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN],
                submissions=None,
                session__ends_at__lt=before,
            ),
            _delete_drafts,
        ),
    )
    retentions.register(
        "unsuccessful-applications",
        Retention(
            _("Speakers’ names in applications that were not selected, from the end of the session"),
            "RETAIN_APPLICATIONS_DAYS",
            _old_unsuccessful,
            _blank_speakers,
            only=SPEAKER,
        ),
    )


@transaction.atomic
def _delete_drafts(rows: "models.QuerySet[Any]") -> None:
    for application in rows:
        application.delete()


def _old_unsuccessful(before: datetime) -> "models.QuerySet[Any]":
    lost = [ApplicationStatus.INELIGIBLE, ApplicationStatus.NOT_SELECTED, ApplicationStatus.WITHDRAWN]
    old = Application.objects.filter(status__in=lost, session__ends_at__lt=before, participation=None)
    return old.exclude(speaker_name="")


@transaction.atomic
def _blank_speakers(rows: "models.QuerySet[Any]") -> None:
    applications = list(rows)
    for submission in Submission.objects.filter(application__in=applications):
        Submission.objects.filter(pk=submission.pk).update(snapshot=_without_speaker(submission))
    Application.objects.filter(pk__in=[row.pk for row in applications]).update(
        speaker_name="", speaker_title="", speaker_gender=""
    )
