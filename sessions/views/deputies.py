"""The Chair, who presides and Bureau members name their deputies here; the secretariat sees and ends them all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.invitations import InvitationForm
from accounts.models import Invitation
from accounts.permissions import is_secretariat
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from sessions.lookup import visible_session
from sessions.models import DialogueSession, SessionRole
from sessions.permissions import DEPUTED_ROLES
from sessions.services.deputies import end_deputy


@require_safe
@requires("sessions.name_deputies", visible_session)
def deputies(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    return _page(request, session)


def _page(request: SignedInRequest, session: DialogueSession, form: InvitationForm | None = None) -> HttpResponse:
    roles = session.roles.in_force().own().filter(role__in=DEPUTED_ROLES).select_related("user")
    if not is_secretariat(request.user):
        roles = roles.filter(user=request.user)
    rows = []
    for role in roles.prefetch_related("deputies__user"):
        own_form = form if form is not None and form.scope == role else InvitationForm(scope=role, prefix=str(role.pk))
        rows.append(
            {
                "role": role,
                "deputies": role.deputies.all(),
                "invitations": Invitation.objects.about(role).unsettled(),
                "form": own_form,
            }
        )
    context = {"session": session, "rows": rows, "today": timezone.now().date()}
    return render(request, "sessions/deputies.html", context)


def _role(request: HttpRequest, slug: str, pk: UUID) -> SessionRole:
    session = visible_session(request, slug)
    roles = session.roles.in_force().own().filter(role__in=DEPUTED_ROLES).select_related("user")
    role = get_object_or_404(roles, pk=pk)
    role.session = session
    return role


@require_POST
@requires("sessions.name_deputy_of", _role)
def name(request: SignedInRequest, role: SessionRole) -> HttpResponse:
    form = InvitationForm(request.POST, scope=role, prefix=str(role.pk))
    if form.is_valid() and (invitation := form.invite(actor=request.user)):
        messages.success(request, _("%(invited)s was invited.") % {"invited": invitation})
        return redirect("sessions:deputies", slug=role.session.slug)
    return _page(request, role.session, form)


def _deputy(request: HttpRequest, slug: str, pk: UUID) -> SessionRole:
    rows = SessionRole.objects.exclude(deputy_for=None).select_related("session", "user", "deputy_for__user")
    return get_object_or_404(rows, session__slug=slug, pk=pk)


@require_POST
@requires("sessions.end_deputy", _deputy)
def end(request: SignedInRequest, held: SessionRole) -> HttpResponse:
    end_deputy(held, actor=request.user)
    messages.success(request, _("%(person)s is no longer a deputy.") % {"person": held.user})
    return redirect("sessions:deputies", slug=held.session.slug)
