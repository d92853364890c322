"""The audit log."""

from typing import Any

from django.views.generic import ListView

from accounts.audit_log import changes_of, chosen_entries, shows_time
from accounts.forms.audit import AuditFilter
from dialogue_portal.access import RequiresMixin
from dialogue_portal.exports.answering import OffersMixin


class AuditLogView(RequiresMixin, OffersMixin, ListView):
    permission = "accounts.view_audit_log"
    table = "accounts.audit-log"
    template_name = "accounts/audit_log.html"
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return chosen_entries(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=AuditFilter(self.request.GET), **kwargs)
        for entry in context["entries"]:
            entry.shown_changes, entry.shows_time = list(changes_of(entry)), shows_time(entry)
        return context
