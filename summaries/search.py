"""What the search finds of the Chair's summaries that are published. Registered in `apps.py`."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue_portal.search import Found, SearchSource, SearchText
from sessions.models import SessionStatus, titles_as_read
from summaries.models import Summary, SummaryStatus


def summary_texts(keys: Iterable[UUID] | None) -> Iterator[SearchText]:
    """The final text with its symbol, in its own language."""
    rows = published_summaries().select_related("final_version")
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    for row in rows:
        if (version := row.final_version) is None:
            continue
        lines = [row.symbol]
        for section in version.sections:
            lines += [section.heading, *(paragraph.text for paragraph in section.paragraphs)]
        yield SearchText(row.pk, version.masthead["language"], row.title, "\n".join(line for line in lines if line))


def published_summaries() -> models.QuerySet[Summary]:
    return Summary.objects.filter(status=SummaryStatus.PUBLISHED).exclude(session__status=SessionStatus.DRAFT)


def describe_summaries(keys: Iterable[UUID]) -> dict[UUID, Found]:
    return {
        row.pk: Found(
            reverse("summaries:detail", kwargs={"slug": row.session.slug}),
            _("Chair’s summary"),
            str(row.session.local_title),
            row.document_date or (row.published_at and row.published_at.astimezone(row.session.zone).date()),
        )
        for row in published_summaries()
        .filter(pk__in=keys)
        .select_related("session")
        .prefetch_related(titles_as_read("session__texts"))
    }


SUMMARIES = SearchSource(
    label=_("Chairs’ summaries"),
    texts=summary_texts,
    published=published_summaries,
    describe=describe_summaries,
    made_of={Summary: "pk"},
)
