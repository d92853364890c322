"""The pool of intents: for the secretariat to manage, for moderator, presiding chair and rapporteur to read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Delegation
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.phase_pages import only_with
from speakers.exports import COUNTS_TABLE, INTENTS_TABLE
from speakers.forms.intents import PoolFilterForm, RegisterIntentForm
from speakers.models import SpeakingIntent
from speakers.models.intents import SpeakingIntentQuerySet
from speakers.pool import count_by_group_and_level, in_groups
from speakers.services.intents import PHASE
from speakers.views.intents import register_or_show


def _visible(request: SignedInRequest, session: DialogueSession) -> SpeakingIntentQuerySet:
    return SpeakingIntent.objects.visible_to(request.user).filter(session=session)


@require_safe
@requires("speakers.view_pool", visible_session)
@only_with(PHASE)
@offers(INTENTS_TABLE, COUNTS_TABLE)
def pool(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = PoolFilterForm(request.GET, session=session)
    visible = _visible(request, session)
    rows = form.narrow(visible).select_related("delegation").prefetch_related("questions").defer("accessibility_needs")
    groups = in_groups(rows)
    context = {
        "session": session,
        "form": form,
        "groups": groups,
        "found": sum(len(group.intents) for group in groups),
        "counts": count_by_group_and_level(visible.active()),
        "may_manage": request.user.has_perm("speakers.manage_intents", session),
    }
    return render(request, "speakers/pool.html", context)


@requires("speakers.manage_intents", visible_session)
@only_with(PHASE)
def add(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """Register what reached the secretariat in a letter, a call or another portal."""
    form = RegisterIntentForm(request.POST or None, session=session, delegations=Delegation.objects.all())
    return register_or_show(request, session, form, "speakers/add_intent.html")
