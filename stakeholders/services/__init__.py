"""Every write on applications, reviews and the panel that has a rule or a side effect, one module per journey."""

from stakeholders.services.applying import (
    ApplicationsClosed,
    ChangedSinceSeen,
    IncompleteApplication,
    reopen_application,
    save_application,
    save_initiative,
    save_organization,
    start_application,
    submit_application,
    withdraw_application,
)
from stakeholders.services.panels import (
    NotScreened,
    ReasonMissing,
    WrongSize,
    change_set,
    decide_panel,
    recommend_panel,
    release_decisions,
    suggest_set,
)
from stakeholders.services.participation import confirm_participation, invite_stakeholder
from stakeholders.services.reviewing import (
    IncompleteReview,
    NotDeclared,
    ReviewClosed,
    declare_conflicts,
    save_review,
)
from stakeholders.services.screening import ensure_criteria, screen_application, settle_conflict

__all__ = [
    "ApplicationsClosed",
    "ChangedSinceSeen",
    "IncompleteApplication",
    "IncompleteReview",
    "NotDeclared",
    "NotScreened",
    "ReasonMissing",
    "ReviewClosed",
    "WrongSize",
    "change_set",
    "confirm_participation",
    "decide_panel",
    "declare_conflicts",
    "ensure_criteria",
    "invite_stakeholder",
    "recommend_panel",
    "release_decisions",
    "reopen_application",
    "save_application",
    "save_initiative",
    "save_organization",
    "save_review",
    "screen_application",
    "settle_conflict",
    "start_application",
    "submit_application",
    "suggest_set",
    "withdraw_application",
]
