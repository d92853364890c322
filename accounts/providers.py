"""What this app asks of people on their home page. Registered in `apps.py`."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts.models import ErasureRequest, ErasureState, JoinRequest, User
from accounts.permissions import organizations_of
from dialogue_portal.counts import count_each
from dialogue_portal.registries import CockpitCard, MyTask


def my_tasks(user: User) -> Iterator[MyTask]:
    """Who asks to act for an organisation: a task to each of its members, one in all to the secretariat."""
    waiting = JoinRequest.objects.waiting()
    if organizations := organizations_of(user):
        own = waiting.filter(organization__in=organizations).order_by()
        for pk, name, count in own.values_list("organization", "organization__name").annotate(Count("pk")):
            yield _task(count, name, reverse("accounts:organization", kwargs={"pk": pk}))
    if user.has_desk:
        asking, erasures = count_each(waiting, ErasureRequest.objects.filter(state=ErasureState.OPEN))
        if asking:
            yield _task(asking, _("Whoever is known there, or you, can admit them."), _list_url())
        if erasures:
            yield _erasure_task(erasures)


def cockpit_cards(session: Any, user: User) -> Iterator[CockpitCard]:
    """Who asks to act for an organisation waits in every session: until then nobody applies for it."""
    if user.has_desk and (count := JoinRequest.objects.waiting().count()):
        yield CockpitCard(
            title=_("Requests to act for an organization"),
            figure=count,
            detail=_("In all sessions."),
            url=_list_url(),
            order=70,
            waits=True,
        )


def _erasure_task(count: int) -> MyTask:
    """To the secretariat: who asks to be erased waits for an answer."""
    words = ngettext("%(count)d person asks to be erased", "%(count)d people ask to be erased", count)
    return MyTask(
        title=words % {"count": count},
        detail=_("Read what is held and what stays for the record, then erase it or say why not."),
        url=reverse("accounts:erasure-requests"),
        button=_("Answer"),
    )


def _task(count: int, detail: str, url: str) -> MyTask:
    words = ngettext(
        "%(count)d person asks to act for an organization", "%(count)d people ask to act for an organization", count
    )
    return MyTask(title=words % {"count": count}, detail=detail, url=url, button=_("Answer"))


def _list_url() -> str:
    return reverse("accounts:organizations") + "?show=waiting"
