"""What people change about themselves."""

from accounts.models import User
from dialogue_portal.revisions import save_revision


def update_profile(user: User, *, seen: int) -> User:
    """Save a person's own name, language and time zone. Raises StaleRevision."""
    return save_revision(user, seen=seen, fields=["full_name", "language", "time_zone"])
