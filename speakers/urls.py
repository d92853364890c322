from django.urls import URLPattern, path

from speakers.views import floor, floor_acts, floor_public, floor_requests, intents, points, pool

app_name = "speakers"
urlpatterns: list[URLPattern] = [
    path("intent/", intents.intent, name="intent"),
    path("intent/register/", intents.register, name="register-intent"),
    path("intent/<uuid:pk>/", intents.show, name="show-intent"),
    path("intent/<uuid:pk>/edit/", intents.amend, name="amend-intent"),
    path("intent/<uuid:pk>/withdraw/", intents.withdraw, name="withdraw-intent"),
    path("intent/<uuid:pk>/reinstate/", intents.reinstate, name="reinstate-intent"),
    path("intent/<uuid:pk>/statements/", intents.add_statement, name="add-statement"),
    path("statements/<uuid:pk>/", intents.statement, name="statement"),
    path("manage/intents/", pool.pool, name="pool"),
    path("manage/intents/add/", pool.add, name="add-intent"),
    path("manage/intents/export/", pool.export, name="export-pool"),
    path("points/", points.points, name="points"),
    path("points/note/", points.note, name="note-point"),
    path("points/<uuid:pk>/", points.amend, name="amend-point"),
    path("screen/", floor_public.screen, name="screen"),
    path("floor/", floor.floor_console, name="floor"),
    path("floor/parts/<slug:part>/", floor.floor_part, name="floor-part"),
    path("floor/state/", floor_public.floor_state, name="floor-state"),
    path("floor/events/", floor_public.floor_events, name="floor-events"),
    path("floor/meeting/", floor_acts.move_meeting, name="floor-meeting"),
    path("floor/discussion/", floor_acts.set_discussion, name="floor-discussion"),
    path("floor/give/", floor_acts.give, name="floor-give"),
    path("floor/give/follow-up/", floor_acts.give_follow_up, name="floor-follow-up"),
    path("floor/give/officer/", floor_acts.give_officer, name="floor-officer"),
    path("floor/give/person-in-room/", floor_acts.give_person_in_room, name="floor-person-in-room"),
    path("floor/clock/", floor_acts.set_clock, name="floor-clock"),
    path("floor/name/", floor_acts.name_speaker, name="floor-name"),
    path("floor/nameplate/", floor_acts.log_nameplate, name="floor-nameplate"),
    path("floor/decide/", floor_acts.decide_request, name="floor-decide"),
    path("floor/request/", floor_requests.request_page, name="floor-request"),
    path("floor/request/ask/", floor_requests.ask, name="floor-ask"),
    path("floor/request/<uuid:pk>/withdraw/", floor_requests.withdraw, name="withdraw-floor-request"),
]
