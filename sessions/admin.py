"""The administration of sessions, for superusers; what has a rule is changed on the portal's own pages."""

from django.contrib import admin
from django.db import models

from sessions.models import CommissionSession, DialogueSession, Document, PhaseWindow, SessionRole


@admin.register(CommissionSession)
class CommissionSessionAdmin(admin.ModelAdmin):
    list_display = ["body", "number", "ordinal", "city", "starts_on", "ends_on"]


class PhaseWindowInline(admin.TabularInline):
    model = PhaseWindow
    extra = 0
    can_delete = False


@admin.register(DialogueSession)
class DialogueSessionAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "starts_at", "status"]
    list_filter = ["status", "kind"]
    search_fields = ["title", "slug"]
    # The status has one writer, which checks what lacks (services.publishing).
    readonly_fields = ["status", "revision"]
    list_select_related = ["commission_session"]
    inlines = [PhaseWindowInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: object) -> bool:
        """A session begins with its concept note."""
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Sessions are cancelled, never deleted."""
        return False


@admin.register(SessionRole)
class SessionRoleAdmin(admin.ModelAdmin):
    list_display = ["session", "role", "regional_group", "user", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["session", "user"]
    autocomplete_fields = ["session", "user"]


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    # Its files come in through the page that checks them.
    list_display = ["title", "kind", "symbol", "session", "is_public", "embargo_until"]
    list_select_related = ["session"]
    readonly_fields = ["revision"]
