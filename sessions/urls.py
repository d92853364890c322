"""Addresses of sessions; the other apps add theirs below `/sessions/<slug>/`."""

from django.urls import URLPattern, path

from sessions.views import (
    access_facts,
    archive,
    calendars,
    cockpit,
    deputies,
    documents,
    instructions,
    people,
    phases,
    public,
    set_up,
    texts,
)

app_name = "sessions"
urlpatterns: list[URLPattern] = [
    path("", public.session_list, name="list"),
    path("archive/", archive.archive, name="archive"),
    path("new/", set_up.create, name="create"),
    path("new/example/", set_up.example, name="example-note"),
    path("<slug:slug>/", public.detail, name="detail"),
    path("<slug:slug>/calendar.ics", calendars.session_calendar, name="calendar"),
    path("<slug:slug>/documents/<uuid:document_id>/", public.document, name="document"),
    path("<slug:slug>/instructions/<uuid:pk>/", instructions.source_file, name="instruction-file"),
    path("<slug:slug>/deputies/", deputies.deputies, name="deputies"),
    path("<slug:slug>/deputies/<uuid:pk>/name/", deputies.name, name="name-deputy"),
    path("<slug:slug>/deputies/<uuid:pk>/end/", deputies.end, name="end-deputy"),
    path("<slug:slug>/manage/", cockpit.cockpit, name="cockpit"),
    path("<slug:slug>/manage/setup/", set_up.set_up, name="set-up"),
    path("<slug:slug>/manage/access/", access_facts.access_facts, name="access-facts"),
    path("<slug:slug>/manage/texts/", texts.texts, name="texts"),
    path("<slug:slug>/manage/texts/<slug:part>/<slug:language>/", texts.text, name="text"),
    path("<slug:slug>/manage/publish/", set_up.publish, name="publish"),
    path("<slug:slug>/manage/return-to-draft/", set_up.take_back, name="return-to-draft"),
    path("<slug:slug>/manage/cancel/", set_up.cancel, name="cancel"),
    path("<slug:slug>/manage/phases/", phases.phase_windows, name="phases"),
    path("<slug:slug>/manage/phases/<slug:phase>/", phases.set_phase, name="set-phase"),
    path("<slug:slug>/manage/phases/<slug:phase>/open/", phases.open_phase, name="open-phase"),
    path("<slug:slug>/manage/phases/<slug:phase>/close/", phases.close_phase, name="close-phase"),
    path("<slug:slug>/manage/people/", people.people, name="people"),
    path("<slug:slug>/manage/people/invite/", people.invite, name="invite"),
    path("<slug:slug>/manage/people/import/", people.import_people, name="import-people"),
    path("<slug:slug>/manage/people/<uuid:pk>/end/", people.end, name="end-role"),
    path("<slug:slug>/manage/documents/", documents.documents, name="documents"),
    path("<slug:slug>/manage/documents/<uuid:pk>/show/", documents.show_document, name="show-document"),
    path("<slug:slug>/manage/documents/<uuid:pk>/remove/", documents.drop_document, name="remove-document"),
]
