"""The steps of an application, one page each, and what each of them still lacks before it can be submitted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import EcosocStatus
from stakeholders.models import Application, Initiative, Route

ACCREDITED = {EcosocStatus.Status.GENERAL, EcosocStatus.Status.SPECIAL, EcosocStatus.Status.ROSTER}


class Step(models.TextChoices):
    """Key in the address, and title."""

    ORGANIZATION = "organization", _("The organization")
    REPRESENTATIVE = "representative", _("The speaker")
    EXPERIENCE = "experience", _("Work with governments")
    INITIATIVE = "initiative", _("An initiative, with figures")
    CHECK = "check", _("Check and submit")

    @property
    def following(self) -> "Step":
        steps = list(Step)
        return steps[min(steps.index(self) + 1, len(steps) - 1)]


@dataclass(frozen=True)
class Gap:
    """Something that a submission needs and that is not there yet."""

    step: Step
    label: str | Promise


def gaps_in(application: Application) -> list[Gap]:
    """All that keeps this application from being submitted, in the order of the steps."""
    return [*_organization_gaps(application), *_application_gaps(application), *_initiative_gaps(application)]


def _organization_gaps(application: Application) -> Iterator[Gap]:
    if application.route == Route.CONSULTATIVE_STATUS:
        known = application.organization.known_status
        if known is None or known.status not in ACCREDITED:
            yield Gap(Step.ORGANIZATION, _("Consultative status with ECOSOC"))


def _application_gaps(application: Application) -> Iterator[Gap]:
    if application.route == Route.NOMINATION:
        yield from _empty(Step.REPRESENTATIVE, application, "nominated_by")
    yield from _empty(Step.REPRESENTATIVE, application, "speaker_name", "speaker_title", "speaker_languages")
    yield from _empty(Step.EXPERIENCE, application, "government_experience", "motivation")
    if application.has_national_expertise:
        yield from _empty(Step.EXPERIENCE, application, "national_expertise")
    if not application.theme_areas.all() and application.session.theme_areas.all():
        yield Gap(Step.EXPERIENCE, _("Theme areas"))


def _initiative_gaps(application: Application) -> Iterator[Gap]:
    for initiative in application.initiatives.all():
        yield from _empty(Step.INITIATIVE, initiative, "kind", "title", "place", "what_was_done", "what_changed")


def _empty(step: Step, row: Application | Initiative, *names: str) -> Iterator[Gap]:
    for name in names:
        if not getattr(row, name):
            yield Gap(step, str(row._meta.get_field(name).verbose_name).capitalize())  # type: ignore[union-attr]
