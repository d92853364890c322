"""A selected stakeholder confirms, or staff confirm on their behalf."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.permissions import is_organization_member
from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition
from sessions.forms import are_valid, staff_source_form
from stakeholders import services
from stakeholders.forms.applying import ConfirmationForm
from stakeholders.lookup import found_application, signed_in
from stakeholders.models import Application, ApplicationStatus


@requires("stakeholders.confirm_participation", found_application)
@never_cache
def confirm(request: HttpRequest, application: Application) -> HttpResponse:
    form = ConfirmationForm(request.POST or None)
    is_own = is_organization_member(request.user, application.organization)
    source = None if is_own else staff_source_form(request, application.session)
    if request.method == "POST" and are_valid(form, source):
        try:
            services.confirm_participation(
                application, actor=signed_in(request), source=source.source() if source else None, **form.cleaned_data
            )
            messages.success(request, _("Participation is confirmed."))
        except InvalidTransition as error:
            # The second of two clicks finds the work done.
            if error.source != ApplicationStatus.CONFIRMED:
                messages.error(request, _("This application cannot be confirmed now."))
        return redirect(_back(request, application))
    if application.status != ApplicationStatus.SELECTED:
        return redirect(_back(request, application))
    context = {"session": application.session, "application": application, "form": form, "source_form": source}
    return render(request, "stakeholders/confirm.html", context)


def _back(request: HttpRequest, application: Application) -> str:
    """The applicant's own page, or staff's."""
    if is_organization_member(request.user, application.organization):
        return application.get_absolute_url()
    return application.get_manage_url()
