"""Template tags that every page may use: moments, deadlines, status words, texts in languages, the frame's links.

They are builtins (see TEMPLATES in the settings). Tags that know an app live in that app's `templatetags`.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import nh3
from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_from_path,
    get_language_info,
    gettext as _,
)
from markdown_it import MarkdownIt

from dialogue_portal import moments
from dialogue_portal.texts import ChosenText, direction_of

register = template.Library()

# As the Organization's own sites write them.
OWN_NAMES = {"ar": "العربية", "zh-hans": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}
# As long as search engines and other sites show it.
DESCRIPTION_LENGTH = 200
TONES = {"neutral", "open", "soon", "done", "error"}

_markdown = MarkdownIt("commonmark", {"html": False})
_ALLOWED = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "ul"}


@register.simple_tag(takes_context=True)
def moment(context: Context, when: datetime | None, zone: str) -> str:
    """A moment in the meeting's zone and the reader's."""
    return _time_element(when, zone, moments.moment_in_zones(when, zone, _reader_zone(context))) if when else ""


@register.simple_tag(takes_context=True)
def period(context: Context, start: datetime | None, end: datetime | None, zone: str) -> str:
    """From one moment to another, in both zones."""
    if not start or not end:
        return ""
    if not moments.is_on_one_day(start, end, zone):
        return format_html("{} – {}", moment(context, start, zone), moment(context, end, zone))
    return _time_element(start, zone, moments.period_in_zones(start, end, zone, _reader_zone(context)), until=end)


@register.simple_tag(takes_context=True)
def deadline(context: Context, when: datetime | None, zone: str) -> str:
    """A moment in both zones and the time left; amber in its last 48 hours."""
    if not when:
        return ""
    classes = "time-left time-left-soon" if moments.is_soon(when) else "time-left"
    return format_html(
        '<span class="deadline">{}\u00a0· <span class="{}">{}</span></span>',
        moment(context, when, zone),
        classes,
        moments.time_left(when),
    )


def _reader_zone(context: Context) -> str:
    return context.get("reader_zone") or settings.PORTAL_TIME_ZONE


def _time_element(when: datetime, zone: str, words: moments.InTwoZones, until: datetime | None = None) -> SafeString:
    """With the moments by the meeting's clock for machines: `reader-zone.js` compares them with the browser's own."""
    here = moments.zone_named(zone)
    begins, ends = (at.astimezone(here).isoformat(timespec="seconds") if at else "" for at in (when, until))
    elsewhere = format_html(" <span>({})</span>", words.elsewhere) if words.elsewhere else ""
    return format_html('<time datetime="{}" data-until="{}">{}{}</time>', begins, ends, words.here, elsewhere)


@register.simple_tag
def zone_words() -> SafeString:
    """For readers without a zone of their own: what `reader-zone.js` says in the browser's."""
    return _zone_words(get_language())


@lru_cache
def _zone_words(_language: str | None) -> SafeString:
    zone = "{zone}"
    footer = _("Deadlines are shown in the meeting’s time zone and, where it differs, in yours (%(zone)s).") % {
        "zone": zone
    }
    return json_script({**moments.words_for_script(), "footer": footer}, "zone-words")


@register.filter
def day(value: date | None) -> str:
    """A date without a time, such as a document's."""
    return moments.day_words(value) if value else ""


@register.simple_tag
def status(label: object, tone: str = "neutral") -> str:
    """A pill with a word and an icon; the tone only adds to what the word says."""
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone!r}")
    return format_html('<span class="status status-{}">{}</span>', tone, label)


@register.simple_tag
def localized(text: ChosenText) -> str:
    """A short text with its language; marked where it is not in the reader's."""
    if not text:
        return ""
    if text.language == get_language():
        return format_html("{}", text.text)
    return format_html('<span lang="{}" dir="{}">{}</span>{}', *_language(text), text.text, _fallback_note(text))


@register.simple_tag
def language_attributes(language: str) -> str:
    """` lang="…" dir="…"` for what is in another language than the page."""
    if language == get_language():
        return ""
    return format_html(' lang="{}" dir="{}"', language, direction_of(language))


@register.simple_tag
def own_language_name(code: str) -> str:
    """A language's name in itself, with its `lang`; the code of one that is not the portal's."""
    return format_html('<span lang="{}">{}</span>', code, OWN_NAMES.get(code, code))


@register.filter
def markdown(text: ChosenText | str | None) -> str:
    """Simple formatting as safe HTML: no raw HTML, no images, headings from the third level on."""
    if not text:
        return ""
    tokens = _markdown.parse(str(text))
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = nh3.clean(_markdown.renderer.render(tokens, _markdown.options, {}), tags=_ALLOWED)
    safe = mark_safe(html)  # noqa: S308  (cleaned on the line above)
    if not isinstance(text, ChosenText) or text.language == get_language():
        return format_html('<div class="prose">{}</div>', safe)
    note = _fallback_note(text)
    return format_html('{}<div class="prose" lang="{}" dir="{}">{}</div>', note, *_language(text), safe)


def _language(text: ChosenText) -> tuple[str, str]:
    return text.language, direction_of(text.language)


def _fallback_note(text: ChosenText) -> str:
    if not text.is_fallback:
        return ""
    name = get_language_info(text.language)["name_translated"]
    return format_html(' <span class="fallback-note">{}</span>', _("In %(language)s only") % {"language": name})


@register.simple_tag
def text_direction() -> str:
    return "rtl" if get_language_bidi() else "ltr"


@register.inclusion_tag("portal/_share.html", takes_context=True)
def share(context: Context, title: str, description: str) -> dict[str, Any]:
    """What other sites and search engines show of this page, whatever the parameters of its address."""
    request = context["request"]
    address = _addresses(request.path_info, request.path_info)
    return {
        "title": title,
        "description": Truncator(description).chars(DESCRIPTION_LENGTH),
        "address": settings.PORTAL_URL + request.path_info,
        "alternates": {code: settings.PORTAL_URL + path for code, path in address.items()},
        "language": get_language(),
        "portal_name": settings.PORTAL_NAME,
    }


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """This page's address in each language, under the language's own name."""
    request = context["request"]
    addresses = _addresses(request.path_info, request.get_full_path())
    return [
        {"code": code, "name": OWN_NAMES[code], "url": addresses[code], "current": code == get_language()}
        for code, _name in settings.LANGUAGES
    ]


def _addresses(path: str, address: str) -> dict[str, str]:
    """By language the address of the page that is at this one."""
    # By the path's prefix: addresses are not translated, and resolving each six times costs as much as the page.
    prefix = get_language_from_path(path)
    bare = address.removeprefix(f"/{prefix}") if prefix else address
    return {code: bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}" for code, _name in settings.LANGUAGES}
