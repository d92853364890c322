"""Rows of a series that the tests of choices and of places make; its fixtures are in `conftest`."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from speakers.models import SeriesChoice
from tests.factories import SessionFactory, UserFactory, delegation

IN_A_WEEK = timezone.now() + timedelta(days=7)


def table(series, title, *, hours=0, **fields):
    """A meeting of the series, so many hours after the first."""
    starts_at = IN_A_WEEK + timedelta(hours=hours)
    return SessionFactory(
        series=series, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **fields
    )


def chosen(series, iso2, first, second=None):
    return SeriesChoice.objects.create(
        series=series, delegation=delegation(iso2), first=first, second=second, stated_by=UserFactory()
    )


def url(name, series):
    return reverse(f"series:{name}", kwargs={"pk": series.pk})
