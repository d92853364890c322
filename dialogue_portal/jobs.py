"""Work that outlives a request: the row is the job, the broker's message only points at it.

A worker that is killed leaves its row behind; the sweep finds rows that are due but not taken, or taken without a
heartbeat, and sends them again. No broker is trusted with the work: a filesystem queue loses the task in hand on
`kill -9`, and Redis gives it back only after an hour.

Apps register a `JobKind` from `apps.py`, create rows, and call `enqueue`. Tasks are in `dialogue_portal.tasks`.
"""

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import close_old_connections, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from kombu.exceptions import OperationalError as BrokerError

from dialogue_portal.registries import Registry

logger = logging.getLogger(__name__)


class JobState(models.TextChoices):
    """The states of every job. Held, uncertain and rehearsed are used by mail only."""

    HELD = "held", gettext_lazy("Held")
    QUEUED = "queued", gettext_lazy("Queued")
    RUNNING = "running", gettext_lazy("Running")
    DONE = "done", gettext_lazy("Done")
    FAILED = "failed", gettext_lazy("Failed")
    UNCERTAIN = "uncertain", gettext_lazy("Uncertain")
    REHEARSED = "rehearsed", gettext_lazy("Rehearsal: not sent")


# What people call the states where the job is a mail: on pages, in filters and in exports.
MAIL_STATES = {
    **dict(JobState.choices),
    JobState.RUNNING.value: gettext_lazy("Being sent"),
    JobState.DONE.value: gettext_lazy("Sent"),
    JobState.FAILED.value: gettext_lazy("Not sent"),
}

TRANSITIONS: dict[str, set[str]] = {
    JobState.HELD: {JobState.QUEUED, JobState.FAILED, JobState.REHEARSED},
    JobState.QUEUED: {JobState.RUNNING},
    # Back to queued: lost with its worker, or a fault that passes.
    JobState.RUNNING: {JobState.DONE, JobState.FAILED, JobState.QUEUED, JobState.UNCERTAIN},
    JobState.DONE: set(),
    JobState.FAILED: {JobState.QUEUED},
    JobState.UNCERTAIN: {JobState.QUEUED},
    JobState.REHEARSED: set(),
}


class JobFailed(Exception):
    """Raised by a job's work when it cannot succeed; the text is shown to people as the reason."""


class JobUncertain(Exception):
    """Raised by a job's work when nobody can know whether it succeeded; the text is shown to people."""


class Job(models.Model):
    """A piece of work and its state. Times are UTC; progress counts whatever unit the kind names (pages, rows)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED, editable=False)
    attempt = models.PositiveSmallIntegerField(default=0, editable=False)
    enqueued_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(blank=True, editable=False)
    progress_done = models.PositiveIntegerField(null=True, editable=False)
    progress_total = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "enqueued_at"])]

    @property
    def is_pending(self) -> bool:
        """True while waiting or running: a page that shows it should ask again."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}


Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class JobKind:
    """How rows of one model are worked on.

    `perform(job, progress)` does the work and stores its result; it must be safe to run twice. `passing` lists the
    exceptions after which it is tried again, `max_attempts` how often in all. `lost` is the state of a row whose
    worker died: queued again, or uncertain where doing it twice would harm.
    """

    model: type[Job]
    perform: Callable[[Any, Progress], None]
    passing: tuple[type[Exception], ...] = field(default=())
    max_attempts: int = 3
    lost: JobState = JobState.QUEUED


job_kinds: Registry[JobKind] = Registry()


def enqueue(kind: str, job: Job) -> None:
    """Send the message that points at `job` once the current transaction has committed.

    A broker that is down only delays: the row stays queued and the sweep sends it again.
    """
    transaction.on_commit(lambda: _send(kind, job.pk))


def requeue(kind: str, job_id: uuid.UUID) -> bool:
    """Start a failed or uncertain job over, by somebody's decision; False if it is in no such state."""
    started = (
        job_kinds[kind]
        .model._default_manager.filter(pk=job_id, state__in=[JobState.FAILED, JobState.UNCERTAIN])
        .update(state=JobState.QUEUED, attempt=0, reason="", not_before=None, enqueued_at=timezone.now())
    )
    if started:
        transaction.on_commit(lambda: _send(kind, job_id))
    return bool(started)


def run(kind: str, job_id: uuid.UUID) -> None:
    """Claim one job and do it. Does nothing if it is not queued: somebody else has it, or it is over."""
    job_kind = job_kinds[kind]
    rows = job_kind.model._default_manager
    now = timezone.now()
    claimed = rows.filter(Q(not_before=None) | Q(not_before__lte=now), pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, started_at=now, heartbeat_at=now, reason=""
    )
    if not claimed:
        logger.info("%s %s is not queued; left alone", kind, job_id)
        return
    job = rows.get(pk=job_id)
    with _Heartbeat(job):
        _perform(kind, job_kind, job)


def _perform(kind: str, job_kind: JobKind, job: Job) -> None:
    try:
        job_kind.perform(job, lambda done, total: write(job, progress_done=done, progress_total=total))
    except job_kind.passing as error:
        if job.attempt < job_kind.max_attempts:
            pause = timedelta(seconds=10 * 3**job.attempt)
            logger.warning("%s %s: %s; again in %d s", kind, job.pk, error, pause.total_seconds())
            write(job, state=JobState.QUEUED, not_before=timezone.now() + pause, reason=str(error))
        else:
            logger.error("%s %s failed after %d attempts: %s", kind, job.pk, job.attempt, error)
            _finish(job, JobState.FAILED, reason=str(error))
    except JobFailed as error:
        logger.error("%s %s failed: %s", kind, job.pk, error)
        _finish(job, JobState.FAILED, reason=str(error))
    except JobUncertain as error:
        logger.error("%s %s is uncertain: %s", kind, job.pk, error)
        _finish(job, JobState.UNCERTAIN, reason=str(error))
    except Exception:
        logger.exception("%s %s failed", kind, job.pk)
        reason = _("An unexpected error stopped the work. The log has it under the reference %(id)s.") % {"id": job.pk}
        _finish(job, JobState.FAILED, reason=reason)
    else:
        _finish(job, JobState.DONE)


def sweep() -> int:
    """Send again what is due and not taken, settle what was lost; returns how many rows it touched."""
    return sum(_settle_lost(name, kind) + _send_due(name, kind) for name, kind in job_kinds.items())


def _settle_lost(name: str, kind: JobKind) -> int:
    now = timezone.now()
    rows = kind.model._default_manager.filter(
        state=JobState.RUNNING, heartbeat_at__lt=now - timedelta(seconds=settings.JOB_LOST_SECONDS)
    )
    spent = Q(attempt__gte=kind.max_attempts) if kind.lost == JobState.QUEUED else Q(pk__in=[])
    failed = rows.filter(spent).update(
        state=JobState.FAILED,
        finished_at=now,
        reason=_("The worker stopped during the work, %(count)d times.") % {"count": kind.max_attempts},
    )
    # Due at once: a row that went back to the queue must not wait for another sweep.
    long_ago = now - timedelta(days=1)
    moved = rows.update(state=kind.lost, enqueued_at=long_ago, not_before=None)
    if failed or moved:
        logger.warning("%s: %d lost with their worker, %d given up", name, moved, failed)
    return failed + moved


def _send_due(name: str, kind: JobKind) -> int:
    now = timezone.now()
    due = kind.model._default_manager.filter(
        Q(not_before=None) | Q(not_before__lte=now),
        state=JobState.QUEUED,
        enqueued_at__lt=now - timedelta(seconds=settings.JOB_SWEEP_SECONDS),
    )
    ids = list(due.values_list("pk", flat=True)[:1000])
    kind.model._default_manager.filter(pk__in=ids).update(enqueued_at=now)
    for pk in ids:
        _send(name, pk)
    return len(ids)


def _send(kind: str, job_id: uuid.UUID) -> None:
    try:
        current_app.send_task("jobs.run", kwargs={"kind": kind, "job_id": str(job_id)}, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("%s %s waits for the sweep: the broker does not answer (%s)", kind, job_id, error)


def write(job: Job, **values: object) -> bool:
    """Write to the row only while this attempt still holds it: a worker given up for lost must not overwrite.

    The attempt is told by when it started; its number begins again when a person starts the job over.
    """
    held = type(job)._default_manager.filter(pk=job.pk, state=JobState.RUNNING, started_at=job.started_at)
    return bool(held.update(**values))


def _finish(job: Job, state: JobState, reason: str = "") -> None:
    write(job, state=state, reason=reason, finished_at=timezone.now())


class _Heartbeat:
    """Says every few seconds, from a thread of its own, that the job is being worked on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *exc_info: object) -> None:
        self.stopped.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.stopped.wait(settings.JOB_LOST_SECONDS / 6):
            try:
                close_old_connections()
                write(self.job, heartbeat_at=timezone.now())
            except Exception:
                logger.exception("no heartbeat for %s", self.job.pk)
        connection.close()
