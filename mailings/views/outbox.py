"""The secretariat's outbox: what was written to whom, what waits for release, what did not arrive."""

from typing import Any

from django.contrib import messages as notices
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, ListView

from dialogue_portal.access import RequiresMixin, requires
from dialogue_portal.exports.answering import OffersMixin
from dialogue_portal.jobs import JobState
from dialogue_portal.states import InvalidTransition
from mailings import services
from mailings.forms import OutboxFilter, RecipientFilter
from mailings.models import Mailing, Message


class OutboxView(RequiresMixin, OffersMixin, ListView):
    permission = "mailings.manage_mail"
    table = "mailings.outbox"
    template_name = "mailings/outbox.html"
    context_object_name = "outbox"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.filter = OutboxFilter(self.request.GET)
        return self.filter.apply(Message.objects.for_list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
        return super().get_context_data(
            filter=self.filter,
            held=Mailing.objects.held().with_recipient_count().prefetch_related("scope"),
            counts=[(state, counts[state]) for state in JobState if state in counts],
            **kwargs,
        )


class MailingView(RequiresMixin, OffersMixin, ListView):
    """One mailing: to whom it goes, first of all, and what each of them will read."""

    permission = "mailings.manage_mail"
    table = "mailings.recipients"
    template_name = "mailings/mailing.html"
    context_object_name = "letters"
    # The button that sends stands below the list: it must not be far.
    paginate_by = 25

    def get_table_scope(self) -> Mailing:
        return _mailing(self.request, self.kwargs["pk"])

    def get_queryset(self) -> Any:
        self.mailing = get_object_or_404(Mailing.objects.select_related("released_by"), pk=self.kwargs["pk"])
        self.filter = RecipientFilter(self.request.GET)
        return self.filter.apply(self.mailing.messages.for_list().with_principals())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, **kwargs)
        return context | progress_of(self.mailing)


def progress_of(mailing: Mailing) -> dict[str, Any]:
    """How many messages of a mailing are in which state, to how many addresses. One query."""
    by_state = dict(mailing.messages.order_by().values_list("state").annotate(Count("pk")))
    return {
        "mailing": mailing,
        "counts": [(state, by_state[state]) for state in JobState if state in by_state],
        "total": sum(by_state.values()),
        "failed": by_state.get(JobState.FAILED, 0),
        "is_under_way": bool({JobState.QUEUED, JobState.RUNNING} & set(by_state)),
    }


class MessageView(RequiresMixin, DetailView):
    permission = "mailings.manage_mail"
    queryset = Message.objects.select_related("mailing", "resend_of").prefetch_related("resends")
    # Not "message": that name belongs to the notices.
    context_object_name = "letter"
    template_name = "mailings/letter.html"


def _mailing(request: HttpRequest, pk: str) -> Mailing:
    return get_object_or_404(Mailing, pk=pk)


def _message(request: HttpRequest, pk: str) -> Message:
    return get_object_or_404(Message, pk=pk)


@require_safe
@requires("mailings.manage_mail", _mailing)
def progress(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    """The counts, which the mailing's page asks for again while mails are on their way."""
    return render(request, "mailings/_progress.html", progress_of(mailing))


@require_POST
@requires("mailings.manage_mail", _mailing)
def release(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    held = mailing.messages.filter(state=JobState.HELD).count()
    try:
        count = services.release(mailing, actor=request.user)  # type: ignore[arg-type]
    except InvalidTransition:
        notices.error(request, _("This mailing was released already; nothing was sent twice."))
    else:
        notices.success(
            request,
            ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", count) % {"count": count},
        )
        if settled := held - count:
            words = ngettext(
                "%(count)d was left out: what it asks for has been done since it was written.",
                "%(count)d were left out: what they ask for has been done since they were written.",
                settled,
            )
            notices.info(request, words % {"count": settled})
    return redirect(mailing)


@require_POST
@requires("mailings.manage_mail", _mailing)
def discard(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    try:
        services.discard(mailing)
    except InvalidTransition:
        notices.error(request, _("This mailing was released already and cannot be discarded."))
        return redirect(mailing)
    notices.success(request, _("The mailing was discarded; none of its mails was sent."))
    return redirect("mailings:outbox")


@require_POST
@requires("mailings.manage_mail", _message)
def retry(request: HttpRequest, message: Message) -> HttpResponse:
    try:
        services.retry(message, actor=request.user)  # type: ignore[arg-type]
        notices.success(request, _("The mail to %(address)s is sent again.") % {"address": message.address})
    except InvalidTransition:
        notices.error(request, _("This mail is on its way or has been sent; it was not sent again."))
    return redirect(message)


@require_POST
@requires("mailings.manage_mail", _mailing)
def retry_failed(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    count = services.retry_failed(mailing, actor=request.user)  # type: ignore[arg-type]
    notices.success(
        request, ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", count) % {"count": count}
    )
    return redirect(mailing)


@require_POST
@requires("mailings.manage_mail", _mailing)
def rewrite(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    try:
        services.rewrite(mailing)
        notices.success(request, _("The mails are written anew, in the words that hold now."))
    except InvalidTransition:
        notices.error(request, _("This mailing was released already; its words stay as they are."))
    return redirect(mailing)


@require_POST
@requires("mailings.manage_mail", _message)
def resend(request: HttpRequest, message: Message) -> HttpResponse:
    try:
        again = services.resend(message, actor=request.user)  # type: ignore[arg-type]
    except InvalidTransition:
        notices.error(request, _("This mail cannot be sent once more; its page says what to do instead."))
        return redirect(message)
    notices.success(request, _("The mail to %(address)s is sent once more.") % {"address": message.address})
    return redirect(again)
