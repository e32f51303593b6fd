"""What the review pages print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.accounts.models import Membership, User
from core.prepared import prepared
from postmortems.authoring.queries import KindAnswers, reads_restricted
from postmortems.domain import kinds
from postmortems.domain.comparing import compare
from postmortems.domain.readiness import Gap, Missing, PartState, Record, minutes_left, missing
from postmortems.models import (
    Action,
    Author,
    Comment,
    Factor,
    NamedReader,
    Postmortem,
    ReviewRequest,
    Section,
    Suggestion,
    Visibility,
)


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


def has_agreed(postmortem: Postmortem, user: User) -> bool:
    """Whether the person's own approval is among those that hold now."""
    if postmortem.status != Postmortem.Status.APPROVED:
        return False
    agreed = {"answer": "approved", "answered_text_version": postmortem.approved_text_version}
    return postmortem.review_requests.filter(reviewer=user, **agreed).exists()


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
    *,
    answers: KindAnswers | None = None,
    incidents: int | None = None,
) -> tuple[tuple[Missing, ...], int]:
    """What is missing, and about how many minutes the required part takes; from what the page has loaded already.

    `answers` are those to the questions of the postmortem's kind that the reader may read, `incidents` the number of
    single incidents listed.
    """
    open_actions = [action for action in actions if action.is_open]
    parts = list(sections)
    answers = answers or KindAnswers(postmortem.kind, None)
    record = Record(
        parts=[_part(section, answers) for section in parts],
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
        gaps=_gaps(parts, answers),
        incidents=incidents if _tells_several(postmortem, parts) else None,
        logs_covered=kinds.logs_covered(answers.values) if postmortem.kind == "exposure" else None,
    )
    found = missing(record)
    return found, minutes_left(found)


def _tells_several(postmortem: Postmortem, sections: Sequence[Section]) -> bool:
    return postmortem.kind == "several" or any(
        section.kind == "incidents" and section.required and not section.not_applicable_because
        for section in sections
    )


def _part(section: Section, answers: KindAnswers) -> PartState:
    group = answers.spec.group(section.guide.get("facts", "")) if answers.spec else None
    return PartState(
        section.key,
        section.title,
        section.kind,
        section.required,
        len(section.body.split()),
        bool(section.not_applicable_because),
        section.guide.get("minutes", 3),
        # What the group still lacks is said by itself: its text is for what the answers leave out.
        answered=group is not None and (answers.complete(group) or answers.lacks(group)),
        claim=kinds.no_access(section.body),
        help=section.guide.get("help", ""),
    )


def _gaps(sections: Sequence[Section], answers: KindAnswers) -> list[Gap]:
    """The groups of questions that lack answers; one whose section does not apply is not asked."""
    asked_in = {section.guide.get("facts"): section for section in sections}
    lacking, problems = answers.missing, answers.problems
    found = []
    for group in answers.groups:
        section = asked_in.get(group.key)
        if section is not None and section.not_applicable_because:
            continue
        key = section.key if section is not None else ""
        keys = {field.key for field in group.fields}
        fields = [field for field in lacking if field.key in keys]
        found += [Gap(group.title, key, 1, 1, text) for name, text in problems.items() if name in keys]
        if fields:
            minutes = sum(field.minutes for field in fields)
            question = fields[0].label if len(fields) == 1 else ""
            found.append(Gap(group.title, key, len(fields), minutes, question=question))
    return found


def candidates(postmortem: Postmortem) -> QuerySet[User]:
    """Who can be asked: people who may read it and did not write it, those of its team first."""
    writers = Author.objects.filter(postmortem=postmortem).values("user")
    of_team = Membership.objects.filter(team=postmortem.team_id, user=OuterRef("pk"))
    others = readers_of(postmortem).exclude(pk__in=writers).exclude(pk=postmortem.owner_id)
    return others.order_by(Exists(of_team).desc(), "display_name")


def readers_of(postmortem: Postmortem) -> QuerySet[User]:
    """Everybody active who may read it, the other way round than `visible_to`; the tests hold the two together."""
    found = User.objects.filter(is_active=True)
    if postmortem.visibility == Visibility.ORGANISATION:
        return found
    reads = Q(pk__in=[pk for pk in (postmortem.owner_id, postmortem.facilitator_id) if pk])
    reads |= Q(pk__in=NamedReader.objects.filter(postmortem=postmortem).values("user"))
    if postmortem.visibility == Visibility.TEAM:
        above = Q(role=Membership.Role.MANAGER, team__children=postmortem.team_id)
        reads |= Q(pk__in=Membership.objects.filter(Q(team=postmortem.team_id) | above).values("user"))
    return found.filter(reads)


def nameable(postmortem: Postmortem, begins: str) -> list[str]:
    """Names to offer after an @: at most eight, by what a word of the name or the address begins with."""
    begins = " ".join(begins.split())[:60]
    fits = Q(display_name__istartswith=begins) | Q(display_name__icontains=f" {begins}")
    found = readers_of(postmortem).filter(fits | Q(email__istartswith=begins))
    return list(found.order_by("display_name").values_list("display_name", flat=True)[:8])


def threads(postmortem: Postmortem, *, full: bool) -> list[Comment]:
    """The comments as threads, oldest first, each with `answers`; without those on restricted parts unless `full`."""
    related = ("author", "resolved_by", "section", "event", "factor", "action", "suggestion__decided_by")
    comments = list(Comment.objects.filter(postmortem=postmortem).select_related(*related))
    if not full:
        comments = [comment for comment in comments if not _on_restricted(comment)]
    roots = {comment.pk: comment for comment in comments if comment.parent_id is None}
    for root in roots.values():
        root.answers = []
        words = getattr(root, "suggestion", None)
        if words:
            words.comparison = compare(words.base, words.wording)
    for comment in comments:
        if comment.parent_id in roots:
            roots[comment.parent_id].answers.append(comment)
    return list(roots.values())


def _on_restricted(comment: Comment) -> bool:
    target = comment.section or comment.event or comment.factor or comment.action
    return target is not None and target.disclosure == "restricted"


def suggestion_of(postmortem: Postmortem, user: User, pk: int) -> Suggestion | None:
    """One proposal with its remark; None when it is not there, or not this person's to see."""
    related = Suggestion.objects.select_related("comment__author", "section")
    found = related.filter(pk=pk, comment__postmortem=postmortem).first()
    hidden = found and found.section.disclosure == "restricted" and not reads_restricted(postmortem, user)
    return None if hidden else found
