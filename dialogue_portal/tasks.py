"""The two tasks behind every job: run one, and sweep for those that got stuck."""

import uuid

from celery import shared_task

from dialogue_portal import jobs


@shared_task(name="jobs.run")
def run_job(*, kind: str, job_id: str) -> None:
    jobs.run(kind, uuid.UUID(job_id))


@shared_task(name="jobs.sweep")
def sweep_jobs() -> None:
    jobs.sweep()
