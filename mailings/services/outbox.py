"""Writing mail: receipts leave at once, decisions and calls are held until a person releases them.

The other apps call `send` and `hold`; the outbox's pages call the others. Handing a message to the mail server is in
`delivery`; the words that are filled are in `wordings`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sealing import seal
from dialogue_portal import audit, jobs
from dialogue_portal.jobs import JobState
from dialogue_portal.states import InvalidTransition
from mailings.models import SEALED_MARK, Mailing, Message, new_message_id
from mailings.occasions import Wording, fill, occasions, words_for
from mailings.rehearsed import is_rehearsed
from mailings.wordings import as_html, edited_wordings, wording_in_force

KIND = "mailings.message"


@dataclass(frozen=True)
class Recipient:
    """Somebody without an account who is written to."""

    address: str
    name: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Letter:
    """One message of a mailing; `about` is what it tells this recipient of (their application), if not the scope."""

    recipient: User | Recipient
    values: Mapping[str, object] = field(default_factory=dict)
    about: models.Model | None = None


def send(
    *,
    occasion: str,
    recipient: User | Recipient,
    values: Mapping[str, object],
    scope: models.Model | None = None,
    once: str = "",
    secret: str = "",
) -> Message:
    """Write one message and queue it; it leaves once the current transaction has committed.

    `values` fills the occasion's placeholders, each as words in the recipient's language; a `Link` becomes an
    address, a `Moment` a time in two zones. Two calls with the same `once` for the same occasion, scope and recipient
    make one message. `secret` (the token of a link) is sealed and leaves the stored text: the outbox shows a mark in
    its place. A mail about a rehearsal is written and goes nowhere. Raises ValueError if the values are not the
    placeholders, KeyError for an unknown occasion.
    """
    message = _written(occasion, Letter(recipient, values), scope, JobState.QUEUED, edited_wordings(occasion))
    if secret:
        message.secret = seal(secret)
        # Of the three a subject is read over a shoulder: it gets no secret back.
        for part in ("subject", "text", "html"):
            setattr(message, part, getattr(message, part).replace(secret, SEALED_MARK))
        message.words = {name: words.replace(secret, SEALED_MARK) for name, words in message.words.items()}
    if once:
        message.once = _once(occasion, scope, message.address, once)
        message, is_new = Message.objects.get_or_create(once=message.once, defaults=_columns(message))
    else:
        message.save(force_insert=True)
        is_new = True
    if is_new and message.state == JobState.QUEUED:
        jobs.enqueue(KIND, message)
    return message


@transaction.atomic
def hold(*, occasion: str, letters: Iterable[Letter], scope: models.Model | None = None) -> Mailing:
    """Write one mailing whose messages wait for `release`; twice the same recipient and matter is one message."""
    mailing = Mailing.objects.create(occasion=occasion, scope=scope)
    messages, edited = {}, edited_wordings(occasion)
    for letter in letters:
        message = _written(occasion, letter, letter.about or scope, JobState.HELD, edited)
        message.mailing = mailing
        message.once = _once(str(mailing.pk), letter.about, message.address, "")
        messages[message.once] = message
    Message.objects.bulk_create(messages.values())
    return mailing


def samples(*, occasion: str, letters: Iterable[Letter], scope: models.Model | None = None) -> list[Message]:
    """What `hold` would write, to be read before: the first letter in each language. Nothing is stored."""
    first: dict[str, Letter] = {}
    for letter in letters:
        first.setdefault(letter.recipient.language, letter)
    edited = edited_wordings(occasion)
    return [_written(occasion, letter, letter.about or scope, JobState.HELD, edited) for letter in first.values()]


@transaction.atomic
def release(mailing: Mailing, *, actor: User) -> int:
    """Let a held mailing go; returns the number of messages that leave. Raises InvalidTransition if it is not held.

    Those to people whom it does not concern any more (`Occasion.still_for`) are thrown away. A rehearsal's are marked
    as released and go nowhere.
    """
    mailing = _held(mailing, JobState.QUEUED)
    mailing.released_at, mailing.released_by = timezone.now(), actor
    mailing.save(update_fields=["released_at", "released_by"])
    _leave_out_settled(mailing)
    waiting = mailing.messages.filter(state=JobState.HELD)
    if is_rehearsed(mailing.scope):
        return waiting.update(state=JobState.REHEARSED)
    messages = list(waiting)
    waiting.update(state=JobState.QUEUED, enqueued_at=timezone.now())
    for message in messages:
        jobs.enqueue(KIND, message)
    return len(messages)


def _leave_out_settled(mailing: Mailing) -> None:
    still_for = occasions[mailing.occasion].still_for if mailing.occasion in occasions else None
    if still_for is None:
        return
    concerned = still_for(mailing.scope)
    held = mailing.messages.filter(state=JobState.HELD).exclude(recipient=None).values_list("pk", "recipient")
    mailing.messages.filter(pk__in=[pk for pk, person in held if person not in concerned]).delete()


@transaction.atomic
def discard(mailing: Mailing) -> None:
    """Throw away a held mailing: none of its messages leaves. Raises InvalidTransition if it is not held."""
    mailing = _held(mailing, JobState.FAILED)
    mailing.messages.all().delete()
    mailing.delete()


@transaction.atomic
def retry(message: Message, *, actor: User) -> None:
    """Send a failed or uncertain message again by somebody's decision. Raises InvalidTransition in other states."""
    source = message.state
    if not jobs.requeue(KIND, message.pk):
        raise InvalidTransition(source, JobState.QUEUED)
    audit.record(message, actor=actor, changes={"state": [source, JobState.QUEUED.value]})


@transaction.atomic
def retry_failed(mailing: Mailing, *, actor: User) -> int:
    """Send again all that the mail server did not take over; uncertain ones are asked about one by one."""
    # Locked: of two who press at once the second finds none left.
    failed = list(mailing.messages.select_for_update().filter(state=JobState.FAILED))
    for message in failed:
        retry(message, actor=actor)
    return len(failed)


@transaction.atomic
def resend(message: Message, *, actor: User) -> Message:
    """Send once more what was sent but not received: a new message with a Message-ID of its own, linked to the first.

    One at a time: while a resend is on its way the same is returned. Raises InvalidTransition unless it was sent, and
    if it holds a sealed link: that may have been used or replaced, so a new one is sent where it was made.
    """
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if not locked.can_be_resent:
        raise InvalidTransition(locked.state, JobState.QUEUED)
    if under_way := locked.resends.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).first():
        return under_way
    copied = ("occasion", "scope_type", "scope_id", "recipient", "name", "address", "language")
    written = ("subject", "text", "html", "words")
    again = Message.objects.create(
        **{name: getattr(locked, name) for name in (*copied, *written)},
        resend_of=locked,
        message_id=new_message_id(),
    )
    audit.record(locked, actor=actor, changes={"resends": ["", again.message_id]})
    jobs.enqueue(KIND, again)
    return again


@transaction.atomic
def rewrite(mailing: Mailing) -> int:
    """Write a held mailing anew in the words now in force; the number of messages. Raises InvalidTransition if sent.

    What was written before its values were kept beside it stays as it is: there is nothing to fill the words with.
    """
    mailing = _held(mailing, JobState.HELD)
    edited = edited_wordings(mailing.occasion)
    messages = list(mailing.messages.filter(state=JobState.HELD).exclude(words={}))
    for message in messages:
        wording = wording_in_force(mailing.occasion, message.language, edited)
        subject, message.text = fill(wording, message.words)
        message.subject = _marked(subject, message.language, is_rehearsed(mailing.scope))[:500]
        message.html = as_html(message.subject, message.text, message.language)
    Message.objects.bulk_update(messages, ["subject", "text", "html"], batch_size=200)
    return len(messages)


def _held(mailing: Mailing, target: JobState) -> Mailing:
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if not locked.is_held:
        raise InvalidTransition("released", target)
    return locked


def _written(
    occasion: str, letter: Letter, scope: models.Model | None, state: JobState, edited: Mapping[str, Wording]
) -> Message:
    person = letter.recipient
    if isinstance(person, User):
        user, person = person, Recipient(person.email, person.full_name, person.language)
    else:
        user = None
    name = person.name or person.address
    with translation.override(person.language):
        zone = user.time_zone if user else ""
        words = words_for(occasions[occasion], letter.values, recipient=name, reader_zone=zone)
        subject, text = fill(wording_in_force(occasion, person.language, edited), words)
    rehearsed = is_rehearsed(scope)
    subject = _marked(subject, person.language, rehearsed)
    if rehearsed and state == JobState.QUEUED:
        state = JobState.REHEARSED
    return Message(
        occasion=occasion,
        scope=scope,
        state=state,
        recipient=user,
        name=person.name,
        address=person.address,
        language=person.language,
        subject=subject[:500],
        text=text,
        html=as_html(subject, text, person.language),
        words=words,
    )


def _marked(subject: str, language: str, rehearsed: bool) -> str:
    if not rehearsed:
        return subject
    with translation.override(language):
        return _("Rehearsal: %(subject)s") % {"subject": subject}


def _once(occasion: str, scope: models.Model | None, address: str, key: str) -> str:
    return ":".join([occasion, str(scope.pk) if scope else "", address.lower(), key])


def _columns(message: Message) -> dict[str, object]:
    """The row's values, for an insert that may find the row there already."""
    return {column.attname: getattr(message, column.attname) for column in message._meta.concrete_fields}
