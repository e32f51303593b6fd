"""Each change of state of a postmortem, through one door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState, claim
from postmortems.authoring.queries import is_author
from postmortems.coaching.actions import count_wording
from postmortems.domain.lifecycle import POSTMORTEM
from postmortems.domain.readiness import Missing
from postmortems.models import Factor, Postmortem, ReviewRequest
from postmortems.reviewing import planning
from postmortems.reviewing.findings import blocking
from postmortems.reviewing.news import tell_approved, tell_wanted


def _move(postmortem: Postmortem, verb: str, **also) -> None:
    if not POSTMORTEM.may(verb, postmortem.status):
        raise StaleState(
            "This has changed since you opened the page. Look at how it stands now, and decide again."
        )
    claim(postmortem, expected=[postmortem.status], new=POSTMORTEM.target(verb), **also)


@transaction.atomic
def ask_review(
    *,
    postmortem: Postmortem,
    actor: User,
    reviewers: Iterable[User],
    still_missing: Sequence[Missing],
    now: dt.datetime,
) -> list[ReviewRequest]:
    """Ask people to review a draft; refused while something required is missing, or for people who can't be asked."""
    required = [one.text for one in still_missing if one.required]
    people = list(reviewers)
    reasons = [f"Still missing: {', '.join(required)}."] if required else []
    if not people:
        reasons.append("Name at least one person who did not write it.")
    visible = Postmortem.objects.filter(pk=postmortem.pk)
    for person in people:
        if is_author(postmortem, person):
            reasons.append(f"{person} wrote part of it; ask somebody who did not.")
        elif not visible.visible_to(person).exists():
            reasons.append(f"{person} may not read this postmortem; give them access first.")
    if reasons:
        raise MoveRefused(*reasons)
    _move(postmortem, "ask_review", review_asked_at=now)
    last = ReviewRequest.objects.filter(postmortem=postmortem).aggregate(last=Max("round"))["last"] or 0
    requests = ReviewRequest.objects.bulk_create(
        ReviewRequest(postmortem=postmortem, reviewer=person, round=last + 1, asked_by=actor, asked_at=now)
        for person in people
    )
    count_wording(postmortem=postmortem, moment="draft")
    tell_wanted(postmortem, last + 1, now)
    audit.record(actor=actor, verb="ask_review", obj=postmortem, fields={"reviewers": [p.pk for p in people]})
    return requests


def _answer(request: ReviewRequest, postmortem: Postmortem, seen: int, answer: str, reason: str, now) -> None:
    """Claim the request with the answer; the text must still be the one the reviewer had before them."""
    if postmortem.text_version != seen:
        raise StaleState("The text changed while you were reading. Look at what changed, then answer again.")
    answered = ReviewRequest.objects.filter(pk=request.pk, answer="waiting").update(
        answer=answer, reason=reason, answered_at=now, answered_text_version=seen
    )
    if not answered:
        raise StaleState("You have answered this already.")


@transaction.atomic
def approve(
    *,
    postmortem: Postmortem,
    request: ReviewRequest,
    actor: User,
    text_version: int,
    note: str = "",
    now: dt.datetime,
) -> None:
    """Agree to the text as it stands.

    Never by an author; never with one factor, with open *block* findings, or with a plan that leaves an enabling or
    amplifying factor open (`domain.plan`).
    """
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    reasons: list[str] = []
    if is_author(postmortem, actor):
        reasons.append("You wrote part of this postmortem. Somebody who did not has to approve it.")
    if Factor.objects.filter(postmortem=postmortem).count() < 2:
        reasons.append("It has fewer than two contributing factors.")
    stopping = blocking(postmortem)
    if stopping:
        count = "One wording points" if len(stopping) == 1 else f"{len(stopping)} wordings point"
        reasons.append(f"{count} at a person. Reword, or let it stand in writing: “What the coach says”.")
    reasons += planning.refusals(postmortem, actor, now.date())
    if reasons:
        raise MoveRefused(*reasons)
    _answer(request, postmortem, text_version, "approved", note, now)
    _move(postmortem, "approve", approved_at=now, approved_text_version=text_version)
    count_wording(postmortem=postmortem, moment="approval")
    tell_approved(postmortem, text_version, now)
    audit.record(actor=actor, verb="approve", obj=postmortem, fields={"text_version": text_version})


@transaction.atomic
def ask_changes(
    *,
    postmortem: Postmortem,
    request: ReviewRequest,
    actor: User,
    text_version: int,
    reason: str,
    now: dt.datetime,
) -> None:
    """Send it back to draft with a reason."""
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if not reason.strip():
        raise MoveRefused("Say what should change; the owner reads it first.")
    _answer(request, postmortem, text_version, "changes", reason, now)
    _move(postmortem, "ask_changes")
    audit.record(actor=actor, verb="ask_changes", obj=postmortem, fields={"reason": reason})


@transaction.atomic
def reopen(*, postmortem: Postmortem, actor: User, reason: str, now: dt.datetime) -> None:
    """Back to draft from approved or closed, with a reason."""
    if not reason.strip():
        raise MoveRefused("Say why it is opened again; readers of the history will ask.")
    _move(postmortem, "reopen", approved_at=None, approved_text_version=None, closed_at=None, updated_at=now)
    audit.record(actor=actor, verb="reopen", obj=postmortem, fields={"reason": reason})


@transaction.atomic
def close(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> None:
    """The work on it is over: every action is verified, declined or done. Reminders of open actions would go on."""
    left = postmortem.action_items.filter(status__in=["accepted", "in_progress", "idea"]).count()
    if left:
        what = "1 action is" if left == 1 else f"{left} actions are"
        raise MoveRefused(f"{what} still open. Finish, decline or move them first.")
    _move(postmortem, "close", closed_at=now, updated_at=now)
    audit.record(actor=actor, verb="close", obj=postmortem)
