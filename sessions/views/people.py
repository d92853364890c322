"""Who holds which role in a session: assigned to those who have an account, offered to those who have none."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.invitations import InvitationForm
from accounts.requests import SignedInRequest
from accounts.views.invitation_imports import hand_in
from accounts.views.invitations import invitations_shown
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from sessions.forms import RoleForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, SessionRole
from sessions.services import RoleHeld, assign_role, end_role


@requires("sessions.manage_session", visible_session)
@offers("sessions.people")
def people(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = RoleForm(request.POST if request.method == "POST" else None, session=session)
    if form.is_valid():
        about = {name: value for name, value in form.cleaned_data.items() if name != "email"}
        try:
            assign_role(session, user=form.user, actor=request.user, **about)
        except RoleHeld:
            form.add_error("role", _("This person holds this role already."))
        else:
            messages.success(request, _("%(person)s holds the role now.") % {"person": form.user})
            return redirect("sessions:people", slug=session.slug)
    return _page(request, session, form, InvitationForm(scope=session, prefix="invite"))


@require_POST
@requires("sessions.manage_session", visible_session)
def invite(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = InvitationForm(request.POST, scope=session, prefix="invite")
    if form.is_valid() and (invitation := form.invite(actor=request.user)):
        messages.success(request, _("%(invited)s was invited.") % {"invited": invitation})
        return redirect("sessions:people", slug=session.slug)
    return _page(request, session, RoleForm(session=session), form)


@requires("sessions.manage_session", visible_session)
def import_people(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """Invite many at once, for example the Bureau and the reviewers."""
    return hand_in(request, scope=session, template="sessions/import_people.html", context={"session": session})


def _page(request: HttpRequest, session: DialogueSession, form: RoleForm, invitation: InvitationForm) -> HttpResponse:
    roles = session.roles.select_related("user", "deputy_for__user").order_by(
        "role", "regional_group", "user__full_name"
    )
    context = {
        "session": session,
        "roles": roles.order_by("role", "regional_group", "user__full_name"),
        "today": timezone.now().date(),
        "form": form,
        "invitation_form": invitation,
        "invitations": invitations_shown(session),
    }
    return render(request, "sessions/people.html", context)


def _one_role(request: HttpRequest, slug: str, pk: UUID) -> SessionRole:
    return get_object_or_404(SessionRole.objects.select_related("session", "user"), session__slug=slug, pk=pk)


@require_POST
@requires("sessions.manage_session", _one_role)
def end(request: SignedInRequest, held: SessionRole) -> HttpResponse:
    end_role(held, actor=request.user)
    messages.success(request, _("The role of %(person)s is ended.") % {"person": held.user})
    return redirect("sessions:people", slug=held.session.slug)
