"""The models of speaking: intents and statements, the floor and its history, the points noted."""

from speakers.models.floor import (
    Floor,
    FloorEvent,
    FloorRequest,
    FloorState,
    Intervention,
    InterventionKind,
    RequestState,
)
from speakers.models.intents import IntentStatus, SpeakingIntent, Statement
from speakers.models.points import Point, PointKind

__all__ = [
    "Floor",
    "FloorEvent",
    "FloorRequest",
    "FloorState",
    "IntentStatus",
    "Intervention",
    "InterventionKind",
    "Point",
    "PointKind",
    "RequestState",
    "SpeakingIntent",
    "Statement",
]
