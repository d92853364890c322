"""What waits for the secretariat: held mailings, as a cockpit card and as a next step."""

from collections.abc import Iterator

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext

from accounts.models import User
from dialogue_portal.registries import CockpitCard, MyTask
from mailings.models import Mailing


def cockpit_cards(session: models.Model, user: User) -> Iterator[CockpitCard]:
    if user.has_perm("mailings.manage_mail"):
        yield CockpitCard(
            title=_("Mails to release"),
            figure=Mailing.objects.held().about(session).count(),
            detail=_("Decisions and calls leave only when you release them."),
            url=reverse("mailings:outbox"),
            order=80,
        )


def my_tasks(user: User) -> Iterator[MyTask]:
    if not user.has_perm("mailings.manage_mail"):
        return
    if count := Mailing.objects.held().count():
        words = ngettext("%(count)d mailing waits to be released", "%(count)d mailings wait to be released", count)
        yield MyTask(
            title=words % {"count": count},
            detail=_("Read what it says and to whom, then release it or discard it."),
            url=reverse("mailings:outbox"),
            button=_("Open the outbox"),
        )
