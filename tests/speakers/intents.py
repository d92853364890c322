"""Intents of the session "dialogue", for the tests of their pages."""

from django.urls import reverse

from speakers.models import SpeakingIntent
from speakers.services.intents import register_intent
from tests.factories import delegation

NEEDS = "A ramp to the podium"


def register(session, iso2, actor, questions=(), **fields):
    new = SpeakingIntent(session=session, delegation=delegation(iso2), **fields)
    return register_intent(new, questions=questions, actor=actor)[0]


def page(name, *args):
    return reverse(f"speakers:{name}", args=["dialogue", *args])
