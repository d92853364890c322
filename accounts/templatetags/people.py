"""Template tags about people; builtins, like those of `dialogue_portal.templatetags.portal`."""

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext as _

from accounts.models import EcosocStatus, RegionalGroup
from dialogue_portal.moments import day_words
from dialogue_portal.templatetags.portal import status as pill

register = template.Library()

# One shape per group beside its hue and lightness (static/css/portal.css), so that colour is never alone.
MARKERS = {
    RegionalGroup.AFRICAN: "M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1z",
    RegionalGroup.ASIA_PACIFIC: "M1.5 1.5h9v9h-9z",
    RegionalGroup.EASTERN_EUROPEAN: "M6 .8 11.4 11H.6z",
    RegionalGroup.GRULAC: "M6 .2 11.8 6 6 11.8.2 6z",
    RegionalGroup.WEOG: "M4.2.8h3.6v3.4h3.4v3.6H7.8v3.4H4.2V7.8H.8V4.2h3.4z",
    RegionalGroup.NONE: "M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
}


@register.simple_tag
def group_marker(key: str) -> str:
    """The marker alone, for tables and plots whose text names the group."""
    group = RegionalGroup(key or RegionalGroup.NONE)
    return format_html(
        '<svg class="group-marker group-{}" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"'
        ' focusable="false"><path fill="currentColor" d="{}"/></svg>',
        group.value.replace("_", "-"),
        mark_safe(MARKERS[group]),  # noqa: S308  (a constant of this module)
    )


@register.simple_tag
def regional_group(key: str) -> str:
    """Marker and name, everywhere the same."""
    return _regional_group(key or RegionalGroup.NONE.value, get_language())


@cache
def _regional_group(key: str, language: str | None) -> str:
    """Six groups in six languages, and some pages show hundreds."""
    return format_html('<span class="group">{}\u00a0{}</span>', group_marker(key), RegionalGroup(key).label)


@register.simple_tag
def ecosoc_status(status: EcosocStatus | None) -> str:
    """Consultative status as of a date, marked where nobody but the organisation itself says so."""
    if status is None:
        return ""
    words = {"status": status.get_status_display(), "date": day_words(status.as_of)}
    label = _("%(status)s, as of %(date)s") % words
    if not status.is_checked:
        return pill(_("%(status)s: stated by the organization, not checked") % {"status": label}, "soon")
    return pill(_("%(status)s: checked") % {"status": label}, "error" if status.is_lost else "done")
