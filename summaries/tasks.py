"""Periodic work of the summary."""

from celery import shared_task

from summaries.services.consultation import close_due_consultations


@shared_task(name="summaries.close_consultations")
def close_consultations() -> None:
    """Record the end of rounds whose time is over; what was missed is done by the next run."""
    close_due_consultations()
