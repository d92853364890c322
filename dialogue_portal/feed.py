"""What search engines and feed readers ask for: the feed of what is new, the map of the site, what robots may read."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.search import Result, newest, results
from dialogue_portal.visitor_pages import same_for_visitors
from sessions.models import CommissionSession, DialogueSession
from sessions.search import published_sessions

ENTRIES = 30
# Behind a sign-in, or nothing to find there.
NOT_FOR_ROBOTS = ("/accounts/", "/admin/", "/mailings/", "/people/", "/search/")


class News(Feed):
    """Sessions, documents and summaries, the newest first, each once."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return settings.PORTAL_NAME

    def subtitle(self) -> str:
        return _("Sessions, documents and Chairs’ summaries as they are published")

    def link(self) -> str:
        return reverse("home")

    def feed_url(self) -> str:
        return reverse("feed")

    def items(self) -> list[Result]:
        return results(newest(ENTRIES), "")

    def item_title(self, item: Result) -> str:
        return f"{item.found.kind}: {item.plain_title}"

    def item_description(self, item: Result) -> str:
        return item.text or str(item.found.detail)

    def item_link(self, item: Result) -> str:
        return item.found.url

    def item_guid(self, item: Result) -> str:
        # The same in every language and at every address of the portal.
        return f"urn:uuid:{item.key}"

    def item_pubdate(self, item: Result) -> datetime:
        return item.since

    item_updateddate = item_pubdate


@require_safe
@same_for_visitors
@requires(PUBLIC)
def feed(request: HttpRequest) -> HttpResponse:
    return News()(request)


class _Translated(Sitemap):
    """Each page in each language, and which of them belong together."""

    i18n = alternates = x_default = True
    protocol = settings.PORTAL_URL.partition(":")[0]


class Places(_Translated):
    def items(self) -> list[str]:
        return ["home", "sessions:list", "sessions:archive"]

    def location(self, item: str) -> str:
        return reverse(item)


class Sessions(_Translated):
    def items(self) -> list[DialogueSession]:
        return list(published_sessions().order_by("slug"))


class CommissionSessions(_Translated):
    def items(self) -> list[CommissionSession]:
        return list(CommissionSession.objects.order_by("slug"))


MAPS: dict[str, Any] = {"places": Places, "commission-sessions": CommissionSessions, "sessions": Sessions}


@require_safe
@same_for_visitors
@requires(PUBLIC)
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap_view(request, MAPS).render()


@require_safe
@requires(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    closed = [f"Disallow: {prefix}{path}" for prefix in prefixes for path in NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.PORTAL_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
