"""Periodic work on people's data."""

from celery import shared_task

from accounts.services.personal_data import purge_due


@shared_task(name="accounts.purge_personal_data")
def purge_personal_data() -> None:
    """Remove what has been kept long enough; what was missed is done by the next run."""
    purge_due()
