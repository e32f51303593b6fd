"""Remarks in threads."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from postmortems.models import Action, Comment, Factor, Postmortem, Section, TimelineEvent
from postmortems.reviewing.talk import tell


@transaction.atomic
def comment(
    *,
    postmortem: Postmortem,
    actor: User,
    body: str,
    now: dt.datetime,
    parent: Comment | None = None,
    target: Section | TimelineEvent | Factor | Action | None = None,
) -> Comment:
    """Say something about a part of a postmortem, or answer; an answer opens a resolved thread again."""
    places = {Section: "section", TimelineEvent: "event", Factor: "factor", Action: "action"}
    where = {places[type(target)]: target} if target is not None else {}
    if parent is not None:
        parent = parent.parent or parent
        where = {name: getattr(parent, name) for name in places.values()}
        Comment.objects.filter(pk=parent.pk).update(resolved_at=None, resolved_by=None)
    made = Comment.objects.create(
        postmortem=postmortem, parent=parent, author=actor, body=body, created_at=now, **where
    )
    audit.record(actor=actor, verb="comment", obj=made)
    # For the page that answers: those named here who can't read it.
    made.barred = tell(made, actor=actor, now=now)
    return made


@transaction.atomic
def resolve(*, comment: Comment, actor: User, now: dt.datetime) -> None:
    """Close a thread."""
    Comment.objects.filter(pk=comment.pk, resolved_at__isnull=True).update(resolved_at=now, resolved_by=actor)
    audit.record(actor=actor, verb="resolve_comment", obj=comment)
