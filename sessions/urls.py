from django.urls import URLPattern, path

from sessions.views import public

app_name = "sessions"
urlpatterns: list[URLPattern] = [
    path("<slug:slug>/", public.detail, name="detail"),
    path("<slug:slug>/documents/<uuid:document_id>/", public.document, name="document"),
]
