from django.urls import URLPattern, path

from speakers.views import intents, points, pool

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
]
