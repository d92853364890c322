"""Addresses below `/sessions/series/<key>/`: choices and places."""

from django.urls import URLPattern, path

from speakers.views import series

app_name = "series"
urlpatterns: list[URLPattern] = [
    path("choice/", series.choice, name="choice"),
    path("choices/", series.board, name="board"),
    path("choices/enter/", series.enter, name="enter"),
    path("choices/give/", series.give, name="give"),
    path("choices/give-first/", series.give_first, name="give-first"),
    path("choices/tell/", series.tell, name="tell"),
]
