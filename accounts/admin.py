"""The administration of people, for superusers; it signs in through allauth, second factor and all."""

import allauth.mfa.admin
import auditlog.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models

from accounts.models import (
    AuditEntry,
    Delegation,
    DelegationMember,
    DelegationName,
    Organization,
    OrganizationMember,
    User,
)

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Groups give nothing here; the audit log has a page of its own; secrets of second factors are shown to nobody.
admin.site.unregister([Group, AuditEntry, Authenticator])
if apps.is_installed("allauth.socialaccount"):
    import allauth.socialaccount.admin  # noqa: F401
    from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken

    admin.site.unregister([SocialAccount, SocialApp, SocialToken])


class DelegationNameInline(admin.TabularInline):
    model = DelegationName
    extra = 0


class DelegationMemberInline(admin.TabularInline):
    model = DelegationMember
    extra = 0
    autocomplete_fields = ["user"]


class OrganizationMemberInline(admin.TabularInline):
    model = OrganizationMember
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Passwords are set by their owners only."""

    list_display = ["full_name", "email", "is_secretariat", "is_active"]
    list_filter = ["is_secretariat", "is_staff", "is_active"]
    search_fields = ["full_name", "email"]
    ordering = ["full_name", "email"]
    fields = ["full_name", "email", "language", "time_zone", "is_secretariat", "is_staff", "is_superuser", "is_active"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """People are anonymised, never deleted."""
        return False


@admin.register(Delegation)
class DelegationAdmin(admin.ModelAdmin):
    list_display = ["short_name", "regional_group", "kind"]
    list_filter = ["regional_group", "kind"]
    search_fields = ["short_name", "official_name", "iso2", "iso3"]
    inlines = [DelegationNameInline, DelegationMemberInline]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "regional_group"]
    list_filter = ["kind", "regional_group"]
    search_fields = ["name"]
    autocomplete_fields = ["headquarters"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [OrganizationMemberInline]
