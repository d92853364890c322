"""A dialogue with its people and, where asked for, a summary with a text and an open round."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from speakers.models import Point
from summaries.models import Purpose, Summary, SummaryStatus
from summaries.services import consultation as services
from summaries.services.drafting import add_paragraph, start_summary
from summaries.services.versions import freeze_version
from tests import factories


@pytest.fixture
def dialogue(db):
    session = factories.SessionFactory(title="Alliances for services", theme="Access to public services")
    factories.leading_question(session, 1, "How do alliances form?")
    return session


@pytest.fixture
def rapporteur(dialogue):
    return factories.role(dialogue, "rapporteur")


@pytest.fixture
def chair(dialogue):
    return factories.role(dialogue, "commission_chair")


@pytest.fixture
def bureau(dialogue):
    """Two Bureau members, of different groups."""
    return {
        group: factories.role(dialogue, "bureau", regional_group=group)
        for group in ("african", "latin_american_caribbean")
    }


@pytest.fixture
def secretariat(db):
    return factories.UserFactory(is_secretariat=True)


@pytest.fixture
def summary(dialogue, rapporteur):
    """Three sections with two paragraphs in the middle one."""
    summary = start_summary(dialogue, actor=rapporteur)
    section = summary.sections.get(position=2)
    for text in ("Ministers stressed the role of mayors.", "Several speakers noted a lack of data."):
        add_paragraph(section, text=text, actor=rapporteur)
    return summary


@pytest.fixture
def consultation(summary, chair, bureau):
    """An open round on that text."""
    now = timezone.now()
    return services.open_consultation(
        summary,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(days=4),
        silence_procedure=False,
        actor=chair,
    )


@pytest.fixture
def paragraphs(summary):
    return [row for section in summary.outline() for row in section.paragraphs]


@pytest.fixture
def point(dialogue, rapporteur):
    return Point.objects.create(session=dialogue, text="Mayors pooled their budgets.", noted_by=rapporteur)


@pytest.fixture
def fresh(summary):
    """The summary as stored."""
    return lambda: Summary.objects.get(pk=summary.pk)


@pytest.fixture(autouse=True)
def _private_files_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def final(summary, chair):
    """Brings the summary to its end, or to just before it, without the way there."""

    def bring_to(status):
        version = freeze_version(summary, purpose=Purpose.FINAL, actor=chair)
        published_at = timezone.now() if status == SummaryStatus.PUBLISHED else None
        Summary.objects.filter(pk=summary.pk).update(status=status, final_version=version, published_at=published_at)
        summary.refresh_from_db()
        return version

    return bring_to


@pytest.fixture
def visitor():
    return AnonymousUser()


@pytest.fixture
def at(dialogue):
    """The address of a page of this summary."""
    return lambda name, **kwargs: reverse(f"summaries:{name}", kwargs={"slug": dialogue.slug, **kwargs})


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.logout()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def confidential(consultation, paragraphs, bureau):
    """What one group said, in words that must not appear anywhere else."""
    common = {"paragraph_id": paragraphs[0].id, "group": "african", "actor": bureau["african"]}
    services.comment_on(consultation, text="SECRET-COMMENT", **common)
    services.propose_amendment(consultation, proposed_text="SECRET-WORDING", explanation="SECRET-REASON", **common)
    services.state_position(
        consultation, group="african", position="objection", text="SECRET-POSITION", seen=0, actor=bureau["african"]
    )
