"""The portal's addresses and the floor's."""

from django.urls import path

from bench.floor import floor
from dialogue_portal.urls import urlpatterns as portal

urlpatterns = [path("bench/floor/", floor), *portal]
