"""What waits for the secretariat: held mailings, as a cockpit card and as a next step; uncertain mail."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext

from accounts.models import User
from dialogue_portal.counts import count_each
from dialogue_portal.jobs import JobState
from dialogue_portal.registries import CockpitCard, MyTask
from mailings.models import Mailing, Message

# How long after it was written an uncertain mail is somebody's task: it may be left as it is.
ASKED_FOR = timedelta(days=14)


def cockpit_cards(session: models.Model, user: User) -> Iterator[CockpitCard]:
    if not user.has_perm("mailings.manage_mail"):
        return
    # A message of a mailing about the session may itself be about something in it: a decision, about its application.
    messages = Message.objects.about(session) | Message.objects.filter(mailing__in=Mailing.objects.about(session))
    held, failed = count_each(Mailing.objects.held().about(session), messages.filter(state=JobState.FAILED))
    yield CockpitCard(
        title=_("Mails to release"),
        figure=held,
        detail=_("Decisions and calls leave only when you release them."),
        url=reverse("mailings:outbox"),
        order=80,
        waits=bool(held),
    )
    if failed:
        yield CockpitCard(
            title=_("Mails that did not arrive"),
            figure=failed,
            detail=_("Mend the address and send them again."),
            url=f"{reverse('mailings:outbox')}?state={JobState.FAILED}",
            order=81,
            waits=True,
        )


def my_tasks(user: User) -> Iterator[MyTask]:
    if not user.has_perm("mailings.manage_mail"):
        return
    recent = Message.objects.filter(created_at__gt=timezone.now() - ASKED_FOR)
    held, uncertain = count_each(Mailing.objects.held(), recent.filter(state=JobState.UNCERTAIN))
    if held:
        words = ngettext("%(count)d mailing waits to be released", "%(count)d mailings wait to be released", held)
        yield MyTask(
            title=words % {"count": held},
            detail=_("Read what it says and to whom, then release it or discard it."),
            url=reverse("mailings:outbox"),
            button=_("Open the outbox"),
        )
    if uncertain:
        words = ngettext("%(count)d mail may not have arrived", "%(count)d mails may not have arrived", uncertain)
        yield MyTask(
            title=words % {"count": uncertain},
            detail=_("The portal does not send it again by itself. Ask the recipient, then send it again or leave it."),
            url=f"{reverse('mailings:outbox')}?state={JobState.UNCERTAIN}",
            button=_("See which"),
        )
