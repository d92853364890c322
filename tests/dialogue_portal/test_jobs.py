"""Jobs: claimed once, fenced, tried again, swept up. The rows here are messages, whose table is at hand."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from dialogue_portal import jobs
from dialogue_portal.jobs import JobFailed, JobKind, JobState, JobUncertain, job_kinds, requeue, run, sweep
from mailings.models import Message

KIND = "tests.job"


class Passing(Exception):
    pass


@pytest.fixture
def sent(monkeypatch):
    """The ids for which a message went to the broker, which here only writes them down."""
    ids = []
    monkeypatch.setattr(jobs, "_send", lambda kind, job_id: ids.append(job_id))
    return ids


@pytest.fixture
def kind(sent, monkeypatch):
    """Register the only kind of job of one test: `kind(perform, **options)`."""

    def register(perform=lambda job, progress: None, **options):
        only = JobKind(Message, perform, **{"passing": (Passing,), **options})
        monkeypatch.setattr(job_kinds, "_items", {KIND: only})

    register()
    return register


def make(**fields):
    return Message.objects.create(occasion="x", address="a@example.org", language="en", **fields)


def raising(error):
    def perform(job, progress):
        raise error

    return perform


def again(job):
    job.refresh_from_db()
    return job


def ago(**span):
    return timezone.now() - timedelta(**span)


pytestmark = pytest.mark.django_db


def test_job_runs_once_and_is_done(kind):
    job, calls = make(), []
    kind(lambda job, progress: calls.append(job.pk))

    run(KIND, job.pk)
    run(KIND, job.pk)

    assert calls == [job.pk]
    assert (again(job).state, job.attempt, job.finished_at is None) == (JobState.DONE, 1, False)


@pytest.mark.parametrize("state", ["held", "running", "done", "failed", "uncertain"])
def test_job_that_is_not_queued_is_left_alone(kind, state):
    job = make(state=state)
    kind(raising(AssertionError("must not run")))

    run(KIND, job.pk)

    assert again(job).state == state


def test_job_of_a_row_that_is_gone_is_left_alone(kind):
    run(KIND, uuid.uuid4())


def test_job_is_not_run_before_its_time(kind):
    job = make(not_before=timezone.now() + timedelta(minutes=1))

    run(KIND, job.pk)

    assert again(job).state == JobState.QUEUED


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (JobFailed("no such font"), JobState.FAILED, "no such font"),
        (JobUncertain("cut off"), JobState.UNCERTAIN, "cut off"),
    ],
)
def test_job_says_how_it_ended(kind, error, state, reason):
    job = make()
    kind(raising(error))

    run(KIND, job.pk)

    assert (again(job).state, job.reason) == (state, reason)


def test_unexpected_error_shows_a_reference_and_no_details(kind, caplog):
    job = make()
    kind(raising(ValueError("secret detail")))

    run(KIND, job.pk)

    assert again(job).state == JobState.FAILED
    assert str(job.pk) in job.reason
    assert "secret" not in job.reason
    assert "secret detail" in caplog.text


def test_passing_error_is_tried_again_later_and_finally_given_up(kind):
    job, waits = make(), []
    kind(raising(Passing("busy")), max_attempts=3)

    for _ in range(3):
        run(KIND, job.pk)
        if again(job).not_before:
            waits.append(round((job.not_before - timezone.now()).total_seconds()))
        Message.objects.update(not_before=None)

    assert waits == [30, 90]
    assert (again(job).state, job.reason, job.attempt) == (JobState.FAILED, "busy", 3)


def test_progress_is_written_while_working(kind):
    job, seen = make(), []

    def perform(job, progress):
        progress(2, 5)
        seen.append(Message.objects.values_list("progress_done", "progress_total").get())

    kind(perform)
    run(KIND, job.pk)

    assert seen == [(2, 5)]


def test_worker_given_up_for_lost_does_not_overwrite_its_successor(kind):
    job = make()

    def perform(job, progress):
        # Meanwhile the sweep gave it up, a person started it over and another worker took it: attempt 1 again.
        Message.objects.update(state="running", attempt=1, started_at=timezone.now(), progress_done=9)
        progress(1, 9)

    kind(perform)
    run(KIND, job.pk)

    assert (again(job).state, job.progress_done, job.finished_at) == (JobState.RUNNING, 9, None)


def test_sweep_sends_again_what_is_due_and_not_taken(kind, sent):
    due = make(enqueued_at=ago(hours=1))
    make()
    make(enqueued_at=ago(hours=1), not_before=timezone.now() + timedelta(minutes=5))
    make(enqueued_at=ago(hours=1), state="held")

    sweep()
    sweep()

    assert sent == [due.pk]


def test_sweep_queues_again_what_lost_its_worker(kind, sent):
    lost = make(state="running", attempt=1, heartbeat_at=ago(hours=1))
    alive = make(state="running", attempt=1, heartbeat_at=timezone.now())

    sweep()

    assert (again(lost).state, again(alive).state) == (JobState.QUEUED, JobState.RUNNING)
    assert sent == [lost.pk]


def test_sweep_gives_up_what_kills_its_workers(kind, sent):
    lost = make(state="running", attempt=3, heartbeat_at=ago(hours=1))

    sweep()

    assert (again(lost).state, sent) == (JobState.FAILED, [])
    assert lost.reason == "The worker stopped during the work, 3 times."


def test_sweep_leaves_uncertain_what_must_not_be_done_twice(kind, sent):
    kind(lost=JobState.UNCERTAIN)
    lost = make(state="running", attempt=1, heartbeat_at=ago(hours=1))

    sweep()

    assert (again(lost).state, sent) == (JobState.UNCERTAIN, [])


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_person_starts_a_job_over(kind, sent, django_capture_on_commit_callbacks, state):
    job = make(state=state, attempt=3, reason="x", not_before=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        assert requeue(KIND, job.pk)

    assert (again(job).state, job.attempt, job.reason, job.not_before) == (JobState.QUEUED, 0, "", None)
    assert sent == [job.pk]


@pytest.mark.parametrize("state", ["held", "queued", "running", "done"])
def test_person_cannot_start_over_what_is_at_work_or_over(kind, sent, state):
    job = make(state=state)

    assert not requeue(KIND, job.pk)
    assert (again(job).state, sent) == (state, [])


def test_message_to_the_broker_goes_out_after_the_commit_only(kind, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                jobs.enqueue(KIND, make())
                raise LookupError
        except LookupError:
            pass
        kept = make()
        jobs.enqueue(KIND, kept)
        assert sent == []

    assert sent == [kept.pk]


def test_broker_that_is_down_only_delays(settings, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(jobs.current_app, "send_task", refuse)
    job = make()

    jobs._send("mailings.message", job.pk)

    assert "waits for the sweep" in caplog.text
    assert again(job).state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_two_workers_claim_a_job_once(kind):
    job, calls = make(), []
    start = threading.Barrier(4)
    kind(lambda job, progress: calls.append(job.pk))

    def work():
        start.wait()
        run(KIND, job.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (calls, again(job).attempt) == ([job.pk], 1)


@pytest.mark.django_db(transaction=True)
def test_heart_beats_while_the_work_goes_on(kind, settings):
    settings.JOB_LOST_SECONDS = 0.3
    job, beats = make(), set()

    def perform(job, progress):
        for _ in range(40):
            beats.add(Message.objects.values_list("heartbeat_at", flat=True).get())
            if len(beats) > 2:
                return
            threading.Event().wait(0.05)

    kind(perform)
    run(KIND, job.pk)

    assert len(beats) > 2
