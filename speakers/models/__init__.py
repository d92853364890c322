"""The models of speaking: intents and statements, the floor and its history, the points noted."""

from speakers.models.floor import (
    ClockState,
    Floor,
    FloorEvent,
    FloorEventKind,
    FloorRequest,
    FloorState,
    Intervention,
    InterventionKind,
    RequestState,
)
from speakers.models.floor_segments import FloorSegment
from speakers.models.intents import IntentStatus, ProvisionalAct, SpeakingIntent, Statement
from speakers.models.points import Point, PointKind
from speakers.models.series import SeriesChoice, SeriesPlace

__all__ = [
    "ClockState",
    "Floor",
    "FloorEvent",
    "FloorEventKind",
    "FloorRequest",
    "FloorSegment",
    "FloorState",
    "IntentStatus",
    "Intervention",
    "InterventionKind",
    "Point",
    "PointKind",
    "ProvisionalAct",
    "RequestState",
    "SeriesChoice",
    "SeriesPlace",
    "SpeakingIntent",
    "Statement",
]
