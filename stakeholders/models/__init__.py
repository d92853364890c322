"""The models of who is invited: applications and their initiatives, reviews, the panel."""

from stakeholders.models.applications import (
    SCREENED_ELIGIBLE,
    TRANSITIONS,
    Application,
    ApplicationStatus,
    Gender,
    Participation,
    Route,
    SpeakerLanguage,
    Submission,
)
from stakeholders.models.initiatives import Indicator, Initiative
from stakeholders.models.panels import PANEL_TRANSITIONS, Panel, PanelSeat, PanelStatus
from stakeholders.models.reviews import MAX_SCORE, ConflictOfInterest, Criterion, Review, Score

__all__ = [
    "MAX_SCORE",
    "PANEL_TRANSITIONS",
    "SCREENED_ELIGIBLE",
    "TRANSITIONS",
    "Application",
    "ApplicationStatus",
    "ConflictOfInterest",
    "Criterion",
    "Gender",
    "Indicator",
    "Initiative",
    "Panel",
    "PanelSeat",
    "PanelStatus",
    "Participation",
    "Review",
    "Route",
    "Score",
    "SpeakerLanguage",
    "Submission",
]
