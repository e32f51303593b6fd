"""What the review pages print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from core.accounts.models import User
from core.prepared import prepared
from postmortems.domain.readiness import Missing, PartState, Record, minutes_left, missing
from postmortems.models import Action, Author, Comment, Factor, Postmortem, ReviewRequest, Section


@dataclass
class Review:
    """How the review of one postmortem stands, and what one person can do about it.

    `mine` is the person's own request of this round that still waits. `lapsed` says that the text changed after an
    answer was given.
    """

    requests: list[ReviewRequest]
    round: int
    mine: ReviewRequest | None
    may_answer: bool
    lapsed: bool


@prepared
def _requests(postmortem: int) -> QuerySet[ReviewRequest]:
    found = ReviewRequest.objects.filter(postmortem=postmortem)
    return found.select_related("reviewer").order_by("-round", "pk")


def review_of(postmortem: Postmortem, user: User) -> Review:
    """The newest round of requests; one query, none for a postmortem that nobody was asked about."""
    requests = _requests(postmortem.pk) if postmortem.review_asked_at else []
    number = requests[0].round if requests else 0
    current = [request for request in requests if request.round == number]
    waiting = [
        request for request in current if request.reviewer_id == user.pk and request.answer == "waiting"
    ]
    mine = waiting[0] if waiting and postmortem.status == Postmortem.Status.IN_REVIEW else None
    answered = [request for request in current if request.answer == "approved"]
    return Review(
        requests=current,
        round=number,
        mine=mine,
        may_answer=mine is not None,
        lapsed=any(request.answered_text_version != postmortem.text_version for request in answered),
    )


def readiness(
    postmortem: Postmortem,
    sections: Iterable[Section],
    events: int,
    factors: Sequence[Factor],
    actions: Sequence[Action],
) -> tuple[tuple[Missing, ...], int]:
    """What is missing, and about how many minutes the required part takes; from what the page has loaded already."""
    minutes = {part["key"]: part["minutes"] for part in postmortem.template_version.sections}
    open_actions = [action for action in actions if action.is_open]
    record = Record(
        parts=[
            PartState(
                section.key,
                section.title,
                section.kind,
                section.required,
                len(section.body.split()),
                bool(section.not_applicable_because),
                minutes.get(section.key, 3),
            )
            for section in sections
        ],
        severity=postmortem.severity,
        facts_open=[
            name
            for name in Postmortem.FACTS
            if getattr(postmortem, name) is None and name not in postmortem.facts_not_applicable
        ],
        events=events,
        factors=len(factors),
        factors_unanswered=sum(
            1 for factor in factors if not factor.answers and not hasattr(factor, "accepted_risk")
        ),
        actions=len(actions),
        actions_without_owner=sum(1 for action in open_actions if action.owner_id is None),
        actions_without_date=sum(1 for action in open_actions if action.due_on is None),
    )
    found = missing(record)
    return found, minutes_left(found)


def candidates(postmortem: Postmortem) -> list[User]:
    """Who can be asked: active people who did not write it. Whether they may see it is checked when they are asked."""
    writers = Author.objects.filter(postmortem=postmortem).values("user")
    return list(
        User.objects.filter(is_active=True)
        .exclude(pk__in=writers)
        .exclude(pk=postmortem.owner_id)
        .order_by("display_name")
    )


def threads(postmortem: Postmortem, *, full: bool) -> list[Comment]:
    """The comments as threads, oldest first, each with `answers`; without those on restricted parts unless `full`."""
    comments = list(
        Comment.objects.filter(postmortem=postmortem).select_related(
            "author", "resolved_by", "section", "event", "factor", "action"
        )
    )
    if not full:
        comments = [comment for comment in comments if not _on_restricted(comment)]
    roots = {comment.pk: comment for comment in comments if comment.parent_id is None}
    for root in roots.values():
        root.answers = []
    for comment in comments:
        if comment.parent_id in roots:
            roots[comment.parent_id].answers.append(comment)
    return list(roots.values())


def _on_restricted(comment: Comment) -> bool:
    target = comment.section or comment.event or comment.factor or comment.action
    return target is not None and target.disclosure == "restricted"
