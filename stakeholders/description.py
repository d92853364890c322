"""An application in words: the same headings and labels on the applicant's, staff's and reviewers' pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dialogue_portal.moments import day_words
from stakeholders.models import Application, Indicator, Initiative, Route
from stakeholders.steps import Gap, Step

Words = str | Promise


@dataclass(frozen=True)
class Section:
    """One topic, its rows of (label, text), and the step on which its applicant edits it."""

    step: Step
    rows: list[tuple[Words, Words]]
    figures: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class Progress:
    """One entry of the progress list."""

    step: Step
    gaps: list[Gap]


def describe(application: Application) -> list[Section]:
    return [
        Section(Step.ORGANIZATION, list(_organization_rows(application))),
        Section(Step.REPRESENTATIVE, list(_speaker_rows(application))),
        Section(Step.EXPERIENCE, list(_experience_rows(application))),
        *[_initiative_section(initiative) for initiative in application.initiatives.all()],
    ]


def progress_of(gaps: list[Gap]) -> list[Progress]:
    return [Progress(step, [gap for gap in gaps if gap.step == step]) for step in Step]


def overlap_warnings(figures: list[Indicator]) -> list[str]:
    """Parts that add up to more than their whole although none is marked as overlapping: a hint, never a refusal."""
    warnings = []
    for whole in figures:
        parts = [figure for figure in figures if figure.part_of_id == whole.pk]
        if sum(part.value for part in parts) > whole.value and not any(part.overlaps for part in parts):
            warnings.append(
                _("The parts of “%(whole)s” add up to more than %(value)s. If they overlap, say so beside them.")
                % {"whole": whole.label, "value": f"{whole.value.normalize():f}"}
            )
    return warnings


def _organization_rows(application: Application) -> Iterator[tuple[Words, Words]]:
    organization = application.organization
    yield from _rows(organization, "name", "kind", "website", "regional_group", "headquarters")
    yield from _rows(application, "route")
    if application.route == Route.CONSULTATIVE_STATUS:
        for status, label in (
            (organization.declared_status, _("Consultative status, as stated by the organization")),
            (organization.checked_status, _("Consultative status, as checked by the secretariat")),
        ):
            if status:
                as_of = day_words(status.as_of)
                yield label, _("%(status)s, as of %(date)s") % {"status": status.get_status_display(), "date": as_of}


def _speaker_rows(application: Application) -> Iterator[tuple[Words, Words]]:
    yield from _rows(application, "nominated_by", "speaker_name", "speaker_title", "speaker_gender")
    yield _label(application, "speaker_languages"), ", ".join(application.language_names)


def _experience_rows(application: Application) -> Iterator[tuple[Words, Words]]:
    yield from _rows(application, "government_experience")
    yield _("Theme areas"), "; ".join(str(area.text) for area in application.theme_areas.all())
    yield from _rows(application, "has_national_expertise", "national_expertise", "motivation")


def _initiative_section(initiative: Initiative) -> Section:
    rows = _rows(
        initiative,
        *("kind", "title", "place", "starts_on", "ends_on", "partners", "funder", "channel", "facilitated_by"),
        *("what_was_done", "methods", "participation", "what_changed", "consent_to_publish"),
    )
    return Section(Step.INITIATIVE, list(rows), tuple(initiative.indicators.all()))


def _rows(row: models.Model, *names: str) -> Iterator[tuple[Words, Words]]:
    """Label and text of each field that says something."""
    for name in names:
        if text := _text(row, name):
            yield _label(row, name), text


def _label(row: models.Model, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _text(row: models.Model, name: str) -> Words:
    value: Any = getattr(row, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return ""
    if hasattr(value, "year"):
        return day_words(value)
    display = getattr(row, f"get_{name}_display", None)
    return str(display()) if display else str(value)
