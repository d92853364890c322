"""Reviews by several people: most applications have two or three, some none yet, a few have a declared conflict."""

from datetime import timedelta

from django.utils import timezone

from dialogue_portal.demo.people import Cast
from sessions.models import DialogueSession
from stakeholders.models import MAX_SCORE, Application, ConflictOfInterest, Criterion, Review, Score

COMMENTS = [
    "Strong record with two ministries; the figures are plausible and the method is described.",
    "Good practice, thinly documented. The speaker would add a voice that the others lack.",
    "Close to the leading question on services; less on alliances.",
    "Convincing on what did not work, which is rare and useful in a dialogue.",
    "National expertise is asserted rather than shown.",
]


def load(session: DialogueSession, applications: list[Application], cast: Cast) -> None:
    """Declarations, reviews and scores in bulk, so that the first reviewer finds some done and some to do."""
    chance = cast.chance
    criteria = list(Criterion.objects.filter(session=session))
    declarations, reviews, scores = [], [], []
    for application in applications:
        quality = chance.uniform(1.5, 4.6)
        for reviewer in chance.sample(cast.reviewers, chance.choice([0, 1, 2, 2, 3, 3, 4])):
            has_conflict = chance.random() < 0.03
            declarations.append(
                ConflictOfInterest(
                    application=application, reviewer=reviewer, declaration="conflict" if has_conflict else "none"
                )
            )
            if has_conflict:
                continue
            submitted_at = timezone.now() - timedelta(hours=chance.randint(1, 19))
            review = Review(
                application=application,
                reviewer=reviewer,
                comment=chance.choice(COMMENTS),
                submitted_at=submitted_at,
            )
            reviews.append(review)
            scores += [
                Score(review=review, criterion=criterion, value=_score(quality + chance.gauss(0, 0.7)))
                for criterion in criteria
            ]
    ConflictOfInterest.objects.bulk_create(declarations)
    Review.objects.bulk_create(reviews)
    Score.objects.bulk_create(scores)


def _score(value: float) -> int:
    return max(0, min(MAX_SCORE, round(value)))
