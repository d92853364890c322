"""Who comes to an address: the columns of the permission matrix, and the sets of them that its rows name."""

ROLES = {
    "visitor": "visitor",
    "nobody": "signed-in person without any role",
    "delegate": "focal point of this delegation",
    "lead": "lead focal point of this delegation",
    "delegate_elsewhere": "focal point of another delegation",
    "applicant": "member of this organization",
    "applicant_elsewhere": "member of another organization",
    "reviewer": "reviewer",
    "reviewer_in_conflict": "reviewer whose own organization applies",
    "moderator": "moderator",
    "rapporteur": "rapporteur",
    "presiding_chair": "presiding chair",
    "commission_chair": "Chair of the Commission",
    "bureau": "Bureau member of this group",
    "bureau_group": "Bureau member of another group",
    "bureau_elsewhere": "Bureau member of another session",
    "organizer": "organizer of this side event",
    "organizer_elsewhere": "organizer of another side event",
    "secretariat": "secretariat",
    "superuser": "superuser",
}

Who = frozenset[str]

EVERYBODY: Who = frozenset(ROLES)
SIGNED_IN: Who = EVERYBODY - {"visitor"}
SUPERUSER: Who = frozenset({"superuser"})


def who(*names: str) -> Who:
    """These roles and the superuser, who has every permission."""
    assert set(names) <= set(ROLES), names
    return frozenset(names) | SUPERUSER


SECRETARIAT = who("secretariat")
FOCAL_POINTS = who("delegate", "lead", "delegate_elsewhere")
OWN_DELEGATION = who("delegate", "lead")
LEAD = who("lead")
OWN_ORGANIZATION = who("applicant")
REVIEWERS = who("reviewer", "reviewer_in_conflict")
FLOOR = SECRETARIAT | who("moderator", "presiding_chair")
FLOOR_READERS = FLOOR | who("rapporteur")
RAPPORTEURS = SECRETARIAT | who("rapporteur")
CHAIR = SECRETARIAT | who("commission_chair")
CHAIRS_TEAM = RAPPORTEURS | CHAIR
# Here the other delegation's people too, whom staff let edit.
EVENT_EDITORS = SECRETARIAT | who("organizer", "delegate_elsewhere")
BUREAU = who("bureau", "bureau_group")
ROLE_HOLDERS = REVIEWERS | FLOOR_READERS | CHAIRS_TEAM | BUREAU
