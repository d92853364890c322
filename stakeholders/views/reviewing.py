"""The reviewer's pages: the queue, declarations of conflicts, scoring one application after the other."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import StakeholderKind, User
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from sessions.lookup import visible_session
from sessions.models import DialogueSession
from sessions.phase_pages import only_with
from stakeholders import services
from stakeholders.description import describe
from stakeholders.forms.reviewing import ConflictsForm, ReviewForm
from stakeholders.lookup import found_application, signed_in
from stakeholders.models import Application, Criterion, Review
from stakeholders.review_queue import CONFLICT, queue_of, undeclared_of
from stakeholders.services.applying import PHASE

PER_PAGE = 250


@require_safe
@requires("stakeholders.review_applications", visible_session)
@only_with(PHASE)
@offers("stakeholders.review-queue")
@never_cache
def queue(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    entries = queue_of(signed_in(request), session)
    mine = [entry for entry in entries if entry.declaration != CONFLICT]
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    # Once for all rows: a choice's own display reads all choices anew.
    kinds = {value: str(label) for value, label in StakeholderKind.choices}
    context = {
        "session": session,
        "page_obj": page,
        "entries": [(entry, kinds[entry.kind]) for entry in page],
        "undeclared": sum(not entry.declaration for entry in entries),
        "done": sum(entry.is_submitted for entry in mine),
        "total": len(mine),
        "following": next((entry for entry in entries if entry.is_to_score), None),
    }
    return render(request, "stakeholders/review_queue.html", context)


@requires("stakeholders.review_applications", visible_session)
@only_with(PHASE)
@never_cache
def conflicts(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """Declare, for all applications that were not yet declared on, whether there is a conflict of interest."""
    undeclared = undeclared_of(signed_in(request), session)
    form = ConflictsForm(request.POST or None, applications=undeclared)
    if request.method == "POST" and form.is_valid():
        services.declare_conflicts(undeclared, reviewer=signed_in(request), conflicts=form.keys)
        messages.success(request, _("Your declaration was recorded."))
        return redirect("stakeholders:review", slug=session.slug)
    context = {"session": session, "form": form, "undeclared": undeclared}
    return render(request, "stakeholders/review_conflicts.html", context)


@requires("stakeholders.review_application", found_application)
@never_cache
def score(request: HttpRequest, application: Application) -> HttpResponse:
    """Score one application; others' scores show only once one's own are submitted."""
    user = signed_in(request)
    review = application.reviews.filter(reviewer=user).prefetch_related("scores").first()
    criteria = list(application.session.criteria.all())
    form = ReviewForm(request.POST or None, criteria=criteria, review=review)
    if request.method == "POST" and form.is_valid():
        answer = _saved(request, application, form)
        if answer:
            return answer
        review = application.reviews.filter(reviewer=user).prefetch_related("scores").first()
    declared = application.conflicts.filter(reviewer=user).values_list("declaration", flat=True).first()
    context = {
        "session": application.session,
        "application": application,
        "sections": describe(application),
        "form": form,
        "review": review,
        "declaration": declared,
        "others": _others(application, user, criteria) if review and review.is_submitted else None,
    }
    return render(request, "stakeholders/review_score.html", context)


def _saved(request: HttpRequest, application: Application, form: ReviewForm) -> HttpResponse | None:
    """Save what the form holds; None if the form has to be shown again with what is wrong."""
    is_submitted = "submit" in request.POST
    try:
        review = services.save_review(
            application,
            reviewer=signed_in(request),
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            seen=form.cleaned_data["seen_revision"],
            submit=is_submitted,
        )
    except services.IncompleteReview as error:
        form.show_missing(error.missing)
    except services.NotDeclared:
        form.add_error(None, _("Declare first whether you have a conflict of interest with this organization."))
    except services.ReviewClosed:
        form.add_error(None, _("The panel is recommended: reviews cannot be changed any more."))
    except StaleRevision as error:
        _show_conflict(form, error.current)
    else:
        return _after_saving(request, application, review)
    return None


def _show_conflict(form: ReviewForm, current: object) -> None:
    """Another window of the same reviewer saved meanwhile: both texts are shown, saving again keeps these."""
    assert isinstance(current, Review)  # noqa: S101  (save_review saves nothing else)
    stored = {score.criterion_id: score.value for score in current.scores.all()}
    pairs: list[tuple[str, object, object]] = [
        (criterion.label, stored.get(criterion.pk), value) for criterion, value in form.scores().items()
    ]
    pairs.append((_("Comment"), current.comment, form.cleaned_data["comment"]))
    form.show_conflict(current.revision, [pair for pair in pairs if pair[1] != pair[2]])


def _after_saving(request: HttpRequest, application: Application, review: Review) -> HttpResponse:
    words = {"organization": application.organization}
    slug, saved = application.session.slug, f"?saved={application.pk}"
    if not review.is_submitted:
        messages.success(request, _("The draft of your review of %(organization)s was saved.") % words)
        return redirect(_score_url(slug, application.pk) + saved)
    messages.success(request, _("Your review of %(organization)s was submitted.") % words)
    entries = queue_of(signed_in(request), application.session)
    following = next((entry.application_id for entry in entries if entry.is_to_score), None)
    back = _score_url(slug, following) if following else reverse("stakeholders:review", kwargs={"slug": slug})
    return redirect(back + saved)


def _score_url(slug: str, application: UUID) -> str:
    return reverse("stakeholders:review-score", kwargs={"slug": slug, "pk": application})


def _others(
    application: Application, user: User, criteria: list[Criterion]
) -> list[tuple[Review, list[tuple[Criterion, int | None]]]]:
    """The submitted reviews of the others, each with its score per criterion."""
    reviews = application.reviews.counted().exclude(reviewer=user).select_related("reviewer").prefetch_related("scores")
    found = []
    for review in reviews:
        scores = {score.criterion_id: score.value for score in review.scores.all()}
        found.append((review, [(criterion, scores.get(criterion.pk)) for criterion in criteria]))
    return found


@require_POST
@requires("stakeholders.review_application", found_application)
def declare(request: HttpRequest, application: Application) -> HttpResponse:
    """Declare a conflict with one application, or take the declaration back."""
    has_conflict = request.POST.get("declaration") == CONFLICT
    chosen = {application.pk} if has_conflict else set()
    services.declare_conflicts([application], reviewer=signed_in(request), conflicts=chosen)
    messages.success(request, _("Your declaration was recorded."))
    if has_conflict:
        return redirect("stakeholders:review", slug=application.session.slug)
    return redirect(_score_url(application.session.slug, application.pk))
