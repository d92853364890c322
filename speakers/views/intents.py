"""A delegation's intent to speak: told to visitors, registered, shown, amended, withdrawn; and its statements.

The secretariat amends through the same pages; the pool is in `views.pool`.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Delegation
from accounts.permissions import is_secretariat
from accounts.principals import Acting, acting_for
from accounts.requests import SignedInRequest
from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from dialogue_portal.uploads import private_response
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.forms import SourceForm, are_valid, staff_source_form
from sessions.lookup import visible_session
from sessions.models import DialogueSession, PhaseWindow, leave_after_close, phase_is_open, window_of
from sessions.phase_pages import only_with
from sessions.services import instructions_on
from sessions.services.leaves import leaves_used
from speakers.forms.intents import AmendIntentForm, IntentForm, RegisterIntentForm, StatementForm
from speakers.models import SpeakingIntent, Statement
from speakers.services.intents import (
    PHASE,
    IntentExists,
    IntentsClosed,
    amend_intent,
    may_write,
    register_intent,
    reinstate_intent,
    withdraw_intent,
)
from speakers.services.statements import PHASE as STATEMENTS, StatementsClosed, may_submit, submit_statement


def one_intent(request: HttpRequest, slug: str, pk: UUID) -> SpeakingIntent:
    """The intent of an address, with its session as the pages need it; raises Http404."""
    session = visible_session(request, slug)
    rows = SpeakingIntent.objects.select_related("delegation", "participant").prefetch_related("questions__texts")
    intent = get_object_or_404(rows, session=session, pk=pk)
    intent.session = session
    return intent


def one_statement(request: HttpRequest, slug: str, pk: UUID) -> Statement:
    rows = Statement.objects.select_related("intent__session", "intent__delegation")
    return get_object_or_404(rows, intent__session=visible_session(request, slug), pk=pk)


def intents_window(session: DialogueSession) -> PhaseWindow | None:
    """When intents may be communicated; None if the secretariat has set no time."""
    return window_of(session, PHASE)


@require_safe
@same_for_visitors
@requires(PUBLIC, visible_session)
@only_with(PHASE)
def intent(request: HttpRequest, session: DialogueSession) -> HttpResponseBase:
    """Where a delegation's own intent is; whoever acts for none reads how ministers communicate theirs."""
    user = request.user
    if not user.is_authenticated or not user.has_perm("speakers.register_intent", session):
        return _about(request, session)
    acting = acting_for(request, Delegation)
    own = SpeakingIntent.objects.settled().filter(session=session, delegation=acting.chosen)
    intents = list(own.select_related("delegation").in_pool_order())
    if len(intents) == 1:
        return redirect(intents[0].get_absolute_url())
    if intents or not phase_is_open(session, PHASE, principal=acting.chosen):
        return _about(request, session, acting, intents)
    return redirect("speakers:register-intent", slug=session.slug)


def _about(
    request: HttpRequest,
    session: DialogueSession,
    acting: Acting[Delegation] | None = None,
    intents: list[SpeakingIntent] | None = None,
) -> HttpResponse:
    chosen = acting.chosen if acting else None
    context: dict[str, Any] = {
        "session": session,
        "acting": acting,
        "intents": intents,
        "may_register": phase_is_open(session, PHASE, principal=chosen),
        "leave": leave_after_close(session, PHASE, chosen),
    }
    if request.user.is_authenticated:
        left = SpeakingIntent.objects.filter(session=session, registered_by=request.user, provisional_act__isnull=False)
        context["left"] = left.select_related("delegation").in_pool_order()
    return render(request, "speakers/intent_about.html", context)


@requires("speakers.register_intent", visible_session)
@only_with(PHASE)
def register(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    # A form that was open in another tab is for whom it said; a task on the front page names its delegation.
    named = request.POST.get("delegation") or request.GET.get("for")
    acting = acting_for(request, Delegation, wanted=named)
    own = Delegation.objects.filter(pk__in=[acting.chosen.pk] if acting.chosen else [])
    form = RegisterIntentForm(request.POST or None, session=session, delegations=own)
    return register_or_show(request, session, form, "speakers/register_intent.html", acting)


def register_or_show(
    request: SignedInRequest,
    session: DialogueSession,
    form: RegisterIntentForm,
    template: str,
    acting: Acting[Delegation] | None = None,
) -> HttpResponse:
    """Answer for the delegation's own form and for the secretariat's."""
    source = staff_source_form(request, session) if acting is None else None
    if request.method == "POST" and are_valid(form, source):
        try:
            made, _new = register_intent(
                form.save(commit=False),
                questions=form.cleaned_data["questions"],
                actor=request.user,
                token=form.cleaned_data["client_token"],
                source=source.source() if source else None,
            )
        except IntentsClosed:
            form.add_error(None, closed_words())
        except IntentExists as error:
            form.add_error(None, exists_words(error.existing))
        else:
            messages.success(request, _("The intent to speak of %(delegation)s is registered.") % _named(made))
            return _sent(made)
    context = {
        **_form_context(session, form),
        "acting": acting,
        "source_form": source,
        "leave": leave_after_close(session, PHASE, acting.chosen if acting else None),
    }
    return render(request, template, context)


def acting_on(request: SignedInRequest, intent: SpeakingIntent) -> Acting[Delegation]:
    """For whom the person acts on this intent's pages: its delegation, nobody for those of none of its own."""
    acting = acting_for(request, Delegation, wanted=intent.delegation_id)
    return acting if acting.chosen == intent.delegation else Acting(None)


@require_safe
@requires("speakers.view_intent", one_intent)
def show(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponse:
    if not intent.is_settled:
        return redirect(intent.get_absolute_url())
    source = SourceForm(session=intent.session) if is_secretariat(request.user) else None
    return _show(request, intent, StatementForm(initial={"language": intent.language}), source)


def _show(
    request: SignedInRequest, intent: SpeakingIntent, form: StatementForm, source: SourceForm | None
) -> HttpResponse:
    session, user = intent.session, request.user
    may_amend = request.user.has_perm("speakers.amend_intent", intent)
    context = {
        "session": session,
        "intent": intent,
        "acting": acting_on(request, intent),
        "may_amend": may_amend,
        "may_amend_now": may_amend and may_write(session, intent.delegation, user),
        "leave": leave_after_close(session, PHASE, intent.delegation) if may_amend else None,
        "by_leave": leaves_used(intent) if may_amend else [],
        "statements_window": window_of(session, STATEMENTS),
        "may_submit_now": may_amend and may_submit(intent, user),
        "statements_leave": leave_after_close(session, STATEMENTS, intent.delegation) if may_amend else None,
        "sees_needs": request.user.has_perm("speakers.view_accessibility_needs", intent),
        "sees_pool": request.user.has_perm("speakers.view_pool", intent.session),
        "registers_own": request.user.has_perm("speakers.register_intent", intent.session),
        "statement_form": form,
        "source_form": source,
        "instructions": instructions_on(intent) if may_amend else [],
        "just_sent": "sent" in request.GET,
    }
    return render(request, "speakers/intent.html", context)


@requires("speakers.amend_intent", one_intent)
def amend(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponse:
    form = AmendIntentForm(request.POST or None, instance=intent, session=intent.session)
    source = staff_source_form(request, intent.session)
    if request.method == "POST" and are_valid(form, source):
        try:
            amend_intent(
                intent,
                questions=form.cleaned_data["questions"],
                actor=request.user,
                seen=form.cleaned_data["seen_revision"],
                source=source.source() if source else None,
            )
        except IntentsClosed:
            form.add_error(None, closed_words())
        except InvalidTransition:
            form.add_error(None, _("This intent is withdrawn. Reinstate it first, then change it."))
        except IntentExists as error:
            form.add_error(None, exists_words(error.existing))
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("The intent to speak of %(delegation)s is changed.") % _named(intent))
            return _sent(intent)
    context = {
        **_form_context(intent.session, form),
        "intent": intent,
        "acting": acting_on(request, intent),
        "source_form": source,
    }
    return render(request, "speakers/amend_intent.html", context)


@requires("speakers.amend_intent", one_intent)
def withdraw(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponseBase:
    done = _("The intent to speak of %(delegation)s is withdrawn.")
    return _move(request, intent, withdraw_intent, done, "speakers/withdraw_intent.html")


@requires("speakers.amend_intent", one_intent)
def reinstate(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponseBase:
    done = _("The intent to speak of %(delegation)s stands again.")
    return _move(request, intent, reinstate_intent, done, "speakers/reinstate_intent.html")


def _move(request: SignedInRequest, intent: SpeakingIntent, service: Any, done: str, template: str) -> HttpResponseBase:
    """Ask first; the secretariat also says on whose instruction."""
    source = staff_source_form(request, intent.session)
    if request.method != "POST" or not are_valid(source):
        context = {
            "session": intent.session,
            "intent": intent,
            "acting": acting_on(request, intent),
            "source_form": source,
        }
        return render(request, template, context)
    try:
        service(intent, actor=request.user, source=source.source() if source else None)
    except IntentsClosed:
        messages.error(request, closed_words())
    except IntentExists as error:
        messages.error(request, exists_words(error.existing))
    except InvalidTransition:
        messages.info(request, _("Nothing was changed: somebody else has done this already."))
    else:
        messages.success(request, done % _named(intent))
    return redirect(intent.get_absolute_url())


@require_POST
@requires("speakers.amend_intent", one_intent)
def add_statement(request: SignedInRequest, intent: SpeakingIntent) -> HttpResponse:
    form = StatementForm(request.POST, request.FILES)
    source = staff_source_form(request, intent.session)
    if are_valid(form, source):
        cleaned = form.cleaned_data
        try:
            submit_statement(
                intent,
                upload=cleaned["file"],
                language=cleaned["language"],
                delivery=cleaned["delivery"],
                actor=request.user,
                source=source.source() if source else None,
            )
        except StatementsClosed:
            form.add_error(
                None, _("Statements are not taken here at this moment. Send it to the secretariat, which adds it here.")
            )
        except InvalidTransition:
            form.add_error(None, _("This intent is withdrawn. Reinstate it first, then add its statement."))
        else:
            messages.success(request, _("The statement is submitted."))
            return redirect(intent.get_absolute_url())
    return _show(request, intent, form, source)


@require_safe
@requires("speakers.view_statement", one_statement)
def statement(request: SignedInRequest, statement: Statement) -> HttpResponseBase:
    return private_response(request, file=statement.file, name=statement.file_name, content_type=statement.content_type)


def closed_words() -> str:
    return _(
        "Intents to speak cannot be sent or changed here at this moment: the time for it has not begun or is over. "
        "What you typed is kept below. Write to the secretariat, which can enter it on your delegation’s behalf."
    )


def exists_words(existing: SpeakingIntent) -> str:
    """Name what stands in the way, with a link to it."""
    group = existing.on_behalf_of or _("its own State")
    return format_html(
        _("{delegation} has an intent to speak for {group} already ({speaker}). {link}."),
        delegation=existing.delegation.short_name,
        group=group,
        speaker=existing.name or _("name to be confirmed"),
        link=format_html('<a href="{}">{}</a>', existing.get_absolute_url(), _("Open it to change it")),
    )


def _named(intent: SpeakingIntent) -> dict[str, str]:
    return {"delegation": intent.represents}


def _sent(intent: SpeakingIntent) -> HttpResponseRedirect:
    """To the intent's page, which tells the browser that what it kept on the device has arrived."""
    return redirect(f"{intent.get_absolute_url()}?sent=1")


def _form_context(session: DialogueSession, form: IntentForm) -> dict[str, Any]:
    return {"session": session, "form": form, "window": intents_window(session)}
