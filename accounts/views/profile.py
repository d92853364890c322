"""My account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from accounts.forms.profile import ProfileForm
from accounts.models import Delegation, Organization, User
from accounts.offices import offices
from accounts.principals import acting_for
from dialogue_portal.access import RequiresMixin
from dialogue_portal.revisions import StaleRevision


class ProfileView(RequiresMixin, UpdateView):
    permission = "accounts.signed_in"
    form_class = ProfileForm
    template_name = "accounts/me.html"

    def get_object(self, queryset: Any = None) -> User:
        # A row of its own: what fails to validate must not change the person who is signed in.
        return get_object_or_404(User, pk=self.request.user.pk)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        try:
            user = form.save()
        except StaleRevision as error:
            form.show_conflict(error.current)
            return self.form_invalid(form)
        with translation.override(user.language):
            messages.success(self.request, _("Your account was saved."))
            return redirect("accounts:me")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offices=[office for held_by in offices for office in held_by(self.object)],
            acting_kinds=[acting_for(self.request, Delegation), acting_for(self.request, Organization)],
            **kwargs,
        )
