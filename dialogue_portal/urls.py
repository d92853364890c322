"""All addresses. Each app's own are in its `urls.py`; the page map is in docs/architecture.md."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import sign_ins
from dialogue_portal import feed, health, home, search_page
from dialogue_portal.exports import views as exports
from sessions.views import calendars

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", feed.robots, name="robots"),
    path("sitemap.xml", feed.sitemap, name="sitemap"),
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
]
urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("feed/", feed.feed, name="feed"),
    path("search/", search_page.search, name="search"),
    path("calendar.ics", calendars.calendar, name="calendar"),
    path("exports/<uuid:pk>/", exports.export, name="export"),
    path("exports/<uuid:pk>/file/", exports.download, name="export-file"),
    path("exports/<uuid:pk>/retry/", exports.retry, name="export-retry"),
    # In the place of allauth's own page, which cannot end one of them and asks the database about each.
    path("accounts/sessions/", sign_ins.sign_ins, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("people/", include("accounts.urls")),
    path("mailings/", include("mailings.urls")),
    path("commission-sessions/", include("sessions.commission_urls")),
    path("sessions/", include("sessions.urls")),
    path("sessions/series/<uuid:pk>/", include("speakers.series_urls")),
    path("sessions/<slug:slug>/", include("speakers.urls")),
    path("sessions/<slug:slug>/", include("stakeholders.urls")),
    path("sessions/<slug:slug>/", include("summaries.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
if settings.OIDC_ISSUER:
    # One address in every language: the provider knows exactly one. The last of a name is the one that is linked.
    urlpatterns += [path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls"))]

handler400 = "dialogue_portal.errors.bad_request"
