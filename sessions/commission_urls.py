"""Addresses of the Commission's sessions."""

from django.urls import URLPattern, path

from sessions.views import commission_sessions

app_name = "commission_sessions"
urlpatterns: list[URLPattern] = [
    path("", commission_sessions.commission_session_list, name="list"),
    path("new/", commission_sessions.create, name="create"),
    path("<slug:slug>/", commission_sessions.detail, name="detail"),
    path("<slug:slug>/edit/", commission_sessions.edit, name="edit"),
]
