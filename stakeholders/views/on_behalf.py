"""The secretariat enters or amends an application for an organisation: first on what, then the applicant's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition
from sessions.forms import SourceForm, are_valid, staff_source_form
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.phase_pages import only_with
from stakeholders.forms.screening import OnBehalfForm
from stakeholders.lookup import found_application, signed_in
from stakeholders.models import Application
from stakeholders.services.applying import PHASE
from stakeholders.services.on_behalf import ApplicationExists, enter_application, take_up_application
from stakeholders.views.applying import first_step_url


@requires("stakeholders.screen_applications", visible_session)
@only_with(PHASE)
def enter(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    form = OnBehalfForm(request.POST or None)
    source = _source(request, session)
    if request.method == "POST" and are_valid(form, source):
        try:
            application = enter_application(
                session, organization=form.cleaned_data, source=source.source(), actor=signed_in(request)
            )
            return redirect(first_step_url(application))
        except ApplicationExists as error:
            form.add_error("name", _exists_words(error.existing))
    return render(request, "stakeholders/enter.html", {"session": session, "form": form, "source_form": source})


@requires("stakeholders.screen_application", found_application)
def amend(request: HttpRequest, application: Application) -> HttpResponse:
    source = _source(request, application.session)
    if request.method == "POST" and source.is_valid():
        try:
            take_up_application(application, source=source.source(), actor=signed_in(request))
        except InvalidTransition:
            messages.error(request, _("This application is screened or withdrawn and cannot be amended any more."))
            return redirect(application.get_manage_url())
        return redirect(first_step_url(application))
    context = {"session": application.session, "application": application, "source_form": source}
    return render(request, "stakeholders/take_up.html", context)


def _source(request: HttpRequest, session: DialogueSession) -> SourceForm:
    source = staff_source_form(request, session)
    assert source is not None  # noqa: S101  (the permission lets the secretariat in and nobody else)
    return source


def _exists_words(existing: Application) -> str:
    link = format_html('<a href="{}">{}</a>', existing.get_manage_url(), _("Open it to amend it"))
    return format_html(_("{name} has an application already. {link}."), name=existing.organization, link=link)
